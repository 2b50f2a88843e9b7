"""Fitting the scorer of speakers on articles that the network has read."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor

from quoteattr.speakers.antecedents import add_history, believe, pairs_of
from quoteattr.speakers.evidence import Block, blocks
from quoteattr.speakers.layout import Layout
from quoteattr.speakers.scorer import Pairs, SpeakerScorer, beliefs
from quoteattr.training.speaker_articles import LabelledArticle, Taught, teach

logger = logging.getLogger(__name__)

_EPOCHS, _RATE, _DECAY, _BATCH = 8, 2.5e-3, 0.1, 8
_FOLDS = 2


@dataclass(frozen=True, slots=True)
class Lesson:
    """A block with its right answers: of each pair, of nobody, and what each reference counts."""

    block: Block
    layout: Layout
    right: np.ndarray
    weights: np.ndarray


def fit_speakers(
    articles: Sequence[LabelledArticle], *, seed: int = 0, epochs: int = _EPOCHS
) -> tuple[SpeakerScorer, SpeakerScorer]:
    """Fit both passes of the scorer.

    The second pass learns from what a first pass makes of articles that it has not seen, or else it would trust it
    too much.

    Args:
        articles: Read by the network whose speakers are to be named.
        seed: Where chance comes from.
        epochs: Rounds over the articles.

    Raises:
        ValueError: There are too few articles with labelled speakers.
    """
    lessons = [lessons_of(teach(article)) for article in articles]
    return fit_lessons(lessons, seed=seed, epochs=epochs)


def fit_lessons(
    lessons: Sequence[Sequence[Lesson]], *, seed: int = 0, epochs: int = _EPOCHS
) -> tuple[SpeakerScorer, SpeakerScorer]:
    """Fit both passes on the blocks of each article; see `fit_speakers`."""
    torch.manual_seed(seed)
    lessons = [article for article in lessons if any(lesson.weights.any() for lesson in article)]
    if len(lessons) < _FOLDS:
        raise ValueError(
            f"speakers are labelled in {len(lessons)} articles with names in them, and it takes {_FOLDS} at least; "
            "docs/training.md says how they are labelled"
        )
    logger.info("%d articles, %d references", len(lessons), sum(len(x.weights) for a in lessons for x in a))
    rng = np.random.default_rng(seed)
    fold = rng.permutation(len(lessons)) % _FOLDS
    everything = [lesson for article in lessons for lesson in article]
    alone = list(everything[0].block.pairs)
    for held in range(_FOLDS):
        scorer = _fit([x for n, a in enumerate(lessons) if fold[n] != held for x in a], rng, epochs, alone)
        for lesson in (x for n, a in enumerate(lessons) if fold[n] == held for x in a):
            add_history(lesson.block, lesson.layout, believe(scorer, lesson.block, lesson.layout))
    first = _fit(everything, rng, epochs, alone)
    return first, _fit(everything, rng, epochs, list(everything[0].block.pairs))


def lessons_of(taught: Taught) -> list[Lesson]:
    """The blocks of a text, with right answers; references in the margins count where they are decided."""
    lessons = []
    if not taught.layout.named.entities:
        return []
    for block in blocks(taught.layout):
        numbers = range(block.first, block.first + len(block.mask))
        right = np.array(
            [[entity in taught.right[n] for entity in block.entities.tolist()] for n in numbers], dtype=bool
        )
        weights = np.array(
            [taught.weights[n] * (block.kept[0] <= n < block.kept[1]) for n in numbers], dtype=np.float32
        )
        lessons.append(Lesson(block, taught.layout, right, weights))
    return lessons


def _fit(
    lessons: Sequence[Lesson], rng: np.random.Generator, epochs: int, features: Sequence[str]
) -> SpeakerScorer:
    width = lessons[0].layout.read.vectors.shape[1]
    scorer = SpeakerScorer(features, list(lessons[0].block.alone), width)
    optimizer = torch.optim.AdamW(scorer.parameters(), lr=_RATE, weight_decay=_DECAY)
    taught = [lesson for lesson in lessons if lesson.weights.any()]
    data = [_tensors(scorer, lesson) for lesson in taught]
    order = np.argsort([len(part[0].reference) for part in data], kind="stable")
    parts = [order[at : at + _BATCH] for at in range(0, len(order), _BATCH)]
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, _RATE, total_steps=epochs * len(parts) + 1)
    for epoch in range(epochs):
        total = 0.0
        for number in rng.permutation(len(parts)):
            pairs, right, nobody, weight = _joined([data[n] for n in parts[number]])
            loss = _loss(scorer, pairs, right, nobody, weight)
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            schedule.step()
            total += float(loss.detach())
        logger.info("round %d: loss %.4f", epoch + 1, total / len(parts))
    return scorer.eval()


_Taught = tuple[Pairs, Tensor, Tensor, Tensor]


def _tensors(scorer: SpeakerScorer, lesson: Lesson) -> _Taught:
    pairs = pairs_of(scorer, lesson.block, lesson.layout)
    right = lesson.right & lesson.block.mask
    asked = torch.from_numpy(lesson.weights[pairs.reference.numpy()] > 0)  # of the rest nothing is learnt
    pairs = replace(
        pairs,
        features=pairs.features[asked],
        reference=pairs.reference[asked],
        slots=pairs.slots[asked],
    )
    return (
        pairs,
        torch.from_numpy(right[lesson.block.mask])[asked],
        torch.from_numpy(~right.any(axis=1)),
        torch.from_numpy(lesson.weights),
    )


def _joined(parts: Sequence[_Taught]) -> _Taught:
    references = np.cumsum([0, *(len(part[0].alone) for part in parts)])
    mentions = np.cumsum([0, *(len(part[0].mentions) for part in parts)])
    pairs = Pairs(
        torch.cat([part[0].features for part in parts]),
        torch.cat([part[0].alone for part in parts]),
        torch.cat([part[0].reference + int(n) for part, n in zip(parts, references, strict=False)]),
        torch.cat(
            [
                torch.where(part[0].slots >= 0, part[0].slots + int(n), -1)
                for part, n in zip(parts, mentions, strict=False)
            ]
        ),
        torch.cat([part[0].asked for part in parts]),
        torch.cat([part[0].mentions for part in parts]),
    )
    right = torch.cat([part[1] for part in parts])
    nobody = torch.cat([part[2] for part in parts])
    return pairs, right, nobody, torch.cat([part[3] for part in parts])


def _loss(scorer: SpeakerScorer, pairs: Pairs, right: Tensor, nobody: Tensor, weight: Tensor) -> Tensor:
    """Marginal log-likelihood of the right entities, or of nobody."""
    scores, none = scorer(pairs)
    pair, alone = beliefs(scores, none, pairs.reference)
    mass = torch.where(nobody, alone.exp(), torch.zeros_like(alone))
    mass = mass.scatter_add(0, pairs.reference[right], pair[right].exp())
    return -(torch.log(mass.clamp(min=1e-7)) * weight).sum() / weight.sum().clamp(min=1e-6)
