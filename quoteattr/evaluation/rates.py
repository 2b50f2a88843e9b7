"""Precision, recall and F from counts that may differ on the two sides."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rates:
    """Hits among the predicted and hits among the gold, which an overlap measure counts apart."""

    predicted_hits: float = 0.0
    predicted: int = 0
    gold_hits: float = 0.0
    gold: int = 0

    def __add__(self, other: Rates) -> Rates:
        return Rates(
            self.predicted_hits + other.predicted_hits,
            self.predicted + other.predicted,
            self.gold_hits + other.gold_hits,
            self.gold + other.gold,
        )

    @property
    def precision(self) -> float:
        """The share of the predicted that is right; 0 when nothing is predicted."""
        return self.predicted_hits / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """The share of the gold that is found; 0 when there is no gold."""
        return self.gold_hits / self.gold if self.gold else 0.0

    @property
    def f(self) -> float:
        """The harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


NOTHING = Rates()
"""No predictions and no gold: what sums start from."""
