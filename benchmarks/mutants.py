"""What the tests would notice: `python -m benchmarks.mutants` changes the code of decisions, one place at a time.

mutmut (configured in pyproject.toml) makes the changes and runs, for each of them, the tests that reach it.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from benchmarks.results import FOLDER, ROOT, Cell, Table, save

_FOUND = ROOT / "mutants"
_KILLED, _TIMED_OUT, _NOT_REACHED, _NOT_RUN = (
    frozenset({1, 3}),
    frozenset({24, 36, 152, 255}),
    frozenset({5, 33}),
    None,
)


def outcomes(folder: Path = _FOUND) -> Iterator[tuple[str, str]]:
    """Of every mutant that was run the file it is of, and what became of it."""
    for path in sorted(folder.rglob("*.meta")):
        file = path.relative_to(folder).as_posix().removesuffix(".meta")
        for code in json.loads(path.read_text(encoding="utf-8"))["exit_code_by_key"].values():
            if code in _NOT_REACHED:
                yield file, "not reached"
            elif code is not _NOT_RUN:
                yield file, "killed" if code in _KILLED | _TIMED_OUT else "survived"


def table(folder: Path = _FOUND) -> Table:
    """Mutants by file: how many, and the share that a test noticed."""
    counts = Counter(outcomes(folder))
    files = sorted({file for file, _ in counts})
    rows: list[tuple[str, list[Cell]]] = [
        (file, _cells(Counter({fate: counts[file, fate] for fate in ("killed", "survived", "not reached")})))
        for file in files
    ]
    total: Counter[str] = Counter()
    for (_, fate), count in counts.items():
        total[fate] += count
    return Table("Mutants", ("all", "killed", "no test reaches them"), [*rows, ("all files", _cells(total))])


def _cells(fates: Counter[str]) -> list[Cell]:
    total = sum(fates.values())
    return [total, fates["killed"] / total if total else None, fates["not reached"]]


def main(
    run: Annotated[bool, typer.Option(help="Or only count what an earlier run left.")] = True,
    results: Annotated[Path, typer.Option(help="Where to write.")] = FOLDER,
) -> None:
    """Make the mutants, test them and save what came of them."""
    if run:
        done = subprocess.run([sys.executable, "-m", "mutmut", "run", "--max-children", "2"], cwd=ROOT)
        if done.returncode:
            print(
                f"mutmut ended with code {done.returncode}; what it had found by then is counted",
                file=sys.stderr,
            )
    save("mutants", [table()], folder=results)


if __name__ == "__main__":
    typer.run(main)
