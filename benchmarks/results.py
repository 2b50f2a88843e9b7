"""What a benchmark leaves behind: tables on the terminal, and a JSON file that says how they came about."""

from __future__ import annotations

import json
import os
import platform
import re
import shlex
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timezone
from importlib import metadata
from pathlib import Path
from typing import Annotated, Any

import typer

import quoteattr

ROOT = Path(__file__).parent.parent
FOLDER = Path(__file__).parent / "results"
SCRATCH = ROOT / "runs" / "benchmarks"
"""Environments of other systems: git ignores it, and all of it can be made again."""

Data = Annotated[Path | None, typer.Option(help="The folder that the corpora are in.")]
Half = Annotated[str, typer.Option(help="choose or report, every second text; all of them by default.")]
Model = Annotated[str | None, typer.Option(help="A model folder or package; the bundled weights by default.")]
Results = Annotated[Path, typer.Option(help="Where to write.")]
CorpusName = Annotated[str, typer.Argument(help="world, ggt, polnear, gum, articles, or a file of records")]

Cell = str | int | float | Sequence[float | None] | None
"""A word, a count, a share from 0 to 1, a share with its standard error, or nothing to judge."""

_PACKAGES = ("spacy", "torch", "transformers", "numpy")
_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, each under its label."""

    title: str
    columns: Sequence[str]
    rows: Sequence[tuple[str, Sequence[Cell]]]

    def text(self) -> str:
        """The table for a terminal."""
        lines = [["", *self.columns], *([label, *map(show, cells)] for label, cells in self.rows)]
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        edges = ["<", *">" * len(self.columns)]
        cells = [[f"{c:{e}{w}}" for c, e, w in zip(line, edges, widths, strict=True)] for line in lines]
        return "\n".join([self.title, *("  ".join(line).rstrip() for line in cells)])


def show(cell: Cell) -> str:
    """A cell as readers see it: shares in per cent with one decimal, counts with their thousands."""
    if cell is None:
        return "–"
    if isinstance(cell, str):
        return cell
    if isinstance(cell, int):
        return f"{cell:,}"
    if isinstance(cell, float):
        return f"{100 * cell:.1f}"
    value, error = cell
    return show(value) if error is None else f"{show(value)} ± {100 * error:.1f}"


@dataclass(frozen=True, slots=True)
class Result:
    """The tables of one run and where they come from.

    Attributes:
        name: The file's name, without its ending.
        tables: The figures.
        origin: Command, date, machine, versions and the fingerprint of the weights.
        more: What charts need besides.
    """

    name: str
    tables: Sequence[Table]
    origin: Mapping[str, Any]
    more: Mapping[str, Any]

    def cell(self, title: str, row: str, column: str) -> Cell:
        """One figure; None where the run has no such table, row or column."""
        for table in self.tables:
            if table.title == title and column in table.columns:
                cells = dict(table.rows).get(row)
                return None if cells is None else cells[list(table.columns).index(column)]
        return None


def save(name: str, tables: Sequence[Table], *, folder: Path = FOLDER, model: str = "", **more: Any) -> Path:
    """Print tables and write them with the versions, the machine, the command and the date they came about with."""
    for table in tables:
        print(table.text(), end="\n\n")
    folder.mkdir(parents=True, exist_ok=True)
    origin = {
        "command": command_line(sys.argv),
        "date": datetime.now(timezone.utc).date().isoformat(),
        "machine": {"processor": _processor(), "cores": os.cpu_count(), "system": platform.system()},
        "versions": {
            "python": platform.python_version(),
            "quoteattr": quoteattr.__version__,
            **{package: metadata.version(package) for package in _PACKAGES},
        },
        "model": model,
    }
    whole = {"name": name, "origin": origin, "tables": [asdict(table) for table in tables], "more": more}
    path = folder / f"{name}.json"
    rounded = json.loads(json.dumps(whole), parse_float=lambda digits: round(float(digits), _DIGITS))
    path.write_text(json.dumps(rounded, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def load(name: str, *, folder: Path = FOLDER) -> Result | None:
    """Read a result; None when that benchmark has not been run."""
    path = folder / f"{name}.json"
    if not path.is_file():
        return None
    whole = json.loads(path.read_text(encoding="utf-8"))
    tables = [
        Table(t["title"], t["columns"], [(row[0], row[1]) for row in t["rows"]]) for t in whole["tables"]
    ]
    return Result(whole["name"], tables, whole["origin"], whole["more"])


def command_line(argv: Sequence[str]) -> str:
    """The command as a reader would type it: whatever is a path on this machine becomes a placeholder."""
    words = ["FOLDER" if os.sep in word or word.startswith(("~", ".")) else word for word in argv[1:]]
    return shlex.join(["python", "-m", f"benchmarks.{Path(argv[0]).stem}".removesuffix(".__main__"), *words])


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    named = re.search(r"model name\s*:\s*(.+)", info.read_text(encoding="utf-8")) if info.is_file() else None
    return named[1] if named else platform.processor() or platform.machine()
