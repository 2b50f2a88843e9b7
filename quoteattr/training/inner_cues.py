"""Fitting the guess at which words of a content are cues, from what is found when all contents are read again."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence

import numpy as np
import torch
from torch.nn import functional

from quoteattr.analysis import Offsets
from quoteattr.decode.reading import Reading, read_layout
from quoteattr.model.analyzer import Analyzer

logger = logging.getLogger(__name__)

_EPOCHS, _RATE, _DECAY, _BATCH = 30, 1e-2, 1e-2, 512


def fit_inner_cues(analyzer: Analyzer, texts: Sequence[str], seed: int) -> None:
    """Learn from texts, with all their contents read twice, in which sentences the second reading finds something."""
    analyzer.use_inner_cues(torch.zeros(1, analyzer.network.shapes.embedding_dim), torch.zeros(1))
    vectors, labels = [], []
    for text in texts:
        reading = read_layout(text, analyzer.tokenizer)
        (found,) = analyzer.analyze([text])
        outer = [q.content for q in found.attributions if q.parent is None]
        inner = [q.cue for q in found.attributions if q.parent is not None]
        inside = _covered(reading, outer)
        vectors.append(analyzer.word_vectors(reading)[inside])
        labels.append(_covered(reading, inner)[inside])
    words = torch.from_numpy(np.concatenate(vectors))
    is_cue = torch.from_numpy(np.concatenate(labels)).float()
    logger.info("Of %d words in contents %d are cues of quotes within", len(is_cue), int(is_cue.sum()))
    torch.manual_seed(seed)
    scorer = torch.nn.Linear(words.shape[1], 1)
    optimizer = torch.optim.AdamW(scorer.parameters(), lr=_RATE, weight_decay=_DECAY)
    schedule = torch.optim.lr_scheduler.ExponentialLR(optimizer, 0.9)
    for _ in range(_EPOCHS):
        for part in torch.split(torch.randperm(len(words)), _BATCH):
            loss = functional.binary_cross_entropy_with_logits(scorer(words[part])[:, 0], is_cue[part])
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
        schedule.step()
    analyzer.use_inner_cues(scorer.weight.detach(), scorer.bias.detach())


def _covered(reading: Reading, spans: Iterable[Sequence[Offsets]]) -> np.ndarray:
    """True for each word that lies in one of the spans."""
    inside = np.zeros(len(reading.words), dtype=bool)
    for parts in spans:
        for start, end in parts:
            first, last = reading.words.covered_by(start, end)
            inside[first:last] = True
    return inside
