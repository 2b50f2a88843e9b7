"""Words a second beside spaCy's small English pipeline and beside the bare encoder: `python -m benchmarks.speed`."""

from __future__ import annotations

import importlib
import importlib.util
import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median, stdev
from typing import Annotated, Any

import typer

from benchmarks.finding import fingerprint
from benchmarks.gold import read_corpus
from benchmarks.peers import SMALL_PIPELINE, environment, work
from benchmarks.results import FOLDER, Cell, CorpusName, Data, Model, Results, Table, save
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
    """The module or class that holds a function, and the function's name there."""
    module, _, path = place.partition(":")
    holder: Any = importlib.import_module(module)
    *outer, name = path.split(".")
    for part in outer:
        holder = getattr(holder, part)
    return holder, name


def _timed(function: Callable[..., Any], stage: str, seconds: dict[str, float]) -> Callable[..., Any]:
    def timed(*args: Any, **kwargs: Any) -> Any:
        start = time.process_time()
        try:
            return function(*args, **kwargs)
        finally:
            seconds[stage] += time.process_time() - start

    return timed


def measure(texts: Sequence[str], *, model: str | None, threads: int, rounds: int) -> tuple[Answers, Answers]:
    """Time both systems in turn, by the clock and on one thread; each time in a new process.

    So a machine that is busy is busy for both.
    """
    here = Path(sys.executable)
    small = here if importlib.util.find_spec(SMALL) else environment("spacy", SMALL_PIPELINE)
    ours = ["--model", model] if model else []
    jobs = {_OURS: (here, "quoteattr", ours), _SPACY: (small, "spacy_small", list[str]())}
    clock: Answers = {name: [] for name in jobs}
    single: Answers = {name: [] for name in jobs}
    for _ in range(rounds):
        for name, (interpreter, worker, arguments) in jobs.items():
            clock[name].append(work(interpreter, worker, texts, arguments=arguments, threads=threads))
            profiled = [*arguments, *(["--profile"] if name == _OURS else [])]
            single[name].append(work(interpreter, worker, texts, arguments=profiled, threads=1))
    return clock, single


def tables(clock: Answers, single: Answers, *, threads: int) -> list[Table]:
    """Speeds, the four ratios, and where a processor second goes."""
    by_clock = {name: _rates(answers, "seconds") for name, answers in clock.items()}
    by_processor = {name: _rates(answers, "processor_seconds") for name, answers in single.items()}
    stages = {name: median(answer["stages"][name] for answer in single[_OURS]) for name in STAGES}
    total = median(answer["processor_seconds"] for answer in single[_OURS])
    words, encoder = single[_OURS][0]["words"], stages["encoder"]
    speeds: list[tuple[str, Sequence[Cell]]] = [
        (name, (_spread(by_clock[name]), _spread(by_processor[name]))) for name in by_clock
    ]
    ratios: list[tuple[str, Sequence[Cell]]] = [
        ("by the clock, of spaCy's small parse", (_ratio(by_clock),)),
        ("one thread, of spaCy's small parse", (_ratio(by_processor),)),
        ("whole pipe, of the bare encoder", (f"{encoder / total:.2f}",)),
        ("all but the encoder, words a processor second", (f"{words / (total - encoder):,.0f}",)),
    ]
    rest = total - sum(stages.values())
    profile: list[tuple[str, Sequence[Cell]]] = [
        (n, (s / total,)) for n, s in [*stages.items(), ("all else", rest)]
    ]
    return [
        Table(
            "Words a second", (f"by the clock, {threads} threads", "a processor second, one thread"), speeds
        ),
        Table("Ratios", ("",), ratios),
        Table("Where a processor second goes", ("%",), profile),
    ]


def _rates(answers: Sequence[dict[str, Any]], key: str) -> list[float]:
    return [answer["words"] / answer[key] for answer in answers]


def _spread(rates: Sequence[float]) -> str:
    return f"{median(rates):,.0f}" + (f" ± {stdev(rates):,.0f}" if len(rates) > 1 else "")


def _ratio(rates: dict[str, list[float]]) -> str:
    return f"{median(rates[_OURS]) / median(rates[_SPACY]):.2f}"


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
