"""Time against the length of one text: `python -m benchmarks.growth`."""

from __future__ import annotations

import argparse
import math
import sys
import time
from collections.abc import Sequence
from typing import Any

from benchmarks.predictions import fingerprint, pipeline
from benchmarks.reporting import Table, command_line, save
from benchmarks.runner import add_results
from benchmarks.samples import long_text

_LENGTHS = (1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 64_000)


def measure(*, model: str | None, lengths: Sequence[int], rounds: int) -> dict[str, Any]:
    """Time `nlp(text)` for texts of growing length, the fastest of some rounds each."""
    nlp = pipeline(model)
    texts = [long_text(length) for length in lengths]
    nlp.max_length = 1 + max(map(len, texts))
    nlp(texts[0])
    points = []
    for text in texts:
        seconds = []
        for _ in range(rounds):
            start = time.perf_counter()
            nlp(text)
            seconds.append(time.perf_counter() - start)
        points.append({"words": len(text.split()), "seconds": min(seconds)})
        print(f"{points[-1]['words']:,} words: {points[-1]['seconds']:.2f} s", file=sys.stderr)
    return {"points": points, "slope": slope([(item["words"], item["seconds"]) for item in points])}


def slope(points: Sequence[tuple[float, float]]) -> float:
    """The exponent of growth: least squares on logarithms; 1 is linear, 2 quadratic."""
    logs = [(math.log(x), math.log(y)) for x, y in points]
    mean_x = sum(x for x, _ in logs) / len(logs)
    mean_y = sum(y for _, y in logs) / len(logs)
    spread = sum((x - mean_x) ** 2 for x, _ in logs)
    return sum((x - mean_x) * (y - mean_y) for x, y in logs) / spread if spread else float("nan")


def table(figures: dict[str, Any]) -> Table:
    """One length a row."""
    rows = [
        (f"{item['words']:,}", f"{item['seconds']:.2f}", f"{item['words'] / item['seconds']:,.0f}")
        for item in figures["points"]
    ]
    title = f"Growth with the length of a text: time goes with words to the power {figures['slope']:.2f}"
    return Table(title, ("words", "seconds", "words/s"), rows)


def main(argv: Sequence[str] | None = None) -> int:
    """Measure how time grows with the length of a text."""
    words = list(sys.argv[1:] if argv is None else argv)
    options = argparse.ArgumentParser(prog="python -m benchmarks.growth")
    options.add_argument("--lengths", type=int, nargs="+", default=_LENGTHS, help="in words")
    options.add_argument("--rounds", type=int, default=3, help="default: %(default)s")
    options.add_argument("--model", help="a model folder or package; the bundled one by default")
    add_results(options)
    args = options.parse_args(words)
    try:
        model = fingerprint(args.model)
        figures = measure(model=args.model, lengths=sorted(args.lengths), rounds=args.rounds)
    except (ValueError, OSError) as error:
        print(f"benchmarks.growth: {error}", file=sys.stderr)
        return 1
    print(table(figures).text())
    command = command_line("growth", words)
    print(
        f"\nwritten: {save('growth', {'model': model, **figures}, command=command, folder=args.results).name}"
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
