"""Which cue a content belongs to, and which source a cue: from pointer scores to chosen spans.

Candidates are the spans that the tagger found and the one that the pointer itself would draw, so that a cue or a
source that the tagger missed can still be linked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from quoteattr.decode.spans import WordSpan, length, overlap

FloatArray = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Link:
    """What a span points to, and how sure that is.

    Attributes:
        target: The span pointed to; None for "none".
        score: Log-probability of both ends of the target.
        none: Log-probability of "none" at both ends.
        tagged: Whether the tagger found the target too.
    """

    target: WordSpan | None
    score: float
    none: float
    tagged: bool


def choose(
    pointed: FloatArray,
    tagged: Sequence[WordSpan],
    *,
    longest: int,
    forbidden: Sequence[WordSpan] = (),
) -> Link:
    """The best target of one pointer.

    Args:
        pointed: Log-probabilities of start and end, `[2, 1 + words]`; column 0 is "none".
        tagged: Spans of the right role that the tagger found.
        longest: Words that a span drawn by the pointer may have.
        forbidden: Spans that a target may not overlap, such as the pointing one.
    """
    none = float(pointed[:, 0].sum())
    best = Link(None, none, none, False)
    for span in tagged:
        if any(overlap(span, other) for other in forbidden):
            continue
        score = float(pointed[0, 1 + span[0]] + pointed[1, 1 + span[1]])
        if score > best.score:
            best = Link(span, score, none, True)
    drawn = _draw(pointed, longest)
    if drawn is not None and not any(overlap(drawn, other) for other in (*tagged, *forbidden)):
        score = float(pointed[0, 1 + drawn[0]] + pointed[1, 1 + drawn[1]])
        if score > best.score:
            best = Link(drawn, score, none, False)
    return best


def _draw(pointed: FloatArray, longest: int) -> WordSpan | None:
    first = int(pointed[0, 1:].argmax())
    reach = pointed[1, 1 + first : 1 + first + longest]
    return (first, first + int(reach.argmax())) if len(reach) else None


def nearest(contents: Sequence[WordSpan], cue: WordSpan) -> WordSpan:
    """The content nearest to a cue; the longer of two equally near ones."""
    return min(contents, key=lambda c: (max(c[0] - cue[1], cue[0] - c[1]), -length(c)))
