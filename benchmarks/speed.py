"""Words a second beside spaCy's small English pipeline and beside the bare encoder: `python -m benchmarks.speed`."""

from __future__ import annotations

import importlib.util
import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from pkgutil import resolve_name
from statistics import median
from typing import Annotated, Any

import typer

from benchmarks.finding import fingerprint
from benchmarks.gold import read_corpus
from benchmarks.peers import SMALL_PIPELINE, environment, work
from benchmarks.results import FOLDER, CorpusName, Data, Model, Results, Table, save
from benchmarks.workers import SMALL

STAGES = {
    "paragraphs, marks, words": "quoteattr.reader:read_layout",
    "encoder": "quoteattr.network.network:Network.read",
    "heads and decoding": "quoteattr.reader:read_drafts",
    "contents, marks, nesting": "quoteattr.analyzer:find_attributions",
    "speakers": "quoteattr.analyzer:name_speakers",
    "into the Doc": "quoteattr.component:write",
}
"""Where the stages of the pipe begin, each a function that is looked up at every call."""
_OURS, _SPACY = "quoteattr", "spaCy en_core_web_sm"
Answers = dict[str, list[dict[str, Any]]]


def watch() -> dict[str, float]:
    """From now on, sum up the processor seconds of each stage in the mapping that is given back."""
    seconds = dict.fromkeys(STAGES, 0.0)
    for stage, place in STAGES.items():
        holder, name = find(place)
        setattr(holder, name, _timed(getattr(holder, name), stage, seconds))
    return seconds


def find(place: str) -> tuple[Any, str]:
    """The module or class that holds a value, and the value's name there, of "module:name" or "module:Class.name"."""
    holder, _, name = place.rpartition("." if "." in place.partition(":")[2] else ":")
    return resolve_name(holder), name


def _timed(function: Callable[..., Any], stage: str, seconds: dict[str, float]) -> Callable[..., Any]:
    def timed(*args: Any, **kwargs: Any) -> Any:
        start = time.process_time()
        try:
            return function(*args, **kwargs)
        finally:
            seconds[stage] += time.process_time() - start

    return timed


def measure(texts: Sequence[str], *, model: str | None, threads: int, rounds: int) -> tuple[Answers, Answers]:
    """Time both systems in turn, by the clock and on one thread, so that a busy machine is busy for both."""
    here = Path(sys.executable)
    small = here if importlib.util.find_spec(SMALL) else environment("spacy", SMALL_PIPELINE)
    ours = ["--model", model] if model else []
    clock: Answers = {_OURS: [], _SPACY: []}
    single: Answers = {_OURS: [], _SPACY: []}
    for _ in range(rounds):
        clock[_OURS].append(work(here, "quoteattr", texts, *ours, threads=threads))
        clock[_SPACY].append(work(small, "spacy_small", texts, threads=threads))
        single[_OURS].append(work(here, "quoteattr", texts, *ours, "--profile", threads=1))
        single[_SPACY].append(work(small, "spacy_small", texts, threads=1))
    return clock, single


def tables(clock: Answers, single: Answers, *, threads: int) -> list[Table]:
    """Speeds, the four ratios, and where a processor second goes."""
    by_clock = {name: _rates(answers, "seconds") for name, answers in clock.items()}
    by_processor = {name: _rates(answers, "processor_seconds") for name, answers in single.items()}
    stages = {name: median(answer["stages"][name] for answer in single[_OURS]) for name in STAGES}
    total = median(answer["processor_seconds"] for answer in single[_OURS])
    words, encoder = single[_OURS][0]["words"], stages["encoder"]
    stages["all else"] = total - sum(stages.values())
    ratios = {
        "by the clock, of spaCy's small parse": f"{median(by_clock[_OURS]) / median(by_clock[_SPACY]):.2f}",
        "one thread, of spaCy's small parse": f"{median(by_processor[_OURS]) / median(by_processor[_SPACY]):.2f}",
        "whole pipe, of the bare encoder": f"{encoder / total:.2f}",
        "all but the encoder, words a processor second": f"{words / (total - encoder):,.0f}",
    }
    columns = (f"by the clock, {threads} threads", "a processor second, one thread")
    speeds = [(name, [_range(by_clock[name]), _range(by_processor[name])]) for name in by_clock]
    return [
        Table("Words a second", columns, speeds),
        Table("Ratios", ("",), [(name, (ratio,)) for name, ratio in ratios.items()]),
        Table("Where a processor second goes", ("%",), [(n, (s / total,)) for n, s in stages.items()]),
    ]


def _rates(answers: Sequence[dict[str, Any]], key: str) -> list[float]:
    return [answer["words"] / answer[key] for answer in answers]


def _range(rates: Sequence[float]) -> str:
    return f"{median(rates):,.0f} ({min(rates):,.0f} to {max(rates):,.0f})"


def main(
    corpus: CorpusName = "articles",
    data: Data = None,
    words: Annotated[int, typer.Option(help="About how many; texts are taken again if need be.")] = 40_000,
    threads: Annotated[int, typer.Option(help="By the clock.")] = 2,
    rounds: Annotated[int, typer.Option(help="Of which the median counts.")] = 3,
    model: Model = None,
    results: Results = FOLDER,
) -> None:
    """Time the library and spaCy's small pipeline on the same articles."""
    gold = read_corpus(corpus, data)
    texts = [record["text"] for record in gold.records]
    texts *= -(-words // sum(len(text.split()) for text in texts))
    before = os.getloadavg()[0]
    clock, single = measure(texts, model=model, threads=threads, rounds=rounds)
    load = {"load": f"{before:.1f} before, {os.getloadavg()[0]:.1f} after", "title": gold.title}
    figures = {name: median(_rates(answers, "seconds")) for name, answers in clock.items()}
    made = tables(clock, single, threads=threads)
    save("speed", made, folder=results, model=fingerprint(model), words_per_second=figures, **load)


if __name__ == "__main__":
    typer.run(main)
