"""The command `quoteattr evaluate`."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import click

from quoteattr.cli.console import Console
from quoteattr.cli.inputs import Item
from quoteattr.cli.options import settings_of, settings_options
from quoteattr.cli.running import WRONG, command
from quoteattr.cli.work import InProcess
from quoteattr.corpora import read_records
from quoteattr.errors import InputError

_EPILOG = """\b
Examples:
  quoteattr evaluate gold.jsonl                  the model on gold's texts
  quoteattr evaluate gold.jsonl predicted.jsonl --json

\b
Exit codes: 0 all went well; 1 something cannot be scored, and is named on
standard error; 2 a wrong command line; 130 interrupted."""

Records = Sequence[Mapping[str, Any]]


@click.command(epilog=_EPILOG)
@click.argument("gold", metavar="GOLD")
@click.argument("predicted", required=False, metavar="[PREDICTED]")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
@settings_options
@command
def evaluate(gold: str, predicted: str | None, as_json: bool, **options: Any) -> int:
    """Score quotes against the right ones.

    GOLD is a file of records (.jsonl) with the right quotes. PREDICTED holds the records to score; without
    it, the model reads GOLD's texts.
    """
    from quoteattr.evaluation import score_records

    console = Console("evaluate")
    found: Records
    right = _labelled(gold)
    if predicted is None:
        # paired by their place in the file: these texts need no ids
        right = [{**record, "id": str(number)} for number, record in enumerate(right)]
        found = _read_by_model(right, InProcess(settings_of(options)), console)
    else:
        found = read_records(predicted)
        for name, records in ((gold, right), (predicted, found)):
            _check_ids(name, records)
        if not {str(r.get("id", "")) for r in right} & {str(r.get("id", "")) for r in found}:
            raise InputError(
                f"no record of {predicted} has the id of one in {gold}; texts are paired by their ids"
            )
    figures = score_records(right, found)
    if as_json:
        sys.stdout.write(json.dumps(figures, indent=2) + "\n")
    else:
        width = max(map(len, figures), default=0)
        sys.stdout.writelines(f"{name:<{width}}  {value:8.3f}\n" for name, value in figures.items())
    return WRONG if console.problems else 0


def _labelled(path: str) -> Records:
    """Read records, each of which has to say which quotes are right."""
    records = read_records(path)
    if not records:
        raise InputError(f"{path} holds no record; give a .jsonl file with the right quotes of each text")
    for number, record in enumerate(records, 1):
        if "quotes" not in record and "attributions" not in record:
            raise InputError(
                f"{path}, record {number}: it has no 'quotes'; each text needs its right quotes, [] where it "
                "has none"
            )
    return records


def _check_ids(path: str, records: Records) -> None:
    counts = Counter(str(record.get("id", "")) for record in records)
    if counts[""]:
        raise InputError(
            f"{path}: {counts['']} records have no 'id', and texts are paired by it; give each one"
        )
    for id, times in counts.items():
        if times > 1:
            raise InputError(
                f"{path}: {times} records have the id {id!r}; texts are paired by it, so ids must differ"
            )


def _read_by_model(records: Records, work: InProcess, console: Console) -> list[Mapping[str, Any]]:
    console.start(len(records))
    found: list[Mapping[str, Any]] = []
    for result in work.results(Item(record["id"], record["text"]) for record in records):
        if result.record is None:
            console.problem(f"record {int(result.id) + 1}: {result.fault}")
        else:
            found.append(result.record)
        console.progress()
    console.clear()
    return found
