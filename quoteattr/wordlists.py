"""How lists of words are written down in this package: as one string, words apart by white space."""

from __future__ import annotations


def word_set(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())
