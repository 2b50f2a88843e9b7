"""Labels of an article become records with offsets; what does not fit is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from quoteattr.corpora import read_records
from quoteattr.labelling import read_labels
from quoteattr.labelling.__main__ import main

TEXT = (
    "The mayor of Tarn, Lena Orr, has dismissed reports that the bridge is unsafe, calling them “a fairy tale”.\n\n"
    "“We test it twice a year,” she said. “Nobody asked us.” They call it the “Old Lady”.\n"
)
LABELS = """\
# PARAGRAPH | CONTENT | CUE | SOURCE | SPEAKER | CODES
= Lena Orr | person | Orr ; Mayor Orr
! 2 | "Old Lady"
1 | reports that ~ unsafe | has dismissed | The mayor of Tarn, Lena Orr, | Lena Orr | n s d c -
1 | that the bridge is unsafe | reports | - | - | - w a c 1
2 | "We test it ~ a year," ++ “Nobody asked us.” | said | she | Lena Orr | p s a c -
"""


def words(spans: list[list[int]]) -> list[str]:
    return [TEXT[start:end] for start, end in spans]


def test_every_field_is_found_in_the_text() -> None:
    read = read_labels(TEXT, LABELS)
    assert read.problems == []
    dismissed, reports, test = read.record("tarn")["attributions"]
    assert words(dismissed["content"]) == ["reports that the bridge is unsafe"]
    assert words(dismissed["source"]) == ["The mayor of Tarn, Lena Orr,"]
    assert dismissed["polarity"] == "denied"
    assert reports["nested_in"] == 0
    assert reports["speaker"] is None
    assert words(test["content"]) == ["“We test it twice a year,”", "“Nobody asked us.”"]
    assert test["speaker_aliases"] == ["Orr", "Mayor Orr"]
    assert test["resolution"] == "pronoun"


def test_marks_that_quote_nobody_are_kept_apart() -> None:
    assert words(read_labels(TEXT, LABELS).record("tarn")["not_quotes"]) == ["“Old Lady”"]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("9 | reports | - | - | - | - s a c -", "there is no paragraph '9'"),
        ("1 | reports | - | - | - | - s a c", "4 codes and not 5"),
        ("1 | reports | - | - | - | - x a c -", "'x' is no medium"),
        ("1 | tidings | - | - | - | - s a c -", "'tidings' from paragraph 1 on: not found"),
        ("1 | reports | swore | - | - | - s a c -", "'swore' is not in the paragraphs around"),
        ("1 | reports | - | - | Lena Orr | - s a c -", "a speaker needs a resolution"),
        ("1 | reports | - | - | Ada Voss | n s a c -", "no line '= Ada Voss"),
        ("1 | reports | - | - | - | - s a c 7", "there is no attribution 7"),
        ("2 | Nobody asked us | - | - | - | - s a c 1", "does not stand in attribution 1"),
        ("1 | reports", "2 fields and not 6"),
        ("1 | a | - | - | - | - s a c -", "stands 2 times"),
        ("= Ada Voss | ghost", "'ghost' is no kind of speaker"),
    ],
)
def test_what_does_not_fit_is_told(line: str, told: str) -> None:
    text = TEXT.replace("a fairy", "a a fairy")
    problems = read_labels(
        text, LABELS.replace("# PARAGRAPH | CONTENT | CUE | SOURCE | SPEAKER | CODES", "") + line
    ).problems
    assert any(told in problem for problem in problems), problems


def test_one_of_several_places_is_chosen_by_number() -> None:
    text = "He said no. He said he said yes."
    read = read_labels(text, "1 | yes | said#3 | He#2 | - | - s a c -")
    (item,) = read.record("a")["attributions"]
    assert item["cue"] == [[23, 27]]
    assert item["source"] == [[12, 14]]


def test_a_guess_is_noted() -> None:
    assert (
        "1 more would do"
        in read_labels("He said no, he said.", "1 | no | said | He | - | - s a c -").notes[0][0]
    )


def test_the_commands_show_check_and_build(tmp_path: Path) -> None:
    (tmp_path / "tarn.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "tarn.ann").write_text(LABELS, encoding="utf-8")
    article, labels, out = (str(tmp_path / name) for name in ("tarn.txt", "tarn.ann", "out.jsonl"))
    run = CliRunner().invoke
    assert "[2] “We test it" in run(main, ["show", article]).output
    assert "3 attributions, 0 problems" in run(main, ["check", article, labels]).output
    assert run(main, ["build", str(tmp_path), out]).exit_code == 0
    (record,) = read_records(out)
    assert [quote["kind"] for quote in record["quotes"]] == ["indirect", "indirect", "direct"]
    (tmp_path / "tarn.ann").write_text(LABELS + "nonsense", encoding="utf-8")
    assert run(main, ["check", article, labels]).exit_code == 1
    assert run(main, ["build", str(tmp_path), out]).exit_code == 1
    assert json.loads(Path(out).read_text(encoding="utf-8"))["id"] == "tarn"
