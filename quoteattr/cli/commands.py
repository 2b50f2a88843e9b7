"""The commands `quoteattr render`, `evaluate` and `train`."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from quoteattr.cli.console import Console
from quoteattr.cli.extract import settings_of
from quoteattr.cli.inputs import STANDARD_INPUT, read_items, read_lines
from quoteattr.corpora import read_records
from quoteattr.engine import Engine
from quoteattr.errors import RecordError
from quoteattr.pages import render_records
from quoteattr.records import Record, check_record


def render(args: argparse.Namespace) -> int:
    """Make one page of all inputs; records are shown as they are, other texts analyzed first."""
    console = Console("render")
    engine = Engine(settings_of(args))
    records: list[Record] = []
    for name in args.inputs:
        if _holds_records(name):
            records += [check_record(value) for value in read_records(name)]
            continue
        items = read_items(
            [name], form=args.form, field=args.field, id_field=args.id_field, report=console.problem
        )
        for item in items:
            records += engine.records([item.text], [item.id])
            console.progress(len(records), "texts")
    console.clear()
    if not records:
        raise RecordError("nothing to render: no input holds a text")
    page = render_records(records)
    if args.output is None or args.output == STANDARD_INPUT:
        sys.stdout.buffer.write(page.encode())
    else:
        Path(args.output).write_text(page, encoding="utf-8", newline="")
    return 1 if console.problems else 0


def _holds_records(name: str) -> bool:
    if name == STANDARD_INPUT or not name.endswith((".jsonl", ".ndjson")) or not Path(name).is_file():
        return False
    first = next(read_lines(name, report=lambda _: None), None)
    return first is not None and {"text", "quotes"} <= first.value.keys()


def evaluate(args: argparse.Namespace) -> int:
    """Score records, or the model's own, against gold ones."""
    from quoteattr.evaluation import score_records

    gold = read_records(args.gold)
    if args.predicted is not None:
        predicted = read_records(args.predicted)
    else:
        console = Console("evaluate")
        engine = Engine(settings_of(args))
        predicted = []
        for record in gold:
            predicted += [dict(found) for found in engine.records([record["text"]], [record.get("id") or ""])]
            console.progress(len(predicted), "texts")
        console.clear()
    figures = score_records(gold, predicted)
    if args.json:
        sys.stdout.write(json.dumps(figures, indent=2) + "\n")
    else:
        width = max(map(len, figures), default=0)
        sys.stdout.writelines(f"{name:<{width}}  {value:8.3f}\n" for name, value in figures.items())
    return 0


def train(args: argparse.Namespace) -> int:
    """Train a model by the recipe of the bundled one."""
    from quoteattr.training.recipe import train as run

    run(
        Path(args.data),
        Path(args.output),
        teacher=Path(args.teacher) if args.teacher else None,
        seed=args.seed,
        device=args.device,
        resume=not args.restart,
        progress=True,
    )
    return 0
