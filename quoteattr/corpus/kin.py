"""How far two articles tell of the same event."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import log, sqrt

from quoteattr.corpus.wording import Wording

_UNSEEN = 50


class Kin:
    """The words of articles, weighed by how few articles hold them.

    Args:
        texts: The articles.
        wording: What gives the stems of words.
    """

    def __init__(self, texts: Sequence[str], wording: Wording) -> None:
        self._counts = [Counter(wording.stems(text)) for text in texts]
        self._articles = Counter(stem for counts in self._counts for stem in counts)
        self._vectors: dict[int, dict[str, float]] = {}
        self._known: dict[tuple[int, int], float] = {}

    def of(self, one: int, other: int) -> float:
        """Give the cosine of two articles, 1 for an article with itself."""
        if one == other:
            return 1.0
        pair = (min(one, other), max(one, other))
        if pair not in self._known:
            first, second = sorted((self._vector(one), self._vector(other)), key=len)
            self._known[pair] = sum(weight * second.get(stem, 0.0) for stem, weight in first.items())
        return self._known[pair]

    def _vector(self, article: int) -> dict[str, float]:
        if article not in self._vectors:
            # a few articles more, so that among few articles on one event its words keep their weight
            total = len(self._counts) + _UNSEEN
            weights = {
                stem: (1 + log(count)) * log(total / self._articles[stem])
                for stem, count in self._counts[article].items()
            }
            length = sqrt(sum(weight * weight for weight in weights.values())) or 1.0
            self._vectors[article] = {stem: weight / length for stem, weight in weights.items()}
        return self._vectors[article]
