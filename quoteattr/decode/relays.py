"""Who passes on what another said: "X said Y, the agency reports" is the agency's report that X said Y.

The annotation that the network learnt from has one attribution there, so that it finds either what X said or what the
agency reports, and gives Y to whichever it finds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from quoteattr.analysis import MEDIA, POLARITIES, Offsets
from quoteattr.decode.reading import Reading
from quoteattr.decode.settled import Settled, in_order
from quoteattr.marks import kind_of

_WORD = r"[^\W\d_a-z](?:[\w.&’'-]*\w)?"
_NAMES = rf"(?:[Tt]he )?{_WORD}(?:(?: (?:of|and|for|de))?(?: the)? {_WORD}){{0,5}}"
_BODY = (
    r"(?: (?:news )?(?:agency|broadcaster|channel|magazine|newspaper|outlet|portal|service|site|website))?"
)
_WHO = rf"{_NAMES}{_BODY}"
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_TAIL = re.compile(
    rf",(?P<marks>[”\"’'»]*) (?:as )?"
    rf"(?:(?P<teller>{_WHO}) (?P<tells>(?:has |had )?(?:reports?|reported|writes?|wrote))"
    rf"|(?P<tell>reports?|reported|writes?|wrote) (?P<told_by>{_WHO})"
    rf"|(?P<according>according to) (?P<whom>{_WHO}))"
    rf"(?: (?:on )?{_WEEKDAY}| earlier)?\.?(?=\s*$|\s+[\W_]*[^\W_a-z])"
)
_SENTENCE_END = re.compile(r"[.!?…]['’”\"»)]*\s+(?=[\W_]*[A-Z])")
_CLAUSE = re.compile(r"(?:^|,\s)[^,]{2,80}\s(?:said|says|[a-z]+(?:ed|s) that)\s*$")
"""The beginning of a sentence that says who said what follows."""
_WRITTEN = np.log(np.array([0.98 if medium == "writing" else 0.01 for medium in MEDIA], dtype=np.float32))
_ASSERTED = np.log(
    np.array([0.97 if polarity == "asserted" else 0.01 for polarity in POLARITIES], dtype=np.float32)
)


def link_relays(reading: Reading, found: Sequence[Settled]) -> list[Settled]:
    """Put what a sentence says that somebody said under who is named at its end as passing it on."""
    items = list(found)
    for start, end in reading.paragraphs:
        for tail in _TAIL.finditer(reading.text, start, end):
            items = _relay(reading, items, tail, start)
    return in_order(items)


def _relay(reading: Reading, items: list[Settled], tail: re.Match[str], paragraph: int) -> list[Settled]:
    end = tail.end("marks") if tail["marks"] else tail.start()
    begin = _sentence_start(reading, paragraph, tail.start())
    told = [item for item in items if item.parent is None and _overlap(_spans(item), (begin, tail.end()))]
    relayed = [item for item in told if _overlap((*item.cue, *item.source), (end, tail.end()))]
    if relayed:
        return _widened(reading.text, items, relayed[0], told, (begin, end))
    begin = min([begin, *(start for item in told for start, _ in _spans(item))])
    lead = next((item.draft for item in told if item.source and item.draft), None)
    contents = [
        tuple((start, min(stop, end)) for start, stop in item.content if start < end) for item in told
    ]
    if begin < paragraph or not all(contents) or lead is None:
        return items
    for item, content in zip(told, contents, strict=True):
        item.content, item.parent = content, len(items)
    cue, source = (
        next(tail.span(name) for name in names if tail[name])
        for names in (("tells", "tell", "according"), ("teller", "told_by", "whom"))
    )
    whole = ((begin, end),)
    draft = replace(lead, query=np.zeros(0, dtype=np.float32), medium=_WRITTEN, polarity=_ASSERTED)
    kind = kind_of(reading.text, whole, reading.quotations)
    return [*items, Settled(whole, (cue,), (source,), kind, draft, inner_cues=())]


def _widened(
    text: str, items: list[Settled], relay: Settled, told: Sequence[Settled], sentence: Offsets
) -> list[Settled]:
    """Give who passes it on the whole sentence, to be read again for who said it."""
    begin, end = sentence
    (first, last), others = relay.content[0], [item for item in told if item is not relay]
    that = first + len("that ") if text.startswith("that ", first) else first
    begins_late = begin < first and _CLAUSE.search(text[begin:that]) is not None
    stops_early = first == begin and last < end and bool(others)
    followed = {id(items[item.follows]) for item in items if item.follows is not None}
    if (
        not (begins_late or stops_early)
        or len(relay.content) > 1
        or last > end
        or any(id(item) in followed or _overlap(_spans(item), (begin, first)) for item in others)
    ):
        return items
    relay.content, relay.inner_cues = ((begin, end),), None
    kept = [item for item in items if item is relay or item not in others]
    place = {id(item): number for number, item in enumerate(kept)}
    for item in kept:
        item.follows = place[id(items[item.follows])] if item.follows is not None else None
    return kept


def _sentence_start(reading: Reading, paragraph: int, before: int) -> int:
    start = paragraph
    for match in _SENTENCE_END.finditer(reading.text, paragraph, before):
        if not any(q.start < match.start() + 1 < q.end for q in reading.quotations):
            start = match.end()
    return start


def _spans(item: Settled) -> tuple[Offsets, ...]:
    return (*item.content, *item.cue, *item.source)


def _overlap(spans: Iterable[Offsets], other: Offsets) -> bool:
    return any(start < other[1] and other[0] < stop for start, stop in spans)
