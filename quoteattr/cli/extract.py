"""The command `quoteattr extract`."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from quoteattr.cli.console import Console
from quoteattr.cli.inputs import STANDARD_INPUT, Item, read_items
from quoteattr.cli.outputs import Lines, Output, RecordFile, Table
from quoteattr.engine import Engine
from quoteattr.errors import ModelError, RecordError
from quoteattr.records import Record
from quoteattr.settings import Settings

_BATCH_TEXTS = 64
_BATCH_CHARACTERS = 500_000


def settings_of(args: argparse.Namespace) -> Settings:
    """Read the settings off the command line."""
    return Settings(
        model=args.model,
        nested=args.nested,
        kinds=tuple(args.kinds),
        media=tuple(args.media),
        threshold=args.threshold,
        batch_size=args.batch_size,
        device=args.device,
    )


def extract(args: argparse.Namespace) -> int:
    """Extract the quotes of all inputs.

    Args:
        args: The parsed command line.

    Returns:
        The exit code: 1 when something could not be read or written, else 0.
    """
    console = Console("extract")
    engine = Engine(settings_of(args))
    output = _output(args)
    written = 0
    try:
        items = read_items(
            args.inputs, form=args.form, field=args.field, id_field=args.id_field, report=console.problem
        )
        for batch in _batches(item for item in items if not output.has(item)):
            for record in _records(engine, batch, console):
                output.write(record)
                written += 1
                console.progress(written, "texts")
    except KeyboardInterrupt:
        console.say(f"interrupted after {written} texts{_resume(args.output)}")
        return 130
    except BrokenPipeError:
        # the reader has seen enough; keep Python from complaining when it flushes at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        console.problem(
            f"cannot write {args.output or 'standard output'}: {error.strerror or error}, "
            f"after {written} texts{_resume(args.output)}"
        )
    finally:
        console.clear()
        output.close()
    return 1 if console.problems else 0


def _resume(path: str | None) -> str:
    return f"; {path} holds whole records, and the same command completes it" if path else ""


def _output(args: argparse.Namespace) -> Output:
    if args.output is not None and args.output != STANDARD_INPUT:
        for name in args.inputs:
            if Path(name).exists() and Path(args.output).exists() and os.path.samefile(name, args.output):
                raise RecordError(f"{args.output} is an input; choose another file for -o")
        if args.to == "table":
            raise RecordError("-o writes JSON Lines; leave out --to table, or -o")
        return RecordFile(args.output)
    if args.to == "table" or (args.to is None and args.output is None and sys.stdout.isatty()):
        return Table()
    return Lines()


def _batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    batch: list[Item] = []
    size = 0
    for item in items:
        batch.append(item)
        size += len(item.text)
        if len(batch) >= _BATCH_TEXTS or size >= _BATCH_CHARACTERS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _records(engine: Engine, batch: list[Item], console: Console) -> Iterator[Record]:
    try:
        yield from engine.records([item.text for item in batch], [item.id for item in batch])
        return
    except ModelError:
        raise
    except Exception as error:
        if len(batch) == 1:
            console.problem(f"{batch[0].id}: {type(error).__name__}: {error}")
            return
    for item in batch:  # one text's fault must not cost its batch
        yield from _records(engine, [item], console)
