"""English words back to their dictionary forms, by rules of spelling: enough for the cues of attributions."""

from __future__ import annotations

import re
from collections.abc import Mapping

from quoteattr.wordlists import word_set

_IRREGULAR_VERBS = (
    "be: am is are was were been being; become: became; begin: began begun; break: broke broken; "
    "bring: brought; build: built; buy: bought; catch: caught; choose: chose chosen; come: came; "
    "deal: dealt; deny: denial denials; die: died dying; do: did does done; draw: drew drawn; fall: "
    "fell fallen; feel: felt; fight: fought; find: found; focus: focused focuses focusing; forget: "
    "forgot forgotten; get: got gotten getting; give: gave given; go: went gone goes; grow: grew "
    "grown; have: has had having; hear: heard; hit: hitting; hold: held; keep: kept; know: knew "
    "known; lay: laid; lead: led; leave: left; let: letting; lie: lied lies lying; lose: lost; make: "
    "made; mean: meant; meet: met; pay: paid; put: putting; quit: quitting; read: reading; rise: rose "
    "risen; run: ran running; say: said; see: saw seen; seek: sought; sell: sold; send: sent; set: "
    "setting; show: shown; sing: sang sung; sit: sat; speak: spoke spoken; spend: spent; stand: "
    "stood; strike: struck; swear: swore sworn; take: took taken; teach: taught; tell: told; think: "
    "thought; throw: threw thrown; tie: tied tying; understand: understood; wear: wore worn; win: "
    "won; withdraw: withdrew withdrawn; withhold: withheld; write: wrote written"
)
_IRREGULAR = {
    form: entry.split(":")[0]
    for entry in _IRREGULAR_VERBS.split("; ")
    for form in entry.split(":")[1].split()
}
_UNINFLECTED = word_set(
    "always anything besides bring ceiling during evening everything hundred indeed king morning need "
    "news nothing perhaps politics sacred something spring string thing unless wedding"
)
_FUNCTION_WORDS = word_set(
    "a about after afternoon again against all almost already also always an and another any as at "
    "back barely be before between both but by can could d do down during earlier either even evening "
    "ever far few first for friday from hardly have he her here him his i if in instead into it its "
    "just later least less little ll m many may me might monday month more morning most much must my "
    "n't neither never night no nobody none nor not nothing now of off often on once one only or "
    "other ought our out over own past perhaps quite rather re s same saturday scarcely several shall "
    "she should since so some soon still such sunday t than that the their them then there these they "
    "this those three through thursday to today tomorrow too tuesday two under up us ve very we "
    "wednesday week whether who whom will with without would year yesterday yet you your"
)
_ASPECTUAL = word_set("appear begin come continue go happen keep manage proceed seem start tend try")
_VERBS_IN_LY = word_set("ally apply belly bully comply fly imply multiply rally rely reply supply")

_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)?")
_VOWEL = re.compile(r"[aeiouy]")
# "not" would double its "t", so "noting" is "note".
_LOST_E = re.compile(r"^(?:[^aeiou]|qu)*[aeiouy][^aeiouwxy]$")
_LIKELY_E = re.compile(r"(?:[^aeiou][aiou][tdgs]|[lr]eg|ois|[cvuz])$")  # "stating", "alleging", "arguing"


def lemma(word: str, known: Mapping[str, int]) -> str:
    """Return the dictionary form of a lower-case English word.

    Irregular forms come from a list. For the others the endings are undone, and where English spelling
    leaves several answers ("planning": "plann", "plan") the first that is in `known` is taken.

    Args:
        word: A lower-case word.
        known: Dictionary forms, by which ambiguous endings are settled, with how often each is used.
    """
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word in _UNINFLECTED or len(word) < 4:
        return word
    forms = _candidates(word)
    return next((form for form in forms if known.get(form)), forms[0])


def _candidates(word: str) -> tuple[str, ...]:
    """Forms that `word` may be an inflection of, the likeliest by spelling alone first."""
    for ending in ("ing", "ed"):
        if word.endswith(ending):
            stem = word.removesuffix(ending)
            return _stems(stem, word) if _VOWEL.search(stem) else (word,)
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        if word.endswith("ies"):
            return word[:-3] + "y", word[:-1]
        if word.endswith(("ses", "shes", "ches", "xes", "zes", "oes")):
            return word[:-2], word[:-1]
        return (word[:-1],)
    return (word,)


def _stems(stem: str, word: str) -> tuple[str, ...]:
    if stem.endswith("i"):
        return (stem[:-1] + "y",)
    if stem.endswith("e"):  # "agreed", but "proceed", "seeing"
        return stem + "e", stem, word
    if _LOST_E.search(stem):
        return (stem + "e",)
    if stem[-1] == stem[-2:-1]:
        return stem, stem[:-1]
    return (stem + "e", stem) if _LIKELY_E.search(stem) else (stem, stem + "e")


def content_lemmas(cue: str, known: Mapping[str, int]) -> list[str]:
    """Lemmas of the words in a cue that carry its meaning.

    Auxiliaries, negations, prepositions and adverbs are left out, and so are verbs like "begin" and "try"
    where another content word follows them. A cue of nothing else ("in") keeps its first word.
    """
    words = [word.replace("’", "'") for word in _WORD.findall(cue.lower())]
    lemmas = [lemma(word, known) for word in words if not _is_function_word(word)]
    kept = [name for name in lemmas if name not in _FUNCTION_WORDS]
    meaning = [name for name in kept[:-1] if name not in _ASPECTUAL] + kept[-1:]
    return meaning or [lemma(word, known) for word in words[:1]]


def _is_function_word(word: str) -> bool:
    if "'" in word:  # "didn't", "he's"
        return True
    return word in _FUNCTION_WORDS or (word.endswith("ly") and len(word) > 4 and word not in _VERBS_IN_LY)
