"""Quotes inside quotes: each content is read again as a text of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from quoteattr.analysis import Offsets
from quoteattr.decode.attributions import Settled, in_order, settle, shifted
from quoteattr.decode.reading import Reading

DEEPEST = 4
"""Levels of quotes in quotes that are looked for; news goes to four."""
_SHORTEST = 20
_OPENING, _CLOSING = "“\"«‘'„", "”\"»’'“"


def nest(
    readings: Sequence[Reading],
    found: Sequence[list[Settled]],
    read: Callable[[Sequence[str]], list[Reading]],
) -> list[list[Settled]]:
    """Add the attributions inside the contents of those found so far.

    Args:
        readings: The texts.
        found: Their outermost attributions.
        read: Reads texts with the network.
    """
    results = [list(items) for items in found]
    level = [(number, index) for number, items in enumerate(found) for index in range(len(items))]
    for _ in range(DEEPEST - 1):
        insides = [
            (number, index, span)
            for number, index in level
            for whole in results[number][index].content
            if (span := _inside(readings[number].text, whole)) is not None
        ]
        if not insides:
            break
        inner = read([readings[number].text[start:end] for number, _, (start, end) in insides])
        level = []
        for (number, parent, (start, end)), reading in zip(insides, inner, strict=True):
            outer = readings[number]
            for item in settle(reading):
                if _length(item.content) >= 0.97 * (end - start):
                    continue  # the content itself, found again
                level.append((number, len(results[number])))
                results[number].append(shifted(item, start, parent, outer.text, outer.quotations))
    return [in_order(items) for items in results]


def _inside(text: str, span: Offsets) -> Offsets | None:
    """A content without its own marks, so that those within count; None when too short to hold a quote."""
    start, end = span
    if text[start] in _OPENING and (text[end - 1] in _CLOSING or not text[start + 1 : end].strip(_CLOSING)):
        start, end = start + 1, end - 1
    return (start, end) if end - start >= _SHORTEST else None


def _length(spans: Iterable[Offsets]) -> int:
    return sum(end - start for start, end in spans)
