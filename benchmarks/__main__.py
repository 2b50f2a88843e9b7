"""Everything that is published, measured anew and written: `python -m benchmarks --data FOLDER`."""

from __future__ import annotations

from typing import Annotated

import typer

from benchmarks import growth, page, peers, quality, rules, speed, statements
from benchmarks.gold import CORPORA
from benchmarks.results import Data, Model


def main(
    data: Data = None,
    model: Model = None,
    quick: Annotated[bool, typer.Option(help="Leave out peers, rules, speed and growth.")] = False,
) -> None:
    """Measure quality on every corpus, then the rest, and write the page."""
    for name in CORPORA:
        quality.main(name, data, half="report" if name in ("world", "polnear") else "", model=model)
    quality.main("polnear", data, half="report", model=model, scheme="world")
    statements.main()
    if not quick:
        peers.main("world", data, half="report")
        rules.main(data, model=model)
        speed.main("world", data, model=model)
        growth.main(model=model)
    page.main()


if __name__ == "__main__":
    typer.run(main)
