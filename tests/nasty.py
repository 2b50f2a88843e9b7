"""Texts that break what takes text for granted, and what must hold of any text all the same."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from hypothesis import strategies as st

from quoteattr.records import Record, check_record

NEWS = (
    "“We will rebuild,” said Mayor Dana Whitfield on Monday. “It will take years, and we know it.”\n\n"
    "Omar Reyes, a spokesman for the Harwick Council, said that she had “no plan”. He told reporters: “Ask her.”\n\n"
    "“The bridge is safe now and it will stay so.” — Commissioner Ines Calder\n\n"
    "“She said, ‘Leave us alone,’ and we left,” Reyes recalled, according to the council.\n"
)

NASTY = {
    "empty": "",
    "blank": " \t\n\r\n\x0b\x0c\x85\u2028\u2029\u3000\xa0 ",
    "NUL": "“We will\x00 rebuild,” said\x00 Dana Whitfield.\x00",
    "control characters": "".join(map(chr, range(32))) + "“Yes,” said Dana.\x7f\x80\x9f",
    "zero-width and bidirectional": "\ufeff"
    "“\u200bWe\u200d will\u2060,\u202e” \u2066said\u2069 D\u00adana\u200f Whitfield\u202c.",
    "right to left": "אמר דנה: “שלום לכולם כאן היום”. قال عمر «نعم سنعيد البناء اليوم» أمس.",
    "emoji": "“👩‍👩‍👧‍👦 We 🇺🇳 will 👍🏽 rebuild now,” said Dana 🙂 Whitfield.",
    "combining": "“Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘!͖̬̰̙̗̿̋ͥͥ” said Re\u0301ne\u0301e Cle\u0301ment.",
    "wide characters": "“Ｗｅ　ｗｉｌｌ” said Ｄａｎａ. 「私たちは」と彼は言った。𝔘𝔫𝔦𝔠𝔬𝔡𝔢 \U0010ffff",
    "letters that grow": "İSTANBUL ẞ ŉ ǰ ΐ ﬃ ﷺ, “İİİ ﬁve ﬁne ﬂies,” said İnes ﬀ Whitfield.",
    "special pieces": "“[SEP] [CLS] [PAD] [MASK] [UNK],” said [PAD] Dana [SEP] Whitfield. ##ing [unused1]",
    "marks only": "“”‘’\"'«»‹›„‟‚‛``''「」『』〝〞❝❞＂＇" * 20,
    "opening marks only": "“ " * 300,
    "closing marks only": "” " * 300,
    "marks in marks": '“a «b ‘c "d ' * 40 + 'd" c’ b» a” ' * 40,
    "one long word": "“" + "a" * 5000 + "” said " + "B" * 5000,
    "many spaces": "“We will rebuild”" + " " * 5000 + "said" + "\n " * 2000 + "Dana Whitfield",
    "punctuation": "“We know it" + "!?.,;" * 100 + "”: " + "—" * 200,
    "capitals": "Dana Whitfield Of The Council And " * 300,
    "colons": "Dana: “We will rebuild it all.” Reyes: “No, we will not.” : : “And so on it goes.” " * 20,
    "short paragraphs": "“Yes, we will rebuild.”\n\n" * 200,
    "line ends": "“We will\r\nrebuild,”\rsaid\x0bDana\x0cWhitfield\x1c.\x85“We\u2028will,”\u2029she said.",
    "markup": "<p>“We will &quot;rebuild&quot;,”</p><script>said</script> Dana {{Whitfield}} %s %n \\x00 ${a}",
}

SURROGATES = "“\ud800We will\udfff rebuild,” said \udc80 Dana Whitfield.\ud83d"

_LETTERS = "“”‘’\"'«»„—–:,.!?…()[]\n\t 0aZ\x00\u200b\u202eéİ漢ש😀"
_BITS = [
    *("\n\n", "''", "``", "e\u0301", "[SEP]", "Dana Whitfield", "Reyes", "Mr. ", " said ", " told "),
    *("he ", "she ", "that ", "the ", "according to "),
]
texts = st.one_of(
    st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=300),
    st.lists(st.sampled_from([*_LETTERS, *_BITS]), max_size=120).map("".join),
)
"""Any text that can be encoded: from all of Unicode, and from what news and nonsense are made of."""

any_texts = st.one_of(texts, st.text(alphabet=st.characters(), max_size=200))
"""Any string that Python lets through, unpaired surrogates too."""


def faults(record: Record) -> Iterator[str]:
    """What is wrong with a record of any text: offsets, order, links; nothing, if all is well."""
    check_record(record)  # offsets inside the text, links that lead somewhere, known values
    text, quotes = record["text"], record["quotes"]
    for one, two in pairwise(quotes):
        if _place(one["content"]) > _place(two["content"]):
            yield f"{one['id']} comes before {two['id']}"
    for quote in quotes:
        for role in ("content", "cue", "source"):
            yield from _span_faults(text, quote[role], f"{quote['id']} {role}")
        if not 0 <= quote["score"] <= 1:
            yield f"{quote['id']} scores {quote['score']}"
        if quote["parent"] is not None and int(quote["parent"][1:]) >= int(quote["id"][1:]):
            yield f"{quote['id']} comes before its parent {quote['parent']}"
    for speaker in record["speakers"]:
        yield from _span_faults(text, speaker["mentions"], speaker["id"], apart=False)
        if not speaker["name"].strip() or not speaker["mentions"]:
            yield f"{speaker['id']} is named {speaker['name']!r} and has {len(speaker['mentions'])} mentions"


def _place(spans: list[list[int]]) -> tuple[int, int]:
    return spans[0][0], -spans[-1][1]


def _span_faults(text: str, spans: list[list[int]], what: str, *, apart: bool = True) -> Iterator[str]:
    for start, end in spans:
        piece = text[start:end]
        if piece != piece.strip() or not piece:
            yield f"{what} [{start}, {end}] has blank edges: {piece!r}"
    for (start, end), (following, _) in pairwise(spans):
        if following < (end if apart else start):
            yield f"{what} [{start}, {end}] is not before {following}"
