"""Closed word lists for finding names in English news, by class of word.

Written for this library from general knowledge of English; the demonyms and places follow the short country
names of the United Nations and the 50 states of the USA. No list comes from a corpus. Case is folded.
"""

from __future__ import annotations

from typing import Final, Literal

from quoteattr.wordlists import word_set

HONORIFICS: Final[dict[str, Literal["f", "m"] | None]] = {
    "mr": "m", "sir": "m", "lord": "m", "messrs": "m",
    "mrs": "f", "ms": "f", "miss": "f", "lady": "f", "dame": "f", "madam": "f", "mme": "f",
    "dr": None, "prof": None, "rev": None, "hon": None, "fr": None,
}  # fmt: skip
"""Forms of address before a name, with the gender they state."""

TITLES: Final = word_set("""
    pres sec professors presidents senators representatives governors congressmen congresswomen mayors justices judges
    president advocate committeeman committeewoman vice-president president-elect ex-president chairman
    chairwoman
    chairperson chair co-chair
    co-chairman vice-chairman vice-chair director secretary-general undersecretary secretary under-secretary
    minister premier chancellor prime-minister senator sen sens representative rep reps congressman
    congresswoman governor gov govs lieutenant-governor mayor councilman councilwoman councilmember alderman
    assemblyman assemblywoman delegate speaker whip leader ambassador envoy commissioner comptroller treasurer
    attorney solicitor atty prosecutor justice judge magistrate sheriff marshal constable detective inspector
    superintendent chief deputy officer agent special-agent general gen lieutenant lt colonel col major maj
    captain capt sergeant sgt corporal cpl commander cmdr admiral adm brigadier brig marshal private pvt
    spokesman spokeswoman spokesperson strategist adviser advisor counselor counsellor aide pollster economist
    analyst correspondent reporter columnist editor anchor host commentator journalist author blogger
    professor
    prof doctor rabbi imam pastor reverend bishop archbishop cardinal father brother sister monsignor
    ayatollah
    sheikh sheik ceo cfo coo cto founder co-founder manager coach nominee candidate front-runner frontrunner
    incumbent democrat republican independent libertarian first-lady lady mp mep msp md phd
    parliamentarian lawmaker legislator senator-elect governor-elect vp evp svp principal dean provost
    trustee executive businessman billionaire activist attorney-general fellow scientist historian actor
    actress singer rapper comedian consul chargé negotiator representative-elect
    """)
"""Offices and roles that stand before a name and are no part of it."""

TITLE_MODIFIERS: Final = word_set("""
    former public ex acting interim deputy vice senior junior assistant associate chief lead leading top
    executive
    managing general majority minority house senate national prime foreign defense defence finance interior
    justice trade home first second lieutenant special press communications campaign attorney solicitor state
    federal district county city republican democratic gop presidential vice-presidential presumptive
    white-house longtime veteran fellow then now inspector under principal surgeon postmaster rear
    """)
"""Words that belong to a title when they stand between the words of one."""

OFFICE_OF: Final = word_set("""
    state defense defence defence treasury commerce labor labour energy agriculture education health
    transportation homeland interior veterans war staff security operations justice finance police
    """)
"""What follows 'of' in 'Secretary of State', 'Chief of Staff'."""

NOT_A_TITLE_BEFORE: Final = word_set("""
    motors electric mills assembly services accounting league dynamics court counsel foods leagues sciences
    office department association committee commission council college street
    """)
"""'General Motors', 'Justice Department': a title here starts the name of a body."""

SUFFIXES: Final = word_set("jr sr ii iii iv esq phd md")

PARTICLES: Final = word_set("""
    de da di do du del della dei des dos das van von der den ter ten zu bin ibn bint ben al el la le los
    las y e
    af av abu ul ur
    """)
"""Lower-case words inside a person's name."""

