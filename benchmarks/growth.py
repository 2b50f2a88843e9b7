"""Time against the length of one text, and memory over many: `python -m benchmarks.growth`."""

from __future__ import annotations

import math
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Annotated

import spacy
import typer
from spacy.language import Language

import quoteattr.component  # noqa: F401  registers the factory
from benchmarks.finding import fingerprint
from benchmarks.gold import read_corpus
from benchmarks.results import FOLDER, Table, save

_LENGTHS = (1_000, 4_000, 16_000, 64_000)
_COUNTS = (0, 1_000, 5_000, 10_000)
_ARTICLE = 500
_ROUNDS = 3


def time_lengths(nlp: Language, lengths: Sequence[int], rounds: int) -> Table:
    """Time `nlp(text)` for texts of growing length, the fastest of some rounds each."""
    rows, points = [], []
    for length in lengths:
        text = made(length, Random(length))
        seconds = min(_seconds(nlp, text) for _ in range(rounds))
        words = len(text.split())
        points.append((words, seconds))
        rows.append((f"{words:,} words", (f"{seconds:.2f}", f"{words / seconds:,.0f}")))
    return Table(f"Time goes with words to the power {slope(points):.2f}", ("seconds", "words/s"), rows)


def _seconds(nlp: Language, text: str) -> float:
    start = time.perf_counter()
    nlp(text)
    return time.perf_counter() - start


def slope(points: Sequence[tuple[float, float]]) -> float:
    """The exponent of growth: least squares on logarithms; 1 is linear, 2 quadratic."""
    logs = [(math.log(x), math.log(y)) for x, y in points]
    mean_x = sum(x for x, _ in logs) / len(logs)
    mean_y = sum(y for _, y in logs) / len(logs)
    spread = sum((x - mean_x) ** 2 for x, _ in logs)
    return sum((x - mean_x) * (y - mean_y) for x, y in logs) / spread if spread else float("nan")


def weigh_counts(nlp: Language, counts: Sequence[int]) -> Table:
    """Stream articles through one pipeline and note the memory of the process after so many."""
    rows = []
    draw = Random(0)
    articles: Iterator[str] = (made(_ARTICLE, draw) for _ in range(max(counts)))
    for done, _ in enumerate(nlp.pipe(["", *([] if not max(counts) else articles)], batch_size=16)):
        if done in counts:
            rows.append((f"{done:,} articles", (f"{resident_mib():,.0f}", f"{peak_mib():,.0f}")))
    return Table(f"Memory over articles of {_ARTICLE} words", ("MiB", "MiB at most"), rows)


def resident_mib() -> float:
    """The memory that this process holds now; its peak where the system does not tell."""
    pages = Path("/proc/self/statm")
    return (
        int(pages.read_text().split()[1]) * resource.getpagesize() / 2**20 if pages.is_file() else peak_mib()
    )


def peak_mib() -> float:
    """The most memory that this process has held at once."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 2**20 if sys.platform == "darwin" else peak / 2**10


def made(words: int, draw: Random) -> str:
    """A text of about so many words, of whole paragraphs."""
    texts = [record["text"] for record in read_corpus("articles").records]
    paragraphs = [line.strip() for text in texts for line in text.split("\n") if line.strip()]
    chosen: list[str] = []
    count = 0
    while count < words:
        chosen.append(draw.choice(paragraphs))
        count += len(chosen[-1].split())
    return "\n\n".join(chosen)


def main(
    share: Annotated[float, typer.Option(help="Of the lengths and counts, for a quick look.")] = 1.0,
    model: Annotated[str | None, typer.Option(help="A model folder or package.")] = None,
    results: Annotated[Path, typer.Option(help="Where to write.")] = FOLDER,
) -> None:
    """Measure how time and memory grow."""
    nlp = spacy.blank("en")
    nlp.add_pipe("quoteattr", config={"model": model})
    nlp.max_length = 10**9
    nlp("A first text, for which the weights are loaded.")
    lengths, counts = ([int(share * number) for number in numbers] for numbers in (_LENGTHS, _COUNTS))
    tables = [time_lengths(nlp, lengths, _ROUNDS), weigh_counts(nlp, counts)]
    save("growth", tables, folder=results, model=fingerprint(model))


if __name__ == "__main__":
    typer.run(main)
