"""What a benchmark leaves behind: a table on the terminal and a JSON file that says how it came about."""

from __future__ import annotations

import json
import os
import platform
import shlex
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from importlib import metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
RESULTS = Path(__file__).parent / "results"
SCRATCH = ROOT / "runs" / "benchmarks"
"""Predictions and environments: git ignores it, and all of it can be made again."""

_PACKAGES = ("quoteattr", "spacy", "torch", "transformers", "numpy")
_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under a heading; numbers are right-aligned."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]

    def text(self) -> str:
        """The table for a terminal."""
        widths = [max(map(len, column)) for column in zip(self.head, *self.rows, strict=True)]
        lines = [self.title, _line(self.head, widths), "  ".join("-" * width for width in widths)]
        return "\n".join([*lines, *(_line(row, widths) for row in self.rows)])

    def markdown(self) -> str:
        """The table for a Markdown page, without its title."""
        rule = "|---|" + "--:|" * (len(self.head) - 1)
        rows = [self.head, *self.rows]
        lines = ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
        return "\n".join([lines[0], rule, *lines[1:]])


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = [
        cell.rjust(width) if column else cell.ljust(width)
        for column, (cell, width) in enumerate(zip(row, widths, strict=True))
    ]
    return "  ".join([first, *others]).rstrip()


def percent(value: float | None, error: float | None = None) -> str:
    """A share as a percentage with one decimal, "–" for none, and its standard error where known."""
    if value is None:
        return "–"
    return f"{100 * value:.1f}" + ("" if error is None else f" ± {100 * error:.1f}")


def save(name: str, result: Mapping[str, Any], *, command: str, folder: Path = RESULTS) -> Path:
    """Write a result with the versions, the machine, the command and the date that it came about with.

    Args:
        name: The file's name, without its ending.
        result: The figures.
        command: How to get them again, as `command_line` gives it.
        folder: Where to write.

    Returns:
        The file.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.json"
    whole = {
        "name": name,
        "command": command,
        "date": datetime.now(timezone.utc).date().isoformat(),
        "machine": machine(),
        "versions": versions(),
        **result,
    }
    path.write_text(json.dumps(_rounded(whole), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def load(name: str, *, folder: Path = RESULTS) -> dict[str, Any] | None:
    """Read a result; None when that benchmark has not been run."""
    path = folder / f"{name}.json"
    if not path.is_file():
        return None
    result: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return result


def command_line(module: str, argv: Sequence[str]) -> str:
    """The command as a reader would type it: whatever is a path on this machine becomes a placeholder."""
    shown = [shlex.quote(word) if not _is_path(word) else "FOLDER" for word in argv]
    return " ".join(["python", "-m", f"benchmarks.{module}", *shown])


def _is_path(word: str) -> bool:
    return os.sep in word or word.startswith(("~", "."))


def machine() -> dict[str, Any]:
    """The machine in terms that anyone may read: processor, cores, memory, system."""
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory_gib": _memory_gib(),
        "system": platform.system(),
    }


def versions() -> dict[str, str]:
    """Versions of Python and of the packages that a figure may depend on."""
    found = {"python": platform.python_version()}
    for package in _PACKAGES:
        try:
            found[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            if package in sys.modules or package == "quoteattr":
                import quoteattr

                found[package] = quoteattr.__version__
    return found


def _processor() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def _memory_gib() -> int | None:
    try:
        return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30)
    except (ValueError, OSError, AttributeError):
        return None


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, _DIGITS)
    if isinstance(value, Mapping):
        return {str(key): _rounded(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_rounded(item) for item in value]
    return value
