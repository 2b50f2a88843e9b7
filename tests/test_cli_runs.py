"""Long runs of the command line: what a file was written with, how far the work is, several processes."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from stub import StubAnalyzer

from quoteattr.analysis import Analysis
from quoteattr.cli import console, main
from quoteattr.cli.console import Console
from quoteattr.cli.table import format_table

YES = "“Yes,” said Ana Lima."
NO = "“No,” wrote Bo Ek."


def records(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.txt").write_text(YES, encoding="utf-8")
    (folder / "b.txt").write_text(NO, encoding="utf-8")
    return folder


@pytest.mark.usefixtures("stub_model")
class TestTheFileThatIsWritten:
    def test_other_options_are_told_and_nothing_is_written(
        self, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        out = tmp_path / "out.jsonl"
        assert main(["extract", str(folder / "a.txt"), "-o", str(out)]) == 0
        held = out.read_bytes()
        assert main(["extract", str(folder), "-o", str(out), "--threshold", "0.7", "--kinds", "direct"]) == 1
        told = capsys.readouterr().err
        assert "threshold was 0.0 and is 0.7" in told
        assert "kinds was direct,indirect,mixed and is direct" in told
        assert "--overwrite" in told
        assert out.read_bytes() == held

    def test_options_that_change_no_record_do_not_matter(self, folder: Path, tmp_path: Path) -> None:
        out = tmp_path / "out.jsonl"
        assert main(["extract", str(folder / "a.txt"), "-o", str(out)]) == 0
        assert main(["extract", str(folder), "-o", str(out), "--batch-size", "3", "--device", "cpu"]) == 0
        assert len(records(out)) == 2

    def test_overwrite_begins_anew(self, folder: Path, tmp_path: Path) -> None:
        out = tmp_path / "out.jsonl"
        out.write_text("my notes\n")
        command = ["extract", str(folder), "-o", str(out), "--overwrite"]
        assert main([*command, "--kinds", "direct"]) == 0
        assert main([*command, "--media", "speech"]) == 0
        assert [len(record["quotes"]) for record in records(out)] == [1, 0]
        assert main(["extract", str(folder), "-o", str(out), "--media", "speech"]) == 0  # nothing to do

    def test_a_changed_text_is_told_and_the_rest_goes_on(
        self, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        out = tmp_path / "out.jsonl"
        command = ["extract", str(folder), "-o", str(out)]
        assert main(command) == 0
        (folder / "a.txt").write_text(NO, encoding="utf-8")
        (folder / "c.txt").write_text(YES, encoding="utf-8")
        assert main(command) == 1
        told = capsys.readouterr().err
        assert "1 texts have changed since" in told
        assert "a.txt" in told
        assert "--overwrite" in told
        assert [record["text"] for record in records(out)] == [YES, NO, YES]
        assert main([*command, "--overwrite"]) == 0
        assert [record["text"] for record in records(out)] == [NO, NO, YES]

    def test_a_name_of_another_form_is_refused(
        self, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["extract", str(folder), "-o", str(tmp_path / "out.json")]) == 1
        assert "no .json; name the file .jsonl, or say --to" in capsys.readouterr().err
        assert not (tmp_path / "out.json").exists()

    @pytest.mark.parametrize("arguments", [["out.csv"], ["out.txt", "--to", "csv"]])
    def test_a_table_can_be_written(
        self, arguments: list[str], folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        pandas = pytest.importorskip("pandas", reason="needs the extra 'tables'")
        monkeypatch.chdir(tmp_path)
        command = ["extract", str(folder), "-o", *arguments]
        assert main(command) == 0
        frame = pandas.read_csv(arguments[0])
        assert list(frame["speaker"]) == ["Ana Lima", "Bo Ek"]
        assert main(command) == 1  # it is there already
        assert main([*command, "--overwrite"]) == 0

    def test_what_a_format_needs_is_told_before_the_work(
        self,
        folder: Path,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        monkeypatch.setitem(sys.modules, "pandas", None)
        monkeypatch.setattr(StubAnalyzer, "load", None)
        assert main(["extract", str(folder), "-o", str(tmp_path / "out.csv")]) == 1
        assert "pandas" in capsys.readouterr().err

    def test_a_folder_that_is_not_there_is_told_in_words(
        self, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["extract", str(folder), "-o", str(tmp_path / "no" / "out.jsonl")]) == 1
        told = capsys.readouterr().err
        assert "there is no folder" in told
        assert "Errno" not in told

    def test_no_lock_is_left_behind(self, folder: Path, tmp_path: Path) -> None:
        assert main(["extract", str(folder), "-o", str(tmp_path / "out.jsonl")]) == 0
        assert {path.name for path in tmp_path.iterdir()} == {"articles", "out.jsonl", "out.jsonl.options"}


@pytest.mark.usefixtures("stub_model")
def test_an_interrupt_at_the_second_text_keeps_the_first(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = StubAnalyzer.analyze

    def interrupted(self: StubAnalyzer, texts: list[str], **options: Any) -> list[Analysis]:
        if NO in texts:
            raise KeyboardInterrupt
        return whole(self, texts, **options)

    monkeypatch.setattr(StubAnalyzer, "analyze", interrupted)
    out = tmp_path / "out.jsonl"
    assert main(["extract", str(folder), "-o", str(out)]) == 130
    assert [record["text"] for record in records(out)] == [YES]


def test_a_device_that_is_not_there_is_one_error(
    folder: Path, tiny_model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["extract", str(folder), "--model", str(tiny_model), "--device", "cuda:99"]) == 1
    told = capsys.readouterr().err
    assert told.count("quoteattr extract:") == 1
    assert "'device' is 'cuda:99'" in told


class TestProgress:
    def test_without_a_terminal_a_line_comes_now_and_then(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        clock = [0.0]
        monkeypatch.setattr(console.time, "monotonic", lambda: clock[0])
        shown = Console("extract")
        shown.start(1000)
        shown.skip(100)
        for _ in range(400):
            clock[0] += 0.25
            shown.progress()
        told = capsys.readouterr().err.splitlines()
        assert told == [
            "quoteattr extract: 220 of 1,000 texts, 4.0 a second, 3 min left",
            "quoteattr extract: 340 of 1,000 texts, 4.0 a second, 3 min left",
            "quoteattr extract: 460 of 1,000 texts, 4.0 a second, 2 min left",
        ]

    def test_without_a_total_it_tells_what_is_done(self, capsys: pytest.CaptureFixture[str]) -> None:
        shown = Console("extract")
        shown.start(None)
        shown.progress(1200)
        assert re.fullmatch(r"1,200 texts, [\d,.]+ a second", shown.summary(time.monotonic()))

    @pytest.mark.parametrize("columns", [40, 100])
    def test_a_terminal_gets_a_bar_that_fits(
        self, columns: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        clock = [0.0]
        monkeypatch.setattr(console.time, "monotonic", lambda: clock[0])
        monkeypatch.setattr("sys.stderr.isatty", lambda: True)
        monkeypatch.setenv("COLUMNS", str(columns))
        monkeypatch.setenv("TERM", "xterm")
        shown = Console("extract")
        shown.start(10)
        clock[0] += 60
        shown.progress(4)
        shown.clear()
        told = re.sub(r"\x1b\[[\d;?]*\w", "", capsys.readouterr().err)
        assert "4 of 10 texts" in told
        assert all(len(line.rstrip()) <= columns for line in re.split(r"[\r\n]+", told))


@pytest.mark.usefixtures("stub_model")
@pytest.mark.parametrize("width", [40, 59, 60, 80, 200])
def test_a_table_fits_the_terminal(width: int) -> None:
    quote = {
        "id": "q0",
        "kind": "direct",
        "cue": [[0, 40]],
        "source": [],
        "speaker": None,
        "speaker_kind": None,
    }
    inner = {"medium": "writing", "polarity": "questioned", "parent": None, "score": 1.0}
    text = "Donau" * 30 + " 漢字" * 30
    record: Any = {
        "id": "folder/" * 20,
        "text": text,
        "quotes": [
            {**quote, **inner, "content": [[0, len(text)]]},
            {**quote, **inner, "id": "q1", "parent": "q0", "content": [[5, 150]]},
        ],
        "speakers": [],
    }
    from rich.cells import cell_len

    assert max(cell_len(line) for line in format_table(record, width=width).splitlines()) <= width


def _heed_interrupts() -> None:
    """In a child: a suite that runs in the background has interrupts switched off, and so would the child."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


