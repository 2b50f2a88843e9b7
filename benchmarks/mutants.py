"""What the tests would notice: `python -m benchmarks.mutants` changes the code of decisions, one place at a time.

mutmut (configured in pyproject.toml) makes the changes and runs, for each of them, the tests that reach it.
"""

from __future__ import annotations

import json
import subprocess
import sys

import typer

from benchmarks.results import FOLDER, ROOT, Results, Table, save


def table(counts: dict[str, int]) -> Table:
    """How many changes a test noticed, of mutmut's counts."""
    killed = sum(counts.get(name, 0) for name in ("killed", "timeout", "segfault", "suspicious"))
    unreached = counts.get("no_tests", 0)
    tried = killed + counts.get("survived", 0) + unreached
    cells = (tried, killed / tried if tried else None, unreached)
    return Table("Mutants", ("all", "killed", "no test reaches"), [("", cells)])


def main(results: Results = FOLDER) -> None:
    """Make the mutants, test them and save what came of them; a second run goes on where one was stopped."""
    mutmut = [sys.executable, "-m", "mutmut"]
    subprocess.run([*mutmut, "run", "--max-children", "2"], cwd=ROOT)
    subprocess.run([*mutmut, "export-cicd-stats"], cwd=ROOT, check=True)
    counts = json.loads((ROOT / "mutants" / "mutmut-cicd-stats.json").read_text(encoding="utf-8"))
    save("mutants", [table(counts)], folder=results)


if __name__ == "__main__":
    typer.run(main)
