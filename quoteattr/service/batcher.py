"""One model for many requests: what waits while a batch is read is the next batch."""

from __future__ import annotations

import queue
import threading
from concurrent.futures import Future
from dataclasses import dataclass, field

from quoteattr.engine import Engine
from quoteattr.errors import QuoteattrError
from quoteattr.records import Record

_BATCH_TEXTS = 32
_BATCH_CHARACTERS = 400_000


class BusyError(QuoteattrError):
    """As many texts wait as may wait."""


@dataclass(slots=True)
class _Job:
    text: str
    id: str
    record: Future[Record] = field(default_factory=Future)


class Batcher:
    """Reads texts in a thread of its own, several at a time where several wait.

    Args:
        engine: The model.
        waiting: How many texts may wait.
    """

    def __init__(self, engine: Engine, *, waiting: int) -> None:
        self.engine = engine
        self._queue: queue.Queue[_Job | None] = queue.Queue(waiting)
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()

    @property
    def waiting(self) -> int:
        """How many texts wait."""
        return self._queue.qsize()

    def submit(self, text: str, id: str) -> Future[Record]:
        """Have a text read.

        Returns:
            Its record, when it is there; cancelled before its turn, the text is passed over.

        Raises:
            BusyError: As many texts wait as may wait.
        """
        job = _Job(text, id)
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="quoteattr", daemon=True)
                self._thread.start()
        try:
            self._queue.put_nowait(job)
        except queue.Full:
            raise BusyError(f"{self._queue.maxsize} texts are waiting; try again in a moment") from None
        return job.record

    def close(self) -> None:
        """Finish what waits, and end the thread."""
        with self._lock:
            thread, self._thread = self._thread, None
        if thread is not None:
            self._queue.put(None)
            thread.join()

    def _run(self) -> None:
        while (job := self._queue.get()) is not None:
            batch, more = self._fill(job)
            self._answer([one for one in batch if one.record.set_running_or_notify_cancel()])
            if not more:
                return

    def _fill(self, job: _Job) -> tuple[list[_Job], bool]:
        """Take what waits behind a job, as far as a batch goes, and say whether more may come."""
        batch, size = [job], len(job.text)
        while len(batch) < _BATCH_TEXTS and size < _BATCH_CHARACTERS:
            try:
                following = self._queue.get_nowait()
            except queue.Empty:
                break
            if following is None:
                return batch, False
            batch.append(following)
            size += len(following.text)
        return batch, True

    def _answer(self, batch: list[_Job]) -> None:
        try:
            outcomes = self.engine.outcomes([job.text for job in batch], [job.id for job in batch])
        except Exception as error:
            outcomes = [error] * len(batch)
        for job, outcome in zip(batch, outcomes, strict=True):
            if isinstance(outcome, Exception):
                job.record.set_exception(outcome)
            else:
                job.record.set_result(outcome)
