"""How far two pieces say the same."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from quoteattr.corpus.wording import Piece

Near = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Likeness:
    """What two pieces share.

    Attributes:
        shorter: The share of the shorter piece's weight that the longer one holds.
        longer: The share of the longer piece's weight that the shorter one holds.
        shared: How many stems they share, those near each other among them.
        plain: How many of these are no names.
        run: The number of stems that follow each other in both, at most.
    """

    shorter: float
    longer: float
    shared: int
    plain: int
    run: int


_VERBATIM = 5  # so many stems on end are the same words, whatever stands before them
NOTHING = Likeness(0.0, 0.0, 0, 0, 0)


def compare(
    one: Piece,
    other: Piece,
    weights: Mapping[str, float],
    near: Near,
    names: Collection[str] = frozenset(),
) -> Likeness:
    """Compare two pieces.

    Args:
        one: A piece.
        other: Another.
        weights: What each stem weighs.
        near: Which stems may stand for each other.
        names: Which stems are those of names.

    Returns:
        What they share; nothing where what one says is negated in the other, or their figures differ.
    """
    if one.numbers and other.numbers and not one.numbers & other.numbers:
        return NOTHING
    shared = set(one.stems) & set(other.stems)
    run = _longest_run(one, other)
    if run < _VERBATIM and any((stem in one.negated) != (stem in other.negated) for stem in shared):
        return NOTHING
    sums = []
    common, plain = [0, 0], [0, 0]
    for side, (this, that) in enumerate(((one, other), (other, one))):
        total = held = 0.0
        for stem in set(this.stems):
            total += weights[stem]
            likeness = 1.0 if stem in shared else _nearest(stem, this, that, near)
            held += weights[stem] * likeness
            common[side] += likeness > 0
            plain[side] += likeness > 0 and stem not in names
        sums.append((held, total))
    (held_one, total_one), (held_other, total_other) = sums
    if total_one > total_other:
        held_one, total_one, held_other, total_other = held_other, total_other, held_one, total_one
    if not total_one:
        return NOTHING
    return Likeness(held_one / total_one, held_other / total_other, min(common), min(plain), run)


def _nearest(stem: str, this: Piece, that: Piece, near: Near) -> float:
    known = near.get(stem)
    if known is None or stem in this.negated:
        return 0.0
    return max((known.get(other, 0.0) for other in that.stems if other not in that.negated), default=0.0)


def _longest_run(one: Piece, other: Piece) -> int:
    before = [0] * (len(other.stems) + 1)
    longest = 0
    for stem in one.stems:
        row = [0] * (len(other.stems) + 1)
        for place, that in enumerate(other.stems, 1):
            if stem == that:
                row[place] = before[place - 1] + 1
                longest = max(longest, row[place])
        before = row
    return longest
