"""Which words are near each other: the word vectors of the bundled encoder."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from quoteattr.engine import Engine

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

WordVectors = Callable[[Sequence[str]], "npt.NDArray[np.float32]"]
"""Gives one vector a word."""

_LEAST_LIKENESS = 0.4
_MOST_WORDS = 30_000
_ROWS = 2_000


def bundled_vectors(words: Sequence[str]) -> npt.NDArray[np.float32]:
    """Give the vectors of the encoder's own table, the mean of a word's pieces."""
    import numpy as np

    analyzer = Engine().analyzer
    table = analyzer.network.encoder.get_input_embeddings().weight.detach().float().cpu().numpy()
    centred = table - table.mean(axis=0)
    rows = [analyzer.tokenizer.encode(word, add_special_tokens=False).ids for word in words]
    found = np.zeros((len(words), table.shape[1]), dtype=np.float32)
    for number, ids in enumerate(rows):
        if ids:
            found[number] = centred[ids].mean(axis=0)
    return found


def near_words(words: Mapping[str, str], vectors: WordVectors | None) -> dict[str, dict[str, float]]:
    """Find which stems may stand for each other.

    Args:
        words: A word for each stem, the most frequent first; only so many of the first are looked at.
        vectors: Where vectors come from; None finds nothing.

    Returns:
        For each stem those near it, with their likeness between 0 and 1. Words with figures are near none.
    """
    import numpy as np

    stems = [stem for stem, word in words.items() if word.isalpha()][:_MOST_WORDS]
    if vectors is None or not stems:
        return {}
    table = np.asarray(vectors([words[stem] for stem in stems]), dtype=np.float32)
    table /= np.maximum(np.linalg.norm(table, axis=1, keepdims=True), 1e-9)
    near: dict[str, dict[str, float]] = {}
    for first in range(0, len(stems), _ROWS):
        likeness = table[first : first + _ROWS] @ table.T
        for row, column in zip(*np.nonzero(likeness > _LEAST_LIKENESS), strict=True):
            if first + row != column:
                near.setdefault(stems[first + row], {})[stems[column]] = float(likeness[row, column])
    return near
