"""From tag sequences to spans of words."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from itertools import accumulate

import numpy as np

from quoteattr.analysis import Offsets
from quoteattr.model.crf import ROLES
from quoteattr.text.words import IntArray

WordSpan = tuple[int, int]
"""First and last word, both included."""


def role_spans(path: IntArray) -> dict[str, list[WordSpan]]:
    """Spans of each role in a well-formed tag sequence `[words]`."""
    found: dict[str, list[WordSpan]] = {}
    for number, role in enumerate(ROLES):
        begin, end, single = 1 + 4 * number, 3 + 4 * number, 4 + 4 * number
        firsts = np.flatnonzero((path == begin) | (path == single))
        lasts = np.flatnonzero((path == end) | (path == single))
        found[role] = list(zip(firsts.tolist(), lasts.tolist(), strict=True))
    return found


def overlap(left: WordSpan, right: WordSpan) -> bool:
    """Whether two spans share a word."""
    return left[0] <= right[1] and right[0] <= left[1]


def length(span: WordSpan) -> int:
    """Number of words."""
    return span[1] - span[0] + 1


class Covered:
    """Stretches of text, which may overlap, ready to be asked about many times."""

    def __init__(self, spans: Iterable[Offsets]) -> None:
        ordered = sorted(spans)
        self._starts = [start for start, _ in ordered]
        self._ends = list(accumulate((end for _, end in ordered), max))

    def overlaps(self, start: int, end: int) -> bool:
        """Whether any of them shares a character with this one."""
        at = bisect_left(self._starts, end)
        return at > 0 and self._ends[at - 1] > start
