"""The command `quoteattr render`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from quoteattr.cli.console import Console
from quoteattr.cli.encodings import open_input
from quoteattr.cli.inputs import STANDARD_INPUT, Reading, read_items
from quoteattr.cli.options import reading_of, reading_options, settings_of, settings_options
from quoteattr.cli.rows import read_jsonl
from quoteattr.cli.running import WRONG, command
from quoteattr.cli.work import InProcess
from quoteattr.corpora import read_records
from quoteattr.errors import InputError
from quoteattr.pages import render_records
from quoteattr.records import Record, check_record
from quoteattr.settings import Settings

_EPILOG = """\b
Examples:
  quoteattr render article.txt -o article.html
  quoteattr render quotes.jsonl -o quotes.html

\b
Exit codes: 0 all went well; 1 something was not read or written, and is named
on standard error; 2 a wrong command line; 130 interrupted."""


@click.command(epilog=_EPILOG)
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("-o", "--output", metavar="FILE", help="The page. Default: standard output.")
@reading_options
@settings_options
@command
def render(inputs: tuple[str, ...], output: str | None, **options: Any) -> int:
    """Make an HTML page of texts and their quotes.

    INPUT is a text as for extract, or a file of records that extract wrote.
    """
    console = Console("render")
    settings = settings_of(options)
    reading = reading_of(options, writes=[output])
    records = list(_records(inputs, reading, settings, console))
    console.clear()
    if not records:
        raise InputError("nothing to render: no input holds a text")
    page = render_records(records)
    if output is None or output == STANDARD_INPUT:
        sys.stdout.buffer.write(page.encode())
    else:
        Path(output).write_text(page, encoding="utf-8", newline="")
    return WRONG if console.problems else 0


def _records(
    inputs: tuple[str, ...], reading: Reading, settings: Settings, console: Console
) -> Iterator[Record]:
    work = InProcess(settings)
    for name in inputs:
        if _holds_records(name):
            yield from (check_record(value) for value in read_records(name))
            continue
        for result in work.results(read_items([name], reading=reading, report=console.problem)):
            if result.record is None:
                console.problem(f"{result.id}: {result.fault}")
            else:
                yield result.record
            console.progress()


def _holds_records(name: str) -> bool:
    if not name.endswith((".jsonl", ".ndjson")) or not Path(name).is_file():
        return False
    with open_input(name) as file:
        first = next(read_jsonl(file, name, None, lambda _: None), None)
    return first is not None and {"text", "quotes"} <= first.value.keys()
