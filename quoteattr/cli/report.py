"""The command `quoteattr report`."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from quoteattr.articles import FIELDS, Article, as_article
from quoteattr.cli.console import Console
from quoteattr.cli.counting import count_texts
from quoteattr.cli.inputs import Item, Reading, read_items
from quoteattr.cli.options import reading_of, reading_options, settings_of, settings_options
from quoteattr.cli.running import WRONG, command
from quoteattr.cli.work import InProcess, InProcesses, Work
from quoteattr.errors import InputError, QuoteattrError

_EPILOG = """\b
Examples:
  quoteattr report articles/ -o report.html
  quoteattr report news.parquet --field body --outlet-field source -o report.html
  quoteattr extract articles/ -o quotes.jsonl
  quoteattr report quotes.jsonl -o report.html

\b
Beside report.html it writes report.json with the figures and report.csv with
all quotes. Rows that hold "quotes" already, as extract and annotate_dataset
make them, are not read again.

\b
Exit codes: 0 all went well; 1 something was not read or written, and is named
on standard error; 2 a wrong command line; 130 interrupted."""


@click.command(epilog=_EPILOG)
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("-o", "--output", required=True, metavar="FILE", help="The page, such as report.html.")
@click.option("--title", default="Who said what", show_default=True, help="The report's title.")
@click.option("--title-field", default="title", show_default=True, help="The field that is the headline.")
@click.option("--outlet-field", default="outlet", show_default=True, help="The field that names the outlet.")
@click.option("--date-field", default="date", show_default=True, help="The field that is the date.")
@click.option("--url-field", default="url", show_default=True, help="The field that is the address.")
@click.option(
    "--processes", type=click.IntRange(min=1), default=1, show_default=True, help="Each with a model."
)
@reading_options
@settings_options
@command
def report(inputs: tuple[str, ...], output: str, title: str, processes: int, **options: Any) -> int:
    """Count who says what in many articles, on one page.

    INPUT is a .txt, .html, .jsonl, .json, .csv or .parquet file, or a folder of them.
    """
    from quoteattr.report import report as make

    console = Console("report")
    fields = {name: options.pop(f"{name}_field") for name in FIELDS}
    settings = settings_of(options)
    beside = [str(Path(output).with_suffix(suffix)) for suffix in (".html", ".json", ".csv")]
    reading = reading_of(options, writes=[output, *beside])
    console.start(count_texts(inputs, reading=reading))
    work: Work = InProcess(settings) if processes == 1 else InProcesses(settings, processes)
    try:
        articles = list(_articles(inputs, reading, work, fields, console))
    finally:
        console.clear()
        work.close()
    if not articles:
        raise InputError("nothing to report: no input holds a text")
    console.say(f"linking {sum(len(item.record['quotes']) for item in articles):,} quotes")
    make(articles, title=title).write(output)
    return WRONG if console.problems else 0


def _articles(
    inputs: Iterable[str], reading: Reading, work: Work, fields: Mapping[str, str], console: Console
) -> Iterator[Article]:
    waiting: deque[Item] = deque()

    def unread() -> Iterator[Item]:
        for item in read_items(inputs, reading=reading, report=console.problem):
            if item.row.get("quotes") is None:
                waiting.append(item)
                yield item
            else:
                known.append(item)

    known: list[Item] = []
    for result in work.results(unread()):
        item = waiting.popleft()
        console.progress()
        if result.record is None:
            console.problem(f"{result.id}: {result.fault}")
        else:
            yield Article(result.record, **_told(item.row, fields))
    for item in known:
        console.progress()
        try:
            row = {"quotes": item.row["quotes"], "speakers": item.row.get("speakers")}
            article = as_article({"id": item.id, "text": item.text, **row})
        except QuoteattrError as error:
            console.problem(f"{item.id}: {error}")
        else:
            yield Article(article.record, **_told(item.row, fields))


def _told(row: Mapping[str, Any], fields: Mapping[str, str]) -> dict[str, str]:
    """What a row tells of its article, by the names that the user gave its fields."""
    return {name: str(row[field]) for name, field in fields.items() if row.get(field) not in (None, "")}