HEADS: Final = word_set("""
    agency agencies alliance administration airlines academy army assembly association authority bank board
    bureau broadcasting cabinet campaign caucus center centre chamber church city clinic club coalition
    college
    command commission committee company conference confederation congress congressional consortium corp
    corporation corps council county court courts daily department directorate embassy enterprise exchange
    faculty federation fed foundation forces force front fund government group guard herald hospital house
    inc initiative institute institution international journal journalism laboratory lab league legislature
    llc
    llp ltd magazine media ministry mission monitor movement museum nations navy network news newspaper office
    online organisation organization pac parliament forum bridge partners partnership party patrol police
    politics post press
    project prosperity publications radio register registry report reporter republic reserve review
    school schools senate service services society sources standard state states street studios sun survey
    syndicate team telegraph television think times today treasury tribunal tribune trust tv union university
    watch weekly wire workers world works gazette globe star chronicle observer independent guardian mirror
    inquirer examiner beast hill atlantic chargers industries motors electric airways systems technologies
    holdings associates pictures entertainment communications records
    """)
"""Last words of the names of bodies and papers."""

OPEN_HEADS: Final = word_set("""
    houses
    brotherhood fellowship guild initiative
    academy administration agency alliance americans army arts assembly association attorney authority bank
    board bureau cabinet campaign caucus center centers centre chamber church citizens city coalition college
    commission committee conference confederation congress corporation council court department directorate
    doctors federation foundation friends front fund house institute institution institutes journal league
    library ministry mothers movement museum mosque nurses office order organisation organization parliament
    parents partnership party people physicians project republic republicans democrats school schools
    secretariat
    senate society students states state subcommittee treasury tribunal union university veterans voice voices
    watch women workers club physicians scientists families fraternal daughters sons students religious
    republican evangelicals catholics christians jews muslims lawyers conservatives progressives
    """)
"""Words after which 'of', 'for' or 'on' goes on with the name of a body."""

LOWER_HEADS: Final = word_set("""
    campaign administration police team camp office government foundation ministry department parliament
    embassy commission committee board panel council legislature newsroom committee court
    army military organization transition
    """)
"""Lower-case nouns that make the name before them the name of a body: 'the Harwick campaign'."""

KIND_NOUNS: Final = word_set("""
    agency newspaper paper daily weekly magazine website site portal outlet channel broadcaster station network
    tank chain newswire service blog podcast company firm pollster
    """)
"""Lower-case nouns after a name that say what it is and leave it the name: 'the Harwick newspaper'."""

LOWER_HEAD_MODIFIERS: Final = word_set("""
    foreign defense defence finance interior health justice presidential general-election transition political
    election ballot reelection re-election senate gubernatorial editorial national state city county
    """)

POSSESSED_BODIES: Final = word_set("""
    campaign team camp office administration organization foundation ministry department parliament government
    police military army embassy transition legislature
    """)
"""What a name may own and, with it, name a body: "Harwick's office"."""

NATIONAL_BODIES: Final = word_set("government ministry parliament embassy military army")

PARTICIPLES: Final = word_set(
    "based born led run controlled backed funded owned leaning elect trained educated style era"
)
"""'Florida-based' names no place."""

PRODUCTS: Final = word_set(
    "facebook twitter youtube instagram snapchat tumblr periscope reddit linkedin google web"
)
"""Where texts are put: 'a Facebook post' does not speak for the company."""

COMPANY_TAILS: Final = word_set(
    "motor motors news inc corp company bank research industries airlines post poll times"
)
"""'Harwick Motors' may be called 'Harwick'; 'Harwick Foundation' is never."""

