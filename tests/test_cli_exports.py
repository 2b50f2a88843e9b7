"""`quoteattr extract` into the formats of other tools, and what rows tell besides their text."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from stub import StubAnalyzer

from quoteattr.cli import main
from quoteattr.exchange import FORMATS, read_inception

ROWS = [
    {
        "id": "a",
        "text": "“We will rebuild,” said Dana Whitfield.",
        "outlet": "The Mail",
        "date": "2024-03-01",
    },
    {"id": "b", "text": "Nothing was said."},
    {"id": "c", "text": "“No,” wrote Omar Reyes.", "outlet": "The Post", "other": 7},
]


@pytest.fixture
def news(tmp_path: Path, stub_model: object) -> str:
    path = tmp_path / "news.jsonl"
    path.write_text("\n".join(map(json.dumps, ROWS)), encoding="utf-8")
    return str(path)


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_records_keep_where_and_when_an_article_stood(news: str, tmp_path: Path) -> None:
    out = tmp_path / "quotes.jsonl"
    assert main(["extract", news, "-o", str(out)]) == 0
    assert [(row.get("outlet"), row.get("date"), "other" in row) for row in lines(out)] == [
        ("The Mail", "2024-03-01", False),
        (None, None, False),
        ("The Post", None, False),
    ]
    assert main(["report", str(out), "-o", str(tmp_path / "report.html")]) == 0
    told = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert {item["outlet"] for item in told["outlets"]} == {"The Mail", "The Post", "outlet not given"}


def test_the_name_of_the_output_says_the_format(news: str, tmp_path: Path) -> None:
    out = tmp_path / "quotes.csv"
    assert main(["extract", news, "-o", str(out)]) == 0
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["article"], row["speaker"], row["outlet"]) for row in rows] == [
        ("a", "Dana Whitfield", "The Mail"),
        ("c", "Omar Reyes", "The Post"),
    ]


@pytest.mark.parametrize("to", FORMATS)
def test_every_format_is_written(to: str, news: str, tmp_path: Path) -> None:
    assert main(["extract", news, "--to", to, "-o", str(tmp_path / "out")]) == 0
    place = tmp_path / "out"
    assert (any(place.iterdir()) if place.is_dir() else place.stat().st_size) > 0


def test_records_are_converted_without_reading_them_again(
    news: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    records, project = tmp_path / "quotes.jsonl", tmp_path / "project"
    main(["extract", news, "-o", str(records)])
    monkeypatch.setattr(StubAnalyzer, "analyze", None)
    assert main(["extract", str(records), "--to", "inception", "-o", str(project)]) == 0
    assert [record["id"] for record in read_inception(project)] == ["a", "b", "c"]


def test_what_is_there_is_not_replaced_unasked(
    news: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "quotes.csv"
    out.write_text("mine", encoding="utf-8")
    assert main(["extract", news, "-o", str(out)]) == 1
    assert "--overwrite" in capsys.readouterr().err
    assert out.read_text(encoding="utf-8") == "mine"
    assert main(["extract", news, "-o", str(out), "--overwrite"]) == 0
    assert "Dana Whitfield" in out.read_text(encoding="utf-8-sig")


def test_a_format_needs_a_place(news: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["extract", news, "--to", "brat"]) == 1
    assert "-o" in capsys.readouterr().err
