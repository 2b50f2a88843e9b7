"""A linear chain over labels: which may follow which, learnt and decoded as a whole.

Conditional random field (Lafferty, McCallum and Pereira, 2001) over the labels that one cue gives to the words.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn

FloatArray = npt.NDArray[np.float32]
IntArray = npt.NDArray[np.int64]

_IMPOSSIBLE = -1e4
_LEAST = -50.0
"""A label that scores so much less than the best of its word keeps a probability that is not lost in rounding."""


class Chain(nn.Module):
    """Transition scores between labels "O", "B-x", "I-x": an "I-x" follows only a "B-x" or "I-x"."""

    allowed: Tensor
    begins: Tensor

    def __init__(self, labels: Sequence[str]) -> None:
        super().__init__()
        self.transitions = nn.Parameter(torch.zeros(len(labels), len(labels)))
        allowed = torch.tensor([[_may_follow(left, right) for right in labels] for left in labels])
        self.register_buffer("allowed", allowed, persistent=False)
        self.register_buffer("begins", torch.tensor([label[0] != "I" for label in labels]), persistent=False)

    def steps(self) -> Tensor:
        """Scores of every transition, `[labels, labels]`."""
        return self.transitions.masked_fill(~self.allowed, _IMPOSSIBLE)

    def loss(self, scores: Tensor, labels: Tensor, mask: Tensor) -> Tensor:
        """Negative log-likelihood, `[sequences]`.

        Args:
            scores: Label scores, `[sequences, words, labels]`.
            labels: Gold labels, `[sequences, words]`.
            mask: True where there is a word (always at the left), `[sequences, words]`.
        """
        with torch.autocast(scores.device.type, enabled=False):  # half precision would lose the sums
            lost: Tensor = _NegativeLogLikelihood.apply(  # type: ignore[no-untyped-call]
                scores.float(), self.steps().float(), labels, mask, self.begins
            )
        return lost


class _NegativeLogLikelihood(torch.autograd.Function):
    """Forward and backward passes over all sequences at once, in probabilities that are scaled word by word.

    Its gradient is known in closed form, so that nothing has to be recorded for each word.
    """

    @staticmethod
    def forward(
        ctx: Any, scores: Tensor, steps: Tensor, labels: Tensor, mask: Tensor, begins: Tensor
    ) -> Tensor:
        highest = scores.amax(dim=2, keepdim=True)
        emitted = (scores - highest).clamp(min=_LEAST).exp().transpose(0, 1).contiguous()
        moves, present = steps.exp(), mask.T[:, :, None].contiguous()
        alphas, scales = torch.empty_like(emitted), torch.ones_like(emitted[:, :, :1])
        alpha = emitted[0] * begins
        for place in range(len(emitted)):
            reached = (
                alpha if place == 0 else torch.where(present[place], (alpha @ moves) * emitted[place], alpha)
            )
            scales[place] = reached.sum(dim=1, keepdim=True)
            alpha = alphas[place] = reached / scales[place]
        ctx.save_for_backward(labels, mask, emitted, moves, alphas, scales)
        total = (scales.log()[:, :, 0].T + highest[:, :, 0] * mask).sum(dim=1)
        gold = scores.gather(2, labels[:, :, None]).squeeze(2).mul(mask).sum(1)
        return total - gold - steps[labels[:, :-1], labels[:, 1:]].mul(mask[:, 1:]).sum(1)

    @staticmethod
    @torch.autocast("cpu", enabled=False)  # type: ignore[untyped-decorator]
    @torch.autocast("cuda", enabled=False)  # type: ignore[untyped-decorator]
    def backward(ctx: Any, lost: Tensor) -> tuple[Tensor | None, ...]:
        labels, mask, emitted, moves, alphas, scales = ctx.saved_tensors
        present = mask.T[:, :, None].contiguous()
        beta = torch.ones_like(emitted[0])
        betas, coming = torch.empty_like(emitted), torch.zeros_like(emitted)
        for place in range(len(emitted) - 1, -1, -1):
            betas[place] = beta
            if place:
                coming[place] = torch.where(present[place], emitted[place] * beta / scales[place], 0.0)
                beta = torch.where(present[place], coming[place] @ moves.T, beta)
        by_word = (alphas * betas).transpose(0, 1)
        by_word = by_word - torch.nn.functional.one_hot(labels, by_word.shape[2])
        by_word = by_word * (mask * lost[:, None])[:, :, None]
        weighted = coming[1:] * lost[None, :, None]
        by_step = torch.einsum("wsi,wsj->ij", alphas[:-1], weighted) * moves
        counted = torch.zeros_like(by_step)
        seen = (mask[:, 1:] * lost[:, None]).flatten()
        counted.index_put_((labels[:, :-1].flatten(), labels[:, 1:].flatten()), seen, accumulate=True)
        return by_word, by_step - counted, None, None, None


def best_path(scores: FloatArray, steps: FloatArray, lengths: IntArray) -> IntArray:
    """The best allowed label sequences (Viterbi), `[sequences, words]`; 0 beyond the length.

    Args:
        scores: Label scores, `[sequences, words, labels]`.
        steps: `Chain.steps`, `[labels, labels]`.
        lengths: Words of each sequence, `[sequences]`.
    """
    count, width, labels = scores.shape
    inside = np.arange(width)[None] < lengths[:, None]
    # beyond its end a sequence stays in label 0 at no cost, so that all can be traced back together
    padded = np.where(inside[:, :, None], scores, np.r_[0.0, np.full(labels - 1, 2 * _IMPOSSIBLE)])
    padded = padded.astype(np.float32)
    free = np.where(steps < _IMPOSSIBLE / 2, steps, 0.0).astype(np.float32)
    best = padded[:, 0] + np.where(steps[0] < _IMPOSSIBLE / 2, _IMPOSSIBLE, 0.0).astype(np.float32)
    origins = np.zeros((width, count, labels), dtype=np.int8)
    rows, columns = np.arange(count)[:, None], np.arange(labels)[None]
    for place in range(1, width):
        reached = best[:, :, None] + np.where(inside[:, place, None, None], steps, free)
        origin = reached.argmax(axis=1)
        origins[place] = origin
        best = reached[rows, origin, columns] + padded[:, place]
    paths = np.zeros((count, width), dtype=np.int64)
    label = best.argmax(axis=1)
    for place in range(width - 1, -1, -1):
        paths[:, place] = label
        label = origins[place, np.arange(count), label].astype(np.int64)
    return paths


def _may_follow(left: str, right: str) -> bool:
    return right[0] != "I" or left[2:] == right[2:]
