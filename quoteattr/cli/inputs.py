"""Texts from files, folders and standard input."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

STANDARD_INPUT = "-"
_JSON_LINES = {".jsonl", ".ndjson"}
_SUFFIXES = {".txt", *_JSON_LINES}
_SURROGATE = re.compile("[\ud800-\udfff]")

Report = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Item:
    """One text to work on."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """One object of a JSON Lines file, and where it stands."""

    place: str
    value: dict[str, Any]


def read_items(
    inputs: Iterable[str], *, form: str | None, field: str, id_field: str, report: Report
) -> Iterator[Item]:
    """Read texts one after another.

    Args:
        inputs: Files, folders, and "-" for standard input.
        form: "text" or "jsonl"; None goes by the file's name.
        field: The field of a JSON object that is the text.
        id_field: The field that is its id, where there is one.
        report: Told of everything that cannot be read.

    Yields:
        The texts. Unpaired surrogates, which no file can hold, are replaced one for one.
    """
    for name in inputs:
        for path in _files(name, report):
            lines = form == "jsonl" or (form is None and _is_lines(path))
            try:
                if lines:
                    for line in read_lines(path, report=report):
                        item = _item(line, field, id_field, report)
                        if item is not None:
                            yield item
                else:
                    with _open(path) as file:
                        text = file.read().decode("utf-8")
                    yield Item(_name(path), text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}"))
            except UnicodeDecodeError as error:
                report(f"{_name(path)}: not UTF-8 (byte {error.start}); save it as UTF-8")
            except OSError as error:
                report(f"{_name(path)}: {error.strerror or error}")


def read_lines(path: str, *, report: Report) -> Iterator[Line]:
    """Read the objects of a JSON Lines file; a malformed line is reported and left out."""
    with _open(path) as file:
        for number, raw in enumerate(file, 1):
            place = f"{_name(path)}:{number}"
            if not raw.strip():
                continue
            try:
                value = json.loads(raw.decode("utf-8-sig" if number == 1 else "utf-8"))
            except UnicodeDecodeError:
                report(f"{place}: not UTF-8; save it as UTF-8")
            except (ValueError, RecursionError) as error:
                report(f"{place}: not JSON ({error})")
            else:
                if isinstance(value, dict):
                    yield Line(place, value)
                else:
                    report(f"{place}: a {type(value).__name__}, not a JSON object")


def _item(line: Line, field: str, id_field: str, report: Report) -> Item | None:
    text = line.value.get(field)
    if not isinstance(text, str):
        what = f"field {field!r} is no string" if field in line.value else f"no field {field!r}"
        has = ", ".join(repr(key) for key, value in line.value.items() if isinstance(value, str))
        report(f"{line.place}: {what}; name the text's field by --field (it has {has or 'no string'})")
        return None
    id = line.value.get(id_field)
    named = isinstance(id, (str, int)) and not isinstance(id, bool) and id != ""
    return Item(_whole(str(id)) if named else line.place, _whole(text))


def _whole(text: str) -> str:
    return _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)


def _files(name: str, report: Report) -> Iterator[str]:
    if name == STANDARD_INPUT or not Path(name).is_dir():
        yield name
        return
    found = False
    for path in sorted(Path(name).rglob("*")):
        if path.suffix.lower() in _SUFFIXES and path.is_file():
            found = True
            yield str(path)
    if not found:
        report(f"{name}: no .txt, .jsonl or .ndjson file in this folder")


def _is_lines(path: str) -> bool:
    return Path(path).suffix.lower() in _JSON_LINES


def _name(path: str) -> str:
    return "stdin" if path == STANDARD_INPUT else Path(path).as_posix()


class _StandardInput:
    def __enter__(self) -> BinaryIO:
        return sys.stdin.buffer

    def __exit__(self, *_: object) -> None:
        """Leave standard input open: it is not ours to close."""


def _open(path: str) -> BinaryIO | _StandardInput:
    return _StandardInput() if path == STANDARD_INPUT else open(path, "rb")
