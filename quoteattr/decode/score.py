"""How probable it is that an attribution is right: content, source and the link between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import isfinite

import numpy as np

from quoteattr.analysis import KINDS
from quoteattr.decode.drafts import EVIDENCE
from quoteattr.decode.settled import Settled

FEATURES = EVIDENCE + len(KINDS) + 1
"""Evidence, kind, and whether the content has several spans."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """A logistic regression on the evidence for an attribution, fitted on articles the network has not seen.

    Attributes:
        weights: One for each feature, `FEATURES` of them.
        bias: The intercept.
        by_rule: Score of attributions that a rule made.
    """

    weights: Sequence[float] = field(default_factory=lambda: [0.0] * FEATURES)
    bias: float = 0.0
    by_rule: float = 0.5

    def __post_init__(self) -> None:
        values = [*self.weights, self.bias, self.by_rule]
        if len(self.weights) != FEATURES or not all(
            isinstance(v, (int, float)) and isfinite(v) for v in values
        ):
            raise ValueError(f"{FEATURES} finite weights are wanted, and finite values beside them")

    def score(self, item: Settled) -> float:
        """Probability that an attribution is right."""
        if item.draft is None:
            return self.by_rule
        value = float(features(item) @ np.array(self.weights)) + self.bias
        return float(1 / (1 + np.exp(-np.clip(value, -30, 30))))


def features(item: Settled) -> np.ndarray:
    """What the score is computed from, `[FEATURES]`."""
    evidence = item.draft.evidence if item.draft else np.zeros(EVIDENCE)
    kind = [float(item.kind == kind) for kind in KINDS]
    return np.array([*evidence, *kind, float(len(item.content) > 1)])
