"""Everything that is published, measured anew and written: `python -m benchmarks --data FOLDER`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from benchmarks import gap, growth, page, peers, quality, rules, speed
from benchmarks.gold import CORPORA, read_corpus
from benchmarks.results import FOLDER

_HALVED = ("world", "polnear")


def main(
    data: Annotated[Path, typer.Option(help="The folder that world, ggt, polnear, gum and gap are in.")],
    model: Annotated[str | None, typer.Option(help="A model folder or package.")] = None,
    quick: Annotated[
        bool, typer.Option(help="Leave out what takes long: peers, rules, speed, growth.")
    ] = False,
) -> None:
    """Measure quality on every corpus, then the rest, and write the page."""
    for name in CORPORA:
        corpus = read_corpus(name, data)
        chosen = corpus.half("report") if name in _HALVED else corpus
        for scheme in ("polnear", "world") if name == "polnear" else (None,):
            quality.run(chosen, model=model, scheme=scheme, label="", results=FOLDER)
    gap.main(data, model=model)
    if not quick:
        peers.main("world", data, half="report")
        rules.main(data, model=model)
        speed.main("world", data, model=model)
        growth.main(model=model)
    page.main()


if __name__ == "__main__":
    typer.run(main)
