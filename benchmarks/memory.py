"""Memory over many articles: `python -m benchmarks.memory`."""

from __future__ import annotations

import argparse
import resource
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from spacy.language import Language

from benchmarks.predictions import fingerprint, pipeline
from benchmarks.reporting import Table, command_line, save
from benchmarks.runner import add_results
from benchmarks.samples import short_articles

_COUNTS = (1_000, 20_000)


def measure(*, model: str | None, counts: Sequence[int], paragraphs: int) -> dict[str, Any]:
    """Stream articles through one pipeline and note the process's memory after so many."""
    nlp = pipeline(model)
    nlp("A first text, for which the weights are loaded.")
    points = [_point(0, nlp)]
    words = 0
    for done, doc in enumerate(nlp.pipe(short_articles(max(counts), paragraphs=paragraphs)), start=1):
        words += len(doc.text.split())
        if done in counts:
            points.append(_point(done, nlp))
            print(f"{done} articles: {points[-1]['resident_mib']:.0f} MiB", file=sys.stderr, flush=True)
    return {"words": words, "points": points}


def _point(articles: int, nlp: Language) -> dict[str, float]:
    return {
        "articles": articles,
        "peak_mib": peak_mib(),
        "resident_mib": _resident_mib(),
        "strings": len(nlp.vocab.strings),
    }


def _resident_mib() -> float:
    """The memory that this process holds now; its peak where the system does not tell."""
    pages = Path("/proc/self/statm")
    return (
        int(pages.read_text().split()[1]) * resource.getpagesize() / 2**20 if pages.is_file() else peak_mib()
    )


def peak_mib() -> float:
    """The most memory that this process has held at once."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 2**20 if sys.platform == "darwin" else peak / 2**10


def table(figures: dict[str, Any]) -> Table:
    """One count of articles a row."""
    rows = [
        (
            f"{item['articles']:,}",
            f"{item['resident_mib']:,.0f}",
            f"{item['peak_mib']:,.0f}",
            f"{item['strings']:,}",
        )
        for item in figures["points"]
    ]
    title = f"Memory of the process over articles of {figures['words'] // figures['points'][-1]['articles']} words"
    return Table(title, ("articles", "MiB", "MiB at most", "strings of spaCy"), rows)


def main(argv: Sequence[str] | None = None) -> int:
    """Measure memory over many articles in one process."""
    words = list(sys.argv[1:] if argv is None else argv)
    options = argparse.ArgumentParser(prog="python -m benchmarks.memory")
    options.add_argument("--articles", type=int, nargs="+", default=_COUNTS, help="default: 1000 20000")
    options.add_argument("--paragraphs", type=int, default=3, help="of an article; default: %(default)s")
    options.add_argument("--model", help="a model folder or package; the bundled one by default")
    add_results(options)
    args = options.parse_args(words)
    try:
        model = fingerprint(args.model)
        figures = measure(model=args.model, counts=sorted(args.articles), paragraphs=args.paragraphs)
    except (ValueError, OSError) as error:
        print(f"benchmarks.memory: {error}", file=sys.stderr)
        return 1
    print(table(figures).text())
    command = command_line("memory", words)
    print(
        f"\nwritten: {save('memory', {'model': model, **figures}, command=command, folder=args.results).name}"
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
