"""Peak memory over many articles: `python -m benchmarks.memory`."""

from __future__ import annotations

import argparse
import resource
import sys
from collections.abc import Sequence
from typing import Any

from benchmarks.predictions import fingerprint, pipeline
from benchmarks.reporting import Table, command_line, save
from benchmarks.runner import add_results
from benchmarks.samples import short_articles

_COUNTS = (1_000, 20_000)


def measure(*, model: str | None, counts: Sequence[int]) -> dict[str, Any]:
    """Stream articles through one pipeline and note the process's peak after so many."""
    nlp = pipeline(model)
    nlp("A first text, for which the weights are loaded.")
    points = [{"articles": 0, "peak_mib": peak_mib()}]
    words = 0
    for done, doc in enumerate(nlp.pipe(short_articles(max(counts))), start=1):
        words += len(doc.text.split())
        if done in counts:
            points.append({"articles": done, "peak_mib": peak_mib()})
            print(f"{done} articles: {points[-1]['peak_mib']:.0f} MiB", file=sys.stderr)
    return {"words": words, "points": points}


def peak_mib() -> float:
    """The most memory that this process has held at once."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 2**20 if sys.platform == "darwin" else peak / 2**10


def table(figures: dict[str, Any]) -> Table:
    """One count of articles a row."""
    rows = [(f"{item['articles']:,}", f"{item['peak_mib']:,.0f}") for item in figures["points"]]
    return Table("Peak memory of the process", ("articles", "MiB"), rows)


def main(argv: Sequence[str] | None = None) -> int:
    """Measure memory over many articles in one process."""
    words = list(sys.argv[1:] if argv is None else argv)
    options = argparse.ArgumentParser(prog="python -m benchmarks.memory")
    options.add_argument("--articles", type=int, nargs="+", default=_COUNTS, help="default: 1000 20000")
    options.add_argument("--model", help="a model folder or package; the bundled one by default")
    add_results(options)
    args = options.parse_args(words)
    try:
        model = fingerprint(args.model)
        figures = measure(model=args.model, counts=sorted(args.articles))
    except (ValueError, OSError) as error:
        print(f"benchmarks.memory: {error}", file=sys.stderr)
        return 1
    print(table(figures).text())
    command = command_line("memory", words)
    print(f"\nwritten: {save('memory', {'model': model, **figures}, command=command, folder=args.results).name}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
