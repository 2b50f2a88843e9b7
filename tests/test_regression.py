"""The bundled weights do on the five labelled articles what the published figures say, to a point."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))  # benchmarks are no part of the package

from benchmarks.gold import read_corpus  # noqa: E402
from benchmarks.predictions import predict  # noqa: E402
from benchmarks.quality import BENCHMARKS  # noqa: E402
from benchmarks.reporting import load  # noqa: E402
from benchmarks.runner import task  # noqa: E402
from quoteattr.errors import ModelError  # noqa: E402

POINT = 0.01
CURE = "python -m benchmarks.quality fixtures && python -m benchmarks.page"
FIGURES = {
    "accuracy": [
        ("all", "attribution", "f"),
        ("all", "with_source", "f"),
        ("all", "with_source_direct", "f"),
        ("all", "with_source_mixed", "f"),
        ("all", "with_source_indirect", "f"),
        ("all", "content_exact", "f"),
        ("core", "with_source", "f"),
    ],
    "speakers": [("all", "named", "recall"), ("all", "precision")],
    "meaning": [
        ("all", "polarity", "accuracy"),
        ("all", "medium", "accuracy"),
        ("all", "nested", "with_source", "f"),
    ],
}


@pytest.fixture(scope="module")
def measured() -> dict[str, Any]:
    """All figures of the bundled weights on the fixtures, predicted anew."""
    corpus = read_corpus("fixtures")
    try:
        found = predict(corpus, keep=False)
    except ModelError as error:
        pytest.fail(f"the bundled weights are missing: {error}")
    assert found.lost == []
    judged = task(corpus, found.records)
    return {benchmark.name: benchmark.measure(judged) for benchmark in BENCHMARKS}


@pytest.mark.parametrize(
    ("benchmark", "keys"), [(name, keys) for name, rows in FIGURES.items() for keys in rows], ids=str
)
def test_figure_is_within_a_point_of_the_published_one(
    measured: dict[str, Any], benchmark: str, keys: tuple[str, ...]
) -> None:
    published = load(f"{benchmark}-fixtures")
    assert published is not None, f"no published figures: run {CURE}"
    now, then = _at(measured[benchmark], keys), _at(published["figures"], keys)
    assert now == pytest.approx(then, abs=POINT), (
        f"was {then:.3f}, is {now:.3f}; if that is meant, run {CURE}"
    )


def _at(figures: Any, keys: tuple[str, ...]) -> float:
    for key in keys:
        figures = figures[key]
    return float(figures)
