"""A file of records that survives a kill, and that the same command completes."""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from quoteattr.cli.inputs import Item
from quoteattr.cli.lines import State, to_line
from quoteattr.engine import provenance
from quoteattr.errors import InputError
from quoteattr.records import Record
from quoteattr.settings import Settings

OPTIONS_SUFFIX = ".options"
LOCK_SUFFIX = ".lock"

_BINARY = getattr(os, "O_BINARY", 0)
_BEGINNING = b'{"id": '


class RecordFile:
    """A JSON Lines file that a rerun completes.

    A record is one line, written by one call and flushed. What a kill left half written is cut off when the
    file is opened again. The options that it was written with stand in a file beside it.

    Args:
        path: The file; it is made if there is none.
        settings: What is looked for.
        overwrite: Whether to begin anew.

    Raises:
        InputError: The file holds something else than records, was written with other options, or is being
            written by another run.
    """

    def __init__(self, path: str, *, settings: Settings, overwrite: bool = False) -> None:
        self.path = path
        self._done: Counter[bytes] = Counter()
        self._ids: Counter[str] = Counter()
        self._end = 0
        target = Path(path)
        self._regular = target.is_file() or not target.exists()
        if not self._regular:
            self._file = open(path, "wb", buffering=0)  # noqa: SIM115 - open as long as the run
            return
        if not target.parent.is_dir():
            raise InputError(f"{path}: there is no folder {target.parent}; make it first")
        options = provenance(settings)
        self._lock = FileLock(path + LOCK_SUFFIX, timeout=0)
        self._take()
        try:
            self._file = open(os.open(path, os.O_RDWR | os.O_CREAT | _BINARY, 0o666), "r+b", buffering=0)  # noqa: SIM115
            if not overwrite:
                self._read_earlier()
                self._check_options(options)
            self._file.truncate(self._end)
            self._file.seek(self._end)
            _write_whole(Path(path + OPTIONS_SUFFIX), json.dumps(options, indent=1) + "\n")
        except BaseException:
            self.close()
            raise

    def _take(self) -> None:
        """Keep a second run off: each would write over what the other has written."""
        try:
            self._lock.acquire()
        except Timeout:
            raise InputError(
                f"{self.path} is being written by another run; wait for it, or choose another file for -o"
            ) from None

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
                self._ids[value["id"]] += 1
                self._end += len(line)

    def _foreign(self, number: int) -> InputError:
        return InputError(
            f"{self.path}: line {number} is not a record of quoteattr; choose another file for -o, or "
            "--overwrite it"
        )

    def _check_options(self, options: dict[str, Any]) -> None:
        beside = Path(self.path + OPTIONS_SUFFIX)
        if not self._end or not beside.is_file():
            return
        try:
            earlier = json.loads(beside.read_text(encoding="utf-8"))
        except ValueError:
            raise InputError(f"{beside} cannot be read; delete it, or --overwrite {self.path}") from None
        changes = [
            f"{name} was {_shown(earlier.get(name))} and is {_shown(options.get(name))}"
            for name in {**earlier, **options}
            if earlier.get(name) != options.get(name)
        ]
        if changes:
            raise InputError(
                f"{self.path} was written with other options ({'; '.join(changes)}); give the same options to "
                "complete it, --overwrite to write it anew, or choose another file for -o"
            )

    def state(self, item: Item) -> State:
        """Tell whether an earlier run has written this item's record; each record answers once."""
        key = _key(item.id, item.text)
        if self._done[key]:
            self._done[key] -= 1
            self._ids[item.id] -= 1
            return "done"
        return "changed" if self._ids[item.id] > 0 else "new"

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
        if hasattr(self, "_file"):
            self._file.close()
        if self._regular:
            self._lock.release()
            Path(self.path + LOCK_SUFFIX).unlink(missing_ok=True)


def _key(id: str, text: str) -> bytes:
    return hashlib.blake2b(f"{len(id)} {id}{text}".encode(), digest_size=16).digest()


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return ",".join(map(str, value))
    return "unset" if value is None else str(value)


def _write_whole(path: Path, text: str) -> None:
    fresh = path.with_name(path.name + ".new")
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(path)