class TestProcesses:
    def test_they_give_the_same_file(self, folder: Path, tiny_model: Path, tmp_path: Path) -> None:
        (folder / "many.jsonl").write_text(
            "".join(json.dumps({"text": f"{YES} {n}"}) + "\n" for n in range(30))
        )
        command = ["extract", str(folder), "--model", str(tiny_model)]
        assert main([*command, "-o", str(tmp_path / "one.jsonl")]) == 0
        assert main([*command, "-o", str(tmp_path / "two.jsonl"), "--processes", "2"]) == 0
        assert records(tmp_path / "two.jsonl") == records(tmp_path / "one.jsonl")

    def test_a_model_that_is_missing_is_one_error(
        self, folder: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["extract", str(folder), "--model", "no/such", "--processes", "2"]) == 1
        assert capsys.readouterr().err.count("'no/such'") == 1

    @pytest.mark.skipif(sys.platform == "win32", reason="interrupts by a signal")
    def test_an_interrupt_loses_nothing_finished(self, tiny_model: Path, tmp_path: Path) -> None:
        source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
        source.write_text(
            "".join(json.dumps({"id": str(n), "text": f"{YES} {n}"}) + "\n" for n in range(20_000))
        )
        command = [sys.executable, "-m", "quoteattr", "extract", str(source), "-o", str(out), "--model"]
        with subprocess.Popen(
            [*command, str(tiny_model), "--processes", "2"],
            stderr=subprocess.PIPE,
            start_new_session=True,
            preexec_fn=_heed_interrupts,
        ) as process:
            until = time.monotonic() + 120
            while (not out.exists() or out.stat().st_size < 10_000) and time.monotonic() < until:
                time.sleep(0.05)
            process.send_signal(signal.SIGINT)
            _, told = process.communicate(timeout=120)
        assert process.returncode == 130
        held = [int(record["id"]) for record in records(out)]
        assert 0 < len(held) < 20_000
        assert held == list(range(len(held)))
        assert f"interrupted after {len(held)} texts".encode() in told
