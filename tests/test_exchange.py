"""Quotes as tables and in the formats of annotation tools."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from marked import article
from spacy.language import Language

import quoteattr
from quoteattr.errors import MissingLibraryError, RecordError, SettingsError
from quoteattr.exchange import FORMATS, read_inception, read_label_studio, read_prodigy, write
from quoteattr.records import Record, check_record

pandas = pytest.importorskip("pandas")


@pytest.fixture
def record(nlp: Language, text: str) -> Record:
    return quoteattr.record(nlp(text), id="harbour/1")


# Tables


def test_a_table_has_one_row_a_quote(nlp: Language, text: str) -> None:
    frame = quoteattr.table([nlp(text), nlp("Nothing."), nlp("“No,” wrote Ana Lima.")])
    assert list(frame["article"]) == ["0"] * 4 + ["2"]
    first, nested = frame.iloc[0], frame.iloc[2]
    assert (first["speaker"], first["cue"], first["text"], first["in_marks"]) == (
        *("Dana Whitfield", "said", "“We will rebuild,”"),
        "We will rebuild,",
    )
    assert (nested["inside"], nested["in_marks"], nested["kind"]) == ("q1", "", "indirect")
    assert text[first["start"] : first["end"]] == first["text"]


def test_a_table_of_nothing_has_its_columns() -> None:
    frame = quoteattr.table([])
    assert len(frame) == 0
    assert {"speaker", "text", "score"} <= set(frame.columns)


def test_a_table_tells_where_an_article_stood() -> None:
    [row] = quoteattr.table(
        [article("[Bo Ek] said *it rained*.", id="7", outlet="The Eastport Mail")]
    ).to_dict("records")
    assert (row["article"], row["outlet"], row["date"]) == ("7", "The Eastport Mail", "")


def test_a_table_without_pandas_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(MissingLibraryError, match=r"pip install 'quoteattr\[tables\]'"):
        quoteattr.table([])


@pytest.mark.parametrize("to", ["csv", "xlsx", "parquet"])
def test_tables_in_files_come_back(to: str, tmp_path: Path, record: Record) -> None:
    path = tmp_path / f"quotes.{to}"
    assert write([record, record], path, to=to) == 8
    read = {"csv": pandas.read_csv, "xlsx": pandas.read_excel, "parquet": pandas.read_parquet}[to]
    frame = read(path)
    assert list(frame["text"]) == list(quoteattr.table([record, record])["text"])


def test_a_spreadsheet_computes_nothing(tmp_path: Path) -> None:
    evil = '=HYPERLINK("x","y")'
    text = f"{evil} said Bo."
    record = check_record(
        {"text": text, "quotes": [{"id": "q0", "kind": "indirect", "content": [[0, len(evil)]]}]}
    )
    write([record], tmp_path / "a.xlsx", to="xlsx")
    import openpyxl

    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value == evil]
    assert [cell.data_type for cell in cells] == ["s"]
    write([record], tmp_path / "a.csv", to="csv")
    assert "'=HYPERLINK" in (tmp_path / "a.csv").read_text(encoding="utf-8-sig")


def test_a_table_as_a_page_is_escaped(tmp_path: Path) -> None:
    write([article("[Bo Ek] said *<script>alert(1)</script>*.")], tmp_path / "a.html", to="html")
    page = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert "&lt;script&gt;alert(1)" in page
    assert page.count("<script>") == 1


# Annotation tools

TOOLS = {
    "inception": (read_inception, "folder"),
    "label-studio": (read_label_studio, "tasks.json"),
    "prodigy": (read_prodigy, "tasks.jsonl"),
}


def accepted(path: Path) -> None:
    """Do what a person does who accepts everything in Label Studio."""
    tasks = json.loads(path.read_text(encoding="utf-8"))
    for task in tasks:
        task["annotations"] = task.pop("predictions")
    path.write_text(json.dumps(tasks), encoding="utf-8")


@pytest.mark.parametrize("to", TOOLS)
def test_what_nobody_changed_comes_back_equal(to: str, tmp_path: Path, record: Record) -> None:
    read, name = TOOLS[to]
    denied = check_record(article("[Bo Ek] denied *that it rained*.", polarity="denied", id="rain"))
    assert write([record, denied], tmp_path / name, to=to) == 2
    if to == "label-studio":
        accepted(tmp_path / name)
    back = sorted(read(tmp_path / name), key=lambda item: item["id"])
    for found, given in zip(back, (record, denied), strict=True):
        assert found["text"] == given["text"]
        for one, other in zip(found["quotes"], given["quotes"], strict=True):
            assert {**one, "score": 0} == {**other, "score": 0}
        assert {(s["name"], s["kind"]) for s in found["speakers"]} == {
            (s["name"], s["kind"]) for s in given["speakers"]
        }


def test_inception_brings_mentions_back(tmp_path: Path, record: Record) -> None:
    write([record], tmp_path / "folder", to="inception")
    [back] = read_inception(tmp_path / "folder")
    assert [s["mentions"] for s in back["speakers"]] == [s["mentions"] for s in record["speakers"]]


def test_corrections_in_label_studio_are_read(tmp_path: Path) -> None:
    text = "“We will vote,” said Ana Lima."
    regions = [
        {
            "id": "a",
            "from_name": "role",
            "type": "labels",
            "value": {"start": 0, "end": 15, "labels": ["content"]},
        },
        {
            "id": "a",
            "from_name": "speaker",
            "type": "textarea",
            "value": {"start": 0, "end": 15, "text": ["Ana Lima"]},
        },
        {
            "id": "b",
            "from_name": "role",
            "type": "labels",
            "value": {"start": 16, "end": 20, "labels": ["cue"]},
        },
        {
            "id": "c",
            "from_name": "role",
            "type": "labels",
            "value": {"start": 21, "end": 29, "labels": ["source"]},
        },
        {"type": "relation", "from_id": "b", "to_id": "a", "direction": "right", "labels": ["of"]},
        {"type": "relation", "from_id": "a", "to_id": "c", "direction": "right", "labels": ["of"]},
    ]
    tasks = [
        {
            "id": 1,
            "data": {"text": text},
            "annotations": [{"result": regions}, {"result": [], "was_cancelled": True}],
        }
    ]
    path = tmp_path / "export.json"
    path.write_text(json.dumps(tasks), encoding="utf-8")
    [record] = read_label_studio(path)
    [quote] = record["quotes"]
    assert (quote["kind"], quote["cue"], quote["source"]) == ("direct", [[16, 20]], [[21, 29]])
    assert (quote["speaker"], quote["speaker_kind"]) == ("Ana Lima", "person")


def test_a_span_that_is_new_in_prodigy_is_a_quote(tmp_path: Path) -> None:
    spans = [
        {"start": 0, "end": 15, "label": "CONTENT"},
        {"start": 16, "end": 20, "label": "CUE"},
        {"start": 21, "end": 24, "label": "SOURCE"},
    ]
    relations = [
        {"head_span": spans[1], "child_span": spans[0]},
        {"head_span": spans[0], "child_span": spans[2]},
    ]
    task = {"text": "“We will vote,” said Ana.", "spans": spans, "relations": relations}
    rejected = {"text": "Nothing.", "answer": "reject"}
    path = tmp_path / "out.jsonl"
    path.write_text(json.dumps(task) + "\n" + json.dumps(rejected) + "\n", encoding="utf-8")
    [record] = read_prodigy(path)
    assert [(q["content"], q["cue"], q["source"]) for q in record["quotes"]] == [
        ([[0, 15]], [[16, 20]], [[21, 24]])
    ]


def test_a_cue_alone_is_left_out_and_told(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "out.jsonl"
    path.write_text(json.dumps({"text": "Ana said so.", "spans": [{"start": 4, "end": 8, "label": "cue"}]}))
    [record] = read_prodigy(path)
    assert record["quotes"] == []
    assert "no content" in caplog.text


@pytest.mark.parametrize(
    ("read", "content", "told"),
    [
        (read_label_studio, "{", "not JSON"),
        (read_label_studio, "{}", "list of tasks"),
        (read_label_studio, "[3]", "task 1"),
        (read_prodigy, "[]", "line 1"),
        (read_inception, "{}", "UIMA CAS"),
    ],
)
def test_a_file_of_another_kind_is_refused(read: Any, content: str, told: str, tmp_path: Path) -> None:
    path = tmp_path / "file.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(RecordError, match=told):
        list(read(path))


def test_brat_keeps_every_offset(tmp_path: Path) -> None:
    text = "“We will\nvote,” said Ana Lima. “Soon.”"
    record = {
        "id": "../a b",
        "text": text,
        "quotes": [
            {
                "id": "q0",
                "kind": "direct",
                "content": [[0, 15], [31, 38]],
                "cue": [[16, 20]],
                "source": [[21, 29]],
            }
        ],
    }
    write([record], tmp_path / "brat", to="brat")
    files = sorted(path.name for path in (tmp_path / "brat").iterdir())
    assert files == ["a-b.ann", "a-b.txt", "annotation.conf"]
    lines = (tmp_path / "brat" / "a-b.ann").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "T1\tContent 0 8;9 15;31 38\t“We will vote,” “Soon.”"
    for line in lines:
        if line.startswith("T"):
            _, places, words = line.split("\t")
            spans = [tuple(map(int, part.split())) for part in places.split(" ", 1)[1].split(";")]
            assert " ".join(text[start:end] for start, end in spans) == words
    assert "A3\tPolarity T1 asserted" in lines


def test_conllu_says_of_every_word_what_it_is(tmp_path: Path, record: Record) -> None:
    write([record], tmp_path / "a.conllu", to="conllu")
    rows = [
        line.split("\t")
        for line in (tmp_path / "a.conllu").read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    ]
    assert {len(row) for row in rows} == {10}
    misc = {(row[1], row[9]) for row in rows}
    assert ("said", "Cue=B-q0") in misc
    assert ("plan", "Content=I-q1,I-q2") in misc
    assert ("Whitfield", "Source=I-q0") in misc


def test_an_unknown_format_names_the_others(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="parquet"):
        write([], tmp_path / "a", to="docx")
    assert {"csv", "xlsx", "parquet", "html", "conllu", "brat", "inception"} <= set(FORMATS)
