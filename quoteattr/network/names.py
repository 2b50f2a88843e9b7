"""From tags of names to names."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from quoteattr.analysis import NAME_CLASSES, Name
from quoteattr.text.words import Words

FloatArray = npt.NDArray[np.float32]


def find_names(scores: FloatArray, words: Words) -> list[Name]:
    """The names of a text.

    A name goes on as long as its words are inside names, whatever class each of them is taken for; the class is the
    one that its words together score best.

    Args:
        scores: Log-probabilities of `NAME_TAGS`, `[words, tags]`.
        words: The words.

    Returns:
        Start and end in characters, and class of each, in order.
    """
    tags = scores.argmax(axis=1)
    by_class = scores[:, 1:].reshape(len(scores), len(NAME_CLASSES), 2)
    found: list[Name] = []
    for first, last in _runs(tags, words):
        start, end = words.offsets(first, last)
        best = int(by_class[first : last + 1].max(axis=2).sum(axis=0).argmax())
        found.append((start, end, NAME_CLASSES[best]))
    return found


def _runs(tags: npt.NDArray[np.int64], words: Words) -> Iterator[tuple[int, int]]:
    """First and last word of each name; a name never goes on into another paragraph."""
    places = np.flatnonzero(tags > 0)
    if not len(places):
        return
    goes_on = (np.diff(places) == 1) & (tags[places[1:]] % 2 == 0) & (np.diff(words.paragraphs[places]) == 0)
    cuts = np.flatnonzero(~goes_on)
    firsts, lasts = places[np.r_[0, cuts + 1]], places[np.r_[cuts, len(places) - 1]]
    yield from zip(firsts.tolist(), lasts.tolist(), strict=True)
