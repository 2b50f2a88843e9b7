"""Parquet files in, Parquet files out, on a laptop or by Ray: what is finished stays finished."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Iterator
from typing import Any

from quoteattr.engine import provenance
from quoteattr.errors import InputError
from quoteattr.scale import TableAnnotator
from quoteattr.settings import Settings

_METADATA = b"quoteattr"
_SUFFIX = ".parquet"


def annotate_parquet(
    source: str,
    target: str,
    *,
    text_column: str = "text",
    settings: Settings | None = None,
    batch_size: int = 1024,
    actors: int | None = None,
) -> list[str]:
    """Add the columns "quotes", "speakers" and "error" to every Parquet file of a folder.

    Each file becomes a file of the same name and rows; the folders of a partitioned dataset stay as they are.
    A file appears when it is whole, and one that is there is not read again: after a stop, the same call goes on.

    Args:
        source: A folder, or one file, as a path or an address that `fsspec` understands.
        target: The folder to write to.
        text_column: The column of texts.
        settings: What to find and with which model.
        batch_size: Rows to read and write at a time.
        actors: How many Ray actors share the files, each with the model loaded once; None works in this process.

    Returns:
        The files written by this call.

    Raises:
        InputError: There is nothing to read, or a file is there that was written with other options.
    """
    job = FileAnnotator(text_column=text_column, settings=settings, batch_size=batch_size)
    todo = [names for names in _files(source, target) if not job.is_done(names[1])]
    if actors is None:
        for names in todo:
            job.annotate(*names)
    else:
        _annotate_by_ray(job, todo, actors)
    return [name for _, name in todo]


class FileAnnotator:
    """Annotates one Parquet file after another.

    Args:
        text_column: The column of texts.
        settings: What to find and with which model.
        batch_size: Rows to read and write at a time.
    """

    def __init__(self, *, text_column: str, settings: Settings | None, batch_size: int) -> None:
        self.annotator = TableAnnotator(text_column=text_column, settings=settings)
        self.batch_size = batch_size
        self._options = {"text_column": text_column, **provenance(settings or Settings())}

    def is_done(self, target: str) -> bool:
        """Say whether a file is there already.

        Raises:
            InputError: It was written with other options.
        """
        from fsspec.core import url_to_fs
        from pyarrow.parquet import read_schema

        system, path = url_to_fs(target)
        if not system.exists(path):
            return False
        with system.open(path, "rb") as file:
            held = (read_schema(file).metadata or {}).get(_METADATA)
        if held is None or json.loads(held) != self._options:
            raise InputError(
                f"{target} was written with other options or by something else; give the same options to go on, "
                "remove it, or choose another folder"
            )
        return True

    def annotate(self, source: str, target: str) -> None:
        """Write the file `target`, which appears when it is whole."""
        from fsspec.core import url_to_fs
        from pyarrow.parquet import ParquetFile, ParquetWriter

        read_from, read_path = url_to_fs(source)
        write_to, path = url_to_fs(target)
        folder, name = posixpath.split(path)
        part = posixpath.join(folder, f".{name}.part")  # readers of a folder pass over such names
        write_to.makedirs(folder, exist_ok=True)
        writer: Any = None
        with read_from.open(read_path, "rb") as file, write_to.open(part, "wb") as out:
            parquet = ParquetFile(file)
            try:
                for batch in self._batches(parquet):
                    table = self.annotator(batch)
                    if writer is None:
                        writer = ParquetWriter(out, self._marked(table.schema))
                    writer.write_table(table.cast(writer.schema))
            finally:
                if writer is not None:
                    writer.close()
        write_to.mv(part, path)

    def _marked(self, schema: Any) -> Any:
        """Note in the file which options it was written with."""
        return schema.with_metadata(
            {**(schema.metadata or {}), _METADATA: json.dumps(self._options).encode()}
        )

    def _batches(self, parquet: Any) -> Iterator[Any]:
        from pyarrow import Table

        if not parquet.metadata.num_rows:  # its columns are all there is
            yield Table.from_batches([], schema=parquet.schema_arrow)
        for batch in parquet.iter_batches(batch_size=self.batch_size):
            yield Table.from_batches([batch])


def _files(source: str, target: str) -> list[tuple[str, str]]:
    """Pair each file with the one that is to come of it."""
    from fsspec.core import url_to_fs

    system, root = url_to_fs(source)
    if not system.exists(root):
        raise InputError(f"{source}: there is no such file or folder")
    if system.isfile(root):
        return [(source, posixpath.join(target, posixpath.basename(root)))]
    inside = sorted(posixpath.relpath(path, root) for path in system.find(root) if path.endswith(_SUFFIX))
    if not inside:
        raise InputError(f"{source}: no {_SUFFIX} file lies in this folder")
    return [(posixpath.join(source, name), posixpath.join(target, name)) for name in inside]


def _annotate_by_ray(job: FileAnnotator, todo: list[tuple[str, str]], actors: int) -> None:
    import ray
    from ray.util import ActorPool

    # an actor that dies, with its machine or by itself, is started again, and so is its file
    actor = ray.remote(max_restarts=-1, max_task_retries=-1)(FileAnnotator)
    options = {
        "text_column": job.annotator.annotator.text_column,
        "settings": job.annotator.annotator.engine.settings,
        "batch_size": job.batch_size,
    }
    pool = ActorPool([actor.remote(**options) for _ in range(min(actors, len(todo)))])
    for _ in pool.map_unordered(lambda one, names: one.annotate.remote(*names), todo):
        pass