PLACES: Final = word_set("""
    afghanistan albania algeria andorra angola argentina armenia australia austria azerbaijan bahamas bahrain
    bangladesh barbados belarus belgium belize benin bhutan bolivia bosnia botswana brazil britain brunei
    bulgaria burkina burundi cambodia cameroon canada chad chile china colombia congo croatia cuba cyprus
    czechia denmark djibouti dominica ecuador egypt england eritrea estonia ethiopia europe fiji finland
    france
    gabon gambia georgia germany ghana greece grenada guatemala guinea guyana haiti honduras hungary iceland
    india indonesia iran iraq ireland israel italy jamaica japan jordan kazakhstan kenya kiribati kosovo
    kuwait
    kyrgyzstan laos latvia lebanon lesotho liberia libya liechtenstein lithuania luxembourg macedonia
    madagascar
    malawi malaysia maldives mali malta mauritania mauritius mexico micronesia moldova monaco mongolia
    montenegro
    morocco mozambique myanmar namibia nauru nepal netherlands nicaragua niger nigeria norway oman pakistan
    palau
    palestine panama paraguay peru philippines poland portugal qatar romania russia rwanda samoa scotland
    senegal
    serbia seychelles singapore slovakia slovenia somalia spain sudan suriname swaziland sweden switzerland
    syria
    taiwan tajikistan tanzania thailand togo tonga tunisia turkey turkmenistan tuvalu uganda ukraine uruguay
    uzbekistan vanuatu venezuela vietnam wales yemen zambia zimbabwe crimea asia africa america gaza
    alabama alaska arizona arkansas california colorado connecticut delaware florida hawaii idaho illinois
    indiana iowa kansas kentucky louisiana maine maryland massachusetts michigan minnesota mississippi
    missouri
    montana nebraska nevada ohio oklahoma oregon pennsylvania tennessee texas utah vermont virginia wisconsin
    wyoming
    beijing moscow london paris berlin washington brussels tokyo kiev kyiv tehran jerusalem damascus cairo
    baghdad ankara delhi islamabad kabul pyongyang seoul ottawa madrid rome vienna warsaw budapest athens
    chicago boston philadelphia cleveland dallas houston denver detroit atlanta miami seattle tulsa manhattan
    brooklyn orlando tampa phoenix baltimore charlotte milwaukee minneapolis pittsburgh cincinnati columbus
    geneva hollywood
    u.s us u.s.a usa u.k uk u.a.e uae eu e.u d.c
    """)

STATES_ABBREVIATED: Final = word_set("""
    ala ariz ark calif colo conn del fla ga ill ind kan kans ky la mass md mich minn miss mo mont neb nev okla
    ore pa penn tenn tex va vt wash wis wisc wyo
    """)
"""States of the USA as newspapers shorten them, without the full stop."""

PLACE_STARTS: Final = word_set(
    "new north south west east san los las santa saudi hong sri costa el puerto united sierra"
)

PLACES_OF_TWO: Final = frozenset(
    f"{first} {second}"
    for first, seconds in {
        "new": "york jersey hampshire mexico england zealand orleans delhi",
        "north": "carolina dakota korea america",
        "south": "carolina dakota korea africa america sudan",
        "west": "virginia",
        "san": "francisco diego bernardino antonio",
        "los": "angeles",
        "las": "vegas",
        "united": "states kingdom",
        "saudi": "arabia",
        "hong": "kong",
        "des": "moines",
    }.items()
    for second in seconds.split()
)

DEMONYMS: Final[dict[str, str]] = dict(
    pair.split("=")
    for pair in word_set("""
    afghan=afghanistan albanian=albania algerian=algeria american=america argentine=argentina
    armenian=armenia australian=australia austrian=austria belarusian=belarus belgian=belgium bosnian=bosnia
    brazilian=brazil british=britain bulgarian=bulgaria cambodian=cambodia canadian=canada chilean=chile
    chinese=china colombian=colombia croatian=croatia cuban=cuba czech=czechia danish=denmark
    dutch=netherlands egyptian=egypt english=england estonian=estonia ethiopian=ethiopia european=europe
    finnish=finland french=france georgian=georgia german=germany ghanaian=ghana greek=greece
    guatemalan=guatemala haitian=haiti hungarian=hungary indian=india indonesian=indonesia iranian=iran
    iraqi=iraq irish=ireland israeli=israel italian=italy jamaican=jamaica japanese=japan jordanian=jordan
    kazakh=kazakhstan kenyan=kenya korean=korea kuwaiti=kuwait latvian=latvia lebanese=lebanon libyan=libya
    lithuanian=lithuania malaysian=malaysia mexican=mexico moldovan=moldova moroccan=morocco
    nigerian=nigeria norwegian=norway pakistani=pakistan palestinian=palestine peruvian=peru
    philippine=philippines polish=poland portuguese=portugal qatari=qatar romanian=romania russian=russia
    rwandan=rwanda saudi=saudi scottish=scotland serbian=serbia slovak=slovakia somali=somalia spanish=spain
    sudanese=sudan swedish=sweden swiss=switzerland syrian=syria taiwanese=taiwan thai=thailand
    tunisian=tunisia turkish=turkey ugandan=uganda ukrainian=ukraine venezuelan=venezuela vietnamese=vietnam
    welsh=wales yemeni=yemen
    """)
)
"""Adjective of a people to its country."""

