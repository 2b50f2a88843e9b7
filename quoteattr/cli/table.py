"""Who, by which words, what: records as a table for reading."""

from __future__ import annotations

import io
import shutil
import sys

from rich.console import Console
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text

from quoteattr.cli.console import printable
from quoteattr.records import QuoteRecord, Record

_NARROW = 60
_NARROWEST = 20
_EVERYDAY = ("speech", "asserted")


def write_table(record: Record) -> None:
    """Write the table of one record to standard output, in what characters that takes."""
    shown = format_table(record, width=shutil.get_terminal_size((100, 24)).columns)
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(shown.encode(encoding, "replace").decode(encoding))
    sys.stdout.flush()


def format_table(record: Record, *, width: int) -> str:
    """Lay out one record.

    Args:
        record: The record.
        width: How many columns the terminal has; below 60, what is said stands under who says it.

    Returns:
        Lines of text, the last of them blank.
    """
    width = max(width, _NARROWEST)
    buffer = io.StringIO()
    console = Console(file=buffer, width=width, color_system=None, legacy_windows=False, emoji=False)
    console.print(_plain(printable(record["id"]) or "text"))
    if not record["quotes"]:
        console.print("  no quotes")
    for level, quote in _levels(record["quotes"]):
        (_narrow if width < _NARROW else _wide)(console, record["text"], quote, level)
    return "\n".join(line.rstrip() for line in buffer.getvalue().split("\n")) + "\n"


def _levels(quotes: list[QuoteRecord]) -> list[tuple[int, QuoteRecord]]:
    depth: dict[str, int] = {}
    for quote in quotes:
        depth[quote["id"]] = depth.get(quote["parent"] or "", -1) + 1
    return [(depth[quote["id"]], quote) for quote in quotes]


def _wide(console: Console, text: str, quote: QuoteRecord, level: int) -> None:
    who, cue = console.width // 4, console.width // 6
    grid = Grid.grid(padding=(0, 2, 0, 0))
    grid.add_column(width=who - 2)
    grid.add_column(width=cue)
    grid.add_column(width=console.width - who - cue - 4)
    what = Padding(_plain(_said(text, quote, level)), (0, 0, 0, 2 * level))
    grid.add_row(_plain(_who(text, quote)), _plain(_cue(text, quote)), what)
    console.print(Padding(grid, (0, 0, 0, 2)))


def _narrow(console: Console, text: str, quote: QuoteRecord, level: int) -> None:
    head = " ".join(part for part in (_who(text, quote), _cue(text, quote)) if part)
    console.print(Padding(_plain(head), (0, 0, 0, 2 + 2 * level)))
    console.print(Padding(_plain(_said(text, quote, level)), (0, 0, 0, 4 + 2 * level)))


def _who(text: str, quote: QuoteRecord) -> str:
    return printable(quote["speaker"] or _words(text, quote["source"]) or "?")


def _cue(text: str, quote: QuoteRecord) -> str:
    marks = [f"({mark})" for mark in (quote["medium"], quote["polarity"]) if mark not in _EVERYDAY]
    return " ".join([part for part in (_words(text, quote["cue"]), *marks) if part])


def _said(text: str, quote: QuoteRecord, level: int) -> str:
    return ("↳ " if level else "") + _words(text, quote["content"])


def _words(text: str, spans: list[list[int]]) -> str:
    joined = " … ".join(text[start:end] for start, end in spans)
    return printable(" ".join(joined.split()))


def _plain(text: str) -> Text:
    """Text that is shown as it is, words longer than a line broken."""
    return Text(text, overflow="fold")
