"""From attributions to speakers: every source, and every "he" and "she", is asked for whom it stands."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence

from quoteattr.analysis import Entity, Offsets
from quoteattr.decode.links import FloatArray
from quoteattr.decode.reading import Reading
from quoteattr.decode.settled import Settled
from quoteattr.decode.spans import Covered
from quoteattr.naming.clusters import by_clusters
from quoteattr.naming.features import Candidates
from quoteattr.naming.named import Named
from quoteattr.naming.references import Reference, form_of
from quoteattr.naming.resolver import resolve
from quoteattr.naming.sources import NameIndex, name_of_source


def name_speakers(
    reading: Reading,
    items: Sequence[Settled],
    named: Named,
    score: Callable[[FloatArray, FloatArray], FloatArray],
) -> tuple[list[int | None], list[Entity]]:
    """Name the speakers of a text's attributions.

    Args:
        reading: The text.
        items: Its attributions.
        named: Who is named in it.
        score: The resolver on arrays.

    Returns:
        For each attribution the number of its speaker among the entities returned, or None; and the entities that
        speak, in the order in which they first do.
    """
    if not items or not named.entities:
        return [None] * len(items), []
    references = source_references(reading, items, named)
    own = [n for n, item in enumerate(items) if item.follows is None and references[n].form != "first"]
    pronouns = pronoun_references(reading.text, references, named)
    candidates = Candidates(reading.text, named.entities, named.keys, reading.paragraphs)
    asked = [*(references[n] for n in own), *pronouns]
    answers = (
        [answer for answer, _ in resolve(asked, candidates, score)]
        if named.hints.clusters is None
        else by_clusters(asked, named.entities, named.hints.clusters)
    )
    chosen: list[int | None] = [None] * len(items)
    for number, answer in zip(own, answers, strict=False):
        chosen[number] = answer
    for number, item in enumerate(items):
        if item.follows is not None:
            chosen[number] = chosen[item.follows]
        elif references[number].form == "first" and item.parent is not None:
            chosen[number] = chosen[item.parent]
    extra: dict[int, set[Offsets]] = {}
    told = [(references[n].span, chosen[n]) for n in range(len(items)) if references[n].form != "implicit"]
    heard = [(p.span, answer) for p, answer in zip(pronouns, answers[len(own) :], strict=True)]
    for span, entity in (*told, *heard):
        if entity is not None:
            extra.setdefault(entity, set()).add(span)
    order = list(dict.fromkeys(entity for entity in chosen if entity is not None))
    place = {entity: number for number, entity in enumerate(order)}
    return (
        [None if entity is None else place[entity] for entity in chosen],
        [_entity(named, entity, extra.get(entity, set())) for entity in order],
    )


def source_references(reading: Reading, items: Sequence[Settled], named: Named) -> list[Reference]:
    """What the source of each attribution says about who it is."""
    index = NameIndex(reading.text, named.entities)
    references = []
    for item in items:
        span = (item.source or item.cue or item.content)[0]
        by_name = name_of_source(reading.text, item.source, index) if item.source else None
        source = reading.text[slice(*span)] if item.source else ""
        references.append(
            Reference(
                span=span,
                form=form_of(source, named=by_name is not None),
                contents=item.content,
                named=by_name,
                inner=item.parent is not None,
            )
        )
        if item.draft is not None:
            references[-1].query, references[-1].nobody = item.draft.query, item.draft.nobody
    return references


def pronoun_references(text: str, sources: Sequence[Reference], named: Named) -> list[Reference]:
    """Every "he" and "she" that is not a source itself."""
    taken = sorted(reference.span for reference in sources)
    found = []
    for span, (query, nobody) in named.asked.items():
        at = bisect_left(taken, span)
        if at < len(taken) and taken[at] == span:
            continue
        found.append(
            Reference(
                span=span,
                form=form_of(text[slice(*span)], named=False),
                query=query,
                nobody=nobody,
                speaks=False,
            )
        )
    return found


def _entity(named: Named, number: int, extra: set[Offsets]) -> Entity:
    entity = named.entities[number]
    by_name = Covered(entity.mentions)
    apart = {span for span in extra if not by_name.overlaps(*span)}
    return Entity(entity.name, entity.kind, tuple(sorted({*entity.mentions, *apart})))
