"""Speakers by the clusters of another coreference component, in place of our own resolver."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

from quoteattr.analysis import Offsets
from quoteattr.naming.matching import NamedEntity
from quoteattr.naming.references import Reference

_POSSESSIVE = 2
"""A mention may end with "'s" after the name."""


def by_clusters(
    references: Sequence[Reference], entities: Sequence[NamedEntity], clusters: Sequence[Sequence[Offsets]]
) -> list[int | None]:
    """Whom each reference stands for: the entity named in its cluster, or else the one that it names itself.

    Args:
        references: In any order.
        entities: Who is named in the text.
        clusters: Mentions, in characters, of one person or body each.
    """
    owners = sorted((start, end, number) for number, spans in enumerate(clusters) for start, end in spans)
    names = sorted(
        (*mention, number) for number, entity in enumerate(entities) for mention in entity.mentions
    )
    named = [_named_in_cluster(spans, names) for spans in clusters]
    answers: list[int | None] = []
    for reference in references:
        number = None if reference.form == "implicit" else _cluster_of(reference.span, owners)
        entity = named[number] if number is not None else None
        answers.append(reference.named if entity is None else entity)
    return answers


def _cluster_of(span: Offsets, owners: Sequence[tuple[int, int, int]]) -> int | None:
    """The cluster with the longest mention that starts with the reference and lies in it."""
    start, end = span
    at = bisect_left(owners, (start, -1, -1))
    best: int | None = None
    while at < len(owners) and owners[at][0] == start:
        if owners[at][1] <= end:
            best = owners[at][2]
        at += 1
    return best


def _named_in_cluster(spans: Sequence[Offsets], names: Sequence[tuple[int, int, int]]) -> int | None:
    """The entity whose name most mentions of a cluster are; failing that, most of them end with."""
    whole, ending = Counter[int](), Counter[int]()
    for start, end in spans:
        for name_start, name_end, number in _starting_in(names, start, end):
            whole[number] += (name_start, name_end) == (start, end)
            ending[number] += 0 <= end - name_end <= _POSSESSIVE
    best = (+whole or +ending).most_common(1)
    return best[0][0] if best else None


def _starting_in(
    names: Sequence[tuple[int, int, int]], start: int, end: int
) -> Sequence[tuple[int, int, int]]:
    return names[bisect_left(names, (start, -1, -1)) : bisect_left(names, (end, -1, -1))]