GROUP_WORDS: Final = word_set("""
    republican republicans democrat democrats democratic gop conservative conservatives liberal liberals
    progressive progressives libertarian libertarians communist communists socialist socialists labour tory
    tories independents muslim muslims christian christians catholic catholics jewish jew jews evangelical
    evangelicals mormon mormons sunni shiite hindu buddhist protestant latino latinos latina hispanic
    hispanics
    black white african-american african-americans asian western americans russians ukrainians mexicans
    iowans texans floridians californians europeans israelis palestinians arabs arab nazi nazis islamist
    islamists islamic kurds kurdish millennials internet god bible constitution brexit obamacare medicare
    medicaid twitterverse english-language democrat-controlled tea-party gop-led asian-american anglo
    congressional presidential senatorial gubernatorial lgbt native
    """)
"""Adjectives and crowds that name nobody by themselves."""

DATES: Final = word_set("""
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december jan feb mar apr jun jul aug sept sep oct nov dec mon tue wed thu
    fri sat
    a.m p.m am pm est edt gmt easter christmas thanksgiving election inauguration super
    """)

AMBIGUOUS_DATES: Final = word_set("may march april june august jan jun sun mar dec election")
"""Months that are names or words as well."""

FUNCTION: Final = word_set("""
    a an the this that these those some any no none every each either neither both all most many much few
    several
    another other others such same one two three four five six seven eight nine ten eleven twelve hundreds
    thousands millions first second third last next
    i i'm i've i'll i'd me my mine we our ours us you your yours he his him she her hers it its they their
    theirs
    them who whom whose which what when where why how whether if unless until while although though because
    since as so than then thus hence therefore but and or nor yet for of in on at by to from with without
    within
    into onto upon about above below under over after before during between among amid against across along
    around behind beside besides beyond despite down up off out through throughout toward towards via per like
    unlike except including regarding concerning following according given considering notwithstanding
    is are was were be been being am has have had having do does did doing done can could may might must shall
    should will would let let's get got make made take
    not never ever also too even just only still already again once twice always often sometimes usually
    perhaps maybe probably possibly apparently clearly indeed instead meanwhile moreover furthermore however
    nevertheless nonetheless otherwise rather quite very really here there now today tonight tomorrow
    yesterday
    later earlier soon recently currently previously formerly finally eventually ultimately initially
    originally
    additionally similarly likewise specifically generally overall afterward afterwards elsewhere somehow
    anyway actually basically certainly obviously surely unfortunately fortunately hopefully sadly luckily
    importantly interestingly notably surprisingly ironically
    yes no ok okay oh well please thanks thank sorry hey hello hi welcome look listen see read watch click
    everyone everybody everything someone somebody something anyone anybody anything nobody nothing
    people person men women man woman voters officials critics supporters experts analysts sources aides
    lawmakers reporters police authorities leaders members advisers observers opponents allies investigators
    researchers scientists lawyers attorneys prosecutors economists pollsters delegates candidates residents
    families parents children students teachers workers businesses investors companies
    asked speaking writing talking responding referring citing noting adding saying calling pointing
    she's he's it's that's there's here's what's who's they're we're you're we've they've you've we'll don't
    didn't doesn't isn't wasn't aren't weren't can't couldn't won't wouldn't shouldn't haven't hasn't i’m i’ve
    i’ll i’d she’s he’s it’s that’s there’s here’s what’s who’s they’re we’re you’re we’ve they’ve you’ve
    we’ll
    don’t didn’t doesn’t isn’t wasn’t aren’t weren’t can’t couldn’t won’t wouldn’t shouldn’t haven’t hasn’t
    let’s q. q photo image video related advertisement updated published story copyright via re
    """)
"""Words that start a sentence with a capital and name nobody."""

