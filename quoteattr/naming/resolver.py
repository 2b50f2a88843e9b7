"""Who a reference stands for: a small scorer over the entities within reach, and "nobody"."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn

from quoteattr.naming.features import NOBODY_FEATURES, PAIR_FEATURES, Candidates
from quoteattr.naming.heard import Heard
from quoteattr.naming.references import Reference, by_place

CERTAINTY = 0.5
"""Least probability at which a reference is given a name: most descriptions in news never get one."""

FloatArray = npt.NDArray[np.float32]


class Resolver(nn.Module):
    """Scores entities against each other, mention ranking with "nobody" as a rival (Durrett and Klein, 2013)."""

    def __init__(self, hidden: int = 48) -> None:
        super().__init__()
        self.pair = nn.Sequential(nn.Linear(PAIR_FEATURES, hidden), nn.GELU(), nn.Linear(hidden, 1))
        self.nobody = nn.Sequential(
            nn.Linear(NOBODY_FEATURES, hidden // 2), nn.GELU(), nn.Linear(hidden // 2, 1)
        )

    def forward(self, pairs: Tensor, nobody: Tensor) -> Tensor:
        """Scores `[1 + entities]` of one reference; the first is "nobody"."""
        return torch.cat([self.nobody(nobody), self.pair(pairs).squeeze(1)])

    def arrays(self) -> Callable[[FloatArray, FloatArray], FloatArray]:
        """The same on arrays: too little work a call for torch to be worth its overhead."""
        layers = [
            (layer.weight.detach().float().cpu().numpy(), layer.bias.detach().float().cpu().numpy())
            for block in (self.pair, self.nobody)
            for layer in block
            if isinstance(layer, nn.Linear)
        ]
        (w1, b1), (w2, b2), (v1, c1), (v2, c2) = layers

        def score(pairs: FloatArray, nobody: FloatArray) -> FloatArray:
            entities = (_gelu(pairs @ w1.T + b1) @ w2.T + b2)[:, 0]
            none = _gelu(nobody @ v1.T + c1) @ v2.T + c2
            return np.concatenate([none, entities]).astype(np.float32)

        return score


def _gelu(x: FloatArray) -> FloatArray:
    # the tanh form: equal to three digits, and NumPy has no erf
    result: FloatArray = 0.5 * x * (1 + np.tanh(0.7978845608 * (x + 0.044715 * x**3)))
    return result


def resolve(
    references: Sequence[Reference],
    candidates: Candidates,
    score: Callable[[FloatArray, FloatArray], FloatArray],
) -> list[tuple[int | None, float]]:
    """Whom each reference stands for, and the probability of that.

    Args:
        references: In any order; they are decided in the order of the text, each knowing whom the last stood for.
        candidates: The text's entities.
        score: `Resolver.arrays`.
    """
    answers: list[tuple[int | None, float]] = [(None, 1.0)] * len(references)
    heard = Heard()
    for number in by_place(references):
        reference = references[number]
        if not len(reference.query):  # a source found by rule, of which the network was not asked
            answers[number] = reference.named, 1.0
            continue
        if candidates.is_strange_name(reference):
            continue
        numbers, pairs, nobody = candidates.compare(reference, heard)
        if reference.named in numbers:  # a source that is a name stands for its bearer or for nobody
            pairs, numbers = pairs[numbers.index(reference.named)][None], [reference.named]
        scores = score(pairs, nobody)
        probabilities = np.exp(scores - np.logaddexp.reduce(scores))
        best = int(probabilities[1:].argmax()) if len(numbers) else -1
        certainty = float(probabilities[1 + best]) if best >= 0 else 0.0
        if best >= 0 and certainty >= CERTAINTY:
            answers[number] = numbers[best], certainty
        else:
            # the scorer has seen too few descriptions to know the plainest: "the spokeswoman" of a text with one
            answers[number] = candidates.holder(reference), 1 - certainty
        entity = answers[number][0]
        if entity is not None and reference.speaks and not reference.inner:
            heard.note(reference, candidates.source(reference), entity)
    return answers
