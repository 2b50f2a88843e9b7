"""How probable it is that an attribution is right: content, source and the link between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import isfinite

import numpy as np

from quoteattr.analysis import KINDS
from quoteattr.attributions.settle import Settled
from quoteattr.network.decoding import EVIDENCE

FEATURES = (*EVIDENCE, *KINDS, "nested")
"""Names of what the score is computed from."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """A logistic regression on the evidence for an attribution, fitted on articles the network has not seen.

    Attributes:
        weights: One for each of `FEATURES`, by name.
        bias: The intercept.
    """

    weights: Mapping[str, float] = field(default_factory=lambda: dict.fromkeys(FEATURES, 0.0))
    bias: float = 0.0

    def __post_init__(self) -> None:
        weights = self.weights if isinstance(self.weights, Mapping) else {}  # a file may say anything
        values = [*weights.values(), self.bias]
        if weights.keys() != set(FEATURES) or not all(
            isinstance(value, (int, float)) and isfinite(value) for value in values
        ):
            raise ValueError(
                f"a finite weight is wanted for each of {', '.join(FEATURES)}, and a finite bias"
            )

    def score(self, item: Settled) -> float:
        """Probability that an attribution is right."""
        weights = np.array([self.weights[name] for name in FEATURES])
        value = float(features(item) @ weights) + self.bias
        return float(1 / (1 + np.exp(-np.clip(value, -30, 30))))


def features(item: Settled) -> np.ndarray:
    """What the score is computed from, `[features]`."""
    kind = [float(item.kind == kind) for kind in KINDS]
    return np.array([*item.draft.evidence, *kind, float(item.parent is not None)])
