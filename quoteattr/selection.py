"""What of an analysis is kept: the kinds, media and scores that the settings ask for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from quoteattr.analysis import Analysis, Attribution, Entity


def select(
    analysis: Analysis,
    *,
    kinds: Sequence[str],
    media: Sequence[str],
    threshold: float = 0.0,
    nested: bool = True,
) -> Analysis:
    """Keep the attributions of these kinds and media that score at least the threshold.

    With `nested` off, those that stand inside another's content are dropped as well.

    A child of a dropped attribution goes to the nearest ancestor that is kept. Entities that no kept
    attribution names are dropped.
    """
    keep = [
        index
        for index, attribution in enumerate(analysis.attributions)
        if attribution.content
        and attribution.kind in kinds
        and attribution.medium in media
        and attribution.score >= threshold
        and (nested or attribution.parent is None)
    ]
    place = {old: new for new, old in enumerate(keep)}
    spoken: dict[int, int] = {}
    entities: list[Entity] = []
    known: dict[tuple[str, str], int] = {}
    for old in sorted({s for i in keep if (s := analysis.attributions[i].speaker) is not None}):
        entity = analysis.entities[old]
        identity = (entity.name, entity.kind)
        if identity in known:
            # records name a speaker by its name: two of one name and kind could not be told apart
            spoken[old] = known[identity]
            first = entities[known[identity]]
            merged = tuple(sorted({*first.mentions, *entity.mentions}))
            entities[known[identity]] = replace(first, mentions=merged)
        else:
            spoken[old] = known[identity] = len(entities)
            entities.append(entity)
    attributions = tuple(
        replace(
            attribution,
            doubted=attribution.doubted or is_doubted(analysis.attributions, attribution.parent),
            parent=_kept_ancestor(analysis.attributions, attribution.parent, place),
            speaker=None if attribution.speaker is None else spoken[attribution.speaker],
        )
        for attribution in (analysis.attributions[index] for index in keep)
    )
    return Analysis(attributions, tuple(entities))


def _kept_ancestor(
    attributions: Sequence[Attribution], parent: int | None, place: Mapping[int, int]
) -> int | None:
    for _ in attributions:  # bounds the walk, should the links ever form a ring
        if parent is None or parent in place:
            break
        parent = attributions[parent].parent
    return None if parent is None else place.get(parent)


def is_doubted(attributions: Sequence[Attribution], parent: int | None) -> bool:
    """Tell whether one of the holders is not asserted: what it holds is then asserted by nobody."""
    for _ in attributions:  # bounds the walk, should the links ever form a ring
        if parent is None:
            break
        if attributions[parent].polarity != "asserted" or attributions[parent].doubted:
            return True
        parent = attributions[parent].parent
    return False
