"""Quotes of many articles that give the same statement: verbatim, cut, or in other words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from quoteattr.corpus.likeness import Near, compare
from quoteattr.corpus.wording import Piece
from quoteattr.optional import need

Kinship = Callable[[int, int], float]

_ROWS = 2_000
_FEWEST_SHARED, _FEWEST_PLAIN = 3, 2
_MOSTLY = 2 / 3
# what is asked of a pair that one speaker says, in articles on different events and on the same one; read off
# pairs out of unrelated news that were judged one by one
_OPEN, _EQUAL = 2.3, 2.9
_STRANGERS, _KIN = (0.1, 1.9), (0.3, 0.95)
_LEAST_PRODUCT = 0.15
_COMMON = 300
_COMMON_SHARE = 0.02


@dataclass(frozen=True, slots=True)
class Language:
    """What is known of the words of a corpus.

    Attributes:
        weights: What each stem weighs.
        near: Which stems may stand for each other.
        names: Which stems are those of names.
    """

    weights: Mapping[str, float]
    near: Near
    names: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Voice:
    """Whose quote it is, for comparing.

    Attributes:
        speaker: The speaker over all articles; None when nobody is named.
        allies: Those that the speaker speaks for, or that speak for it.
        polarity: "asserted", "denied", "negated" or "questioned".
    """

    speaker: int | None
    allies: frozenset[int]
    polarity: str


def group(
    pieces: Sequence[Piece],
    voices: Sequence[Voice],
    language: Language,
    kinship: Kinship,
) -> list[list[int]]:
    """Group pieces that give one statement.

    The shortest piece of a group is its core: every other one is held against it. So a long sentence may
    belong to several groups, and two long sentences that share a clause are not taken for one another.

    Args:
        pieces: The pieces of all quotes.
        voices: Whose they are, by the index of their quotes.
        language: What is known of their words.
        kinship: How far the articles of two quotes tell of the same event, from 0 to 1.

    Returns:
        The indices of pieces that say the same, two or more in each group.
    """
    candidates = _candidates(pieces, language.weights)
    order = sorted(range(len(pieces)), key=lambda index: (len(set(pieces[index].stems)), index))
    held: dict[int, list[int]] = {}
    for index in order:
        for core in candidates.get(index, ()):
            if core in held and _same(pieces[index], pieces[core], voices, language, kinship):
                held[core].append(index)
        held[index] = []
    return _merged([[core, *others] for core, others in held.items() if others])


def _merged(groups: list[list[int]]) -> list[list[int]]:
    """Take groups together that are mostly one: a wording that is no core of one may be the core of the next."""
    made: list[dict[int, None]] = []
    places: dict[int, list[int]] = defaultdict(list)
    for group in sorted(groups, key=len, reverse=True):
        shared = Counter(place for item in group for place in places[item])
        for place, common in shared.most_common():
            if common >= _MOSTLY * len(group):
                target = place
                break
        else:
            target = len(made)
            made.append({})
        for item in group:
            if item not in made[target]:
                made[target][item] = None
                places[item].append(target)
    return [list(group) for group in made]


def _same(
    one: Piece,
    other: Piece,
    voices: Sequence[Voice],
    language: Language,
    kinship: Kinship,
) -> bool:
    first, second = voices[one.quote], voices[other.quote]
    if one.quote == other.quote or first.polarity != second.polarity:
        return False
    known = first.speaker is not None and second.speaker is not None
    same = known and first.speaker == second.speaker
    if known and not same and first.speaker not in second.allies and second.speaker not in first.allies:
        return False
    likeness = compare(one, other, language.weights, language.near, language.names)
    if likeness.shared < _FEWEST_SHARED or likeness.plain < _FEWEST_PLAIN:
        return False
    alike = likeness.shorter + 2 * likeness.longer
    if not known:
        # nobody says that the speaker is the same: nearly all words have to be
        if likeness.run >= 6 or alike >= _EQUAL:
            return True
        return alike >= _OPEN and likeness.plain > _FEWEST_SHARED
    return likeness.run >= 5 or (alike >= _KIN[1] and alike >= _level(kinship(one.quote, other.quote)))


def _level(kinship: float) -> float:
    """Ask for less of two articles on one event, and for more of strangers."""
    (low, most), (high, least) = _STRANGERS, _KIN
    share = min(max((kinship - low) / (high - low), 0.0), 1.0)
    return most + share * (least - most)


def _candidates(pieces: Sequence[Piece], weights: Mapping[str, float]) -> dict[int, list[int]]:
    """Find pieces that share words of weight: the products of a sparse matrix with itself, by blocks."""
    import numpy as np

    sparse = need("scipy.sparse", extra="corpus", purpose="comparing quotes")

    columns = {stem: number for number, stem in enumerate(weights)}
    rows, places, values = [], [], []
    for row, piece in enumerate(pieces):
        stems = set(piece.stems)
        length = sum(weights[stem] ** 2 for stem in stems) ** 0.5
        for stem in stems:
            rows.append(row)
            places.append(columns[stem])
            values.append(weights[stem] / max(length, 1e-9))
    shape = (len(pieces), len(columns))
    matrix = sparse.csr_matrix((np.array(values, dtype=np.float32), (rows, places)), shape=shape)
    # words that stand everywhere lead nowhere, and would cost the square of their number
    counts = np.bincount(np.array(places, dtype=np.int64), minlength=len(columns))
    rare = matrix.multiply(counts <= max(_COMMON, _COMMON_SHARE * len(pieces))).tocsr()
    turned = rare.T.tocsc().tocsr()
    found: dict[int, list[int]] = defaultdict(list)
    for first in range(0, len(pieces), _ROWS):
        product = (rare[first : first + _ROWS] @ turned).tocoo()
        kept = product.data >= _LEAST_PRODUCT
        for row, column in zip(product.row[kept] + first, product.col[kept], strict=True):
            if row != column:
                found[int(row)].append(int(column))
    return found
