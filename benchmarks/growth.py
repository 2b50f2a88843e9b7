"""Time against the length of one text, and memory over many: `python -m benchmarks.growth`."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Sequence
from random import Random
from resource import RUSAGE_SELF, getrusage
from statistics import linear_regression

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
    slope, _ = linear_regression(*(list(map(math.log, column)) for column in zip(*points, strict=True)))
    return Table(f"Time goes with words to the power {slope:.2f}", ("seconds", "words/s"), rows)


def weigh_counts(nlp: Language, counts: Sequence[int]) -> Table:
    """Stream articles through one pipeline and note the most that the process has held after so many."""
    rows = []
    for done, _ in enumerate(nlp.pipe(articles(max(counts), words=_WORDS), batch_size=16), start=1):
        if done in counts:
            rows.append((f"{done:,} articles", (f"{getrusage(RUSAGE_SELF).ru_maxrss / 2**10:,.0f}",)))
    return Table(f"Memory over articles of {_WORDS} words", ("MiB at most",), rows)


def articles(count: int, *, words: int) -> Iterator[str]:
    """Texts of about so many words, of whole paragraphs; no two are the same."""
    texts = [record["text"] for record in read_corpus("articles").records]
    paragraphs = [line.strip() for text in texts for line in text.split("\n") if line.strip()]
    mean = sum(len(line.split()) for line in paragraphs) / len(paragraphs)
    draw = Random(0)
    for number in range(count):
        yield "\n\n".join([f"Report {number}", *draw.choices(paragraphs, k=max(1, round(words / mean)))])


def main(model: Model = None, results: Results = FOLDER) -> None:
    """Measure how time and memory grow."""
    nlp = spacy.blank("en")
    nlp.add_pipe("quoteattr", config={"model": model})
    nlp.max_length = 10**9
    nlp("A first text, for which the weights are loaded.")
    tables = [time_lengths(nlp, _LENGTHS), weigh_counts(nlp, _COUNTS)]
    save("growth", tables, folder=results, model=fingerprint(model))


if __name__ == "__main__":
    typer.run(main)
