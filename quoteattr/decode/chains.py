"""Chains of reporting: "X, citing Y, reported Z" and "X quoted Y as saying Z" say that Y said Z, and that X says so.

The annotation that the network learnt from knows no attribution inside another, so that it takes Y for what X said, or
Y for a part of the cue.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from quoteattr.analysis import Offsets
from quoteattr.decode.settled import Settled, in_order, repoint

_CITING = re.compile(r"(?:citing|quoting|cited|quoted)$", re.IGNORECASE)
_AS_SAYING = re.compile(
    r"(?:citing|quoting|cites|quotes|cited|quoted)\s+(?P<source>\S.{1,120}?)\s+(?P<cue>as\s+(?:having\s+)?"
    r"(?:say|said|tell|told|claim|warn|add|writ|argu|stat|suggest|describ|confirm|admit|predict)\w*)\b",
    re.IGNORECASE | re.DOTALL,
)
_PHRASE_END = re.compile(r"[,;:.\n]|\s(?:that|who|which|as|on|after|when)\s|[“\"‘](?!\w)")
_MARKS = "“”\"‘’'«» \n\t\u00a0"
_WHO_REPORTS = re.compile(
    r"[A-Z]|\b(?:sources?|officials?|media|agency|newspaper|website|interlocutor|spokes\w+|reports?|witness\w*|experts?"
    r"|diplomats?|lawmakers?|aides?|people)\b"
)
"""One may also cite costs and concerns: those say nothing."""
_REACH = 400
_BESIDE = 8
"""Attributions on either side of a citation that it may be reported with."""


def link_chains(text: str, found: Sequence[Settled]) -> list[Settled]:
    """Turn what is "cited" or "quoted" into the source of what is reported with it."""
    quoted = {id(item): _quoted(text, item) for item in found}
    cited = _cited(text, found, [item for item in found if quoted[id(item)] is None])
    kept = [item for item in found if id(item) not in cited]
    place = repoint(kept, found)
    chained = [
        _step(report, item.cue, source, item, place[id(report)]) for item, source, report in cited.values()
    ]
    for item in kept:
        step = quoted[id(item)]
        if step is not None:
            source, cue, content = step
            if content:
                item.content = content
            chained.append(_step(item, (cue,), source, item, place[id(item)]))
    if not chained:
        return list(found)
    return in_order([*kept, *chained])


def _step(report: Settled, cue: tuple[Offsets, ...], source: Offsets, item: Settled, parent: int) -> Settled:
    assert item.draft is not None
    unasked = replace(item.draft, query=np.zeros(0, dtype=np.float32))  # it asked for whoever is citing
    return Settled(
        report.content, cue, (source,), report.kind, unasked, parent=parent, inner_cues=report.inner_cues
    )


def _quoted(text: str, item: Settled) -> tuple[Offsets, Offsets, tuple[Offsets, ...]] | None:
    """Source and cue of "quoted Y as saying", and the content without them where they were taken for a part of it."""
    if item.draft is None or not item.cue:
        return None
    (start, end), (first, last) = item.cue[0], item.content[0]
    in_content = _CITING.search(text[start:end]) is not None and end <= first <= end + 3
    match = _AS_SAYING.match(text, start, last if in_content else end)
    if match is None or not _WHO_REPORTS.search(match["source"]):
        return None
    if not in_content:
        return match.span("source"), match.span("cue"), ()
    begin = match.end() + len(text[match.end() : last]) - len(text[match.end() : last].lstrip(" ,:"))
    if begin >= last:
        return None
    return match.span("source"), match.span("cue"), ((begin, last), *item.content[1:])


def _cited(
    text: str, found: Sequence[Settled], open_to: Sequence[Settled]
) -> dict[int, tuple[Settled, Offsets, Settled]]:
    """What of `open_to` is cited, by `id`, with the words for who is cited and the attribution that reports it."""
    citations = {id(item): item for item in open_to if _cites(text, item)}
    others = [item for item in found if id(item) not in citations]
    starts = [item.content[0][0] for item in others]
    cited = {}
    for item in citations.values():
        source = _phrase(text, item.content[0])
        at = bisect_left(starts, item.content[0][0])
        report = _reported_with(item, others[max(0, at - _BESIDE) : at + _BESIDE])
        if source is not None and report is not None:
            cited[id(item)] = item, source, report
    return cited


def _cites(text: str, item: Settled) -> bool:
    if not item.cue or not item.content or item.draft is None:
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
