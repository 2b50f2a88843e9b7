"""From attributions to speakers: the way into this folder."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from quoteattr.analysis import Entity, Offsets, SpeakerKind
from quoteattr.speakers.antecedents import Answer, find_antecedents
from quoteattr.speakers.descriptions import description_of
from quoteattr.speakers.entities import EntityKind, Named, find_entities
from quoteattr.speakers.layout import Layout
from quoteattr.speakers.mentions import Mention
from quoteattr.speakers.reading import ReadText, Said
from quoteattr.speakers.references import find_references
from quoteattr.speakers.scorer import SpeakerScorer

_KINDS: dict[EntityKind, SpeakerKind] = {
    "person": "person",
    "organization": "organization",
    "document": "document",
    "place": "organization",
    "other": "organization",
    "group": "group",
}


@dataclass(frozen=True, slots=True)
class SpeakerModel:
    """What speakers are named with.

    Attributes:
        first: Scores each reference by itself.
        second: Scores it again, knowing what the first pass makes of the others.
        level: Least probability at which a name is given.
    """

    first: SpeakerScorer
    second: SpeakerScorer
    level: float = 0.6


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


def name_speakers(read: ReadText, said: Sequence[Said], model: SpeakerModel) -> Spoken:
    """Name the speakers of a text's attributions.

    Args:
        read: The text as the network has read it.
        said: Its attributions.
        model: What they are named with.
    """
    if not said:
        return Spoken([], [], [])
    named = find_entities(read)
    references = find_references(read.text, said, [mention.span for mention in named.mentions])
    answers = find_antecedents(Layout(read, named, references), model.first, model.second)
    chosen: list[int | None] = [None] * len(said)
    certainty = [1.0] * len(said)
    meant: dict[int, set[Offsets]] = {}
    for reference, answer in zip(references, answers, strict=True):
        entity = _given(answer, model.level)
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
        [_entity(read.text, named.entities, n, meant.get(n, set()), named.mentions) for n in order],
    )


def _given(answer: Answer, level: float) -> int | None:
    return answer.entity if answer.certainty >= level else None


def _lead(said: Sequence[Said], number: int) -> int:
    """The attribution that one carries on, at the end of the chain."""
    for _ in said:  # bounds the walk, should the links ever form a ring
        follows = said[number].follows
        if follows is None:
            break
        number = follows
    return number


def _entity(
    text: str, entities: Sequence[Named], number: int, meant: set[Offsets], mentions: Sequence[Mention]
) -> Entity:
    named = entities[number]
    by_name = Covered(named.mentions)
    apart = {span for span in meant if not by_name.overlaps(*span)}
    return Entity(
        named.name,
        _KINDS[named.kind],
        tuple(sorted({*named.mentions, *apart})),
        description_of([mentions[row] for row in named.rows]),
        tuple(entities[member].name for member in named.members),
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
