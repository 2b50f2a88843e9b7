"""The command `quoteattr train`."""

from __future__ import annotations

import logging
from pathlib import Path

import click

from quoteattr.cli.running import command
from quoteattr.errors import InputError

_HALF = 0.5
_EPILOG = """\b
Examples:
  quoteattr train data/ -o my-model
  quoteattr train data/ more-data/ -o my-model --start base-model
  quoteattr train data/ -o my-model --start base-model --epochs 4 --blend
  quoteattr train data/ -o my-small-model --distil my-model

\b
An interrupted run goes on when the same command is given again.

\b
Exit codes: 0 all went well; 1 something is missing or cannot be written, and
is named on standard error; 2 a wrong command line; 130 interrupted."""


@click.command(epilog=_EPILOG)
@click.argument("data", nargs=-1, required=True, metavar="DATA...")
@click.option("-o", "--output", required=True, metavar="FOLDER", help="Where to save the model.")
@click.option("--start", metavar="FOLDER", help="A model to start from. Default: the usual encoder.")
@click.option(
    "--distil", metavar="FOLDER", help="A model to make a smaller one of, with three of its layers."
)
@click.option("--blend", is_flag=True, help="With --start: keep the mean of the old weights and the new.")
@click.option(
    "--epochs", type=click.IntRange(min=1), default=13, show_default=True, help="Rounds over the texts."
)
@click.option("--seed", type=int, default=0, show_default=True, help="Of all that is random.")
@click.option("--device", metavar="NAME", help="Such as cpu or cuda. Default: a GPU, if there is one.")
@click.option("--restart", is_flag=True, help="Start afresh instead of going on from an unfinished run.")
@command
def train(
    data: tuple[str, ...],
    output: str,
    start: str | None,
    distil: str | None,
    blend: bool,
    epochs: int,
    seed: int,
    device: str | None,
    restart: bool,
) -> int:
    """Train a model on folders of labelled texts."""
    for name in data:
        _check_folder(name, "docs/training.md says what it must hold")
    if start is not None:
        _check_folder(start, "give the folder of a trained model, or leave out --start")
    if distil is not None:
        _check_folder(distil, "give the folder of a trained model")
        if start is not None:
            raise click.UsageError("--distil starts from the model that it names; leave out --start")
    if blend and start is None:
        raise click.UsageError("--blend needs --start, the model whose weights are kept beside the new ones")
    if Path(output).exists() and not Path(output).is_dir():
        raise InputError(f"{output} is a file; -o needs a folder")
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    try:
        from quoteattr.training.loop import Settings

        folders, folder = [Path(name) for name in data], Path(output)
        settings = Settings(epochs=epochs, of_start=_HALF if blend else 0.0, seed=seed)
        resume = not restart
        if distil is not None:
            from quoteattr.training.distil import distil as make

            make(Path(distil), folders, folder, settings=settings, device=device, resume=resume)
        else:
            from quoteattr.training.recipe import train as run

            begin = Path(start) if start else None
            run(folders, folder, start=begin, settings=settings, device=device, resume=resume)
    except (ImportError, ValueError) as error:  # of what the data lacks, and of what is not installed
        raise InputError(str(error)) from error
    return 0


def _check_folder(name: str, cure: str) -> None:
    folder = Path(name)
    if not folder.exists():
        raise InputError(f"{name}: there is no such folder; {cure}")
    if not folder.is_dir():
        raise InputError(f"{name} is no folder; {cure}")
    if not any(folder.iterdir()):
        raise InputError(f"{name} is empty; {cure}")
