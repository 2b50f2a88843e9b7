from __future__ import annotations

import json
import pickle
from pathlib import Path
from typing import Any

import pytest
from stub import StubAnalyzer

from quoteattr import RecordError, SettingsError
from quoteattr.scale import Annotator, annotate_dataset
from quoteattr.settings import Settings

datasets = pytest.importorskip("datasets")
pytestmark = pytest.mark.usefixtures("stub_model")

TEXTS = ["“Yes,” said Ana Lima.", "Nothing.", "Bo Ek said that Ana Lima said that taxes fell."]


@pytest.fixture
def dataset() -> Any:
    return datasets.Dataset.from_dict({"key": [1, 2, 3], "text": TEXTS})


def test_a_dataset_gets_quotes_and_speakers(dataset: Any) -> None:
    annotated = annotate_dataset(dataset)
    assert annotated["key"] == [1, 2, 3]
    assert [len(quotes) for quotes in annotated["quotes"]] == [1, 0, 2]
    assert annotated[2]["quotes"][1]["parent"] == "q0"
    assert annotated[0]["speakers"] == [
        {
            "id": "s0",
            "name": "Ana Lima",
            "kind": "person",
            "mentions": [[16, 20]],
            "description": None,
            "members": [],
            "kb_id": None,
        }
    ]


def test_rows_are_the_records_of_the_texts(dataset: Any) -> None:
    annotated = annotate_dataset(dataset, batch_size=2)
    expected = Annotator()({"text": TEXTS})
    assert list(annotated["quotes"]) == expected["quotes"]
    assert list(annotated["speakers"]) == expected["speakers"]


def test_parquet_and_json_give_the_same_back(dataset: Any, tmp_path: Path) -> None:
    annotated = annotate_dataset(dataset)
    annotated.to_parquet(str(tmp_path / "a.parquet"))
    annotated.to_json(str(tmp_path / "a.jsonl"))
    back = datasets.Dataset.from_parquet(str(tmp_path / "a.parquet"), cache_dir=str(tmp_path / "cache"))
    assert back.to_list() == annotated.to_list()
    rows = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text(encoding="utf-8").splitlines()]
    assert rows == annotated.to_list()


def test_another_column_and_settings() -> None:
    dataset = datasets.Dataset.from_dict({"body": TEXTS})
    annotated = annotate_dataset(dataset, text_column="body", settings=Settings(kinds=("direct",)))
    assert [len(quotes) for quotes in annotated["quotes"]] == [1, 0, 0]


def test_a_missing_column_is_named() -> None:
    with pytest.raises(RecordError, match=r"no column 'text'.*'body'"):
        Annotator()({"body": TEXTS})


@pytest.mark.parametrize("bad", [None, 3.5, "FAIL"])
def test_a_text_at_fault_costs_nobody_else(bad: Any) -> None:
    columns = Annotator()({"text": [TEXTS[0], bad, TEXTS[2]]})
    assert [len(quotes) for quotes in columns["quotes"]] == [1, 0, 2]
    assert [error is None for error in columns["error"]] == [True, False, True]
    told = {None: "the text is missing", 3.5: "the text is a float", "FAIL": "RuntimeError: a text that the"}
    assert columns["error"][1].startswith(told[bad])


def test_a_null_costs_no_job() -> None:
    dataset = datasets.Dataset.from_dict({"text": [TEXTS[0], None, TEXTS[2]]})
    annotated = annotate_dataset(dataset)
    assert annotated["error"] == [None, "the text is missing", None]
    assert [len(quotes) for quotes in annotated["quotes"]] == [1, 0, 2]


def test_nothing_but_nulls() -> None:
    dataset = datasets.Dataset.from_dict({"text": [None, None]})
    assert annotate_dataset(dataset)["quotes"] == [[], []]


def test_a_stream_stays_a_stream(dataset: Any) -> None:
    stream = dataset.to_iterable_dataset()
    annotated = annotate_dataset(stream, batch_size=2)
    assert isinstance(annotated, datasets.IterableDataset)
    assert list(annotated) == annotate_dataset(dataset).to_list()
    assert next(iter(annotated))["quotes"][0]["speaker"] == "Ana Lima"
    with pytest.raises(SettingsError, match="a stream is read by one process"):
        annotate_dataset(stream, num_proc=2)


def test_a_stream_of_unknown_columns() -> None:
    stream = datasets.IterableDataset.from_generator(lambda: ({"text": text} for text in TEXTS))
    assert [len(row["quotes"]) for row in annotate_dataset(stream)] == [1, 0, 2]


def test_every_split_of_a_dictionary(dataset: Any) -> None:
    splits = datasets.DatasetDict({"train": dataset, "test": dataset.select([0])})
    annotated = annotate_dataset(splits)
    assert isinstance(annotated, datasets.DatasetDict)
    assert {name: len(split["quotes"]) for name, split in annotated.items()} == {"train": 3, "test": 1}


def test_columns_that_are_in_the_way_are_named(dataset: Any) -> None:
    with pytest.raises(RecordError, match=r"columns 'quotes', 'speakers', 'error' already; rename or remove"):
        annotate_dataset(annotate_dataset(dataset))


def test_workers_get_the_annotator_without_its_model() -> None:
    annotator = Annotator()
    before = pickle.dumps(annotator)
    annotator({"text": TEXTS})
    assert pickle.dumps(annotator) == before
    assert isinstance(annotator.engine.analyzer, StubAnalyzer)
    assert pickle.loads(before)({"text": TEXTS}) == annotator({"text": TEXTS})
