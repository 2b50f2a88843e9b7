"""The command line: `quoteattr extract`, `render`, `evaluate` and `train`."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from quoteattr.analysis import KINDS, MEDIA
from quoteattr.settings import DEFAULT_BATCH_SIZE, DEFAULT_THRESHOLD

__all__ = ["main"]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        argv: The arguments; those of the process by default.

    Returns:
        The exit code: 0 when all went well, 1 when something could not be done, 2 for a wrong command line,
        130 when interrupted.
    """
    from quoteattr.cli import commands, extract
    from quoteattr.cli.console import Console

    run = {
        "extract": extract.extract,
        "render": commands.render,
        "evaluate": commands.evaluate,
        "train": commands.train,
    }
    args = _parser().parse_args(argv)
    console = Console(args.command)
    try:
        return run[args.command](args)
    except KeyboardInterrupt:
        console.say("interrupted")
        return 130
    except (ValueError, OSError) as error:
        console.say(str(error))
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="quoteattr", description="Who said what in English news text.")
    parser.add_argument("--version", action="version", version=_version())
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    extract = commands.add_parser("extract", help="find the quotes of texts")
    extract.add_argument(
        "inputs",
        nargs="+",
        metavar="INPUT",
        help=".txt or .jsonl files, folders of them, - for standard input",
    )
    extract.add_argument(
        "-o", "--output", metavar="FILE", help="write JSON Lines to FILE; a rerun adds only what is missing"
    )
    extract.add_argument(
        "--to", choices=("table", "jsonl"), help="default: a table on a terminal, else jsonl"
    )
    _add_reading(extract)
    _add_settings(extract)

    render = commands.add_parser("render", help="make an HTML page of a text and its quotes")
    render.add_argument(
        "inputs", nargs="+", metavar="INPUT", help="texts as for extract, or records it wrote"
    )
    render.add_argument("-o", "--output", metavar="FILE", help="the page; standard output by default")
    _add_reading(render)
    _add_settings(render)

    evaluate = commands.add_parser("evaluate", help="score quotes against gold ones")
    evaluate.add_argument("gold", metavar="GOLD", help="records (.jsonl) with the right quotes")
    evaluate.add_argument(
        "predicted",
        nargs="?",
        metavar="PRED",
        help="records to score; without it the model reads GOLD's texts",
    )
    evaluate.add_argument("--json", action="store_true", help="print the figures as JSON")
    _add_settings(evaluate)

    train = commands.add_parser("train", help="train a model")
    train.add_argument("data", metavar="DATA_FOLDER", help="the folder of training data")
    train.add_argument(
        "-o", "--output", required=True, metavar="MODEL_FOLDER", help="where to save the model"
    )
    train.add_argument(
        "--teacher", metavar="MODEL_FOLDER", help="a model that guesses speakers where none are labelled"
    )
    train.add_argument("--seed", type=int, default=0, help="default: %(default)s")
    train.add_argument("--device", help="a torch device; picked by default")
    train.add_argument(
        "--restart", action="store_true", help="start afresh instead of going on from an unfinished run"
    )
    return parser


def _add_reading(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--from", dest="form", choices=("text", "jsonl"), help="default: by the file's name")
    parser.add_argument(
        "--field",
        "--text-field",
        default="text",
        help="the JSON field that is the text (default: %(default)s)",
    )
    parser.add_argument(
        "--id-field", default="id", help="the JSON field that is its id (default: %(default)s)"
    )


def _add_settings(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--model", help="a model folder or package; the bundled one by default")
    parser.add_argument(
        "--threshold",
        type=float,
        default=DEFAULT_THRESHOLD,
        help="drop quotes that score below it (default: %(default)s)",
    )
    parser.add_argument("--kinds", nargs="+", choices=KINDS, default=KINDS, help="default: all")
    parser.add_argument("--media", nargs="+", choices=MEDIA, default=MEDIA, help="default: all")
    parser.add_argument("--no-nested", dest="nested", action="store_false", help="no quotes inside quotes")
    parser.add_argument("--device", help="a torch device; picked by default")
    parser.add_argument("--batch-size", type=int, default=DEFAULT_BATCH_SIZE, help="default: %(default)s")


def _version() -> str:
    from quoteattr import __version__

    return f"quoteattr {__version__}"
