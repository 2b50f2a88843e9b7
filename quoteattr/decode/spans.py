"""From tag sequences to spans of words."""

from __future__ import annotations

import numpy as np

from quoteattr.model.crf import ROLES
from quoteattr.model.words import IntArray

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
