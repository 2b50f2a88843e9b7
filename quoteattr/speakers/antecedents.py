"""Whom each reference stands for: all references of a text together, in two passes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch

from quoteattr.speakers.evidence import Block, blocks
from quoteattr.speakers.history import history
from quoteattr.speakers.layout import Layout
from quoteattr.speakers.reading import FloatArray
from quoteattr.speakers.scorer import Pairs, SpeakerScorer, beliefs, flat_pairs


@dataclass(frozen=True, slots=True)
class Answer:
    """Whom a reference stands for, most likely.

    Attributes:
        entity: Number of the likeliest entity; None where there is none within reach.
        certainty: Its probability, against all others and nobody.
    """

    entity: int | None
    certainty: float


def find_antecedents(layout: Layout, first: SpeakerScorer, second: SpeakerScorer) -> list[Answer]:
    """Ask every reference of a text for whom it stands.

    Args:
        layout: The text.
        first: Scores each reference by itself.
        second: Scores it again, knowing what the first pass makes of the others.
    """
    answers: list[Answer] = []
    if not layout.named.entities:
        return [Answer(None, 0.0)] * len(layout.references)
    for block in blocks(layout):
        belief = believe(first, block, layout)
        add_history(block, layout, belief)
        belief = believe(second, block, layout)
        best = belief.argmax(axis=1)
        low, high = block.kept[0] - block.first, block.kept[1] - block.first
        answers += [
            Answer(int(block.entities[best[row]]), float(belief[row, best[row]])) for row in range(low, high)
        ]
    return answers


def add_history(block: Block, layout: Layout, belief: FloatArray) -> None:
    """Give a block the evidence that the first pass' answers are for each other."""
    last = block.first + len(block.mask)
    references = layout.references[block.first : last]
    paragraphs = layout.paragraph(layout.asked[block.first : last, 0])
    block.pairs |= history(block, references, paragraphs, belief)


@torch.inference_mode()
def believe(scorer: SpeakerScorer, block: Block, layout: Layout) -> FloatArray:
    """The probability of each pair of a block, `[references, entities]`."""
    pairs = pairs_of(scorer, block, layout)
    scores, nobody = scorer(pairs)
    scores, _ = beliefs(scores, nobody, pairs.reference)
    belief = np.zeros(block.mask.shape, dtype=np.float32)
    belief[block.mask] = np.exp(scores.numpy())
    return belief


def pairs_of(scorer: SpeakerScorer, block: Block, layout: Layout) -> Pairs:
    """A block's pairs as a scorer wants them."""
    last = block.first + len(block.mask)
    low, high = _mentions(block)
    spans = [mention.span for mention in layout.named.mentions[low:high]]
    slots = np.where(block.slots >= 0, block.slots - low, -1)
    asked = layout.read.span_vectors([reference.span for reference in layout.references[block.first : last]])
    names = scorer.pair_features, scorer.alone_features
    return flat_pairs(
        block.pairs, block.alone, block.mask, slots, asked, layout.read.span_vectors(spans), names
    )


def _mentions(block: Block) -> tuple[int, int]:
    """First and last (exclusive) mention that the block's pairs look at; one at least, for a scorer needs a row."""
    used = block.slots[block.slots >= 0]
    return (int(used.min()), int(used.max()) + 1) if len(used) else (0, 1)
