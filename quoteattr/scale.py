"""Many texts: functions for `datasets` and for Ray Data.

Both come down to `Annotator`, which adds the columns "quotes" and "speakers" as in exchange records, and
"error", which is null unless a text could not be read. `quoteattr.parquet` goes from files to files.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from quoteattr.engine import Engine
from quoteattr.errors import RecordError, SettingsError
from quoteattr.settings import Settings

if TYPE_CHECKING:
    from datasets import Features
    from pyarrow import Table

NEW_COLUMNS = ("quotes", "speakers", "error")
_Data = TypeVar("_Data")


class Annotator:
    """A function from a batch of columns to the batch with quotes, speakers and errors.

    It loads the model at its first call and pickles without it, so that `datasets.map` can hash it and every
    worker of `num_proc`, Ray or Spark loads the model once.

    Args:
        text_column: The column that holds the texts.
        settings: What to find and with which model.
        threads: How many threads the model may take in each worker; None leaves that to torch.
    """

    def __init__(
        self, *, text_column: str = "text", settings: Settings | None = None, threads: int | None = None
    ) -> None:
        self.text_column = text_column
        self.engine = Engine(settings, threads=threads)

    def __call__(self, batch: Mapping[str, Any]) -> dict[str, Any]:
        """Annotate a batch.

        Args:
            batch: Columns by name, as lists or arrays of one length.

        Returns:
            The columns, with "quotes", "speakers" and "error".

        Raises:
            RecordError: There is no such text column.
        """
        return {**batch, **self.new_columns(batch)}

    def new_columns(self, batch: Mapping[str, Any]) -> dict[str, list[Any]]:
        """Give the columns "quotes", "speakers" and "error" of a batch.

        A text that is missing or cannot be read has no quotes, no speakers and an error; the others are not
        concerned.
        """
        check_column(self.text_column, batch)
        values = list(batch[self.text_column])
        errors = [_fault(value) for value in values]
        texts = [value for value, error in zip(values, errors, strict=True) if error is None]
        outcomes = iter(self.engine.outcomes(texts, [""] * len(texts)))
        columns: dict[str, list[Any]] = {name: [] for name in NEW_COLUMNS}
        for error in errors:
            outcome = next(outcomes) if error is None else error
            if isinstance(outcome, Exception):
                outcome = f"{type(outcome).__name__}: {outcome}"
            error, record = (outcome, None) if isinstance(outcome, str) else (None, outcome)
            columns["quotes"].append(record["quotes"] if record else [])
            columns["speakers"].append(record["speakers"] if record else [])
            columns["error"].append(error)
        return columns


def check_column(text_column: str, columns: Iterable[str]) -> None:
    """Raise a `RecordError` where there is no such column."""
    if text_column not in columns:
        names = ", ".join(map(repr, columns))
        raise RecordError(f"there is no column {text_column!r}; name the text's column out of {names}")


def check_free(columns: Iterable[str]) -> None:
    """Raise a `RecordError` where a column is in the way of a new one."""
    taken = [name for name in NEW_COLUMNS if name in columns]
    if taken:
        raise RecordError(
            f"there are columns {', '.join(map(repr, taken))} already; rename or remove them, or the new ones "
            "would take their place"
        )


def _fault(text: object) -> str | None:
    if text is None:
        return "the text is missing"
    return None if isinstance(text, str) else f"the text is a {type(text).__name__} and no string"


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


def new_features() -> Features:
    """Describe the columns "quotes", "speakers" and "error" to `datasets`."""
    from datasets import Features, Value

    return Features({**features(), "error": Value("string")})


def annotate_dataset(
    dataset: _Data,
    *,
    text_column: str = "text",
    settings: Settings | None = None,
    batch_size: int = 64,
    num_proc: int | None = None,
) -> _Data:
    """Add the columns "quotes", "speakers" and "error" to a dataset.

    Args:
        dataset: A `Dataset`, an `IterableDataset`, which is read as it streams, or a dictionary of them.
        text_column: The column of texts.
        settings: What to find and with which model.
        batch_size: Texts to hand over at a time.
        num_proc: Processes to use; see `datasets.Dataset.map`.

    Returns:
        A dataset with three more columns; saved to Parquet and read again, they are the same.

    Raises:
        RecordError: The text column is missing, or a column is in the way of a new one.
        SettingsError: Several processes were asked for on a stream.
    """
    from datasets import Features, IterableDataset

    data: Any = dataset
    if isinstance(data, dict):
        options: dict[str, Any] = {"settings": settings, "batch_size": batch_size, "num_proc": num_proc}
        splits = {name: annotate_dataset(d, text_column=text_column, **options) for name, d in data.items()}
        return type(data)(splits)  # type: ignore[return-value]
    if data.column_names is not None:  # a stream may not know before it is read
        check_column(text_column, data.column_names)
        check_free(data.column_names)
    known = None if data.features is None else Features({**data.features, **new_features()})
    annotator = Annotator(text_column=text_column, settings=settings, threads=_threads(num_proc))
    shared: dict[str, Any] = {"batched": True, "batch_size": batch_size, "features": known}
    if not isinstance(data, IterableDataset):
        return data.map(annotator, num_proc=num_proc, **shared)  # type: ignore[no-any-return]
    if num_proc not in (None, 1):
        raise SettingsError("a stream is read by one process; leave out num_proc, or load the dataset whole")
    return data.map(annotator, **shared)  # type: ignore[no-any-return]


def _threads(processes: int | None) -> int | None:
    """Share the processors between processes that are not forked; those take one thread by themselves."""
    from multiprocess import get_start_method

    if processes is None or processes < 2 or get_start_method() == "fork":
        return None
    return max((os.cpu_count() or 1) // processes, 1)


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

        column = self.annotator.text_column
        check_column(column, table.column_names)
        check_free(table.column_names)
        schema = new_features().arrow_schema
        for name, values in self.annotator.new_columns({column: table.column(column).to_pylist()}).items():
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
    """Add the columns "quotes", "speakers" and "error" to a Ray dataset.

    Args:
        dataset: A `ray.data.Dataset` with a column of texts.
        text_column: That column.
        settings: What to find and with which model.
        batch_size: Texts to hand over at a time.
        concurrency: Actors to use, each with the model loaded once.
        **options: Further options of `ray.data.Dataset.map_batches`, such as `num_gpus`.

    Returns:
        The dataset with three more columns, computed when it is read. An actor that dies is started again.
    """
    from ray.data import ActorPoolStrategy

    return dataset.map_batches(
        TableAnnotator,
        batch_format="pyarrow",
        fn_constructor_kwargs={"text_column": text_column, "settings": settings},
        batch_size=batch_size,
        compute=ActorPoolStrategy(size=concurrency),
        **options,
    )
