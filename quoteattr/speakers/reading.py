"""What the naming of speakers is given: the interface to the reader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from quoteattr.analysis import Name, Offsets

FloatArray = npt.NDArray[np.float32]
IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class ReadText:
    """A text as the network has read it.

    Attributes:
        text: The text.
        paragraphs: Where its paragraphs stand.
        quotations: Stretches in quotation marks.
        starts: First character of each word, `[words]`.
        ends: Character after each word, `[words]`.
        vectors: The encoder's vector of each word, `[words, width]`.
        names: What the tag head takes for names, in order.
        scheme: The annotation scheme to follow: "world" or "polnear".
    """

    text: str
    paragraphs: Sequence[Offsets]
    quotations: Sequence[Offsets]
    starts: IntArray
    ends: IntArray
    vectors: npt.NDArray[np.floating[Any]]
    names: Sequence[Name]
    scheme: str = "world"

    def span_vectors(self, spans: Sequence[Offsets]) -> FloatArray:
        """Vectors of the first and the last word of spans, side by side, `[spans, 2 * width]`."""
        width = self.vectors.shape[1]
        if not spans or not len(self.starts):
            return np.zeros((len(spans), 2 * width), dtype=np.float32)
        place = np.array(spans, dtype=np.int64)
        first = np.searchsorted(self.ends, place[:, 0], "right").clip(0, len(self.starts) - 1)
        last = (np.searchsorted(self.starts, place[:, 1], "left") - 1).clip(first, len(self.starts) - 1)
        return np.concatenate([self.vectors[first], self.vectors[last]], axis=1).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Said:
    """An attribution whose speaker is asked for.

    Attributes:
        content: The content's spans.
        cue: The cue's spans; empty where there is none.
        source: The source's spans; empty where there is none.
        parent: Number of the attribution whose content holds this one.
        follows: Number of the attribution that this one carries on, whose speaker it shares.
    """

    content: tuple[Offsets, ...]
    cue: tuple[Offsets, ...] = ()
    source: tuple[Offsets, ...] = ()
    parent: int | None = None
    follows: int | None = None
