"""A report over many articles: its figures, its page, its files."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest
from browser import Browser, chromium
from marked import article
from synthetic import synthetic_records

from quoteattr.cli import main
from quoteattr.report import Report, report
from quoteattr.report.shared import differing

QUAY = "that the northern quay will stay shut until Easter"
KINDS = {"The Port Authority": ("Port Authority", "organization"), "a docker": ("", "")}


def articles() -> list[dict[str, Any]]:
    return [
        article(
            f"[Bo Ek] said *{QUAY}*. [Ana Lima] cried *“We need rain,”*",
            outlet="Mail",
            date="2024-03-01",
            title="Quay shut",
            url="https://example.org/1",
        ),
        article(f"[Bo Ek] told us *{QUAY} Monday*.", outlet="Post", date="2024-03-03T10:00:00"),
        article(
            "[The Port Authority] and [a docker] said *so* and *no*.",
            names=KINDS,
            outlet="Post",
            date="yesterday",
        ),
        article(
            "[Bo Ek] denied *that he had left the town*.", polarity="denied", outlet="Mail", date="2024-03-01"
        ),
    ]


@pytest.fixture(scope="module")
def made() -> Report:
    return report(articles(), title="Harbour <week>", vectors=None)


def test_it_counts_quotes_and_words_by_speaker_and_outlet(made: Report) -> None:
    told = made.to_dict()
    first = told["speakers"][0]
    assert (first["name"], first["kind"], first["quotes"], first["words"]) == (
        "Bo Ek",
        "person",
        3,
        9 + 10 + 6,
    )
    assert (first["by_outlet"], first["unasserted"], first["articles"]) == ({"Mail": 2, "Post": 1}, 1, 3)
    assert told["total"]["quotes"] == 6
    assert told["unnamed"]["quotes"] == 1
    assert [item["outlet"] for item in told["outlets"]] == ["Mail", "Post"]
    assert sum(item["words"] for item in told["outlets"]) == told["total"]["words"]


def test_it_counts_over_time_without_gaps(made: Report) -> None:
    assert [(item["day"], item["quotes"]) for item in made.to_dict()["over_time"]] == [
        ("2024-03-01", 3),
        ("2024-03-02", 0),
        ("2024-03-03", 1),
    ]
    assert made.figures.undated == 1


@pytest.mark.parametrize(
    ("last", "unit", "count"),
    [("2024-01-20", "day", 20), ("2024-04-20", "week", 16), ("2026-01-05", "month", 25)],
)
def test_time_is_cut_into_stretches_that_fit(last: str, unit: str, count: int) -> None:
    said = "[Bo Ek] said *that it rained*."
    made = report([article(said, date="2024-01-01"), article(said, date=last)], vectors=None)
    assert (made.figures.unit, len(made.figures.times)) == (unit, count)


def test_statements_of_several_outlets_are_set_side_by_side(made: Report) -> None:
    [statement] = made.to_dict()["statements"]
    assert statement["places"] == 2
    assert [item["outlet"] for item in statement["wordings"]] == ["Mail", "Post"]
    assert "<mark> Monday</mark>" in made.page


@pytest.mark.parametrize(
    ("words", "reference", "marked"),
    [
        ("We will vote soon.", "We will vote soon", []),
        ("We will not vote, soon.", "We will vote soon.", [" not"]),
        ("it’s “so”", "It's so", []),
        ("all other words", "nothing alike", ["all other words"]),
    ],
)
def test_words_that_differ_are_marked(words: str, reference: str, marked: list[str]) -> None:
    parts = differing(words, reference)
    assert "".join(part for part, _ in parts) == words
    assert [part for part, differs in parts if differs] == marked


def test_the_page_stands_by_itself_and_escapes(made: Report) -> None:
    page = made.page
    assert "<title>Harbour &lt;week&gt;</title>" in page
    assert not re.search(r"<(?:link|img|iframe)|\ssrc=|\sstyle=", page)
    assert "unsafe" not in page
    evil = "</script><script>alert(1)</script>"
    bad = report(
        [article(f"[{evil}] said *{evil} is what it is*.", outlet=evil, title=evil)], vectors=None
    ).page
    assert "alert(1)</script>" not in bad.replace("alert(1)&lt;/script&gt;", "")


def test_nothing_and_one_article_make_reports() -> None:
    assert "0 quotes" in report([], vectors=None).page
    assert "1 article" in report([{"text": "Nothing."}], vectors=None).page


def test_figures_and_quotes_lie_beside_the_page(made: Report, tmp_path: Path) -> None:
    files = made.write(tmp_path / "report.html")
    assert [path.name for path in files] == ["report.html", "report.json", "report.csv"]
    assert json.loads(files[1].read_text(encoding="utf-8")) == made.to_dict()
    with files[2].open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["speaker"] for row in rows][:2] == ["Bo Ek", "Ana Lima"]
    assert rows[0]["outlet"] == "Mail"


def test_the_page_of_many_articles_stays_small() -> None:
    made = report(synthetic_records(200), vectors=None)
    assert len(made.page.encode()) < 1_000_000


# The command


def test_the_command_reads_rows_and_names_bad_ones(
    stub_model: object, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [
        {"body": "“We will rebuild,” said Dana Whitfield.", "paper": "The Mail", "date": "2024-03-01"},
        {"body": "“No,” said Omar Reyes. FAIL", "paper": "The Post"},
        {"paper": "The Post"},
    ]
    source = tmp_path / "news.jsonl"
    source.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    page = tmp_path / "report.html"
    assert main(["report", str(source), "--field", "body", "--outlet-field", "paper", "-o", str(page)]) == 1
    told = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))
    assert told["speakers"][0]["by_outlet"] == {"The Mail": 1}
    errors = capsys.readouterr().err
    assert "news.jsonl:2: RuntimeError" in errors
    assert "news.jsonl:3" in errors


def test_the_command_takes_records_as_they_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from stub import StubAnalyzer

    monkeypatch.setattr(StubAnalyzer, "load", None)
    source = tmp_path / "quotes.jsonl"
    source.write_text("\n".join(map(json.dumps, articles())), encoding="utf-8")
    assert main(["report", str(source), "-o", str(tmp_path / "report.html")]) == 0
    assert json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))["articles"] == 4


# In a browser


@pytest.fixture
def browser(made: Report, tmp_path: Path) -> Any:
    page = tmp_path / "report.html"
    page.write_text(made.page, encoding="utf-8")
    with chromium(tmp_path / "profile") as browser:
        browser.look(width=390)
        browser.open(page)
        yield browser


def test_the_page_in_a_browser(browser: Browser) -> None:
    browser.wait_for(".hit")
    assert len(browser.visible(".hit")) == 6
    for dark in (False, True):
        browser.look(width=390, dark=dark)
        assert browser.problems() == []
        assert browser.fits
    browser.all("#speakers button.pick")[0].click()
    assert browser.visible("[role=status]") == ["3 quotes of 1 speaker"]
    browser.all(".hit button.pick")[0].click()
    assert browser.visible("dialog .this") == [QUAY]
    assert browser.problems() == []
    browser.all("dialog .close")[0].click()
    browser.all("#statements button.pick")[1].click()
    assert browser.visible("dialog .this") == [f"{QUAY} Monday"]
