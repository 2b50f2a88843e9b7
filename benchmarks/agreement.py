"""How far two readings of the same articles agree: `python -m benchmarks.agreement FIRST SECOND`.

The first is taken for gold and the second for found, which is how a system is judged: so the figures are what a
careful reader would reach.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from benchmarks.finding import judge
from benchmarks.gold import Corpus
from benchmarks.quality import agreement
from benchmarks.results import FOLDER, Results, save
from quoteattr.corpora import read_records


def main(
    first: Annotated[Path, typer.Argument(help="Labelled records, one JSON object a line.")],
    second: Annotated[Path, typer.Argument(help="The second reading of some of them.")],
    label: Annotated[str, typer.Option(help="Added to the result's name.")] = "texts",
    results: Results = FOLDER,
) -> None:
    """Measure the agreement of two readings."""
    again = read_records(second)
    ids = frozenset(record["id"] for record in again)
    records = [record for record in read_records(first) if record["id"] in ids]
    if not records:
        raise typer.BadParameter(f"{first} and {second} have no article in common: ids must be the same")
    corpus = Corpus(f"agreement-{label}", label, "", records, labelled=ids)
    save(corpus.name, agreement(corpus, judge(corpus, again)), folder=results, articles=len(records))


if __name__ == "__main__":
    typer.run(main)
