"""How a command runs: its exit code, and its errors in a sentence each."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import click

from quoteattr.cli.console import Console, told
from quoteattr.errors import QuoteattrError

WRONG = 1
INTERRUPTED = 130


def command(function: Callable[..., int]) -> Callable[..., None]:
    """Turn a function that returns an exit code into the body of a command.

    Args:
        function: The command; what it raises on purpose is told without a traceback.

    Returns:
        A function that exits by that code.
    """

    @functools.wraps(function)
    def run(*args: Any, **options: Any) -> None:
        console = Console(function.__name__)
        try:
            code = function(*args, **options)
        except KeyboardInterrupt:
            console.say("interrupted")
            code = INTERRUPTED
        except QuoteattrError as error:
            console.say(str(error))
            code = WRONG
        except OSError as error:
            console.say(told(error))
            code = WRONG
        raise click.exceptions.Exit(code)

    return run
