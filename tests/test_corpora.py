"""Readers of corpora, on tiny invented files in each corpus's own format."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from quoteattr.corpora import (
    from_attributions,
    from_dataset,
    read_records,
    record_features,
    to_dataset,
    with_speakers,
    write_records,
)
from quoteattr.errors import RecordError
from quoteattr.evaluation import score_records
from quoteattr.records import check_record

RECORD: dict[str, Any] = {
    "id": "one",
    "text": "“It is shut,” said Ana Lima. 🙂",
    "quotes": [
        {
            "id": "q0",
            "kind": "direct",
            "content": [[0, 13]],
            "cue": [[14, 18]],
            "source": [[19, 27]],
            "speaker": "Ana Lima",
            "speaker_kind": "person",
            "medium": "speech",
            "polarity": "asserted",
            "parent": None,
            "score": 0.75,
        }
    ],
    "speakers": [
        {
            "id": "s0",
            "name": "Ana Lima",
            "kind": "person",
            "mentions": [[19, 27]],
            "description": "harbour master",
            "members": [],
            "kb_id": None,
        }
    ],
}
EMPTY = {"id": "two", "text": "Nothing.", "quotes": [], "speakers": []}


def test_records_come_back_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "records.jsonl"
    odd = {**EMPTY, "id": "half a pair", "text": "\ud83d\u2028"}
    assert write_records(path, [RECORD, EMPTY, odd]) == 3
    assert read_records(path) == [RECORD, EMPTY, odd]


def test_a_gold_file_keeps_what_goes_beyond_a_record(tmp_path: Path) -> None:
    quote = {name: value for name, value in RECORD["quotes"][0].items() if name != "medium"}
    gold = {**RECORD, "quotes": [quote | {"resolution": "name"}], "split": "dev"}
    write_records(tmp_path / "gold.jsonl", [gold])
    assert read_records(tmp_path / "gold.jsonl") == [gold]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", r"bad\.jsonl, line 2: not JSON"),
        ("[]", "line 2: not a record"),
        ('{"id": "a"}', "line 2: not a record"),
        (
            '{"text": "Ah.", "attributions": [{"content": [[0, 9]]}]}',
            r"line 2: content: \[0, 9\] lies outside",
        ),
    ],
)
def test_a_malformed_line_is_named(tmp_path: Path, line: str, message: str) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text('{"text": "Ah."}\n' + line + "\n", encoding="utf-8")
    with pytest.raises(RecordError, match=message):
        read_records(path)


def test_a_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    (tmp_path / "latin.jsonl").write_bytes('{"text": "café"}'.encode("latin-1"))
    with pytest.raises(RecordError, match="line 1: not UTF-8"):
        read_records(tmp_path / "latin.jsonl")


def test_a_dataset_and_its_parquet_file_hold_the_same_records(tmp_path: Path) -> None:
    from datasets import Dataset

    dataset = to_dataset([RECORD, EMPTY])
    assert from_dataset(dataset) == [RECORD, EMPTY]
    dataset.to_parquet(tmp_path / "records.parquet")
    again = Dataset.from_parquet(str(tmp_path / "records.parquet"), features=record_features())
    assert from_dataset(again) == [RECORD, EMPTY]


def test_labels_that_a_corpus_lacks_stay_absent_in_a_dataset() -> None:
    record = from_attributions({"id": "a", "text": "Ana nods.", "attributions": [{"content": [[4, 8]]}]})
    assert "medium" not in record["quotes"][0]
    assert from_dataset(to_dataset([record])) == [record]


def test_a_dataset_needs_texts() -> None:
    with pytest.raises(RecordError, match="'a' has no text"):
        to_dataset([{"id": "a"}])


# Attributions


def test_attributions_become_quotes() -> None:
    text = "Ana said that Ben said “no.”"
    record = from_attributions(
        {
            "id": "a",
            "text": text,
            "attributions": [
                {
                    "content": [[9, 28]],
                    "cue": [[4, 8]],
                    "source": [[0, 3]],
                    "speaker": "Ana",
                    "speaker_kind": "person",
                },
                {"content": [], "cue": [[4, 8]], "source": []},
                {
                    "content": [[22, 28]],
                    "cue": [[18, 22]],
                    "source": [[14, 17]],
                    "nested_in": 0,
                    "polarity": "denied",
                },
            ],
            "entities": [{"name": "Ana", "kind": "person", "mentions": [[0, 3]]}],
        }
    )
    outer, inner = record["quotes"]
    assert (outer["id"], outer["kind"], outer["parent"], outer["speaker"]) == ("q0", "mixed", None, "Ana")
    assert (inner["id"], inner["kind"], inner["parent"], inner["polarity"]) == (
        "q1",
        "direct",
        "q0",
        "denied",
    )
    [content] = record["quotes"][1]["content"]
    assert record["text"][slice(*content)] == "“no.”"  # blank edges are cut off
    assert record["speakers"] == [{"id": "s0", "name": "Ana", "kind": "person", "mentions": [[0, 3]]}]
    check_record(record)


def test_standoff_labels_are_joined() -> None:
    records: list[dict[str, Any]] = [
        {"id": "a", "text": "Ana nods.", "attributions": [{"content": [[4, 8]], "source": [[0, 3]]}]},
        {"id": "b", "text": "No label.", "attributions": []},
    ]
    row = {"i": 0, "speaker": "Ana Lima", "aliases": ["Ana"], "kind": "person", "medium": "thought"}
    (joined,) = with_speakers(records, [{"id": "a", "labels": [row]}])
    gold = from_attributions(joined)
    assert gold["quotes"][0]["speaker_aliases"] == ["Ana"]
    assert gold["quotes"][0]["medium"] == "thought"
    found = from_attributions(joined | {"attributions": [records[0]["attributions"][0] | {"speaker": "Ana"}]})
    assert score_records([gold], [found])["speaker_r"] == 1
    with pytest.raises(RecordError, match="no attribution 1"):
        with_speakers(records, [{"id": "a", "labels": [row | {"i": 1}]}])
