"""What is found in a text does not depend on what else is read, in which order, thread or process."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from nasty import NEWS
from spacy.language import Language

from quoteattr import record
from quoteattr.analyzer import Analyzer
from quoteattr.reader import Reader

_FORKS = pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork")
TEXTS = [NEWS, "", "“No.”", NEWS[:150], NEWS * 3, NEWS[200:], "He said that she said so."]


@pytest.fixture(scope="module")
def alone(tiny_nlp: Language) -> list[Any]:
    """Records of the texts, each read by itself, with scores to the last bit that is kept."""
    return [record(tiny_nlp(text)) for text in TEXTS]


@pytest.mark.parametrize("batch_size", [1, 3, 64])
def test_the_batch_size_of_a_pipe_changes_nothing(
    tiny_nlp: Language, alone: list[Any], batch_size: int
) -> None:
    assert [record(doc) for doc in tiny_nlp.pipe(TEXTS, batch_size=batch_size)] == alone


@pytest.mark.parametrize("size", [1, 3, 64])
def test_company_changes_no_bit_of_an_analysis(tiny_model: Path, size: int) -> None:
    analyzer = Analyzer.load(tiny_model, device="cpu")
    single = [analyzer.analyze([text])[0] for text in TEXTS]
    parts = [TEXTS[at : at + size] for at in range(0, len(TEXTS), size)]
    assert [found for part in parts for found in analyzer.analyze(part)] == single
    assert analyzer.analyze(TEXTS[::-1])[::-1] == single


def test_how_many_windows_are_read_at_once_changes_no_finding(tiny_model: Path) -> None:
    analyzer = Analyzer.load(tiny_model, device="cpu")
    (one,), (many,) = (analyzer.analyze([NEWS * 3], batch_size=size) for size in (1, 64))
    assert len(one.attributions) == len(many.attributions) > 9
    for left, right in zip(one.attributions, many.attributions, strict=True):
        assert (left.content, left.cue, left.source) == (right.content, right.cue, right.source)
        assert left.score == pytest.approx(right.score, abs=0.02)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no fork")
@pytest.mark.parametrize("processes", [2, 4])
def test_forked_processes_change_nothing(tiny_nlp: Language, alone: list[Any], processes: int) -> None:
    assert [record(doc) for doc in tiny_nlp.pipe(TEXTS, n_process=processes, batch_size=2)] == alone


def test_spawned_processes_change_nothing(
    tiny_nlp: Language, alone: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("spacy.language.mp", multiprocessing.get_context("spawn"))
    assert [record(doc) for doc in tiny_nlp.pipe(TEXTS, n_process=2, batch_size=2)] == alone


@_FORKS
def test_a_fork_while_another_thread_loads_the_model_does_not_hang(tiny_nlp: Language) -> None:
    engine = tiny_nlp.get_pipe("quoteattr").engine
    with engine._lock:  # as a thread does that is loading
        process = multiprocessing.get_context("fork").Process(target=lambda: engine.analyzer)
        process.start()
        process.join(30)
        hangs = process.is_alive()
        process.kill()
    assert not hangs
    assert process.exitcode == 0


def test_eight_threads_on_one_pipeline_change_nothing(tiny_nlp: Language, alone: list[Any]) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda text: record(tiny_nlp(text)), TEXTS * 4))
    assert found == alone * 4


@pytest.mark.parametrize("error", [KeyboardInterrupt, MemoryError])
def test_an_interrupt_amid_a_batch_leaves_the_pipeline_whole(
    tiny_nlp: Language, alone: list[Any], monkeypatch: pytest.MonkeyPatch, error: type[BaseException]
) -> None:
    whole = Reader._read_batch
    calls = 0

    def interrupted(self: Reader, *args: Any) -> None:
        nonlocal calls
        calls += 1
        if calls > 2:
            raise error
        whole(self, *args)

    with monkeypatch.context() as patch:
        patch.setattr(Reader, "_read_batch", interrupted)
        with pytest.raises(error):
            list(tiny_nlp.pipe(TEXTS, batch_size=4))
    assert [record(doc) for doc in tiny_nlp.pipe(TEXTS, batch_size=4)] == alone


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="there are no timers")
def test_interrupts_at_any_moment_leave_the_pipeline_whole(tiny_nlp: Language, alone: list[Any]) -> None:
    interrupted = 0
    before = signal.signal(signal.SIGALRM, signal.default_int_handler)
    try:
        for moment in range(1, 31):
            try:
                signal.setitimer(signal.ITIMER_REAL, moment * 0.003)
                list(tiny_nlp.pipe(TEXTS, batch_size=4))
                signal.setitimer(signal.ITIMER_REAL, 0)
            except KeyboardInterrupt:
                interrupted += 1
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    assert interrupted
    assert [record(doc) for doc in tiny_nlp.pipe(TEXTS, batch_size=4)] == alone
