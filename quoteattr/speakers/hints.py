"""What other components of a pipeline know: their names, and their coreference clusters."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence

from quoteattr.analysis import Name, NameClass, Offsets
from quoteattr.speakers.entities import Named
from quoteattr.speakers.references import Reference

_CLASSES: dict[str, NameClass] = {
    "PERSON": "person",
    "PER": "person",
    "ORG": "organization",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
    "NORP": "other",
    "EVENT": "other",
    "PRODUCT": "other",
    "LAW": "document",
    "WORK_OF_ART": "document",
}
_POSSESSIVE = 2
"""A mention may end with "'s" after the name."""


def names_of_hints(entities: Sequence[tuple[int, int, str]]) -> list[Name]:
    """Another component's named entities as names; labels of what never speaks are left out."""
    return [(start, end, _CLASSES[label]) for start, end, label in sorted(entities) if label in _CLASSES]


def by_clusters(
    references: Sequence[Reference], entities: Sequence[Named], clusters: Sequence[Sequence[Offsets]]
) -> list[int | None]:
    """Whom each reference stands for by another component's clusters; None where they do not tell.

    Args:
        references: In any order.
        entities: Who is named in the text.
        clusters: Mentions, in characters, of one person or body each.
    """
    owners = sorted((start, end, number) for number, spans in enumerate(clusters) for start, end in spans)
    names = sorted((*mention, n) for n, entity in enumerate(entities) for mention in entity.mentions)
    named = [_named_in_cluster(spans, names) for spans in clusters]
    answers: list[int | None] = []
    for reference in references:
        number = None if reference.form == "implicit" else _cluster_of(reference.span, owners)
        answers.append(named[number] if number is not None else None)
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
) -> Iterator[tuple[int, int, int]]:
    yield from names[bisect_left(names, (start, -1, -1)) : bisect_left(names, (end, -1, -1))]
