"""Quotes of many articles that give the same statement: verbatim, cut, or in other words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from quoteattr.corpus.likeness import Likeness, Near, compare
from quoteattr.corpus.wording import Piece
from quoteattr.optional import need

_ROWS = 2_000
_LEAST_PRODUCT = 0.15
_COMMON = 300
_COMMON_SHARE = 0.02


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
    pieces: Sequence[Piece], voices: Sequence[Voice], weights: Mapping[str, float], near: Near
) -> list[list[int]]:
    """Group pieces that give one statement.

    The shortest piece of a group is its core: every other one is held against it. So a long sentence may
    belong to several groups, and two long sentences that share a clause are not taken for one another.

    Args:
        pieces: The pieces of all quotes.
        voices: Whose they are, by the index of their quotes.
        weights: What each stem weighs.
        near: Which stems may stand for each other.

    Returns:
        The indices of pieces that say the same, two or more in each group.
    """
    candidates = _candidates(pieces, weights)
    order = sorted(range(len(pieces)), key=lambda index: (len(set(pieces[index].stems)), index))
    held: dict[int, list[int]] = {}
    core_of: dict[int, list[int]] = {}
    for index in order:
        cores = []
        for other in candidates.get(index, ()):
            if other in held and _same(pieces[index], pieces[other], voices, weights, near):
                cores.append(other)
        core_of[index] = cores
        if cores:
            for core in cores:
                held[core].append(index)
        else:
            held[index] = []
    return [[core, *others] for core, others in held.items() if others]


def _same(
    one: Piece, other: Piece, voices: Sequence[Voice], weights: Mapping[str, float], near: Near
) -> bool:
    first, second = voices[one.quote], voices[other.quote]
    if one.quote == other.quote or first.polarity != second.polarity:
        return False
    known = first.speaker is not None and second.speaker is not None
    same = known and first.speaker == second.speaker
    if known and not same and first.speaker not in second.allies and second.speaker not in first.allies:
        return False
    return _enough(compare(one, other, weights, near), known)


def _enough(likeness: Likeness, known: bool) -> bool:
    """Ask for more where nobody says that the speaker is the same."""
    if likeness.run >= (5 if known else 6):
        return True
    if known:
        return likeness.shorter >= 0.6 and likeness.shorter + likeness.longer / 2 >= 0.9
    return likeness.shorter >= 0.7 and likeness.shorter + likeness.longer / 2 >= 1.0


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
