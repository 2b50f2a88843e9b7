"""Many texts: functions for `datasets` and for Ray Data.

Both come down to `Annotator`, which adds a column "quotes" and a column "speakers" as in exchange records.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from quoteattr.engine import Engine
from quoteattr.errors import RecordError
from quoteattr.settings import Settings

if TYPE_CHECKING:
    from datasets import Dataset, Features
    from pyarrow import Table  # type: ignore[import-untyped]


class Annotator:
    """A function from a batch of columns to the batch with quotes and speakers.

    It loads the model at its first call and pickles without it, so that `datasets.map` can hash it and every
    worker of `num_proc` or Ray loads the model once.

    Args:
        text_column: The column that holds the texts.
        settings: What to find and with which model.
    """

    def __init__(self, *, text_column: str = "text", settings: Settings | None = None) -> None:
        self.text_column = text_column
        self.engine = Engine(settings)

    def __call__(self, batch: Mapping[str, Any]) -> dict[str, Any]:
        """Annotate a batch.

        Args:
            batch: Columns by name, as lists or arrays of one length.

        Returns:
            The columns, with "quotes" and "speakers".

        Raises:
            RecordError: The text column is missing or holds something else than strings.
        """
        return {**batch, **self.new_columns(batch)}

    def new_columns(self, batch: Mapping[str, Any]) -> dict[str, list[Any]]:
        """Give the columns "quotes" and "speakers" of a batch; see `__call__`."""
        texts = self._texts(batch)
        records = self.engine.records(texts, [""] * len(texts))
        return {
            "quotes": [record["quotes"] for record in records],
            "speakers": [record["speakers"] for record in records],
        }

    def _texts(self, batch: Mapping[str, Any]) -> Sequence[str]:
        if self.text_column not in batch:
            columns = ", ".join(map(repr, batch))
            raise RecordError(
                f"there is no column {self.text_column!r}; name the text's column out of {columns}"
            )
        texts = [None if text is None else str(text) for text in batch[self.text_column]]
        if None in texts:
            raise RecordError(
                f"column {self.text_column!r} holds a null at row {texts.index(None)}; drop such rows"
            )
        return [text for text in texts if text is not None]


def features() -> Features:
    """Describe the columns "quotes" and "speakers" to `datasets`."""
    from datasets import Features, Value

    spans = [[Value("int64")]]
    text = Value("string")
    return Features(
        {
            "quotes": [
                {
                    "id": text,
                    "kind": text,
                    "content": spans,
                    "cue": spans,
                    "source": spans,
                    "speaker": text,
                    "speaker_kind": text,
                    "medium": text,
                    "polarity": text,
                    "asserted": Value("bool"),
                    "parent": text,
                    "score": Value("float64"),
                }
            ],
            "speakers": [
                {
                    "id": text,
                    "name": text,
                    "kind": text,
                    "mentions": spans,
                    "description": text,
                    "members": [text],
                    "kb_id": text,
                }
            ],
        }
    )


def annotate_dataset(
    dataset: Dataset,
    *,
    text_column: str = "text",
    settings: Settings | None = None,
    batch_size: int = 64,
    num_proc: int | None = None,
) -> Dataset:
    """Add the columns "quotes" and "speakers" to a dataset.

    Args:
        dataset: A dataset with a column of texts.
        text_column: That column.
        settings: What to find and with which model.
        batch_size: Texts to hand over at a time.
        num_proc: Processes to use; see `datasets.Dataset.map`.

    Returns:
        A dataset with two more columns; saved to Parquet and read again, they are the same.
    """
    from datasets import Features

    annotator = Annotator(text_column=text_column, settings=settings)
    return dataset.map(
        annotator,
        batched=True,
        batch_size=batch_size,
        num_proc=num_proc,
        features=Features({**dataset.features, **features()}),
    )


class TableAnnotator:
    """`Annotator` for Arrow tables, whose columns keep their types on the way through Ray.

    Args:
        text_column: The column that holds the texts.
        settings: What to find and with which model.
    """

    def __init__(self, *, text_column: str = "text", settings: Settings | None = None) -> None:
        self.annotator = Annotator(text_column=text_column, settings=settings)

    def __call__(self, table: Table) -> Table:
        """Annotate a table; see `Annotator`."""
        import pyarrow

        columns = {name: table.column(name).to_pylist() for name in table.column_names}
        schema = features().arrow_schema
        for name, values in self.annotator.new_columns(columns).items():
            field = schema.field(name)
            table = table.append_column(field, pyarrow.array(values, field.type))
        return table


def annotate_ray(
    dataset: Any,
    *,
    text_column: str = "text",
    settings: Settings | None = None,
    batch_size: int = 64,
    concurrency: int = 1,
    **options: Any,
) -> Any:
    """Add the columns "quotes" and "speakers" to a Ray dataset.

    Args:
        dataset: A `ray.data.Dataset` with a column of texts.
        text_column: That column.
        settings: What to find and with which model.
        batch_size: Texts to hand over at a time.
        concurrency: Actors to use, each with the model loaded once.
        **options: Further options of `ray.data.Dataset.map_batches`, such as `num_gpus`.

    Returns:
        The dataset with two more columns, computed when it is read.
    """
    return dataset.map_batches(
        TableAnnotator,
        batch_format="pyarrow",
        fn_constructor_kwargs={"text_column": text_column, "settings": settings},
        batch_size=batch_size,
        concurrency=concurrency,
        **options,
    )
