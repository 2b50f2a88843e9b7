"""Extracted records in the formats of other tools: written at the end, whole."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from quoteattr.cli.inputs import Item
from quoteattr.errors import InputError
from quoteattr.exchange.formats import FORMATS, require, write
from quoteattr.records import Record

_BY_SUFFIX = {".csv": "csv", ".xlsx": "xlsx", ".parquet": "parquet", ".html": "html", ".conllu": "conllu"}


def format_of(path: str, to: str | None) -> str | None:
    """Say which format an output is written in.

    Args:
        path: The output.
        to: The format that was asked for; None goes by the name.

    Returns:
        One of `FORMATS`, or None for what is written record by record.
    """
    if to is not None:
        return to if to in FORMATS else None
    return _BY_SUFFIX.get(Path(path).suffix.lower())


class Exported:
    """Collects records and writes them in another tool's format when all are there.

    Args:
        path: The file or folder.
        to: The format.
        overwrite: Whether to replace what is there.

    Raises:
        InputError: The file is there already.
        MissingLibraryError: The format needs a library that is not installed.
    """

    def __init__(self, path: str, *, to: str, overwrite: bool) -> None:
        place = Path(path)
        if place.exists() and not overwrite and not (place.is_dir() and not any(place.iterdir())):
            raise InputError(f"{path} is there already; --overwrite replaces it, another -o keeps it")
        require(to)
        self.path = path
        self.to = to
        self._records: list[Record] = []

    def state(self, item: Item) -> Literal["new"]:
        """Nothing is known of earlier runs."""
        return "new"

    def write(self, record: Record) -> None:
        """Keep one record."""
        self._records.append(record)

    def close(self) -> None:
        """Write all records."""
        write(self._records, self.path, to=self.to)
