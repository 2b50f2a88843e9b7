"""What each rule pays: `python -m benchmarks.rules` measures with one of them switched off after the other."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import Any, Final
from unittest.mock import patch

import typer

from benchmarks.finding import analyze, fingerprint, judge
from benchmarks.gold import Corpus, read_corpus
from benchmarks.results import FOLDER, Cell, Data, Model, Results, Table, save
from benchmarks.speed import find
from quoteattr.analyzer import Analyzer
from quoteattr.attributions.forms import FORMS
from quoteattr.engine import find_model
from quoteattr.evaluation import score_attributions, score_speakers, score_words
from quoteattr.text.cleaning import Cleaned

RULES: Final[dict[str, tuple[str, Any]]] = {
    "edges of contents agree with marks": (
        "quoteattr.attributions.settle:snap",
        lambda spans, *_: list(spans),
    ),
    "a cue rules out the same content without": ("quoteattr.attributions.settle:_without_doubles", list),
    "all forms": ("quoteattr.attributions.find:apply_forms", lambda layout, names, found: list(found)),
    **{
        f"form: {off.__name__}": (
            "quoteattr.attributions.forms:FORMS",
            tuple(f for f in FORMS if f is not off),
        )
        for off in FORMS
    },
    "text as readers see it": ("quoteattr.analyzer:clean", Cleaned),
}
"""Of each rule the value that it is, looked up at every use, and what stands in its place without it."""
_COLUMNS = (
    *("world: stated", "inside another", "content exact", "words rightly named", "names"),
    *("PolNeAR: all", "content exact", "right name"),
)


def without(rule: str | None) -> AbstractContextManager[object]:
    """Switch a rule off for a while."""
    if rule is None:
        return nullcontext()
    place, instead = RULES[rule]
    return patch.object(*find(place), instead)


def row(analyzer: Analyzer, world: Corpus, polnear: Corpus) -> list[Cell]:
    """The figures that rules are judged by."""
    here, there = judge(world, analyze(world, analyzer)), judge(polnear, analyze(polnear, analyzer))
    return [
        score_attributions(here.returned, tier="core").with_source[0.5].f,
        score_attributions(here.everything, only="nested").with_source[0.5].f,
        score_attributions(here.everything).content.f,
        score_words(here.labelled).all.f,
        score_speakers(here.labelled).precision,
        score_attributions(there.everything).with_source[0.5].f,
        score_attributions(there.everything).content.f,
        score_speakers(there.labelled).named.recall,
    ]


def main(data: Data = None, model: Model = None, results: Results = FOLDER) -> None:
    """Measure every rule on all of world dev and PolNeAR dev."""
    analyzer = Analyzer.load(find_model(model))
    world, polnear = read_corpus("world", data), read_corpus("polnear", data)
    rows: list[tuple[str, list[Cell]]] = []
    for rule in (None, *RULES):
        with without(rule):
            label = "all rules on" if rule is None else f"without: {rule}"
            rows.append((label, row(analyzer, world, polnear)))
    save("rules", [Table("Rules", _COLUMNS, rows)], folder=results, model=fingerprint(model))


if __name__ == "__main__":
    typer.run(main)
