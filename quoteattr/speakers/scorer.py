"""The learnt scorer: names inside a source, names elsewhere and "nobody" compete for each reference."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import torch
from torch import Tensor, nn

from quoteattr.speakers.reading import FloatArray, IntArray

SLOTS: Final = 3
"""Mentions of an entity that are looked at: inside the source, last before, next after."""
_HEADS, _HEAD, _OWN, _HIDDEN = 6, 8, 6, 72


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of references and entities, flat.

    Attributes:
        features: `[pairs, features]`.
        alone: Features of the references, `[references, features]`.
        reference: The reference of each pair, in order.
        slots: Rows of `mentions` for each pair, or -1, `[pairs, SLOTS]`.
        asked: Vectors of the references, `[references, 2 * width]`.
        mentions: Vectors of the mentions, `[mentions, 2 * width]`.
    """

    features: Tensor
    alone: Tensor
    reference: Tensor
    slots: Tensor
    asked: Tensor
    mentions: Tensor


class SpeakerScorer(nn.Module):
    """Mention ranking with "nobody" as a rival (Durrett and Klein, 2013; Lee et al., 2017)."""

    def __init__(self, pair_features: Sequence[str], alone_features: Sequence[str], width: int) -> None:
        """Make a scorer of the features named.

        Args:
            pair_features: Names of the features of pairs, in their order.
            alone_features: Names of the features of references.
            width: Of the encoder's word vectors.
        """
        super().__init__()
        self.pair_features, self.alone_features = tuple(pair_features), tuple(alone_features)
        self.query = nn.Linear(2 * width, _HEADS * _HEAD)
        self.key = nn.Linear(2 * width, _HEADS * _HEAD)
        self.mention = nn.Linear(2 * width, _OWN)
        self.asked = nn.Linear(2 * width, _OWN)
        size = len(pair_features) + len(alone_features) + SLOTS * (_HEADS + _OWN) + _OWN
        self.pair = nn.Sequential(
            nn.Linear(size, _HIDDEN), nn.GELU(), nn.Dropout(0.15), nn.Linear(_HIDDEN, 1)
        )
        alone = len(alone_features) + _OWN
        self.nobody = nn.Sequential(
            nn.Linear(alone, _HIDDEN // 2), nn.GELU(), nn.Dropout(0.1), nn.Linear(_HIDDEN // 2, 1)
        )
        self.drop = nn.Dropout(0.3)

    def forward(self, pairs: Pairs) -> tuple[Tensor, Tensor]:
        """Scores of all pairs, `[pairs]`, and of nobody, `[references]`."""
        asked, mentions = self.drop(pairs.asked), self.drop(pairs.mentions)
        query = self.query(asked).view(-1, _HEADS, _HEAD)[pairs.reference]
        key, own = self.key(mentions), self.mention(mentions)
        told = self.asked(asked)
        parts = [pairs.features, pairs.alone[pairs.reference], told[pairs.reference]]
        for slot in pairs.slots.unbind(1):
            there = (slot >= 0).to(query.dtype)[:, None]
            row = slot.clamp(min=0)
            match = (query * key[row].view(-1, _HEADS, _HEAD)).sum(dim=2) * _HEAD**-0.5
            parts += [match * there, own[row] * there]
        nobody = self.nobody(torch.cat([pairs.alone, told], dim=1)).squeeze(1)
        return self.pair(torch.cat(parts, dim=1)).squeeze(1), nobody


def beliefs(scores: Tensor, nobody: Tensor, reference: Tensor) -> tuple[Tensor, Tensor]:
    """Log-probability of each pair and of nobody: a softmax over each reference's rivals."""
    top = nobody.scatter_reduce(0, reference, scores, "amax")
    mass = torch.exp(nobody - top).scatter_add(0, reference, torch.exp(scores - top[reference]))
    total = top + torch.log(mass)
    return scores - total[reference], nobody - total


def flat_pairs(
    features: Mapping[str, FloatArray],
    alone: Mapping[str, FloatArray],
    mask: np.ndarray,
    slots: IntArray,
    asked: FloatArray,
    mentions: FloatArray,
    names: tuple[Sequence[str], Sequence[str]],
) -> Pairs:
    """A block's pairs within reach, their features in the order of the names that a scorer wants."""
    rows, columns = np.nonzero(mask)
    table = np.stack([features[name][rows, columns] for name in names[0]], axis=1)
    return Pairs(
        torch.from_numpy(np.ascontiguousarray(table, dtype=np.float32)),
        torch.from_numpy(np.stack([alone[name] for name in names[1]], axis=1).astype(np.float32)),
        torch.from_numpy(rows),
        torch.from_numpy(slots[rows, columns]),
        torch.from_numpy(asked),
        torch.from_numpy(mentions),
    )
