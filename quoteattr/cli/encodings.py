"""Bytes to text: a byte order mark first, then what the user says, then UTF-8."""

from __future__ import annotations

import codecs
import io
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import BinaryIO, TextIO, cast

from quoteattr.errors import InputError

_MARKS = (  # that of UTF-32 begins like that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WIDE = ("utf-16", "utf-32")
_LONGEST_MARK = 4


def open_input(path: str) -> AbstractContextManager[BinaryIO]:
    """Open a file, or standard input for "-", which stays open: it is not ours to close."""
    if path == "-":
        return nullcontext(cast(BinaryIO, sys.stdin.buffer))
    return open(path, "rb")


def encoding_of(head: bytes, encoding: str | None) -> str:
    """Say how a file is encoded, by its first bytes and by what the user says."""
    for mark, marked in _MARKS:
        if head.startswith(mark):
            return marked
    return encoding or "utf-8"


def decode(raw: bytes, encoding: str | None) -> str:
    """Decode a whole file.

    Raises:
        InputError: It is encoded otherwise.
    """
    name = encoding_of(raw[:_LONGEST_MARK], encoding)
    try:
        text = raw.decode(name)
    except UnicodeDecodeError as error:
        raise InputError(f"{not_in(name)} (byte {error.start}); {cure(encoding)}") from None
    if name == "utf-8" and text.count("\0") > len(text) // 4:
        raise InputError("every other byte is zero, as in UTF-16; name its encoding: --encoding utf-16")
    return text


def not_in(encoding: str) -> str:
    """Say that a file is encoded otherwise than believed."""
    return f"not {encoding.upper().removesuffix('-SIG')}"


def cure(encoding: str | None) -> str:
    """Say what to do about a file that is encoded otherwise."""
    if encoding is None:
        return "save it as UTF-8, or name its encoding, such as --encoding cp1252"
    return "name another --encoding"


def head_of(file: BinaryIO) -> bytes:
    """Look at the first bytes of a file without taking them."""
    if isinstance(file, io.BufferedReader):
        return file.peek(_LONGEST_MARK)[:_LONGEST_MARK]
    head = file.read(_LONGEST_MARK)
    file.seek(0)
    return head


@contextmanager
def as_text(file: BinaryIO, encoding: str | None) -> Iterator[TextIO]:
    """Read a file as text, line ends as they are; the file itself stays open."""
    name = encoding_of(head_of(file), encoding)
    text = io.TextIOWrapper(file, encoding=name, newline="")
    try:
        yield text
    finally:
        text.detach()


def lines(file: BinaryIO, encoding: str | None) -> Iterator[tuple[int, str | None]]:
    """Read the lines of a file, ended by a line feed only, as JSON Lines are.

    Yields:
        The number of each line, and its text; None where it is encoded otherwise.
    """
    name = encoding_of(head_of(file), encoding)
    if name.startswith(_WIDE):  # bytes of a line feed are no line ends there
        try:
            with as_text(file, encoding) as text:
                yield from enumerate(text.read().split("\n"), 1)
        except UnicodeDecodeError:
            yield 1, None
        return
    for number, raw in enumerate(file, 1):
        try:
            yield number, raw.decode(name if number == 1 else name.removesuffix("-sig"))
        except UnicodeDecodeError:
            yield number, None
