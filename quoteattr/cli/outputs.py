"""Where extracted records go: a file that survives a kill, standard output, or a table to read."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
import textwrap
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

from quoteattr.cli.console import printable
from quoteattr.cli.inputs import Item
from quoteattr.errors import RecordError
from quoteattr.records import Record

_BINARY = getattr(os, "O_BINARY", 0)
_BEGINNING = b'{"id": '


class Output(Protocol):
    """Takes records one by one."""

    def has(self, item: Item) -> bool:
        """Tell whether an earlier run has written this item's record."""

    def write(self, record: Record) -> None:
        """Write one record, whole."""

    def close(self) -> None:
        """Finish."""


def to_line(record: Mapping[str, Any]) -> bytes:
    """Encode a record as one line of JSON Lines."""
    return json.dumps(record, ensure_ascii=False).encode() + b"\n"


class RecordFile:
    """A JSON Lines file that a rerun completes.

    A record is one line, written by one call and flushed. What a kill left half written is cut off when the
    file is opened again.

    Args:
        path: The file; it is made if there is none.

    Raises:
        RecordError: The file holds something else than records.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self._done: Counter[bytes] = Counter()
        self._end = 0
        target = Path(path)
        self._regular = target.is_file() or not target.exists()
        if not self._regular:
            self._file = open(path, "wb", buffering=0)  # noqa: SIM115 - open as long as the run
            return
        self._file = open(os.open(path, os.O_RDWR | os.O_CREAT | _BINARY, 0o666), "r+b", buffering=0)  # noqa: SIM115
        try:
            self._lock()
            self._read_earlier()
        except BaseException:
            self._file.close()
            raise
        self._file.truncate(self._end)
        self._file.seek(self._end)

    def _lock(self) -> None:
        """Keep a second run off: each would write over what the other has written."""
        try:
            import fcntl
        except ImportError:  # Windows has none
            return
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise RecordError(
                f"{self.path} is being written by another run; wait for it, or choose another file for -o"
            ) from None
        except OSError:  # a file system without locks
            return

    def _read_earlier(self) -> None:
        with open(self.path, "rb") as file:
            for number, line in enumerate(file, 1):
                if not line.startswith(_BEGINNING[: len(line)]):
                    raise self._foreign(number)
                if not line.endswith(b"\n"):
                    return
                try:
                    value = json.loads(line)
                    key = _key(value["id"], value["text"])
                    value["quotes"]
                except (ValueError, KeyError, TypeError, AttributeError):
                    raise self._foreign(number) from None
                self._done[key] += 1
                self._end += len(line)

    def _foreign(self, number: int) -> RecordError:
        return RecordError(
            f"{self.path}: line {number} is not a record of quoteattr; choose another file for -o"
        )

    def has(self, item: Item) -> bool:
        """Tell whether an earlier run has written this item's record; each record answers once."""
        key = _key(item.id, item.text)
        if self._done[key]:
            self._done[key] -= 1
            return True
        return False

    def write(self, record: Record) -> None:
        """Write one record, whole or not at all."""
        line = to_line(record)
        sent = 0
        try:
            while sent < len(line):
                sent += self._file.write(line[sent:])
        except OSError:
            if self._regular:
                os.ftruncate(self._file.fileno(), self._end)
            raise
        self._end += len(line)

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def _key(id: str, text: str) -> bytes:
    return hashlib.blake2b(f"{len(id)} {id}{text}".encode(), digest_size=16).digest()


class Lines:
    """JSON Lines on standard output."""

    def has(self, item: Item) -> bool:
        """Nothing is known of earlier runs."""
        return False

    def write(self, record: Record) -> None:
        """Write one record."""
        sys.stdout.buffer.write(to_line(record))
        sys.stdout.buffer.flush()

    def close(self) -> None:
        """Nothing to close."""


class Table:
    """Who, by which words, what: a table for reading, as wide as the terminal."""

    def __init__(self, width: int | None = None) -> None:
        self.width = max(50, width or shutil.get_terminal_size((100, 24)).columns)

    def has(self, item: Item) -> bool:
        """Nothing is known of earlier runs."""
        return False

    def write(self, record: Record) -> None:
        """Write the table of one text."""
        shown = self.format(record)
        encoding = sys.stdout.encoding or "utf-8"
        sys.stdout.write(shown.encode(encoding, "replace").decode(encoding))
        sys.stdout.flush()

    def close(self) -> None:
        """Nothing to close."""

    def format(self, record: Record) -> str:
        """Lay out one record.

        Args:
            record: The record.

        Returns:
            Lines of text, the last of them blank.
        """
        text = record["text"]
        depth: dict[str, int] = {}
        who_width, cue_width = self.width // 4, self.width // 6
        what_width = self.width - who_width - cue_width - 4
        lines = [printable(record["id"]) or "text"]
        if not record["quotes"]:
            lines.append("  no quotes")
        for quote in record["quotes"]:
            level = depth.get(quote["parent"] or "", -1) + 1
            depth[quote["id"]] = level
            marks = [
                mark for mark in (quote["medium"], quote["polarity"]) if mark not in ("speech", "asserted")
            ]
            cue = " ".join([_words(text, quote["cue"]), *(f"({mark})" for mark in marks)])
            who = quote["speaker"] or _words(text, quote["source"]) or "?"
            what = "  " * level + ("↳ " if level else "") + _words(text, quote["content"])
            columns = [
                _wrap(printable(who), who_width - 2),
                _wrap(printable(cue), cue_width),
                _wrap(what, what_width, hanging="  " * level),
            ]
            for row in range(max(map(len, columns))):
                cells = [column[row] if row < len(column) else "" for column in columns]
                line = f"  {cells[0]:<{who_width - 2}}  {cells[1]:<{cue_width}}  {cells[2]}"
                lines.append(line.rstrip())
        return "\n".join(lines) + "\n\n"


def _words(text: str, spans: list[list[int]]) -> str:
    joined = " … ".join(text[start:end] for start, end in spans)
    return printable(" ".join(joined.split()))


def _wrap(text: str, width: int, *, hanging: str = "") -> list[str]:
    return textwrap.wrap(text, max(width, 8), subsequent_indent=hanging) or [""]
