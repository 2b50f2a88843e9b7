"""The command line: one module a command."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence
from typing import Any

import click

from quoteattr.version import __version__

__all__ = ["main"]

COMMANDS = {
    "extract": "Find the quotes of texts.",
    "render": "Make an HTML page of texts and their quotes.",
    "report": "Count who says what in many articles, on one page.",
    "evaluate": "Score quotes against the right ones.",
    "train": "Train a model on folders of labelled texts.",
    "serve": "Answer over HTTP.",
}
"""Each command is the function of its name in the module of its name, imported when it is asked for."""


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"quoteattr.cli.{cmd_name}")
        command: click.Command = getattr(module, cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


_EPILOG = """\b
Examples:
  quoteattr extract article.txt
  quoteattr extract articles/ -o quotes.jsonl
  quoteattr extract --help

\b
Exit codes: 0 all went well; 1 something could not be done, and is named on
standard error; 2 a wrong command line; 130 interrupted."""


def _version(ctx: click.Context, param: click.Parameter, value: Any) -> None:
    if value and not ctx.resilient_parsing:
        click.echo(f"quoteattr {__version__}")
        ctx.exit()


@click.group(
    cls=_Commands,
    epilog=_EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Print the version."
)
def app() -> None:
    """Who said what in English news text."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        argv: The arguments; those of the process by default.

    Returns:
        The exit code: 0 when all went well, 1 when something could not be done, 2 for a wrong command line,
        130 when interrupted.
    """
    from quoteattr.cli.options import join_lists

    arguments = join_lists(sys.argv[1:] if argv is None else argv)
    try:
        app.main(arguments, prog_name="quoteattr")
    except SystemExit as stopped:
        return int(stopped.code or 0)
