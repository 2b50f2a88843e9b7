from __future__ import annotations

import json
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from stub import StubAnalyzer

from quoteattr import RecordError
from quoteattr.scale import Annotator, annotate_dataset, annotate_ray
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


def test_a_null_text_is_named_by_its_row() -> None:
    with pytest.raises(RecordError, match="null at row 1"):
        Annotator()({"text": ["a", None]})


def test_workers_get_the_annotator_without_its_model() -> None:
    annotator = Annotator()
    before = pickle.dumps(annotator)
    annotator({"text": TEXTS})
    assert pickle.dumps(annotator) == before
    assert isinstance(annotator.engine.analyzer, StubAnalyzer)
    assert pickle.loads(before)({"text": TEXTS}) == annotator({"text": TEXTS})


class RayDataset:
    """Stands in for a `ray.data.Dataset`: one actor, one batch, an Arrow table each way."""

    def __init__(self, table: Any) -> None:
        self.table = table

    def map_batches(
        self, actor: Callable[..., Any], *, batch_format: str, fn_constructor_kwargs: dict[str, Any], **_: Any
    ) -> Any:
        assert batch_format == "pyarrow"
        return actor(**pickle.loads(pickle.dumps(fn_constructor_kwargs)))(self.table)


def test_a_ray_dataset_gets_the_same_columns(dataset: Any) -> None:
    table = dataset.data.table
    assert annotate_ray(RayDataset(table)).to_pylist() == annotate_dataset(dataset).to_list()
    none = annotate_ray(RayDataset(table.slice(1, 1)))
    assert none.schema == annotate_ray(RayDataset(table)).schema
