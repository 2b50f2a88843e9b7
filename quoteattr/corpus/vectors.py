"""Which words are near each other: the word vectors of the bundled encoder."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from quoteattr.errors import ModelError

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    import numpy.typing as npt

WordVectors = Callable[[Sequence[str]], "npt.NDArray[np.float32]"]
"""Gives one vector a word."""

_LEAST_LIKENESS = 0.35
_MOST_WORDS = 30_000
_ROWS = 2_000
_TABLE = "word_embeddings.weight"

_log = logging.getLogger(__name__)


def bundled_vectors(words: Sequence[str]) -> npt.NDArray[np.float32]:
    """Give the vectors of the encoder's own table, the mean of a word's pieces.

    Raises:
        ModelError: There are no bundled weights.
    """
    import numpy as np
    from tokenizers import Tokenizer

    from quoteattr.network.storage import BUNDLED, TOKENIZER, WEIGHTS

    table = _table(BUNDLED / WEIGHTS)
    tokenizer = Tokenizer.from_file(str(BUNDLED / TOKENIZER))
    found = np.zeros((len(words), table.shape[1]), dtype=np.float32)
    for number, word in enumerate(words):
        pieces = tokenizer.encode(word, add_special_tokens=False).ids
        if pieces:
            found[number] = table[pieces].mean(axis=0)
    return found


def _table(weights: Path) -> npt.NDArray[np.float32]:
    """Read the one table out of the weights: the network itself is not needed."""
    import numpy as np
    from safetensors import safe_open

    if not weights.is_file():
        raise ModelError(f"{weights} is missing; install the package anew, or give other vectors or None")
    with safe_open(weights, framework="numpy") as file:
        name = next(name for name in file.keys() if name.endswith(_TABLE))  # noqa: SIM118 - no mapping
        table = file.get_tensor(name).astype(np.float32)
        if f"{name}.scale" in file.keys():  # noqa: SIM118
            table *= file.get_tensor(f"{name}.scale").astype(np.float32)
    return np.asarray(table - table.mean(axis=0), dtype=np.float32)


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
    try:
        table = np.asarray(vectors([words[stem] for stem in stems]), dtype=np.float32)
    except ModelError as error:
        _log.warning("quotes are compared by their words alone: %s", error)
        return {}
    table /= np.maximum(np.linalg.norm(table, axis=1, keepdims=True), 1e-9)
    near: dict[str, dict[str, float]] = {}
    for first in range(0, len(stems), _ROWS):
        likeness = table[first : first + _ROWS] @ table.T
        for row, column in zip(*np.nonzero(likeness > _LEAST_LIKENESS), strict=True):
            if first + row != column:
                near.setdefault(stems[first + row], {})[stems[column]] = float(likeness[row, column])
    return near
