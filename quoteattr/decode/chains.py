"""Chains of reporting: "X, citing Y, reported Z" says that Y said Z, and that X says so.

The annotation that the network learnt from knows no attribution inside another, so that it takes Y for what X said.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from quoteattr.analysis import Offsets
from quoteattr.decode.attributions import Settled, in_order

_CITING = re.compile(r"(?:citing|quoting|cited|quoted)$", re.IGNORECASE)
_PHRASE_END = re.compile(r"[,;:.\n]|\s(?:that|who|which|as|in|on|after|when)\s|[“\"‘](?!\w)")
_MARKS = "“”\"‘’'«» \n\t\u00a0"
_WHO_REPORTS = re.compile(
    r"[A-Z]|\b(?:sources?|officials?|media|agency|newspaper|website|interlocutor|spokes\w+|reports?|witness\w*|experts?)\b"
)
"""One may also cite costs and concerns: those say nothing."""
_REACH = 400
_BESIDE = 8
"""Attributions on either side of a citation that it may be reported with."""


def link_chains(text: str, found: Sequence[Settled]) -> list[Settled]:
    """Turn what is "cited" into the source of what is reported with it."""
    kept = [item for item in found if not _cites(text, item)]
    if len(kept) == len(found):
        return list(found)
    starts = [item.content[0][0] for item in kept]
    place = {id(item): number for number, item in enumerate(kept)}
    chained: list[Settled] = []
    for item in found:
        if id(item) in place:
            continue
        source = _phrase(text, item.content[0])
        at = bisect_left(starts, item.content[0][0])
        report = _reported_with(item, kept[max(0, at - _BESIDE) : at + _BESIDE])
        if source is None or report is None or item.draft is None:
            continue
        unasked = replace(item.draft, query=np.zeros(0, dtype=np.float32))  # it asked for whoever is citing
        chained.append(
            Settled(report.content, item.cue, (source,), report.kind, unasked, parent=place[id(report)])
        )
    for item in kept:
        follows = found[item.follows] if item.follows is not None else None
        item.follows = place.get(id(follows)) if follows is not None else None
    return in_order([*kept, *chained])


def _cites(text: str, item: Settled) -> bool:
    if not item.cue or not item.content:
        return False
    (start, end), (after, _) = item.cue[0], item.content[0]
    if not _CITING.search(text[start:end]) or not end <= after <= end + 3:
        return False
    phrase = _phrase(text, item.content[0])
    return phrase is not None and bool(_WHO_REPORTS.search(text[slice(*phrase)]))


def _phrase(text: str, content: Offsets) -> Offsets | None:
    """The noun phrase that a content begins with, without quotation marks around it."""
    start, end = content
    stop = _PHRASE_END.search(text, start + 1, end)
    end = stop.start() if stop else end
    while start < end and text[start] in _MARKS:
        start += 1
    while end > start and text[end - 1] in _MARKS:
        end -= 1
    return (start, end) if end > start else None


def _reported_with(item: Settled, others: Sequence[Settled]) -> Settled | None:
    """What is reported with a citation: an attribution beside it, best one with the same source."""
    cue = item.cue[0]

    def distance(other: Settled) -> tuple[bool, int]:
        apart = min(max(s - cue[1], cue[0] - e, 0) for s, e in (*other.content, *other.cue, *other.source))
        return other.source != item.source, apart

    near = [other for other in others if other.draft is not None and distance(other)[1] <= _REACH]
    return min(near, key=distance, default=None)
