"""Texts to records, in this process or in several, a batch at a time."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import Protocol

from quoteattr.cli.inputs import Item
from quoteattr.engine import Engine
from quoteattr.errors import InputError
from quoteattr.records import Record
from quoteattr.settings import Settings

_BATCH_TEXTS = 64
_BATCH_CHARACTERS = 500_000
_BATCH_SECONDS = 0.5
_TASK_TEXTS = 8
_TASK_CHARACTERS = 40_000
_TASKS_AHEAD = 4


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one text: its record, or why there is none."""

    id: str
    record: Record | None
    fault: str = ""


class Work(Protocol):
    """Turns items into results, in order."""

    def results(self, items: Iterable[Item]) -> Iterator[Result]:
        """Give the results of items, as they come."""

    def finished(self) -> Iterator[Result]:
        """Give what was finished and not yet handed out when the work was interrupted."""

    def close(self) -> None:
        """End."""


class InProcess:
    """One model in this process.

    Batches begin at one text and grow while they take less than half a second, so that an interrupt costs
    little, and a fast machine gets the batches it is fast with.
    """

    def __init__(self, settings: Settings) -> None:
        self.engine = Engine(settings)
        self._texts = 1

    def results(self, items: Iterable[Item]) -> Iterator[Result]:
        """Give the results of items, as they come."""
        batch: list[Item] = []
        for item in items:
            batch.append(item)
            if len(batch) >= self._texts or _characters(batch) >= _BATCH_CHARACTERS:
                yield from self._batch(batch)
                batch = []
        if batch:
            yield from self._batch(batch)

    def _batch(self, batch: list[Item]) -> list[Result]:
        _ = self.engine.analyzer  # loading is no part of what a batch takes
        started = time.monotonic()
        found = analyze(self.engine, batch)
        seconds = time.monotonic() - started
        if seconds < _BATCH_SECONDS and len(batch) == self._texts:
            self._texts = min(2 * self._texts, _BATCH_TEXTS)
        elif seconds > 2 * _BATCH_SECONDS:
            self._texts = max(self._texts // 2, 1)
        return found

    def finished(self) -> Iterator[Result]:
        """Nothing: results are handed out when they are there."""
        return iter(())

    def close(self) -> None:
        """Nothing to end."""


class InProcesses:
    """One model in each of several processes, which read ahead of what is written.

    Args:
        settings: What to find.
        processes: How many.
    """

    def __init__(self, settings: Settings, processes: int) -> None:
        threads = max((os.cpu_count() or 1) // processes, 1)
        self.processes = processes
        self._waiting: deque[Future[list[Result]]] = deque()
        self._pool = ProcessPoolExecutor(
            processes,
            mp_context=multiprocessing.get_context("spawn"),
            initializer=_start,
            initargs=(settings, threads),
        )

    def results(self, items: Iterable[Item]) -> Iterator[Result]:
        """Give the results of items, in order; some tasks ahead are always under way."""
        for task in _tasks(items):
            self._waiting.append(self._submit(task))
            while len(self._waiting) > self.processes * _TASKS_AHEAD:
                yield from self._next()
        while self._waiting:
            yield from self._next()

    def _submit(self, task: list[Item]) -> Future[list[Result]]:
        try:
            return self._pool.submit(_work, task)
        except BrokenProcessPool:
            raise _died() from None

    def _next(self) -> list[Result]:
        try:
            found = self._waiting[0].result()
        except BrokenProcessPool:
            raise _died() from None
        self._waiting.popleft()  # not before it is there: an interrupt while waiting must not lose it
        return found

    def finished(self) -> Iterator[Result]:
        """Give what the tasks found that are done or under way; those that wait are given up."""
        self._pool.shutdown(wait=True, cancel_futures=True)
        for future in self._waiting:
            if not future.cancelled() and future.exception() is None:
                yield from future.result()
        self._waiting.clear()

    def close(self) -> None:
        """End the processes."""
        self._pool.shutdown(wait=True, cancel_futures=True)


def analyze(engine: Engine, batch: list[Item]) -> list[Result]:
    """Analyze a batch; a text at fault costs nobody else.

    Raises:
        QuoteattrError: The model cannot be used, so that no text can be read.
    """
    outcomes = engine.outcomes([item.text for item in batch], [item.id for item in batch])
    return [
        Result(item.id, None, f"{type(outcome).__name__}: {outcome}")
        if isinstance(outcome, Exception)
        else Result(item.id, outcome)
        for item, outcome in zip(batch, outcomes, strict=True)
    ]


def _tasks(items: Iterable[Item]) -> Iterator[list[Item]]:
    task: list[Item] = []
    for item in items:
        task.append(Item(item.id, item.text))  # rows may hold what cannot be sent to a process
        if len(task) >= _TASK_TEXTS or _characters(task) >= _TASK_CHARACTERS:
            yield task
            task = []
    if task:
        yield task


def _characters(items: list[Item]) -> int:
    return sum(len(item.text) for item in items)


def _died() -> InputError:
    return InputError(
        "a process ended by itself, as when memory runs out; take fewer --processes, and the same command goes on"
    )


_engine: Engine | None = None


def _start(settings: Settings, threads: int) -> None:
    """Begin a process: an interrupt is the parent's to handle, and the processors are shared."""
    global _engine
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _engine = Engine(settings, threads=threads)


def _work(task: list[Item]) -> list[Result]:
    if _engine is None:
        raise RuntimeError("the process was not started by _start")
    return analyze(_engine, task)
