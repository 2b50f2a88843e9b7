"""Where extracted records go: a file that survives a kill, standard output, or a table to read."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, Protocol

from quoteattr.cli.inputs import STANDARD_INPUT, SUFFIXES, Item
from quoteattr.cli.table import write_table
from quoteattr.errors import InputError
from quoteattr.exchange import FORMATS, write
from quoteattr.records import Record
from quoteattr.settings import Settings

State = Literal["new", "done", "changed"]
_EXPORTED = {".csv": "csv", ".xlsx": "xlsx", ".parquet": "parquet", ".html": "html", ".conllu": "conllu"}


class Output(Protocol):
    """Takes records one by one."""

    resumes: bool
    """Whether the same command completes it after a stop."""

    def state(self, item: Item) -> State:
        """Tell whether an earlier run has written this item's record, of this text or of another."""

    def write(self, record: Record) -> None:
        """Write one record, whole."""

    def close(self) -> None:
        """Finish."""


def to_line(record: Mapping[str, Any]) -> bytes:
    """Encode a record as one line of JSON Lines."""
    return json.dumps(record, ensure_ascii=False).encode() + b"\n"


class Lines:
    """JSON Lines on standard output."""

    resumes = False

    def state(self, item: Item) -> State:
        """Nothing is known of earlier runs."""
        return "new"

    def write(self, record: Record) -> None:
        """Write one record."""
        sys.stdout.buffer.write(to_line(record))
        sys.stdout.buffer.flush()

    def close(self) -> None:
        """Nothing to close."""


class Table:
    """A table for reading on standard output."""

    resumes = False

    def state(self, item: Item) -> State:
        """Nothing is known of earlier runs."""
        return "new"

    def write(self, record: Record) -> None:
        """Write the table of one text."""
        write_table(record)

    def close(self) -> None:
        """Nothing to close."""


class Export:
    """A file or folder in one of the formats of `quoteattr.exchange`, written when all records are there.

    Args:
        path: The file or folder.
        to: The format.
        overwrite: Whether it may take the place of what is there.

    Raises:
        InputError: It is there already.
        MissingLibraryError: The format needs a library that is not installed.
    """

    resumes = False

    def __init__(self, path: str, *, to: str, overwrite: bool) -> None:
        self.path, self.to = path, to
        self._records: list[Record] = []
        target = Path(path)
        if not overwrite and target.exists() and (target.is_file() or any(target.iterdir())):
            raise InputError(
                f"{path} is there already; --overwrite replaces it, or choose another name for -o"
            )
        write([], path, to=to)  # what would fail at the end of a long run should fail at once

    def state(self, item: Item) -> State:
        """Nothing is known of earlier runs."""
        return "new"

    def write(self, record: Record) -> None:
        """Keep one record."""
        self._records.append(record)

    def close(self) -> None:
        """Write all records."""
        write(self._records, self.path, to=self.to)


def open_output(
    path: str | None, *, to: str | None, inputs: Sequence[str], settings: Settings, overwrite: bool
) -> Output:
    """Open what the command line names.

    Args:
        path: A file; None or "-" for standard output.
        to: "table", "jsonl" or one of `quoteattr.exchange.FORMATS`; None goes by where it is written to.
        inputs: What is read, and so must not be written to.
        settings: What is looked for; it must not differ within one file.
        overwrite: Whether to begin a file anew that is there already.

    Raises:
        InputError: The file cannot be written to, or holds something else.
    """
    if path is None or path == STANDARD_INPUT:
        if to in FORMATS:
            raise InputError(f"--to {to} needs a file to write to; name it by -o")
        if to == "table" or (to is None and path is None and sys.stdout.isatty()):
            return Table()
        return Lines()
    if to == "table":
        raise InputError("--to table is for reading; leave it out, or -o")
    suffix = Path(path).suffix.lower()
    to = to or _EXPORTED.get(suffix, "jsonl")
    if to == "jsonl" and SUFFIXES.get(suffix, "text") not in ("jsonl", "text"):
        raise InputError(f"{path}: --to says which format this is to be; JSON Lines end in .jsonl")
    for name in inputs:
        if Path(name).exists() and Path(path).exists() and os.path.samefile(name, path):
            raise InputError(f"{path} is an input; choose another file for -o")
    if to in FORMATS:
        return Export(path, to=to, overwrite=overwrite)
    from quoteattr.cli.recordfile import RecordFile

    return RecordFile(path, settings=settings, overwrite=overwrite)
