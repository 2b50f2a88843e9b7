"""What stands in quotation marks, and what the marks say about a content."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from quoteattr.analysis import Kind, Offsets
from quoteattr.text.pairing import Quotation, pair

__all__ = ["Quotation", "around", "kind_of", "outermost", "pair", "snap", "word_states"]

_WORD = re.compile(r"\w+")
_REACH = 16
"""How many characters of punctuation an edge may cross on its way to a mark."""
_TRIMMED = frozenset(".,;:!?…—–-")
"""What may be cut off outside the marks; a bracket there has its partner inside the content."""


def around(quotations: Sequence[Quotation], position: int) -> list[Quotation]:
    """The quotations that a character stands in, the outermost first."""
    number = bisect_right(quotations, position, key=lambda quotation: quotation.start) - 1
    chain: list[Quotation] = []
    while number >= 0:
        if quotations[number].end > position:
            chain.append(quotations[number])
        number = quotations[number].holder
    return chain[::-1]


def kind_of(text: str, content: Sequence[Offsets], quotations: Sequence[Quotation]) -> Kind:
    """Tell how a content is reported, from the marks alone.

    A quotation that holds the content with words to spare on both sides is somebody else's: in
    `“He said he would call,” she recalled`, what he said is indirect.

    Args:
        text: The text.
        content: The spans of one content.
        quotations: What `pair` found in the text.

    Returns:
        "direct" if every word stands in quotation marks, "indirect" if none does, else "mixed".
    """
    if not content:
        return "indirect"
    first, last = min(start for start, _ in content), max(end for _, end in content)
    outside = [q for q in around(quotations, first) if q.end > last and not _touches(content, q)]
    depth = len(outside)
    words = quoted = 0
    touched = False
    for start, end in content:
        words += sum(map(str.isalnum, text[start:end]))
        for quotation in _overlapping(quotations, start, end):
            if quotation.depth == depth:
                touched = True
                inside = text[max(start, quotation.start) : min(end, quotation.end)]
                quoted += sum(map(str.isalnum, inside))
    if not touched:
        return "indirect"
    # A share, since one stray letter (a plural's s after the mark) makes no content mixed.
    return "direct" if words and quoted >= 0.98 * words else "mixed"


def _touches(content: Sequence[Offsets], quotation: Quotation) -> bool:
    """Whether a content reaches one of the marks of a quotation, or is next to it."""
    return any(
        start <= quotation.start + 1 or (end >= quotation.end - 1 and quotation.closed)
        for start, end in content
    )


def _overlapping(quotations: Sequence[Quotation], start: int, end: int) -> Iterator[Quotation]:
    yield from around(quotations, start)
    number = bisect_right(quotations, start, key=lambda quotation: quotation.start)
    while number < len(quotations) and quotations[number].start < end:
        yield quotations[number]
        number += 1


def word_states(
    starts: NDArray[np.int64], ends: NDArray[np.int64], quotations: Sequence[Quotation]
) -> NDArray[np.int8]:
    """Where each word stands with regard to the quotation marks.

    Args:
        starts: Where the words start, in characters, in order. A mark is a word of its own.
        ends: Where they end.
        quotations: What `pair` found in the text.

    Returns:
        For each word 0 outside, 1 an opening mark, 2 inside, 3 a closing mark, 4 inside a quotation
        within a quotation (its marks too), 5 inside a quotation that is never closed.
    """
    starts, ends = np.asarray(starts, dtype=np.int64), np.asarray(ends, dtype=np.int64)
    states = np.zeros(len(starts), dtype=np.int8)
    outer = [quotation for quotation in quotations if quotation.depth == 0]
    if not outer or not len(starts):
        return states
    # One that the next paragraph takes up is open for good reason.
    whole = [one.closed or two.continues for one, two in pairwise(outer)] + [outer[-1].closed]
    first = np.array([quotation.start for quotation in outer])
    stop = np.array([quotation.end for quotation in outer])
    closed = np.array([quotation.closed for quotation in outer])
    which = np.searchsorted(first, ends - 1, side="right") - 1
    inside = (which >= 0) & (stop[which] > starts)
    states[inside] = np.where(np.array(whole)[which[inside]], 2, 5)
    states[inside & closed[which] & (ends >= stop[which])] = 3
    states[inside & (starts <= first[which])] = 1
    inner = [quotation for quotation in quotations if quotation.depth == 1]
    if inner:
        first = np.array([quotation.start for quotation in inner])
        stop = np.array([quotation.end for quotation in inner])
        which = np.searchsorted(first, ends - 1, side="right") - 1
        states[(which >= 0) & (stop[which] > starts)] = 4
    return states


def outermost(
    starts: NDArray[np.int64], ends: NDArray[np.int64], quotations: Sequence[Quotation]
) -> NDArray[np.int64]:
    """Number, among the quotations that stand in no other, of the one that each word overlaps; -1 for none."""
    first = np.array([quotation.start for quotation in quotations if quotation.depth == 0], dtype=np.int64)
    stop = np.array([quotation.end for quotation in quotations if quotation.depth == 0], dtype=np.int64)
    if not len(first):
        return np.full(len(starts), -1, dtype=np.int64)
    which = np.searchsorted(first, ends - 1, side="right") - 1
    return np.where((which >= 0) & (stop[which] > starts), which, -1)


def snap(spans: Iterable[Offsets], quotations: Sequence[Quotation], text: str) -> list[Offsets]:
    """Move the edges of a content to the quotation marks they nearly reach.

    Args:
        spans: The spans of one content.
        quotations: What `pair` found in the text.
        text: The text.

    Returns:
        The spans in order, none of them empty, those that now meet or overlap made one.
    """
    merged: list[Offsets] = []
    for start, end in sorted(spans):
        if start >= end:
            continue
        start, end = _snap_start(start, end, quotations, text), _snap_end(start, end, quotations, text)
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        elif start < end:
            merged.append((start, end))
    return merged


def _wordless(text: str, start: int, end: int) -> bool:
    return end - start <= _REACH and not any(map(str.isalnum, text[start:end]))


def _trimmable(piece: str) -> bool:
    return all(character.isspace() or character in _TRIMMED for character in piece)


def _few_words(text: str, start: int, end: int, span: Offsets) -> bool:
    """Whether so little is left out that it must be a slip: two words, of a quotation mostly covered."""
    size = end - start
    return size <= 40 and span[1] - span[0] >= 4 * size and len(_WORD.findall(text, start, end)) <= 2


def _snap_start(start: int, end: int, quotations: Sequence[Quotation], text: str) -> int:
    chain = around(quotations, start)
    near = [q for q in chain if _wordless(text, q.start, start)]
    if near:
        return next((q for q in near if q.end <= end or _wordless(text, end, q.end)), near[0]).start
    if chain:
        outer = chain[0]
        return outer.start if _few_words(text, outer.start, start, (start, min(end, outer.end))) else start
    number = bisect_right(quotations, start, key=lambda quotation: quotation.start)
    if number < len(quotations):
        ahead = quotations[number]
        if ahead.end <= end and ahead.start - start <= _REACH and _trimmable(text[start : ahead.start]):
            return ahead.start
    return start


def _snap_end(start: int, end: int, quotations: Sequence[Quotation], text: str) -> int:
    chain = [q for q in around(quotations, end - 1) if q.end >= end]
    if any(q.end == end for q in chain):
        return end
    near = [q for q in chain if q.closed and _wordless(text, end, q.end)]
    if near:
        return next((q for q in near if q.start >= start or _wordless(text, q.start, start)), near[0]).end
    if chain:
        outer = chain[0]
        return (
            outer.end
            if outer.closed and _few_words(text, end, outer.end, (max(start, outer.start), end))
            else end
        )
    for position in range(end - 1, max(start, end - _REACH), -1):
        if not _trimmable(text[position]):
            break
        if any(q.end == position for q in around(quotations, position - 1)):
            return position
    return end
