"""From attributions to speakers: the way into this folder."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from quoteattr.analysis import Entity, Offsets, SpeakerKind
from quoteattr.speakers.antecedents import Answer, find_antecedents
from quoteattr.speakers.descriptions import description_of
from quoteattr.speakers.entities import EntityKind, NamedText, find_entities
from quoteattr.speakers.hints import by_clusters
from quoteattr.speakers.layout import Layout
from quoteattr.speakers.reading import ReadText, Said
from quoteattr.speakers.references import Reference, find_references
from quoteattr.speakers.storage import SpeakerModel

_KINDS: dict[EntityKind, SpeakerKind] = {
    "person": "person",
    "organization": "organization",
    "document": "document",
    "place": "organization",
    "other": "organization",
    "group": "group",
}


@dataclass(frozen=True, slots=True)
class Spoken:
    """Who says what.

    Attributes:
        speakers: For each attribution the number of its speaker among the entities, or None.
        certainty: For each attribution how sure its speaker, or that nobody is named, is.
        entities: Those who speak, in the order in which they first do.
    """

    speakers: list[int | None]
    certainty: list[float]
    entities: list[Entity]


def name_speakers(
    read: ReadText,
    said: Sequence[Said],
    model: SpeakerModel,
    *,
    clusters: Sequence[Sequence[Offsets]] | None = None,
) -> Spoken:
    """Name the speakers of a text's attributions.

    Args:
        read: The text as the network has read it.
        said: Its attributions.
        model: What they are named with.
        clusters: Coreference clusters of another component, which go before our own findings.
    """
    if not said:
        return Spoken([], [], [])
    named = find_entities(read)
    references = find_references(read.text, said, [mention.span for mention in named.mentions])
    answers = find_antecedents(Layout(read, named, references), model.first, model.second)
    if clusters is not None:
        told = by_clusters(references, named.entities, clusters)
        answers = [own if n is None else Answer(n, 1.0) for own, n in zip(answers, told, strict=True)]
    answers = _first_persons(references, answers)
    chosen: list[int | None] = [None] * len(said)
    certainty = [1.0] * len(said)
    meant: dict[int, set[Offsets]] = {}
    for reference, answer in zip(references, answers, strict=True):
        entity = answer.entity if answer.certainty >= model.level else None
        if reference.attribution is not None:
            chosen[reference.attribution] = entity
            certainty[reference.attribution] = (
                answer.certainty if entity is not None else 1 - answer.certainty
            )
        if entity is not None and reference.form != "implicit":
            meant.setdefault(entity, set()).add(reference.span)
    for number in range(len(said)):
        lead = _lead(said, number)
        chosen[number], certainty[number] = chosen[lead], certainty[lead]
    order = list(dict.fromkeys(entity for entity in chosen if entity is not None))
    place = {entity: number for number, entity in enumerate(order)}
    return Spoken(
        [None if entity is None else place[entity] for entity in chosen],
        certainty,
        [_entity(named, number, meant.get(number, set())) for number in order],
    )


def _first_persons(references: Sequence[Reference], answers: Sequence[Answer]) -> list[Answer]:
    """Who says "I" inside a quote is whose quote it is."""
    settled = list(answers)
    order = sorted(range(len(references)), key=lambda n: references[n].content[0] - references[n].content[1])
    for number in order:  # the widest content first, so that an outer answer is there when an inner one asks
        reference = references[number]
        if reference.form == "i" and reference.parent is not None:
            settled[number] = settled[reference.parent]
    return settled


def _lead(said: Sequence[Said], number: int) -> int:
    """The attribution that one carries on, at the end of the chain."""
    for _ in said:  # bounds the walk, should the links ever form a ring
        follows = said[number].follows
        if follows is None:
            break
        number = follows
    return number


def _entity(named: NamedText, number: int, meant: set[Offsets]) -> Entity:
    entity = named.entities[number]
    by_name = Covered(entity.mentions)
    apart = {span for span in meant if not by_name.overlaps(*span)}
    return Entity(
        entity.name,
        _KINDS[entity.kind],
        tuple(sorted({*entity.mentions, *apart})),
        description_of([named.mentions[row] for row in entity.rows]),
        tuple(named.entities[member].name for member in entity.members),
    )


class Covered:
    """Stretches of text, asked whether another overlaps them."""

    def __init__(self, spans: Sequence[Offsets]) -> None:
        self._starts = sorted(spans)
        self._reach: list[int] = []
        for _, end in self._starts:
            self._reach.append(max(end, self._reach[-1] if self._reach else 0))

    def overlaps(self, start: int, end: int) -> bool:
        """Whether any of them shares a character with `start` to `end`."""
        at = bisect_left(self._starts, (end, -1))
        return at > 0 and self._reach[at - 1] > start
