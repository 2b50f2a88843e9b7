"""Quotes inside quotes: the contents of a text are read again, each by itself."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence

from quoteattr.analysis import Offsets
from quoteattr.decode.attributions import settle_drafts
from quoteattr.decode.reading import Reading
from quoteattr.decode.settled import Settled, in_order
from quoteattr.decode.spans import Covered
from quoteattr.text.marks import kind_of

DEEPEST = 4
"""Levels of quotes in quotes that are looked for; news goes to four."""
_SHORTEST = 20
_WHOLE = 0.97
_LIKELY = 0.5
_SENTENCE_END = re.compile(r"[.?!…]['’”\"»]*\s+(?=[\W_]*[A-Z])|\n+")
_OPENING, _CLOSING = "“\"«‘'„", "”\"»’'“"


def nest(
    readings: Sequence[Reading],
    found: Sequence[list[Settled]],
    read: Callable[[Sequence[tuple[str, Sequence[Offsets]]]], list[Reading]],
    score: Callable[[Settled], float],
) -> list[list[Settled]]:
    """Add the attributions inside the contents of those found so far.

    Args:
        readings: The texts.
        found: Their outermost attributions.
        read: Reads stretches of texts with the network, each stretch by itself.
        score: How probable an attribution is; one that is rather wrong than right is left out, for the network has
            learnt from whole sentences, not from contents.
    """
    results = [list(items) for items in found]
    newest = [list(range(len(items))) for items in found]
    for _ in range(DEEPEST - 1):
        insides = [
            _insides(reading, items, numbers)
            for reading, items, numbers in zip(readings, results, newest, strict=True)
        ]
        deeper = [number for number, spans in enumerate(insides) if spans]
        if not deeper:
            break
        inner = read([(readings[number].text, [span for span, _ in insides[number]]) for number in deeper])
        newest = [[] for _ in readings]
        for number, reading in zip(deeper, inner, strict=True):
            for item in _within(reading, insides[number], readings[number]):
                if score(item) < _LIKELY:
                    continue
                newest[number].append(len(results[number]))
                results[number].append(item)
    return [in_order(items) for items in results]


def _insides(reading: Reading, items: Sequence[Settled], numbers: Sequence[int]) -> list[tuple[Offsets, int]]:
    """Contents to be read again, without their own marks so that those within count, and whose they are."""
    text = reading.text
    opened = [quotation.start for quotation in reading.quotations]
    spans: list[tuple[Offsets, int]] = []
    for number in numbers:
        for start, end in items[number].content:
            if text[start] in _OPENING and (
                text[end - 1] in _CLOSING or not text[start + 1 : end].strip(_CLOSING)
            ):
                start, end = start + 1, end - 1
            within = reading.quotations[bisect_left(opened, start) : bisect_left(opened, end)]
            quoted = Covered((quotation.start, quotation.end) for quotation in within)
            spans.extend(
                (span, number)
                for span in _stretches(text, start, end, items[number].inner_cues, quoted)
                if span[1] - span[0] >= _SHORTEST
            )
    spans.sort(key=lambda one: (one[0], -one[1]))  # of a chain that shares a content, the last step
    apart: list[tuple[Offsets, int]] = []
    for one in spans:
        if not apart or one[0][0] >= apart[-1][0][1]:
            apart.append(one)
    return apart


def _stretches(
    text: str, start: int, end: int, inner_cues: Sequence[int] | None, quoted: Covered
) -> list[Offsets]:
    """The sentences of a content in which a word may be a cue, neighbours together."""
    if inner_cues is None:
        return [(start, end)]
    stretches: list[Offsets] = []
    low = start
    ends = (match.end() for match in _SENTENCE_END.finditer(text, start, end))
    outside = (place for place in ends if not quoted.overlaps(place - 1, place))
    for high in (*outside, end):
        if high > low and any(low <= place < high for place in inner_cues):
            if stretches and stretches[-1][1] == low:
                stretches[-1] = (stretches[-1][0], high)
            else:
                stretches.append((low, high))
        low = high
    return stretches


def _within(reading: Reading, insides: Sequence[tuple[Offsets, int]], outer: Reading) -> list[Settled]:
    """Attributions that lie in one content each; a source from elsewhere is no source."""
    starts = [start for (start, _), _ in insides]
    found = []
    for item in settle_drafts(reading):
        (low, high), parent = insides[bisect_right(starts, item.content[0][0]) - 1]

        def held(spans: Sequence[Offsets], low: int = low, high: int = high) -> bool:
            return all(low <= start and end <= high for start, end in spans)

        if not held(item.content) or not held(item.cue):
            continue
        if sum(end - start for start, end in item.content) >= _WHOLE * (high - low):
            continue  # the content itself, found again
        item.source = item.source if held(item.source) else ()
        item.parent = parent
        item.kind = kind_of(outer.text, item.content, outer.quotations)
        found.append(item)
    return found
