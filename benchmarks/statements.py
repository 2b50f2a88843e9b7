"""Statements found over the five articles against those labelled by hand: `python -m benchmarks.statements`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import Any

import typer

from benchmarks.gold import FIXTURES, read_corpus
from benchmarks.results import FOLDER, Results, Table, save
from quoteattr.corpus import Corpus, link
from quoteattr.corpus.vectors import WordVectors, bundled_vectors
from quoteattr.evaluation import Rates

Quote = tuple[str, int]  # an article and the index of an attribution in it


def score(vectors: WordVectors | None = bundled_vectors) -> Rates:
    """Link the labelled articles and compare pairs of core quotes; those that the labels call unsure do not count."""
    records = read_corpus("articles").records
    labels = json.loads((FIXTURES / "statements.json").read_text(encoding="utf-8"))
    right, unsure = (_pairs(_labelled(labels[name])) for name in ("groups", "unsure"))
    found = _pairs(_found(link(records, vectors=vectors), records)) - (unsure - right)
    return Rates(len(found & right), len(found), len(found & right), len(right))


def _labelled(groups: Iterable[Mapping[str, Any]]) -> list[list[Quote]]:
    return [[(article, index) for article, index in group["quotes"]] for group in groups]


def _found(corpus: Corpus, records: Sequence[Mapping[str, Any]]) -> list[list[Quote]]:
    core = {
        (number, quote["id"]): (record["id"], index)
        for number, record in enumerate(records)
        for index, quote in enumerate(record["quotes"])
        if quote.get("tier", "core") == "core"
    }
    return [
        [core[key] for item in statement.wordings if (key := (item.article, item.quote)) in core]
        for statement in corpus.statements
    ]


def _pairs(groups: Iterable[Sequence[Quote]]) -> set[tuple[Quote, Quote]]:
    pairs = (pair for group in groups for pair in combinations(sorted(set(group)), 2))
    return {(one, other) for one, other in pairs if one[0] != other[0]}


def main(results: Results = FOLDER) -> None:
    """Measure with and without the vectors of the weights."""
    by = {"words and vectors": score(), "words alone": score(None)}
    rows = [(name, (r.precision, r.recall, r.f, r.gold)) for name, r in by.items()]
    save("statements", [Table("Pairs of quotes", ("P", "R", "F", "gold"), rows)], folder=results)


if __name__ == "__main__":
    typer.run(main)
