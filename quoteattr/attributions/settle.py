"""From drafts in words to attributions in characters: contents agree with the quotation marks, nesting is found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from quoteattr.analysis import MEDIA, POLARITIES, Kind, Medium, Offsets, Polarity
from quoteattr.attributions.nesting import parents
from quoteattr.network.decoding import Draft, WordSpan
from quoteattr.text.layout import Layout
from quoteattr.text.marks import Quotation, around, kind_of, snap

_DASHES = " \u00a0\n-–—"
_OPENING = "“‘«\"'"
_BEFORE_CLOSING = " .,;"
_SAME = 0.5
"""Share of their characters from which two contents are one."""


@dataclass(frozen=True, slots=True)
class Settled:
    """An attribution in characters of the whole text, before its speaker is known.

    Attributes:
        content: The content's spans.
        cue: The cue's span, or nothing.
        source: The source's span, or nothing.
        kind: From the quotation marks and, where there are none, from what the network makes of the content.
        draft: What the network found.
        parent: Number of the attribution whose content holds this one.
    """

    content: tuple[Offsets, ...]
    cue: tuple[Offsets, ...]
    source: tuple[Offsets, ...]
    kind: Kind
    draft: Draft
    parent: int | None = None

    @property
    def medium(self) -> Medium:
        return MEDIA[int(np.argmax(self.draft.medium))]

    @property
    def polarity(self) -> Polarity:
        return POLARITIES[int(np.argmax(self.draft.polarity))]


def settle(layout: Layout, drafts: Sequence[Draft]) -> list[Settled]:
    """Attributions of one text, in the order of their contents, a parent before what it holds."""
    found = [item for draft in drafts if (item := _settled(layout, draft)) is not None]
    return in_order(_without_doubles(found))


def in_order(items: Iterable[Settled]) -> list[Settled]:
    """Attributions in the order of their contents, each with its parent."""
    kept = list(items)
    holders = parents([(item.content, item.cue) for item in kept])
    order = sorted(
        range(len(kept)),
        key=lambda n: (kept[n].content[0][0], -kept[n].content[-1][1], _depth(n, holders), n),
    )
    place: dict[int | None, int | None] = {number: i for i, number in enumerate(order)}
    return [replace(kept[n], parent=place.get(holders[n])) for n in order]


def _settled(layout: Layout, draft: Draft) -> Settled | None:
    text = layout.text
    content = snap([layout.words.offsets(*span) for span in draft.contents], layout.quotations, text)
    content = _without_marks_of_others(text, content, layout.quotations)
    if not content:
        return None
    kind = kind_of(text, content, layout.quotations)
    if kind == "indirect" and draft.tier[1] > draft.tier[0]:
        kind = "reported"
    return Settled(tuple(content), _span(layout, draft.cue), _span(layout, draft.source), kind, draft)


def _without_marks_of_others(
    text: str, content: Sequence[Offsets], quotations: Sequence[Quotation]
) -> list[Offsets]:
    """Cut off the mark that closes a quotation which began before the content: it is the holder's."""
    start, end = content[0][0], content[-1][1]
    others = any(q.start < start and q.end == end and q.closed for q in around(quotations, end - 1))
    if not others or text[start : start + 1] in _OPENING:
        return list(content)
    last = content[-1][0] + len(text[content[-1][0] : end - 1].rstrip(_BEFORE_CLOSING))
    return [*content[:-1], (content[-1][0], last)] if last > content[-1][0] else list(content)


def _span(layout: Layout, span: WordSpan | None) -> tuple[Offsets, ...]:
    if span is None:
        return ()
    start, end = layout.words.offsets(*span)
    return ((start, start + (len(layout.text[start:end].rstrip(_DASHES)) or end - start)),)


def _without_doubles(found: Sequence[Settled]) -> list[Settled]:
    """Leave out a content without a cue that a cue has been found for."""
    with_cue = [item for item in found if item.cue]
    return [
        item
        for item in found
        if item.cue or not any(share(item.content, other.content) > _SAME for other in with_cue)
    ]


def share(left: Sequence[Offsets], right: Sequence[Offsets]) -> float:
    """Share of their characters that two contents have in common."""
    shared = sum(max(0, min(end, last) - max(start, first)) for start, end in left for first, last in right)
    whole = sum(end - start for start, end in (*left, *right)) - shared
    return shared / whole if whole else 0.0


def _depth(number: int, holders: Sequence[int | None]) -> int:
    holder = holders[number]
    return 0 if holder is None else 1 + _depth(holder, holders)
