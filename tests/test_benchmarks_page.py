"""docs/benchmarks.md, its chart and the README's table say what the results say, no more and no less."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks import charts, page, results

CURE = "results and page disagree: run python -m benchmarks.page"
ORIGIN = {
    "command": "python -m benchmarks.quality world",
    "date": "2030-01-02",
    "machine": {"processor": "Some processor", "cores": 3, "system": "Linux"},
    "versions": {"python": "3.12.1"},
    "model": "0123456789ab",
}


def write(folder: Path, name: str, tables: list[dict[str, Any]], **more: Any) -> None:
    whole = {"name": name, "origin": ORIGIN, "tables": tables, "more": more}
    (folder / f"{name}.json").write_text(json.dumps(whole), encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of results with figures that nothing else has."""
    rows = [
        ["all levels", [0.111, 0.121, [0.1213, 0.01], 1234]],
        ["direct", [0.2, 0.2, [0.2017, None], 5]],
    ]
    found = {"title": "Content and source", "columns": ["P", "R", "F", "gold"], "rows": rows}
    scores = {
        "title": "Scores against what is right",
        "columns": ["quotes", "mean score", "right"],
        "rows": [["0.5 to 0.6", [3, 0.55, 0.6]]],
    }
    about = {"title": "world dev", "note": "Read this first.", "articles": 7, "lost": ["a", "b"]}
    write(
        tmp_path,
        "quality-world-dev-report",
        [found, scores],
        **about,
        curve=[[0.5, 0.9, 0.3], [0.4, 0.8, 0.4]],
    )
    write(tmp_path, "quality-world-dev-report-free", [found], **about, curve=[])
    speeds = {"quoteattr": 4321.0, "spaCy en_core_web_sm": 1234.0}
    ratios = {"title": "Ratios", "columns": [""], "rows": [["whole pipe, of the bare encoder", ["0.61"]]]}
    write(tmp_path, "speed", [ratios], words_per_second=speeds, load="0.1", title="world dev")
    rows = [
        ["lost all", [[0.0, 0.0], None, "7 of 7", "4,000"]],
        ["rival", [[0.31, 0.02], None, "1 of 7", "2,000"]],
    ]
    columns = ["content and source", "right name", "articles lost", "words/s"]
    others = {"title": "Other systems", "columns": columns, "rows": rows}
    write(tmp_path, "peers-world-dev-report", [others], title="world dev")
    return tmp_path


def test_page_is_what_the_results_give() -> None:
    assert page.PAGE.read_text(encoding="utf-8") == page.page(), CURE


def test_readme_is_what_the_results_give() -> None:
    text = page.README.read_text(encoding="utf-8")
    assert text == page.readme(text), CURE


def test_chart_is_what_the_results_give() -> None:
    assert page.shown_in() == charts.data(), CURE


def test_every_result_names_its_origin_and_no_path() -> None:
    for path in results.FOLDER.glob("*.json"):
        result = results.load(path.stem)
        assert result is not None
        assert result.name == path.stem
        assert result.origin.keys() == ORIGIN.keys()
        assert "/" not in result.origin["command"]


def test_page_shows_figures_losses_notes_and_origin(folder: Path) -> None:
    text = page.page(folder=folder)
    assert "| all levels | 11.1 | 12.1 | 12.1 ± 1.0 | 1,234 |" in text
    assert "| direct | 20.0 | 20.0 | 20.2 | 5 |" in text
    assert "7 texts; 2 lost to errors. Read this first." in text
    assert "| world-dev-report-free | 12.1 ± 1.0 |" in text
    assert "| whole pipe, of the bare encoder | 0.61 |" in text
    assert "Some processor, 3 cores" in text
    assert "| Citron (retrained on the same train split) | 48.2 |" in text


def test_unseen_texts_come_first_and_the_five_articles_last(folder: Path) -> None:
    other = json.loads((folder / "quality-world-dev-report.json").read_text(encoding="utf-8"))
    other["name"], other["more"]["title"] = "quality-articles", "the five labelled articles"
    (folder / "quality-articles.json").write_text(json.dumps(other), encoding="utf-8")
    text = page.page(folder=folder)
    assert text.index("## World dev") < text.index("## The five labelled articles")


def test_the_chart_leaves_out_what_lost_every_text(folder: Path) -> None:
    shown = charts.data(folder)
    assert [point[0] for point in shown["points"]] == ["quoteattr", "rival"]
    assert shown["curve"] == [[0.3, 0.9], [0.4, 0.8]]


def test_the_chart_tells_what_it_shows(folder: Path, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib", reason="charts are drawn with the extra `benchmarks`")
    shown = charts.data(folder)
    (tmp_path / "chart.svg").write_text(charts.draw(shown), encoding="utf-8")
    assert page.shown_in(tmp_path / "chart.svg") == shown


def test_readme_changes_only_between_its_markers(folder: Path) -> None:
    text = "before\n<!-- benchmarks:start -->\nold\n<!-- benchmarks:end -->\nafter\n"
    made = page.readme(text, folder=folder)
    assert made.startswith("before\n<!-- benchmarks:start -->\n|")
    assert made.endswith("\n<!-- benchmarks:end -->\nafter\n")
    assert "old" not in made
    assert "| world dev | 12.1 ± 1.0 | 20.2 |" in made
    assert "4,321 words/s" in made
    assert page.readme(made, folder=folder) == made
    assert page.readme("no markers\n", folder=folder) == "no markers\n"
    assert page.readme(text, folder=folder / "empty") == text
