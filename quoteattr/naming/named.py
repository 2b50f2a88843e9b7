"""Who a text names, and what the network says of every name and of every "he" and "she" in it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from quoteattr.analysis import Hints, Offsets
from quoteattr.decode.drafts import Found
from quoteattr.decode.links import FloatArray
from quoteattr.decode.reading import Reading
from quoteattr.decode.spans import WordSpan
from quoteattr.naming.matching import NamedEntity, find_entities, group_entities
from quoteattr.naming.references import personal_pronouns


@dataclass(slots=True)
class Named:
    """Names and personal pronouns of one text.

    Attributes:
        entities: Who is named.
        hints: What other components know of the text.
        spans: Where names and pronouns stand, in words, in order.
        owners: Of each span the entity and the number of its mention; None for a pronoun.
        characters: Of each span its characters.
        keys: The network's key vectors of name mentions, by entity and number of the mention.
        asked: Of each pronoun, by its characters, the network's query vector and score for nobody.
    """

    entities: list[NamedEntity]
    hints: Hints
    spans: list[WordSpan]
    owners: list[tuple[int, int] | None]
    characters: list[Offsets]
    keys: dict[tuple[int, int], FloatArray] = field(default_factory=dict)
    asked: dict[Offsets, tuple[FloatArray, float]] = field(default_factory=dict)

    def between(self, first: int, last: int) -> list[int]:
        """Numbers of the spans that lie within words `first` to `last` (exclusive)."""
        low = bisect_left(self.spans, (first, -1))
        high = bisect_left(self.spans, (last, -1), low)
        return [number for number in range(low, high) if self.spans[number][1] < last]

    def note(self, numbers: Sequence[int], found: Found) -> None:
        """Keep what the network said of the spans `numbers`."""
        for row, number in enumerate(numbers):
            owner = self.owners[number]
            if owner is None:
                self.asked[self.characters[number]] = found.queries[row], float(found.nobody[row])
            else:
                self.keys[owner] = found.keys[row]


def find_named(reading: Reading, hints: Hints, also_ask: Sequence[Offsets] = ()) -> Named:
    """Find the names, by rule or as another component found them, and the personal pronouns.

    Args:
        reading: The text.
        hints: What other components know of it.
        also_ask: Further spans that the network is asked about, as it is about pronouns.
    """
    entities = (
        find_entities(reading.text, reading.paragraphs, reading.quotations)
        if hints.entities is None
        else group_entities(reading.text, hints.entities)
    )
    spots: list[tuple[WordSpan, Offsets, tuple[int, int] | None]] = []
    for number, entity in enumerate(entities):
        for place, (start, end) in enumerate(entity.mentions):
            first, last = reading.words.covered_by(start, end)
            if last > first:
                spots.append(((first, last - 1), (start, end), (number, place)))
    for start, end in {*personal_pronouns(reading.text), *also_ask}:
        first, last = reading.words.covered_by(start, end)
        if last > first:
            spots.append(((first, last - 1), (start, end), None))
    spots.sort(key=lambda spot: spot[0])
    return Named(
        entities=entities,
        hints=hints,
        spans=[spot[0] for spot in spots],
        owners=[spot[2] for spot in spots],
        characters=[spot[1] for spot in spots],
    )
