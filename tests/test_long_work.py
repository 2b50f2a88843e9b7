"""Long work that is killed, or whose disk fills: what was written is whole, a rerun completes it, nothing is twice."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from stub import StubAnalyzer

from quoteattr.analysis import Analysis
from quoteattr.cli import main
from quoteattr.network.storage import load_model, save_model
from quoteattr.training.gather import LabelledText
from quoteattr.training.loop import Settings, fit

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="forks and limits the size of files"
)

TEXT = "“Yes, we will rebuild it,” said Ana Lima.\n\nBo Ek said that Ana Lima said that the bridge is safe."
_SECONDS = 60


def in_another_process(work: Callable[[], Any], *, file_bytes: int | None = None) -> BaseProcess:
    """Start work in a forked process, which may be killed, and whose files may not grow beyond a size."""

    def run() -> None:
        torch.set_num_threads(1)  # the parent's threads did not come along
        if file_bytes is not None:
            import resource

            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (file_bytes, file_bytes))
        sys.stderr = open(os.devnull, "w")  # noqa: SIM115 - of a process that ends soon
        sys.exit(work())

    process = multiprocessing.get_context("fork").Process(target=run)
    process.start()
    return process


def kill_when(process: BaseProcess, ready: Callable[[], bool]) -> None:
    """Kill it, as by `kill -9`, once something holds."""
    until = time.monotonic() + _SECONDS
    while not ready() and process.is_alive() and time.monotonic() < until:
        time.sleep(0.001)
    process.kill()
    process.join(_SECONDS)
    assert process.exitcode == -signal.SIGKILL, "it ended before it was killed"


class TestExtract:
    @pytest.fixture
    def source(self, tmp_path: Path) -> Path:
        path = tmp_path / "in.jsonl"
        path.write_text(
            "".join(json.dumps({"id": f"t{n}", "text": f"{n}\n\n{TEXT}"}) + "\n" for n in range(200))
        )
        return path

    @pytest.fixture(autouse=True)
    def slow_model(self, stub_model: type[StubAnalyzer], monkeypatch: pytest.MonkeyPatch) -> None:
        whole = StubAnalyzer.analyze

        def slow(self: StubAnalyzer, *args: Any, **options: Any) -> list[Analysis]:
            time.sleep(0.01)
            return whole(self, *args, **options)

        monkeypatch.setattr(StubAnalyzer, "analyze", slow)
        monkeypatch.setattr("quoteattr.cli.work._BATCH_TEXTS", 4)

    @pytest.fixture
    def expected(self, source: Path, tmp_path: Path) -> bytes:
        assert main(["extract", str(source), "-o", str(tmp_path / "whole.jsonl")]) == 0
        return (tmp_path / "whole.jsonl").read_bytes()

    def test_killed_again_and_again_it_ends_with_every_record_once(
        self, source: Path, expected: bytes, tmp_path: Path
    ) -> None:
        out = tmp_path / "out.jsonl"
        command = ["extract", str(source), "-o", str(out)]
        for share in (0.0, 0.1, 0.4, 0.8):
            process = in_another_process(lambda: main(command))
            kill_when(process, _grown(out, share * len(expected)))
            held = out.read_bytes()
            assert held == expected[: len(held)]
        assert main(command) == 0
        assert out.read_bytes() == expected

    def test_a_disk_that_fills_leaves_whole_records_and_a_rerun_completes_them(
        self, source: Path, expected: bytes, tmp_path: Path
    ) -> None:
        out = tmp_path / "out.jsonl"
        command = ["extract", str(source), "-o", str(out)]
        for share in (0.3, 0.7):
            process = in_another_process(lambda: main(command), file_bytes=int(share * len(expected)))
            process.join(_SECONDS)
            assert process.exitcode == 1
            held = out.read_bytes()
            assert held.endswith(b"\n")
            assert held == expected[: len(held)]
            assert len(held) > (share - 0.02) * len(expected)
        assert main(command) == 0
        assert out.read_bytes() == expected

    def test_two_runs_do_not_write_over_each_other(
        self, source: Path, expected: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        out = tmp_path / "out.jsonl"
        command = ["extract", str(source), "-o", str(out)]
        process = in_another_process(lambda: main(command))
        while not _grown(out, 0)():
            time.sleep(0.001)
        assert main(command) == 1
        assert "is being written by another run" in capsys.readouterr().err
        process.join(_SECONDS)
        assert out.read_bytes() == expected


class TestTraining:
    @pytest.fixture(autouse=True)
    def one_thread(self) -> Iterator[None]:
        """As in the forked processes: sums come out otherwise in their last bits on several threads."""
        threads = torch.get_num_threads()
        torch.set_num_threads(1)
        yield
        torch.set_num_threads(threads)

    @pytest.fixture
    def train(self, tiny_model: Path) -> Callable[[Path], None]:
        """Trains the tiny model from the same start, into a folder, or goes on there."""

        def run(folder: Path) -> None:
            network, tokenizer, _, _ = load_model(tiny_model)
            example = LabelledText("a", TEXT, attributions=[_attribution()]).example(tokenizer)
            folder.mkdir(exist_ok=True)
            settings = Settings(epochs=12, pieces=64)

            def examples(epoch: int, rng: np.random.Generator) -> list[Any]:
                return [example] * 8

            device = torch.device("cpu")
            try:
                fit(network, examples, settings=settings, folder=folder, device=device, resume=True)
            except OSError:
                sys.exit("told")
            save_model(folder, network, tokenizer, {})

        return run

    def test_killed_again_and_again_it_ends_with_the_same_weights(
        self, train: Callable[[Path], None], tmp_path: Path
    ) -> None:
        train(tmp_path / "whole")
        folder = tmp_path / "parts"
        checkpoint = folder / "checkpoint.pt"
        for _ in range(3):
            process = in_another_process(lambda: train(folder))
            kill_when(process, _changed(checkpoint))
        train(folder)
        _same_weights(folder, tmp_path / "whole")

    def test_a_disk_that_fills_keeps_the_last_checkpoint(
        self, train: Callable[[Path], None], tmp_path: Path
    ) -> None:
        train(tmp_path / "whole")
        folder = tmp_path / "parts"
        kill_when(in_another_process(lambda: train(folder)), (folder / "checkpoint.pt").exists)
        held = (folder / "checkpoint.pt").read_bytes()
        process = in_another_process(lambda: train(folder), file_bytes=len(held) // 2)
        process.join(_SECONDS)
        assert process.exitcode != 0
        assert [path.name for path in folder.iterdir()] == ["checkpoint.pt"]
        assert (folder / "checkpoint.pt").read_bytes() == held
        train(folder)
        _same_weights(folder, tmp_path / "whole")


def _attribution() -> dict[str, Any]:
    def span(piece: str) -> list[list[int]]:
        start = TEXT.index(piece)
        return [[start, start + len(piece)]]

    return {"source": span("Ana Lima"), "cue": span("said"), "content": span("“Yes, we will rebuild it,”")}


def _grown(path: Path, size: float) -> Callable[[], bool]:
    return lambda: path.exists() and path.stat().st_size > size


def _changed(path: Path) -> Callable[[], bool]:
    before = path.stat().st_mtime_ns if path.exists() else 0
    return lambda: path.exists() and path.stat().st_mtime_ns != before


def _same_weights(one: Path, other: Path) -> None:
    first, second = (load_model(folder)[0].state_dict() for folder in (one, other))
    assert all(torch.equal(value, second[name]) for name, value in first.items())
