"""Texts of any number and length for the benchmarks of speed, memory and growth."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

from benchmarks.gold import FIXTURES, read_texts


def articles(paths: Sequence[Path], *, words: int) -> list[str]:
    """Articles of about so many words in all: those of the paths, or the fixtures, over and over if need be.

    Raises:
        ValueError: The paths hold no text.
    """
    texts = [text for text in read_texts(paths or [FIXTURES]) if text.strip()]
    if not texts:
        raise ValueError("no text in " + ", ".join(path.name for path in paths))
    chosen: list[str] = []
    count = 0
    while count < words:
        chosen.append(texts[len(chosen) % len(texts)])
        count += len(chosen[-1].split())
    return chosen


def short_articles(count: int, *, seed: int = 0, paragraphs: int = 3) -> Iterator[str]:
    """Articles of a few paragraphs and a number, so that no two are the same."""
    lines = _paragraphs()
    draw = Random(seed)
    for number in range(count):
        yield "\n\n".join([f"Report {number}", *draw.sample(lines, paragraphs)])


def long_text(words: int, *, seed: int = 0) -> str:
    """One text of about so many words, of whole paragraphs."""
    paragraphs = _paragraphs()
    draw = Random(seed)
    chosen: list[str] = []
    count = 0
    while count < words:
        chosen.append(draw.choice(paragraphs))
        count += len(chosen[-1].split())
    return "\n\n".join(chosen)


def _paragraphs() -> list[str]:
    lines = (line.strip() for text in read_texts([FIXTURES]) for line in text.split("\n"))
    return [line for line in lines if line]
