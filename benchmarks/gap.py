"""Ambiguous pronouns of GAP (Webster et al., TACL 2018): `python -m benchmarks.gap --data FOLDER`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from benchmarks.results import FOLDER


def main(
    data: Annotated[Path, typer.Option(help="The folder that gap/dev.jsonl is in.")],
    model: Annotated[str | None, typer.Option(help="A model folder or package.")] = None,
    results: Annotated[Path, typer.Option(help="Where to write.")] = FOLDER,
) -> None:
    """Measure the resolution of ambiguous pronouns."""
    raise NotImplementedError


if __name__ == "__main__":
    typer.run(main)
