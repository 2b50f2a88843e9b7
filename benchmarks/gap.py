"""Ambiguous pronouns of GAP (Webster et al., TACL 2018): `python -m benchmarks.gap --data FOLDER`."""

from __future__ import annotations

import typer

from benchmarks.results import FOLDER, Data, Model, Results


def main(
    data: Data = None,
    model: Model = None,
    results: Results = FOLDER,
) -> None:
    """Measure the resolution of ambiguous pronouns."""
    raise NotImplementedError


if __name__ == "__main__":
    typer.run(main)
