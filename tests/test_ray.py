"""Ray Data and Parquet: as many rows out as in, whatever dies on the way; finished files are passed over."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from stub import StubAnalyzer

from quoteattr import InputError
from quoteattr.parquet import annotate_parquet
from quoteattr.settings import Settings

pyarrow = pytest.importorskip("pyarrow")
parquet = pytest.importorskip("pyarrow.parquet")

_SECONDS = 580
TEXTS = ["“Yes,” said Ana Lima.", None, "Bo Ek said that taxes fell.", "Nothing."]


def write_articles(folder: Path, days: int = 3) -> Path:
    """A partitioned dataset: `day=0/part.parquet` and so on, the last one empty."""
    for day in range(days):
        (folder / f"day={day}").mkdir(parents=True)
        rows = [{"url": f"{day}/{n}", "text": text} for n, text in enumerate(TEXTS)]
        table = pyarrow.Table.from_pylist(rows if day < days - 1 else rows[:0], schema=_SCHEMA)
        parquet.write_table(table, folder / f"day={day}" / "part.parquet")
    return folder


_SCHEMA = pyarrow.schema([("url", pyarrow.string()), ("text", pyarrow.large_string())])


def rows_of(folder: Path) -> list[dict[str, Any]]:
    return [row for path in sorted(folder.rglob("*.parquet")) for row in parquet.read_table(path).to_pylist()]


@pytest.mark.usefixtures("stub_model")
class TestFiles:
    def test_files_keep_their_names_rows_and_columns(self, tmp_path: Path) -> None:
        source = write_articles(tmp_path / "in")
        target = tmp_path / "out"
        written = annotate_parquet(str(source), str(target), batch_size=3)
        assert [Path(name).relative_to(target).as_posix() for name in written] == [
            f"day={day}/part.parquet" for day in range(3)
        ]
        rows = rows_of(target)
        assert [row["url"] for row in rows] == [row["url"] for row in rows_of(source)]
        assert [len(row["quotes"]) for row in rows] == [1, 0, 1, 0] * 2
        assert [row["error"] for row in rows[:4]] == [None, "the text is missing", None, None]
        whole = parquet.read_table(target)  # one dataset: all files have one schema, and the day is a column
        assert set(whole.column_names) == {"url", "text", "quotes", "speakers", "error", "day"}

    def test_finished_files_are_passed_over(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        source, target = write_articles(tmp_path / "in"), tmp_path / "out"
        annotate_parquet(str(source), str(target))
        (target / "day=1" / "part.parquet").unlink()
        before = (target / "day=0" / "part.parquet").stat().st_mtime_ns
        assert len(annotate_parquet(str(source), str(target))) == 1
        assert (target / "day=0" / "part.parquet").stat().st_mtime_ns == before
        monkeypatch.setattr(StubAnalyzer, "load", None)
        assert annotate_parquet(str(source), str(target)) == []

    def test_a_stop_leaves_whole_files_only(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        source, target = write_articles(tmp_path / "in"), tmp_path / "out"
        whole = StubAnalyzer.analyze
        calls = 0

        def interrupted(self: StubAnalyzer, *args: Any, **options: Any) -> Any:
            nonlocal calls
            calls += 1
            if calls == 4:
                raise KeyboardInterrupt
            return whole(self, *args, **options)

        with monkeypatch.context() as patch:
            patch.setattr(StubAnalyzer, "analyze", interrupted)
            with pytest.raises(KeyboardInterrupt):
                annotate_parquet(str(source), str(target), batch_size=2)
        assert len(rows_of(target)) == 4
        annotate_parquet(str(source), str(target), batch_size=2)
        assert len(rows_of(target)) == 8
        assert not list(target.rglob("*.part"))

    def test_other_options_are_told(self, tmp_path: Path) -> None:
        source, target = write_articles(tmp_path / "in"), tmp_path / "out"
        annotate_parquet(str(source), str(target))
        with pytest.raises(InputError, match="written with other options"):
            annotate_parquet(str(source), str(target), settings=Settings(kinds=("direct",)))

    def test_a_folder_without_files_is_told(self, tmp_path: Path) -> None:
        with pytest.raises(InputError, match=r"no \.parquet file"):
            annotate_parquet(str(tmp_path), str(tmp_path / "out"))
        with pytest.raises(InputError, match="no such file or folder"):
            annotate_parquet(str(tmp_path / "missing"), str(tmp_path / "out"))


_PROGRAM = """
import os
import ray
ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False, configure_logging=False, object_store_memory=10**8)
from quoteattr import parquet, scale
from quoteattr.settings import Settings

ray.data.DataContext.get_current().enable_progress_bars = False
settings = Settings(model={model!r}, device="cpu")

def die_once(mark):
    try:
        os.close(os.open({marks!r} + mark, os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return
    os._exit(1)  # as when memory runs out: the whole actor is gone

class MortalTables(scale.TableAnnotator):
    calls = 0
    def __call__(self, table):
        self.calls += 1
        if self.calls == 2:
            die_once("tables")
        return super().__call__(table)

class MortalFiles(parquet.FileAnnotator):
    def annotate(self, source, target):
        if "day=1" in source:
            die_once("files")
        super().annotate(source, target)

scale.TableAnnotator, parquet.FileAnnotator = MortalTables, MortalFiles
articles = ray.data.read_parquet({source!r})
quotes = scale.annotate_ray(articles, settings=settings, batch_size=2, concurrency=1)
quotes.write_parquet({data!r}, partition_cols=["day"])
parquet.annotate_parquet({source!r}, {files!r}, settings=settings, actors=1)
assert parquet.annotate_parquet({source!r}, {files!r}, settings=settings, actors=1) == []
print("ended")
"""


def test_ray_loses_no_row_when_an_actor_dies(tiny_model: Path, tmp_path: Path) -> None:
    pytest.importorskip("ray", reason="there is no wheel of Ray here")
    source = write_articles(tmp_path / "in")
    program = _PROGRAM.format(
        model=str(tiny_model),
        source=str(source),
        data=str(tmp_path / "data"),
        files=str(tmp_path / "files"),
        marks=str(tmp_path / "died-"),
    )
    environment = {
        **os.environ,
        "PYTHONPATH": str(Path(__file__).parent.parent),
        "RAY_DATA_DISABLE_PROGRESS_BARS": "1",
        "RAY_USAGE_STATS_ENABLED": "0",
        "RAY_agent_register_timeout_ms": "200000",  # a busy machine takes long to start Ray
        "RAY_raylet_start_wait_time_s": "200",
    }
    run = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, timeout=_SECONDS
    )
    assert run.returncode == 0, run.stderr[-4000:]
    assert run.stdout.split()[-1] == "ended"
    assert {path.name for path in tmp_path.glob("died-*")} == {"died-tables", "died-files"}
    for folder in ("data", "files"):
        rows = rows_of(tmp_path / folder)
        assert sorted(row["url"] for row in rows) == sorted(row["url"] for row in rows_of(source))
        assert sum(row["error"] == "the text is missing" for row in rows) == 2
        assert sum(len(row["quotes"]) for row in rows) > 0
    assert "giving way" not in run.stderr
    assert "`concurrency`" not in run.stderr
