"""Options that several commands share."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from quoteattr.analysis import KINDS, MEDIA, QUOTES
from quoteattr.cli.inputs import FORMS, Reading
from quoteattr.settings import DEFAULT_BATCH_SIZE, DEFAULT_THRESHOLD, Settings

Command = TypeVar("Command", bound=Callable[..., Any])
_SETTINGS = ("model", "threshold", "kinds", "media", "nested", "device", "batch_size", "known_speakers")
_READING = ("form", "field", "id_field", "encoding")
LISTS = {"--kinds": KINDS, "--media": MEDIA}
"""Options that take several values: `--kinds direct,mixed`, `--kinds direct mixed`, or each by itself."""


def _some_of(
    allowed: Sequence[str],
) -> Callable[[click.Context, click.Parameter, tuple[str, ...]], tuple[str, ...]]:
    """Make the callback of a list option: it cuts at commas and checks each value."""

    def check(ctx: click.Context, param: click.Parameter, given: tuple[str, ...]) -> tuple[str, ...]:
        values = tuple(value.strip() for part in given for value in part.split(",") if value.strip())
        for value in values:
            if value not in allowed:
                raise click.BadParameter(f"{value!r} is none of {', '.join(allowed)}", ctx, param)
        return values

    return check


def _encoding(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    if value is not None:
        try:
            codecs.lookup(value)
        except LookupError:
            raise click.BadParameter(
                f"no encoding is called {value!r}; try utf-8, utf-16 or cp1252", ctx, param
            ) from None
    return value


def _all(options: Sequence[Callable[[Command], Command]], command: Command) -> Command:
    for option in reversed(options):
        command = option(command)
    return command


def reading_options(command: Command) -> Command:
    """Add what says how inputs are read."""
    return _all(
        [
            click.option("--from", "form", type=click.Choice(FORMS), help="Default: by the file's name."),
            click.option(
                "--field",
                "--text-field",
                default="text",
                show_default=True,
                help="The field that is the text.",
            ),
            click.option("--id-field", default="id", show_default=True, help="The field that is its id."),
            click.option(
                "--encoding",
                callback=_encoding,
                metavar="NAME",
                help="Of the texts, such as cp1252. Default: UTF-8, or what a byte order mark says.",
            ),
        ],
        command,
    )


_SETTINGS_OPTIONS: Sequence[Callable[[Any], Any]] = (
    click.option("--model", metavar="FOLDER", help="A model folder or package. Default: the bundled one."),
    click.option(
        "--threshold",
        type=click.FloatRange(0, 1),
        default=DEFAULT_THRESHOLD,
        show_default=True,
        help="Drop quotes that score below it.",
    ),
    click.option(
        "--kinds",
        metavar="LIST",
        multiple=True,
        callback=_some_of(KINDS),
        help=f"Which to keep, out of {','.join(KINDS)}. Default: all but reported.",
    ),
    click.option(
        "--media",
        metavar="LIST",
        multiple=True,
        callback=_some_of(MEDIA),
        help=f"Which to keep, out of {','.join(MEDIA)}. Default: all.",
    ),
    click.option("--nested/--no-nested", default=True, help="Quotes inside quotes, or none."),
    click.option(
        "--known-speakers",
        metavar="FILE",
        help="JSON Lines of who may speak: name, names, descriptions, id.",
    ),
    click.option("--device", metavar="NAME", help="Such as cpu, cuda or 0. Default: a GPU, if any."),
    click.option(
        "--batch-size",
        type=click.IntRange(min=1),
        default=DEFAULT_BATCH_SIZE,
        show_default=True,
        help="Stretches of text that the network reads at once.",
    ),
)


def settings_options(command: Command) -> Command:
    """Add what says which quotes to find, and how."""
    return _all(_SETTINGS_OPTIONS, command)


def settings_of(options: dict[str, Any]) -> Settings:
    """Take the settings out of a command's options."""
    chosen = {name: options.pop(name) for name in _SETTINGS}
    for name, default in (("kinds", QUOTES), ("media", MEDIA)):
        chosen[name] = chosen[name] or default
    return Settings(**chosen)


def reading_of(options: dict[str, Any], *, writes: Sequence[str | None] = ()) -> Reading:
    """Take how inputs are read out of a command's options; what it writes is no input."""
    chosen = {name: options.pop(name) for name in _READING}
    return Reading(**chosen, leave_out=frozenset(Path(path).resolve() for path in writes if path))


def join_lists(arguments: Sequence[str]) -> list[str]:
    """Join the values that follow a list option, as in `--kinds direct mixed`, by commas."""
    joined: list[str] = []
    allowed: tuple[str, ...] = ()
    for argument in arguments:
        parts = argument.split(",")
        if allowed and set(parts) <= {*allowed, ""} and not Path(argument).exists():
            if joined[-1] in LISTS:
                joined.append(argument)
            else:
                joined[-1] += f",{argument}"
            continue
        joined.append(argument)
        allowed = LISTS.get(argument.partition("=")[0], ())
    return joined
