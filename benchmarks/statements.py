"""Statements found over the five articles against those labelled by hand: `python -m benchmarks.statements`."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

from benchmarks.gold import FIXTURES, read_corpus
from benchmarks.reporting import RESULTS, Table, percent, save
from quoteattr.corpus import Corpus, link
from quoteattr.corpus.vectors import WordVectors, bundled_vectors

Quote = tuple[str, int]
"""An article and the index of an attribution in it."""


@dataclass(frozen=True, slots=True)
class PairScore:
    """Pairs of quotes of different articles that give the same statement.

    Attributes:
        found: How many were found, those left out that the labels call unsure.
        right: How many of them are labelled.
        labelled: How many are labelled.
        unsure: How many were found that the labels call unsure.
    """

    found: int
    right: int
    labelled: int
    unsure: int

    @property
    def precision(self) -> float:
        """The share of the found that is right."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """The share of the labelled that is found."""
        return self.right / self.labelled if self.labelled else 0.0


def score(vectors: WordVectors | None = bundled_vectors) -> PairScore:
    """Link the labelled articles and compare pairs; attributions of the core tier count."""
    records = read_corpus("fixtures").records
    labels = json.loads((FIXTURES / "statements.json").read_text(encoding="utf-8"))
    right = _pairs(_labelled(labels["groups"]))
    unsure = _pairs(_labelled(labels["unsure"])) - right
    found = _pairs(_found(link(records, vectors=vectors), records))
    return PairScore(len(found - unsure), len(found & right), len(right), len(found & unsure))


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
    return {
        (one, other)
        for group in groups
        for one, other in combinations(sorted(set(group)), 2)
        if one[0] != other[0]
    }


def main() -> None:
    """Print the figures and write them down."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--results", type=Path, default=RESULTS, metavar="FOLDER")
    args = parser.parse_args()
    rows = []
    figures: dict[str, Any] = {}
    for name, vectors in (("words and vectors", bundled_vectors), ("words alone", None)):
        pairs = score(vectors)
        rows.append(
            [name, percent(pairs.precision), percent(pairs.recall), str(pairs.found), str(pairs.labelled)]
        )
        figures[name] = {"precision": pairs.precision, "recall": pairs.recall, "found": pairs.found}
    print(Table("Pairs of quotes", ["by", "precision", "recall", "found", "labelled"], rows).text())
    save("statements", {"pairs": figures}, command="python -m benchmarks.statements", folder=args.results)


if __name__ == "__main__":
    main()
