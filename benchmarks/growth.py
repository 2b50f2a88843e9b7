"""Time against the length of one text, and memory over many: `python -m benchmarks.growth`."""

from __future__ import annotations

import math
import resource
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Annotated

import numpy as np
import numpy.typing as npt
import spacy
import typer
from spacy.language import Language

import quoteattr.component  # noqa: F401  registers the factory
from benchmarks.finding import fingerprint
from benchmarks.gold import read_corpus
from benchmarks.results import FOLDER, Model, Results, Table, save

_LENGTHS = (1_000, 4_000, 16_000, 64_000)
_COUNTS = (100, 1_000, 5_000, 10_000)
_WORDS = 500


def time_lengths(nlp: Language, lengths: Sequence[int]) -> Table:
    """Time `nlp(text)` for texts of growing length; the slope on logarithms is 1 where time is linear."""
    rows, points = [], []
    for length in lengths:
        [text] = articles(1, words=length)
        start = time.perf_counter()
        nlp(text)
        points.append((len(text.split()), time.perf_counter() - start))
        words, seconds = points[-1]
        rows.append((f"{words:,} words", (f"{seconds:.2f}", f"{words / seconds:,.0f}")))
    slope = _slope(np.log(points)) if len(points) > 1 else math.nan
    return Table(f"Time goes with words to the power {slope:.2f}", ("seconds", "words/s"), rows)


def _slope(logs: npt.NDArray[np.float64]) -> float:
    x, y = (logs - logs.mean(axis=0)).T
    return float(x @ y / (x @ x))


def weigh_counts(nlp: Language, counts: Sequence[int]) -> Table:
    """Stream articles through one pipeline and note what memory the process holds after so many."""
    rows = []
    for done, _ in enumerate(nlp.pipe(articles(max(counts), words=_WORDS), batch_size=16), start=1):
        if done in counts:
            rows.append((f"{done:,} articles", (f"{_resident_mib():,.0f}",)))
    return Table(f"Memory over articles of {_WORDS} words", ("MiB",), rows)


def _resident_mib() -> float:
    pages = Path("/proc/self/statm")  # where there is none, the peak is what the system tells
    if pages.is_file():
        return int(pages.read_text().split()[1]) * resource.getpagesize() / 2**20
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10


def articles(count: int, *, words: int) -> Iterator[str]:
    """Texts of about so many words, of whole paragraphs; no two are the same."""
    texts = [record["text"] for record in read_corpus("articles").records]
    paragraphs = [line.strip() for text in texts for line in text.split("\n") if line.strip()]
    mean = sum(len(line.split()) for line in paragraphs) / len(paragraphs)
    draw = Random(0)
    for number in range(count):
        yield "\n\n".join([f"Report {number}", *draw.choices(paragraphs, k=max(1, round(words / mean)))])


def main(
    share: Annotated[float, typer.Option(help="Of lengths and counts, for a quick look.")] = 1.0,
    model: Model = None,
    results: Results = FOLDER,
) -> None:
    """Measure how time and memory grow."""
    nlp = spacy.blank("en")
    nlp.add_pipe("quoteattr", config={"model": model})
    nlp.max_length = 10**9
    nlp("A first text, for which the weights are loaded.")
    lengths, counts = ([max(1, int(share * number)) for number in numbers] for numbers in (_LENGTHS, _COUNTS))
    tables = [time_lengths(nlp, lengths), weigh_counts(nlp, counts)]
    save("growth", tables, folder=results, model=fingerprint(model))


if __name__ == "__main__":
    typer.run(main)
