"""Records as a `datasets.Dataset`, and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from quoteattr.errors import RecordError
from quoteattr.scale import features

if TYPE_CHECKING:
    from datasets import Dataset, Features

_UNKNOWN_IF_NULL = ("medium", "polarity", "asserted")


def record_features() -> Features:
    """Describe the columns of exchange records to `datasets`: "id", "text", "quotes", "speakers"."""
    from datasets import Features, Value

    return Features({"id": Value("string"), "text": Value("string"), **features()})


def to_dataset(records: Iterable[Mapping[str, Any]]) -> Dataset:
    """Make a dataset of exchange records, one row each.

    Labels that a record leaves out are null; keys that are no part of an exchange record are dropped.

    Raises:
        RecordError: A record has no text.
    """
    from datasets import Dataset

    columns = record_features()
    quote_keys, speaker_keys = (list(_fields(columns[name])) for name in ("quotes", "speakers"))
    rows: dict[str, list[Any]] = {name: [] for name in columns}
    for record in records:
        if not isinstance(record.get("text"), str):
            raise RecordError(f"record {record.get('id', '')!r} has no text")
        rows["id"].append(str(record.get("id", "")))
        rows["text"].append(record["text"])
        for name, keys in (("quotes", quote_keys), ("speakers", speaker_keys)):
            rows[name].append([{key: item.get(key) for key in keys} for item in record.get(name) or ()])
    return Dataset.from_dict(rows, features=columns)


def from_dataset(dataset: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Read the records of a dataset that `to_dataset` or `annotate_dataset` made.

    Columns beyond those of a record are left out, and so are media and polarities that are null.
    """
    return [
        {
            "id": row.get("id") or "",
            "text": row["text"],
            "quotes": [
                {
                    key: value
                    for key, value in quote.items()
                    if key not in _UNKNOWN_IF_NULL or value is not None
                }
                for quote in row["quotes"]
            ],
            "speakers": [dict(speaker) for speaker in row["speakers"]],
        }
        for row in dataset
    ]


def _fields(column: Any) -> Mapping[str, Any]:
    """The fields of a list of structs, which releases of `datasets` describe as `[{…}]` or `List({…})`."""
    inner = column[0] if isinstance(column, list) else getattr(column, "feature", column)
    return dict(inner)