GIVEN_NAMES: Final = word_set("""
    aaron adam adrian ahmed aidan alan albert alejandro aleksandr alex alexander alexandra alexei alexey ali
    alice alison allison amanda amber amy ana andrea andrei andrew andy angela anita ann anna anne anthony
    antonio anton april arthur ashley barack barbara barry ben benjamin bernard bernie beth betty bill
    billy bob
    bobby boris brad bradley brandon brenda brent brett brian bruce bryan caitlin carl carla carlos carly
    carol
    caroline catherine cecilia charles charlie charlotte chelsea cheryl chloe chris christian christina
    christine christopher chuck cindy claire clara clarence claudia clayton colin connie corey craig crystal
    curtis cynthia dan daniel danielle danny darren dave david dawn dean deborah debbie debra denise dennis
    derek
    diana diane dick dmitri dominic don donald donna doris dorothy doug douglas duncan dustin dylan
    earl
    ed eddie edith edward eileen elaine elena eleanor elizabeth ellen emily emma emmanuel enrique eric
    erica erik
    erin ernest ethan eugene eva evan evelyn felix fernando fiona florence frances francis francisco frank
    fred
    frederick gabriel gail gary gavin gene geoffrey george gerald gerard gina glen glenn gloria gordon grace
    graham greg gregory hannah harold harry harvey hassan heather hector heidi helen henry herbert hillary
    howard
    hugh hugo ian igor irene isaac isabel isabella ivan jack jackie jacob jacqueline jake
    james jamie
    jan jane janet janice jared jason javier jay jean jeanne jeff jeffrey jennifer jeremy jerry jesse
    jessica jill
    jim jimmy joan joanna joe joel john johnny jon jonathan jordan jorge jose joseph josh joshua joyce juan
    judith
    judy julia julian julie june justin karen karl kate katherine kathleen kathryn kathy katie keith
    kelly
    ken kenneth kevin kim kimberly kirsten kristen kurt kyle larry laura lauren laurence laurie lawrence
    leah lee
    leo leon leonard leslie lewis liam lillian linda lindsay lindsey lisa liz lloyd logan lois lori louis
    louise
    lucas lucy luis luke lydia lynn madeleine marc marco marcus margaret maria marie marilyn mario marion mark
    marlene martha martin marvin mary matt matthew maureen maurice max megan mel melanie melissa
    michael michele michelle miguel mike mikhail mitch mohamed mohammad mohammed molly monica morgan
    nancy naomi natalia natalie natasha nathan neil nicholas nick nicolas nicole nigel nikki nina noah
    nora
    norman olga oliver olivia omar oscar pablo pam pamela pat patricia patrick patty paul paula pauline pedro
    peggy penny pete peter phil philip phillip phyllis rachel rafael ralph ramon randall randy ray raymond
    rebecca
    renee rex ricardo richard rick ricky rob robert roberta robin rodney roger roland ron ronald
    rosa rose
    ross roy ruby rudy russell ruth ryan sally sam samantha samuel sandra sara sarah scott sean sebastian
    sergei
    sergey seth shane shannon sharon shaun sheila shelley sherry shirley sidney simon sofia sonia sophia
    sophie
    spencer stacy stan stanley stella stephanie stephen steve steven stuart sue susan suzanne sylvia tamara
    tammy
    tanya tara ted teresa terri terry theodore theresa thomas tiffany tim timothy tina todd tom tommy toni
    tony
    tracy travis trevor tyler valerie vanessa vera veronica vicki victor victoria vincent virginia vladimir
    walter wanda warren wayne wendy wesley will william xavier yolanda yuri yvonne zachary zoe
    """)
"""Common given names: only to tell people from bodies, never their gender."""

DOCUMENTS: Final = word_set("""
    audit database excerpt excerpts headline headlines index page pages release releases tracker
    account address agreement count declaration disclosures guidelines remarks research rhetoric plea
    ad ads advertisement analysis article articles average biography blog book books column commentary
    complaint
    data documentary documents editorial email emails e-mail e-mails essay exit figures filing filings film
    findings forecast interview lawsuit letter letters memo memoir memos message messages model news-release
    newsletter note novel numbers op-ed paper piece platform poll polling polls post posts press-release
    prospectus projection projections questionnaire ratings record records release report reporting reports
    review ruling speech speeches statement statements statistics story studies study survey surveys tally
    testimony transcript transcripts tweet tweets video website
    """)
"""Nouns for texts: 'a Harwick poll' speaks for Harwick."""
