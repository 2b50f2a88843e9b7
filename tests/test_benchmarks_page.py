"""docs/benchmarks.md, its chart and the README's table say what the results say, no more and no less."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))  # benchmarks are no part of the package

from benchmarks import page, reporting  # noqa: E402

CURE = "results and page disagree: run python -m benchmarks.page"
ORIGIN = {
    "command": "python -m benchmarks.accuracy polnear",
    "date": "2030-01-02",
    "machine": {"processor": "Some processor", "cores": 3, "memory_gib": 5},
    "versions": {"python": "3.12.1"},
    "model": "0123456789ab",
}


def rates(f: float) -> dict[str, Any]:
    return {"precision": f, "recall": f, "f": f, "f_error": 0.01, "gold": 10, "predicted": 10}


@pytest.fixture
def results(tmp_path: Path) -> Path:
    """A folder of results with figures that nothing else has."""
    names = [
        "attribution",
        "with_source",
        *(f"with_source_{kind}" for kind in ("direct", "mixed", "indirect", "80", "100")),
        *("content_exact", "content_soft", "cue_exact", "source_exact"),
    ]
    figures = {name: rates(0.111 + 0.01 * place) for place, name in enumerate(names)}
    whole = {**ORIGIN, "articles": 7, "lost": 2, "figures": {"all": figures}}
    (tmp_path / "accuracy-polnear-dev.json").write_text(json.dumps(whole))
    systems = [{"name": "quoteattr", "words_per_second": 4321.0, "spread": 5.0}]
    systems.append({"name": "other", "words_per_second": 1234.0, "spread": None})
    (tmp_path / "speed.json").write_text(json.dumps({**ORIGIN, "threads": 2, "systems": systems}))
    failed = [{"name": "peer", "failure": "could not be installed: no such file"}]
    (tmp_path / "peers-polnear-dev.json").write_text(json.dumps({**ORIGIN, "systems": failed}))
    return tmp_path


def test_page_is_what_the_results_give() -> None:
    assert page.PAGE.read_text(encoding="utf-8") == page.page(), CURE


def test_chart_is_what_the_results_give() -> None:
    drawn = page.CHART.read_text(encoding="utf-8") if page.CHART.is_file() else None
    assert drawn == page.chart(), CURE


def test_readme_is_what_the_results_give() -> None:
    if page.README.is_file():
        text = page.README.read_text(encoding="utf-8")
        assert text == page.readme(text), CURE


def test_every_result_names_its_origin_and_no_path() -> None:
    for path in reporting.RESULTS.glob("*.json"):
        result = json.loads(path.read_text(encoding="utf-8"))
        assert result["name"] == path.stem
        assert {"command", "date", "machine", "versions"} <= result.keys()
        assert "/" not in result["command"]


def test_page_shows_figures_losses_failures_and_origin(results: Path) -> None:
    text = page.page(folder=results)
    assert "| attribution @0.5 + source | 12.1 | 12.1 | 12.1 ± 1.0 | 10 |" in text
    assert "| quoteattr | 12.1 ± 1.0 |" in text
    assert "2 of 7" in text
    assert "4,321" in text
    assert "could not be installed: no such file" in text
    assert "Some processor, 3 cores, 5 GiB" in text
    assert "Citron * | 48.2" in text


def test_chart_places_measured_systems_and_draws_cited_ones_as_lines(results: Path) -> None:
    drawing = page.chart(folder=results)
    assert drawing is not None
    assert drawing.count("<circle") == 1
    assert drawing.count("stroke-dasharray") == 5
    assert "quoteattr 12.1" in drawing


def test_readme_changes_only_between_its_markers(results: Path) -> None:
    text = "before\n<!-- benchmarks:start -->\nold\n<!-- benchmarks:end -->\nafter\n"
    made = page.readme(text, folder=results)
    assert made.startswith("before\n<!-- benchmarks:start -->\n|")
    assert made.endswith("\n<!-- benchmarks:end -->\nafter\n")
    assert "old" not in made
    assert "12.1 ± 1.0" in made
    assert page.readme(made, folder=results) == made
    assert page.readme("no markers\n", folder=results) == "no markers\n"
    assert page.readme(text, folder=results / "empty") == text
