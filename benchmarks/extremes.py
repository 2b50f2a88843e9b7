"""Time and memory for texts of extreme size: `python -m benchmarks.extremes`, each in a process of its own."""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Callable, Sequence

from benchmarks.memory import peak_mib

_SENTENCE = "“We will rebuild the bridge,” said Dana Whitfield, and Omar Reyes said that he agreed. "
TEXTS: dict[str, Callable[[int], str]] = {
    "one line": lambda size: (_SENTENCE * (size // len(_SENTENCE) + 1))[:size],
    "one word": lambda size: "a" * size,
    "paragraphs of one quotation": lambda size: "“We will rebuild it all.”\n\n" * (size // 27),
    "opening marks": lambda size: "“" * size,
    "straight marks": lambda size: '" ' * (size // 2),
    "marks in marks": lambda size: "“" + "‘No,’ she said. " * (size // 16) + "”",
    "one open quotation": lambda size: "“" + "Yes! " * (size // 5),
    "marks of all kinds": lambda size: "“‘«\"'»’” a " * (size // 11),
    "pronouns": lambda size: "Reyes and he said she told him that he had. " * (size // 44),
    "names": lambda size: "".join(f"Dana{n % 997} Reyes{n} said. " for n in range(size // 24)),
    "citations": lambda size: "Reyes, citing Dana Whitfield, said that it works. " * (size // 50),
}


def measure(name: str, size: int, model: str | None) -> tuple[float, float]:
    """Processor seconds and peak memory in MiB for one text, in this process."""
    from quoteattr.engine import Engine
    from quoteattr.settings import Settings

    engine = Engine(Settings(model=model))
    engine.analyze(["A first text, for which the weights are loaded."])
    text = TEXTS[name](size)
    start, before = time.process_time(), peak_mib()
    engine.analyze([text])
    return time.process_time() - start, peak_mib() - before


def main(argv: Sequence[str] | None = None) -> int:
    """Measure every text at a size and at four times that size; linear growth takes four times as long."""
    options = argparse.ArgumentParser(prog="python -m benchmarks.extremes")
    options.add_argument("--characters", type=int, default=1_250_000, help="the smaller size")
    options.add_argument("--model", help="a model folder or package; the bundled one by default")
    options.add_argument("--only", help="measure one text in this process")
    args = options.parse_args(argv)
    if args.only:
        seconds, mib = measure(args.only, args.characters, args.model)
        print(
            f"{args.only:<28} {args.characters:>10,} characters {seconds:>9.2f} s {mib:>7.0f} MiB", flush=True
        )
        return 0
    model = ["--model", args.model] if args.model else []
    for name in TEXTS:
        for size in (args.characters, 4 * args.characters):
            command = [sys.executable, "-m", "benchmarks.extremes", "--only", name, "--characters", str(size)]
            subprocess.run([*command, *model], check=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
