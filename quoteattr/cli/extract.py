"""The command `quoteattr extract`."""

from __future__ import annotations

import os
import sys
from collections import deque
from collections.abc import Iterator
from typing import Any

import click

from quoteattr.articles import told
from quoteattr.cli.console import Console, reason
from quoteattr.cli.counting import count_texts
from quoteattr.cli.exported import Exported
from quoteattr.cli.inputs import Item, Reading, read_items
from quoteattr.cli.lines import Lines
from quoteattr.cli.options import reading_of, reading_options, settings_of, settings_options
from quoteattr.cli.outputs import Output, Table, open_output
from quoteattr.cli.running import INTERRUPTED, WRONG, command
from quoteattr.cli.work import InProcess, InProcesses, Result, Work
from quoteattr.errors import RecordError
from quoteattr.exchange.formats import FORMATS
from quoteattr.records import check_record

_NAMED_CHANGES = 3

_EPILOG = """\b
Examples:
  quoteattr extract article.txt
  quoteattr extract articles/ -o quotes.jsonl
  quoteattr extract news.csv --field body --id-field url -o quotes.jsonl
  quoteattr extract pages/ --kinds direct,mixed --threshold 0.5
  quoteattr extract articles/ -o quotes.xlsx
  quoteattr extract quotes.jsonl --to inception -o project/
  cat article.txt | quoteattr extract - --to jsonl

\b
With -o, the same command completes what a kill or a full disk has cut short,
and does nothing twice.

\b
Exit codes: 0 all went well; 1 something was not read or written, and is named
on standard error; 2 a wrong command line; 130 interrupted."""


@click.command(epilog=_EPILOG)
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("-o", "--output", metavar="FILE", help="Write to FILE, or complete it if it is of JSON Lines.")
@click.option("--overwrite", is_flag=True, help="Begin FILE anew, whatever it holds.")
@click.option(
    "--to",
    type=click.Choice(["table", "jsonl", *FORMATS]),
    help="Default: by FILE's name; a table on a terminal, else jsonl.",
)
@click.option(
    "--processes",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="Each with a model of its own.",
)
@reading_options
@settings_options
@command
def extract(
    inputs: tuple[str, ...],
    output: str | None,
    overwrite: bool,
    to: str | None,
    processes: int,
    **options: Any,
) -> int:
    """Find the quotes of texts.

    INPUT is a .txt, .html, .jsonl, .json, .csv or .parquet file, a folder of them, or - for standard input.
    """
    settings = settings_of(options)
    reading = reading_of(options, writes=[output])
    place = open_output(output, to=to, inputs=inputs, settings=settings, overwrite=overwrite)
    to_terminal = isinstance(place, (Lines, Table)) and sys.stdout.isatty()
    console = Console("extract", bar=not to_terminal)
    work: Work = InProcess(settings) if processes == 1 else InProcesses(settings, processes)
    try:
        return Extraction(console, place, work, output).run(inputs, reading)
    finally:
        console.clear()
        work.close()
        place.close()


class Extraction:
    """One run from inputs to an output.

    Args:
        console: Told of problems and progress.
        output: Where records go.
        work: What makes them.
        path: The output's name, where it is a file.
    """

    def __init__(self, console: Console, output: Output, work: Work, path: str | None) -> None:
        self.console = console
        self.output = output
        self.work = work
        self.path = path
        self.written = 0
        self.changed: list[str] = []
        self._told: dict[str, deque[dict[str, str]]] = {}

    def run(self, inputs: tuple[str, ...], reading: Reading) -> int:
        """Extract the quotes of all inputs.

        Returns:
            The exit code.
        """
        self.console.start(count_texts(inputs, reading=reading))
        items = read_items(inputs, reading=reading, report=self.console.problem)
        try:
            try:
                self._write(self.work.results(self._new(items)))
            except KeyboardInterrupt:
                self._write(self.work.finished())
                self.console.say(f"interrupted after {self.written} texts{self._resume()}")
                return INTERRUPTED
        except BrokenPipeError:
            # the reader has seen enough; keep Python from complaining when it flushes at exit
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return WRONG
        except OSError as error:
            self.console.problem(
                f"cannot write {self.path or 'standard output'}: {reason(error)}; "
                f"{self.written} texts were written{self._resume()}"
            )
        self._tell_changed()
        return WRONG if self.console.problems else 0

    def _new(self, items: Iterator[Item]) -> Iterator[Item]:
        for item in items:
            state = self.output.state(item)
            if state == "new":
                self._told.setdefault(item.id, deque()).append(told(item.row))
                if isinstance(self.output, Exported) and item.row.get("quotes") is not None:
                    self._write(iter([_known(item)]))
                else:
                    yield item
                continue
            self.console.skip()
            if state == "changed":
                self.changed.append(item.id)

    def _write(self, results: Iterator[Result]) -> None:
        for result in results:
            fields = self._told[result.id].popleft()
            if result.record is None:
                self.console.problem(f"{result.id}: {result.fault}")
            else:
                self.output.write({**result.record, **fields})  # type: ignore[typeddict-item]
                self.written += 1
            self.console.progress()

    def _tell_changed(self) -> None:
        if self.changed:
            some = ", ".join(self.changed[:_NAMED_CHANGES])
            more = ", …" if len(self.changed) > _NAMED_CHANGES else ""
            self.console.problem(
                f"{len(self.changed)} texts have changed since {self.path} was written ({some}{more}), and their "
                "old records stand; --overwrite writes the file anew, another -o keeps both"
            )

    def _resume(self) -> str:
        if isinstance(self.output, Exported):
            return f"; {self.path} holds no more"
        return f"; {self.path} holds whole records, and the same command completes it" if self.path else ""


def _known(item: Item) -> Result:
    """The record of a row that holds its quotes already, as extract wrote it."""
    row = {"quotes": item.row["quotes"], "speakers": item.row.get("speakers")}
    try:
        return Result(item.id, check_record({"id": item.id, "text": item.text, **row}))
    except RecordError as error:
        return Result(item.id, None, str(error))
