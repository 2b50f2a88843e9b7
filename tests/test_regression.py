"""The bundled weights do on the five labelled articles what the published figures say, to a point."""

from __future__ import annotations

import pytest

from benchmarks.finding import analyze, judge
from benchmarks.gold import PUBLISHED, read_corpus
from benchmarks.quality import measure
from benchmarks.results import Result, Table, load
from quoteattr.analyzer import Analyzer

POINT = 0.01
CURE = "python -m benchmarks.quality articles && python -m benchmarks.page"


@pytest.fixture(scope="module")
def published() -> Result:
    result = load("quality-articles")
    if result is None:
        pytest.fail(f"no published figures: run {CURE}")
    return result


@pytest.fixture(scope="module")
def measured() -> list[Table]:
    """All figures of the bundled weights on the articles, found anew."""
    corpus = read_corpus("articles")
    judged = judge(corpus, analyze(corpus, Analyzer.load()))
    assert judged.lost == []
    return measure(corpus, judged)


def test_figures_are_within_a_point_of_the_published_ones(measured: list[Table], published: Result) -> None:
    apart = []
    for table in measured:
        if table.title.startswith(("Scores", "Thresholds")):  # one quote more or less moves a whole bin
            continue
        for label, cells in table.rows:
            for column, now in zip(table.columns, cells, strict=True):
                then = published.cell(table.title, label, column)
                if isinstance(then, list):
                    now, then = now[0], then[0]  # type: ignore[index]
                if isinstance(now, float) and now != pytest.approx(then, abs=POINT):
                    apart.append(f"{table.title}, {label}, {column}: was {then}, is {now:.3f}")
    assert apart == [], f"if that is meant, run {CURE}"


@pytest.mark.parametrize("name", PUBLISHED)
def test_every_corpus_has_published_figures(name: str) -> None:
    assert load(f"quality-{name}") is not None, "run python -m benchmarks --data FOLDER"
