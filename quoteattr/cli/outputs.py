"""Where extracted records go: a file that survives a kill, standard output, or a table to read."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from quoteattr.cli.exported import Exported, format_of
from quoteattr.cli.inputs import STANDARD_INPUT, SUFFIXES, Item
from quoteattr.cli.lines import Lines, State
from quoteattr.cli.recordfile import RecordFile
from quoteattr.cli.table import write_table
from quoteattr.errors import InputError
from quoteattr.exchange.formats import FORMATS
from quoteattr.records import Record
from quoteattr.settings import Settings


class Output(Protocol):
    """Takes records one by one."""

    def state(self, item: Item) -> State:
        """Tell whether an earlier run has written this item's record, of this text or of another."""

    def write(self, record: Record) -> None:
        """Write one record, whole."""

    def close(self) -> None:
        """Finish."""


class Table:
    """A table for reading on standard output."""

    def state(self, item: Item) -> State:
        """Nothing is known of earlier runs."""
        return "new"

    def write(self, record: Record) -> None:
        """Write the table of one text."""
        write_table(record)

    def close(self) -> None:
        """Nothing to close."""


def open_output(
    path: str | None, *, to: str | None, inputs: Sequence[str], settings: Settings, overwrite: bool
) -> Output:
    """Open what the command line names.

    Args:
        path: A file; None or "-" for standard output.
        to: "table", "jsonl" or another tool's format; None goes by the name and by where it is written to.
        inputs: What is read, and so must not be written to.
        settings: What is looked for; it must not differ within one file.
        overwrite: Whether to begin a file anew that is there already.

    Raises:
        InputError: The file cannot be written to, or holds something else.
    """
    if path is None or path == STANDARD_INPUT:
        if to in FORMATS:
            raise InputError(f"--to {to} needs a place to write to; name it by -o")
        if to == "table" or (to is None and path is None and sys.stdout.isatty()):
            return Table()
        return Lines()
    if to == "table":
        raise InputError("-o writes JSON Lines; leave out --to table, or -o")
    for name in inputs:
        if Path(name).exists() and Path(path).exists() and os.path.samefile(name, path):
            raise InputError(f"{path} is an input; choose another file for -o")
    form = format_of(path, to)
    if form is not None:
        return Exported(path, to=form, overwrite=overwrite)
    suffix = Path(path).suffix.lower()
    if to is None and SUFFIXES.get(suffix, "text") not in ("jsonl", "text"):
        raise InputError(f"{path}: -o writes JSON Lines, and no {suffix}; name the file .jsonl, or say --to")
    return RecordFile(path, settings=settings, overwrite=overwrite)
