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

Quote = tuple[str, int]
"""An article and the index of an attribution in it."""
Pairs = set[tuple[Quote, Quote]]


def score(vectors: WordVectors | None = bundled_vectors) -> Rates:
    """Link the labelled articles and compare pairs of quotes of different articles.

    Attributions of the core tier count; pairs that the labels call unsure are left out, for or against.
    """
    records = read_corpus("articles").records
    labels = json.loads((FIXTURES / "statements.json").read_text(encoding="utf-8"))
    right = _pairs(_labelled(labels["groups"]))
    unsure = _pairs(_labelled(labels["unsure"])) - right
    found = _pairs(_found(link(records, vectors=vectors), records)) - unsure
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


def _pairs(groups: Iterable[Sequence[Quote]]) -> Pairs:
    return {
        (one, other)
        for group in groups
        for one, other in combinations(sorted(set(group)), 2)
        if one[0] != other[0]
    }


def main(results: Results = FOLDER) -> None:
    """Measure the grouping of statements with and without word vectors."""
    rows = []
    for name, vectors in (("words and vectors", bundled_vectors), ("words alone", None)):
        rates = score(vectors)
        rows.append((name, (rates.precision, rates.recall, rates.gold)))
    title = "Pairs of quotes that give the same statement"
    save("statements", [Table(title, ("precision", "recall", "labelled"), rows)], folder=results)


if __name__ == "__main__":
    typer.run(main)
