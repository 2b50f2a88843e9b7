"""Who passes on what another said: "X said Y, the agency reports" is the agency's report that X said Y.

The annotation that the network learnt from has one attribution there, so that it finds either what X said or what the
agency reports, and gives Y to whichever it finds.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence

from quoteattr.analysis import Offsets
from quoteattr.decode.reading import Reading
from quoteattr.decode.settled import Settled, by_rule, in_order, repoint
from quoteattr.decode.spans import Covered
from quoteattr.text.marks import kind_of

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
_REACH = 2000
"""Characters before a tail in which its sentence, and what is told in it, is looked for."""


def link_relays(reading: Reading, found: Sequence[Settled]) -> list[Settled]:
    """Put what a sentence says that somebody said under who is named at its end as passing it on.

    Args:
        reading: The text.
        found: Its outermost attributions, in order.
    """
    starts = [item.content[0][0] for item in found]
    quoted = Covered((quotation.start, quotation.end) for quotation in reading.quotations)
    followed = {item.follows for item in found}
    relays: list[Settled] = []
    relay_of: dict[int, int] = {}
    read_again: set[int] = set()
    for start, end in reading.paragraphs:
        for tail in _TAIL.finditer(reading.text, start, end):
            sentence = _sentence(reading.text, start, tail, quoted)
            near = range(bisect_left(starts, sentence[0] - _REACH), bisect_left(starts, tail.end()))
            told = [n for n in near if _overlap(_spans(found[n]), (sentence[0], tail.end()))]
            if not told or not read_again.isdisjoint(told) or not relay_of.keys().isdisjoint(told):
                continue
            passed_on = [n for n in told if _overlap(_parts(found[n]), (sentence[1], tail.end()))]
            if passed_on:
                others = [n for n in told if n != passed_on[0]]
                if followed.isdisjoint(others) and _widen(
                    reading.text, found[passed_on[0]], [found[n] for n in others], sentence
                ):
                    read_again.update(others)
                continue
            relay = _relay(reading, [found[n] for n in told], tail, (start, sentence))
            if relay is not None:
                relay_of.update(dict.fromkeys(told, len(relays)))
                relays.append(relay)
    kept = [item for n, item in enumerate(found) if n not in read_again]
    repoint(kept, found)
    for n, relay_number in relay_of.items():
        found[n].parent = len(kept) + relay_number
    return in_order([*kept, *relays])


def _sentence(text: str, paragraph: int, tail: re.Match[str], quoted: Covered) -> Offsets:
    """The sentence that a tail ends, without the tail."""
    begin = max(paragraph, tail.start() - _REACH)
    for match in _SENTENCE_END.finditer(text, begin, tail.start()):
        if not quoted.overlaps(match.end() - 1, match.end()):
            begin = match.end()
    return begin, tail.end("marks") if tail["marks"] else tail.start()


def _relay(
    reading: Reading, told: Sequence[Settled], tail: re.Match[str], place: tuple[int, Offsets]
) -> Settled | None:
    """The attribution of all that is told to who passes it on; what is told of the tail is cut off."""
    paragraph, (begin, end) = place
    begin = min([begin, *(start for item in told for start, _ in _spans(item))])
    lead = next((item.draft for item in told if item.source and item.draft), None)
    contents = [
        tuple((start, min(stop, end)) for start, stop in item.content if start < end) for item in told
    ]
    if begin < paragraph or not all(contents) or lead is None:
        return None
    for item, content in zip(told, contents, strict=True):
        item.content = content
    cue, source = (
        next(tail.span(name) for name in names if tail[name])
        for names in (("tells", "tell", "according"), ("teller", "told_by", "whom"))
    )
    whole = ((begin, end),)
    kind = kind_of(reading.text, whole, reading.quotations)
    return Settled(whole, (cue,), (source,), kind, by_rule(lead, medium="writing"), inner_cues=())


def _widen(text: str, relay: Settled, others: Sequence[Settled], sentence: Offsets) -> bool:
    """Give who passes it on the whole sentence, to be read again for who said it, where that is not yet so."""
    begin, end = sentence
    first, last = relay.content[0]
    that = first + len("that ") if text.startswith("that ", first) else first
    begins_late = begin < first and _CLAUSE.search(text[begin:that]) is not None
    stops_early = first == begin and last < end and bool(others)
    if (
        not (begins_late or stops_early)
        or len(relay.content) > 1
        or last > end
        or any(_overlap(_spans(item), (begin, first)) for item in others)
    ):
        return False
    relay.content, relay.inner_cues = ((begin, end),), None
    return True


def _parts(item: Settled) -> tuple[Offsets, ...]:
    return (*item.cue, *item.source)


def _spans(item: Settled) -> tuple[Offsets, ...]:
    return (*item.content, *item.cue, *item.source)


def _overlap(spans: Iterable[Offsets], other: Offsets) -> bool:
    return any(start < other[1] and other[0] < stop for start, stop in spans)
