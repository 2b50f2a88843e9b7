"""An attribution in characters, on its way from what the network found to what the user gets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from quoteattr.analysis import MEDIA, POLARITIES, Kind, Medium, Offsets
from quoteattr.decode.drafts import Draft


@dataclass(slots=True)
class Settled:
    """An attribution in characters of the whole text, before its speaker is known.

    Attributes:
        content: The content's spans.
        cue: The cue's span, or nothing.
        source: The source's span, or nothing.
        kind: From the quotation marks.
        draft: What the network found; None for an attribution made by rule.
        parent: Number of the attribution whose content holds this one.
        follows: Number of the attribution that this one carries on.
        inner_cues: Where words stand in the content that may be cues; None when that is not known.
    """

    content: tuple[Offsets, ...]
    cue: tuple[Offsets, ...]
    source: tuple[Offsets, ...]
    kind: Kind
    draft: Draft | None = None
    parent: int | None = None
    follows: int | None = None
    inner_cues: tuple[int, ...] | None = None


def by_rule(lead: Draft, *, medium: Medium) -> Draft:
    """A draft for what a rule makes out of another attribution: as sure as that, asserted, of another source."""
    return replace(
        lead,
        query=np.zeros(0, dtype=np.float32),
        medium=np.array([0.0 if value == medium else -9.0 for value in MEDIA], dtype=np.float32),
        polarity=np.array([0.0 if value == "asserted" else -9.0 for value in POLARITIES], dtype=np.float32),
    )


def repoint(kept: Sequence[Settled], found: Sequence[Settled]) -> dict[int, int]:
    """Let what points into `found` point into `kept`, which is made of it; the place of each by its `id`."""
    place = {id(item): number for number, item in enumerate(kept)}
    for item in kept:
        item.parent, item.follows = (
            None if number is None else place.get(id(found[number])) for number in (item.parent, item.follows)
        )
    return place


def in_order(found: Sequence[Settled]) -> list[Settled]:
    """Sort by place, a parent before its children, and renumber what points to others."""

    def depth(number: int) -> int:
        parent = found[number].parent
        return 0 if parent is None else 1 + depth(parent)

    order = sorted(
        range(len(found)), key=lambda n: (found[n].content[0][0], -found[n].content[-1][1], depth(n), n)
    )
    place = {number: i for i, number in enumerate(order)}
    for item in found:
        item.parent = place[item.parent] if item.parent is not None else None
        item.follows = place[item.follows] if item.follows is not None else None
    return [found[number] for number in order]
