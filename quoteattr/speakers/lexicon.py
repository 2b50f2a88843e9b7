"""The few lists of words that names and sources are read with."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources


@cache
def _lists() -> dict[str, frozenset[str]]:
    raw = json.loads((resources.files("quoteattr.speakers") / "words.json").read_text("utf-8"))
    return {key: frozenset(words.split()) for key, words in raw.items() if key != "origin"}


def listed(name: str) -> frozenset[str]:
    """One of the lists of `words.json`."""
    return _lists()[name]
