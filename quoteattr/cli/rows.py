"""Rows of files that hold many texts: JSON Lines, JSON, CSV and Parquet."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from quoteattr.cli.encodings import as_text, cure, decode, encoding_of, head_of, lines, not_in
from quoteattr.errors import InputError

Report = Callable[[str], None]

_LARGEST_CELL = 2**31 - 1
_DELIMITERS = ",;\t|"
_NO_DELIMITER = "\x1f"
_SURPLUS = "\0surplus"
_QUOTED = re.compile(r'"[^"]*"')
_PARQUET_ROWS = 64


@dataclass(frozen=True, slots=True)
class Row:
    """One object of a file, and where it stands."""

    place: str
    value: dict[str, Any]


def read_jsonl(file: BinaryIO, name: str, encoding: str | None, report: Report) -> Iterator[Row]:
    """Read JSON Lines; a malformed line is reported and left out."""
    believed = encoding_of(head_of(file), encoding)
    for number, line in lines(file, encoding):
        place = f"{name}:{number}"
        if line is None:
            report(f"{place}: {not_in(believed)}; {cure(encoding)}")
        elif line.strip():
            yield from _object(place, line, report)


def _object(place: str, line: str, report: Report) -> Iterator[Row]:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        report(f"{place}: not JSON ({error})")
        return
    if isinstance(value, dict):
        yield Row(place, value)
    else:
        report(f"{place}: a {type(value).__name__}, not a JSON object")


def read_json(file: BinaryIO, name: str, encoding: str | None, report: Report) -> Iterator[Row]:
    """Read a JSON array of objects, one object, or JSON Lines under another name."""
    text = decode(file.read(), encoding)
    try:
        value = json.loads(text)
    except RecursionError:
        raise InputError("not JSON (nested too deep)") from None
    except ValueError as error:
        rows = text.split("\n")
        if not _is_object(rows[0]):
            raise InputError(f"not JSON ({error})") from None
        for number, line in enumerate(rows, 1):
            if line.strip():
                yield from _object(f"{name}:{number}", line, report)
        return
    for number, item in enumerate(_listed(value)):
        if isinstance(item, dict):
            yield Row(f"{name}[{number}]", item)
        else:
            report(f"{name}[{number}]: a {type(item).__name__}, not a JSON object")


def _is_object(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _listed(value: Any) -> list[Any]:
    """The objects of a JSON value: those of an array, alone or as the only array of an object."""
    if isinstance(value, dict):
        arrays = [item for item in value.values() if isinstance(item, list) and item]
        if len(arrays) == 1 and all(isinstance(item, dict) for item in arrays[0]) and "quotes" not in value:
            return arrays[0]
        return [value]
    if isinstance(value, list):
        return value
    raise InputError(f"a {type(value).__name__}, not an array of JSON objects")


def read_csv(file: BinaryIO, name: str, encoding: str | None, report: Report) -> Iterator[Row]:
    """Read a table whose first line names the columns; commas, semicolons, tabs or bars part them."""
    csv.field_size_limit(_LARGEST_CELL)
    believed = encoding_of(head_of(file), encoding)
    with as_text(file, encoding) as text:
        number = 0
        try:
            head = text.readline()
            if not head.strip():
                raise InputError("its first line is empty; it must name the columns")
            delimiter = _delimiter(head)
            names = next(csv.reader([head], delimiter=delimiter))
            table = csv.DictReader(text, fieldnames=names, restkey=_SURPLUS, delimiter=delimiter)
            for number, row in enumerate(table, 1):
                place = f"{name}, row {number}"
                if _SURPLUS in row:
                    report(
                        f"{place}: more cells than columns; put cells that hold {delimiter!r} in quotation marks"
                    )
                else:
                    yield Row(place, row)
        except UnicodeDecodeError:
            report(f"{name}, after row {number}: {not_in(believed)}; {cure(encoding)}")
        except csv.Error as error:
            report(f"{name}, after row {number}: not CSV ({error})")


def _delimiter(head: str) -> str:
    """What parts the names of the columns; of a single column, nothing that a text would hold."""
    bare = _QUOTED.sub("", head)
    best = max(_DELIMITERS, key=bare.count)
    return best if best in bare else _NO_DELIMITER


def read_parquet(file: BinaryIO, name: str, encoding: str | None, report: Report) -> Iterator[Row]:
    """Read a Parquet file, a few rows at a time."""
    import io

    import pyarrow
    from pyarrow.parquet import ParquetFile

    source = file if file.seekable() else io.BytesIO(file.read())
    number = 0
    try:
        for batch in ParquetFile(source).iter_batches(batch_size=_PARQUET_ROWS):
            for row in batch.to_pylist():
                number += 1
                yield Row(f"{name}, row {number}", row)
    except (pyarrow.ArrowException, OSError) as error:
        reason = str(error).partition("\n")[0]
        report(f"{name}: not Parquet, or broken after row {number} ({reason})")


ROWS: dict[str, Callable[[BinaryIO, str, str | None, Report], Iterator[Row]]] = {
    "jsonl": read_jsonl,
    "json": read_json,
    "csv": read_csv,
    "parquet": read_parquet,
}
"""The reader of each form: a file, its name, its encoding or None, and who is told of faults."""
