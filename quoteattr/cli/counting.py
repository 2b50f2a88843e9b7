"""How many texts there are, so that progress can say how long the rest will take."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from contextlib import suppress

from quoteattr.cli.encodings import as_text, open_input
from quoteattr.cli.inputs import STANDARD_INPUT, Reading, find_files
from quoteattr.errors import InputError


def count_texts(inputs: Iterable[str], *, reading: Reading) -> int | None:
    """Count the texts of the inputs without reading them closely.

    Args:
        inputs: Files and folders.
        reading: How they will be read.

    Returns:
        The number, or None where it cannot be known: of standard input, and of JSON arrays.
    """
    total = 0
    for path in find_files(inputs, reading=reading, report=lambda _: None):
        if path == STANDARD_INPUT:
            return None
        with suppress(InputError, OSError, ValueError, csv.Error):  # told when it is read
            count = _count(path, reading)
            if count is None:
                return None
            total += count
    return total


def _count(path: str, reading: Reading) -> int | None:
    form = reading.form_of(path)
    if form == "json":
        return None
    with open_input(path) as file:
        if form == "jsonl":
            return sum(1 for line in file if line.strip())
        if form == "csv":
            with as_text(file, reading.encoding) as text:
                return max(sum(1 for _ in csv.reader(text)) - 1, 0)
        if form == "parquet":
            from pyarrow.parquet import ParquetFile

            return int(ParquetFile(file).metadata.num_rows)
        return 1
