"""Exchange records in files: one JSON object a line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from os import PathLike
from pathlib import Path
from typing import Any

from quoteattr.corpora.attributions import from_attributions
from quoteattr.errors import RecordError
from quoteattr.records import check_record


def read_records(path: str | PathLike[str]) -> list[dict[str, Any]]:
    """Read a JSONL file of records.

    Lines with "attributions" in place of "quotes" are turned into exchange records. Keys that a line lacks
    stay absent, and keys beyond those of a record are kept: labels of a gold file need not be complete.

    Args:
        path: The file, in UTF-8; empty lines are skipped.

    Returns:
        The records, each checked.

    Raises:
        FileNotFoundError: There is no such file.
        RecordError: A line is not a record; the message names file, line and what is wrong.
    """
    path = Path(path)
    records = []
    for number, line in enumerate(path.read_bytes().split(b"\n"), start=1):
        if not line.strip():
            continue
        place = f"{path}, line {number}"
        try:
            value = json.loads(line.decode("utf-8-sig" if number == 1 else "utf-8"))
        except UnicodeDecodeError:
            raise RecordError(f"{place}: not UTF-8; save the file as UTF-8") from None
        except (ValueError, RecursionError) as error:
            raise RecordError(f"{place}: not JSON ({error})") from None
        try:
            record = (
                from_attributions(value) if isinstance(value, dict) and "attributions" in value else value
            )
            check_record(record)
        except RecordError as error:
            raise RecordError(f"{place}: {error}") from None
        records.append(record)
    return records


def write_records(path: str | PathLike[str], records: Iterable[Mapping[str, Any]]) -> int:
    """Write records to a JSONL file, in UTF-8.

    Args:
        path: The file; what it held is replaced.
        records: Exchange records.

    Returns:
        How many were written.
    """
    count = 0
    with Path(path).open("wb") as file:
        for count, record in enumerate(records, start=1):  # noqa: B007
            file.write(_encoded(record) + b"\n")
    return count


def _encoded(record: Mapping[str, Any]) -> bytes:
    try:
        return json.dumps(record, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:  # half a surrogate pair, which only an escape can carry
        return json.dumps(record).encode("ascii")
