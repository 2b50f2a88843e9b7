"""Texts from files, folders and standard input."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from quoteattr.analysis import KINDS, MEDIA
from quoteattr.cli.console import reason
from quoteattr.cli.encodings import decode, open_input
from quoteattr.cli.rows import ROWS, Row
from quoteattr.errors import InputError
from quoteattr.webpage import text_of_html

STANDARD_INPUT = "-"
FORMS = ("text", "html", *ROWS)
SUFFIXES = {
    ".txt": "text",
    ".text": "text",
    ".htm": "html",
    ".html": "html",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".csv": "csv",
    ".tsv": "csv",
    ".parquet": "parquet",
}
_REFUSED = {
    **dict.fromkeys((".pdf", ".doc", ".docx", ".odt", ".rtf", ".epub"), "save its text as .txt"),
    **dict.fromkeys((".xls", ".xlsx", ".ods"), "save the sheet as .csv"),
    **dict.fromkeys((".zip", ".gz", ".bz2", ".xz", ".zst", ".tar", ".tgz", ".7z"), "unpack it first"),
    **dict.fromkeys((".xml", ".warc", ".eml", ".mhtml"), "take the texts out of it, as .txt or .jsonl"),
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".gif", ".tif", ".tiff"), "recognise its text first"),
    **dict.fromkeys((".mp3", ".wav", ".m4a", ".mp4"), "transcribe it first"),
    **dict.fromkeys((".spacy", ".pkl", ".arrow", ".feather", ".db", ".sqlite"), "export it as .jsonl"),
}
_SURROGATE = re.compile("[\ud800-\udfff]")

Report = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Item:
    """One text to work on, and the row that it came from, where it came from one."""

    id: str
    text: str
    row: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reading:
    """How inputs are read.

    Attributes:
        form: One of `FORMS`; None goes by the file's name.
        field: The field or column that is the text.
        id_field: The field or column that is its id, where there is one.
        encoding: Of texts; None is UTF-8. A byte order mark goes before either.
        leave_out: Files that are not read when they lie in a folder: what this run writes.
    """

    form: str | None = None
    field: str = "text"
    id_field: str = "id"
    encoding: str | None = None
    leave_out: frozenset[Path] = frozenset()

    def form_of(self, path: str) -> str:
        """Say how a file is read.

        Raises:
            InputError: It is of a kind that is not read.
        """
        if self.form is not None:
            return self.form
        suffix = Path(path).suffix.lower()
        if suffix in _REFUSED:
            raise InputError(f"{suffix} files are not read; {_REFUSED[suffix]}")
        return SUFFIXES.get(suffix, "text")


def read_items(inputs: Iterable[str], *, reading: Reading, report: Report) -> Iterator[Item]:
    """Read texts one after another.

    Args:
        inputs: Files, folders, and "-" for standard input.
        reading: How to read them.
        report: Told of everything that cannot be read.

    Yields:
        The texts. Unpaired surrogates, which no file can hold, are replaced one for one.
    """
    for path in find_files(inputs, reading=reading, report=report):
        try:
            form = reading.form_of(path)
            if form in ROWS:
                with open_input(path) as file:
                    for row in ROWS[form](file, name_of(path), reading.encoding, report):
                        item = _item(row, reading, report)
                        if item is not None:
                            yield item
            else:
                yield Item(name_of(path), _text(path, form, reading))
        except InputError as error:
            report(f"{name_of(path)}: {error}")
        except OSError as error:
            report(f"{name_of(path)}: {reason(error)}{_meant(path)}")


def find_files(inputs: Iterable[str], *, reading: Reading, report: Report) -> Iterator[str]:
    """Name the files of the inputs, those of a folder in order of their names."""
    for name in inputs:
        if name == STANDARD_INPUT or not Path(name).is_dir():
            yield name
            continue
        found = False
        for path in sorted(Path(name).rglob("*")):
            if path.suffix.lower() in SUFFIXES and path.is_file() and path.resolve() not in reading.leave_out:
                found = True
                yield str(path)
        if not found:
            report(f"{name}: no file in this folder has a name in {', '.join(SUFFIXES)}")


def name_of(path: str) -> str:
    """What a file is called in messages and ids."""
    return "stdin" if path == STANDARD_INPUT else Path(path).as_posix()


def _text(path: str, form: str, reading: Reading) -> str:
    with open_input(path) as file:
        raw = file.read()
    if form == "html":
        text = text_of_html(raw if reading.encoding is None else decode(raw, reading.encoding))
        if not text:
            raise InputError("no text was found in this page")
    else:
        text = decode(raw, reading.encoding)
    return _whole(text)


def _item(row: Row, reading: Reading, report: Report) -> Item | None:
    text = row.value.get(reading.field)
    if not isinstance(text, str):
        what = (
            f"field {reading.field!r} is no string"
            if reading.field in row.value
            else f"no field {reading.field!r}"
        )
        has = ", ".join(repr(key) for key, value in row.value.items() if isinstance(value, str))
        report(f"{row.place}: {what}; name the text's field by --field (it has {has or 'no string'})")
        return None
    id = row.value.get(reading.id_field)
    named = isinstance(id, (str, int)) and not isinstance(id, bool) and id != ""
    others = {key: value for key, value in row.value.items() if key != reading.field}
    return Item(_whole(str(id)) if named else row.place, _whole(text), others)


def _meant(path: str) -> str:
    """Where options end and files begin is not plain to everybody."""
    if path in (*KINDS, *MEDIA, "reported"):
        return "; several kinds or media are joined by commas, as in --kinds direct,mixed"
    return ""


def _whole(text: str) -> str:
    return _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)
