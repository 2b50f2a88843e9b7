"""What the commands say on standard error: problems by name, progress on long work."""

from __future__ import annotations

import errno
import os
import sys
import time

from rich.console import Console as RichConsole
from rich.progress import BarColumn, Progress, TextColumn

_QUIET_SECONDS = 2.0
_REDRAW_SECONDS = 0.25
_LINE_SECONDS = 30.0

_REASONS = {
    errno.ENOENT: "there is no such file or folder",
    errno.EACCES: "it may not be opened; give yourself the permission",
    errno.EPERM: "it may not be opened; give yourself the permission",
    errno.EISDIR: "it is a folder; a file is needed here",
    errno.ENOTDIR: "a part of its path is a file and no folder",
    errno.ENOSPC: "the disk is full; make room",
    errno.EFBIG: "files may not grow that large here",
    errno.EROFS: "nothing can be written there; choose another place",
    errno.ENAMETOOLONG: "its name is too long",
}


class Console:
    """Messages to the user. Progress shows when the work takes long: a bar, or now and then a line.

    Args:
        command: The command that speaks.
        bar: Whether a bar may be drawn on a terminal; not where results are written to it.
    """

    def __init__(self, command: str, *, bar: bool = True) -> None:
        self.command = command
        self.problems = 0
        self.total: int | None = None
        self._terminal = sys.stderr.isatty()
        self._bar = Bar() if bar and self._terminal else None
        self._started = self._shown = time.monotonic()
        self._done = self._skipped = 0

    def problem(self, message: str) -> None:
        """Report one thing that could not be done; the rest goes on."""
        self.problems += 1
        self.say(message)

    def say(self, message: str) -> None:
        """Write one message on a line of its own."""
        self.clear()
        sys.stderr.write(f"quoteattr {self.command}: {printable(message)}\n")
        sys.stderr.flush()

    def start(self, total: int | None) -> None:
        """Begin to count, towards a total where it is known."""
        self.total = total
        self._started = self._shown = time.monotonic()

    def skip(self, texts: int = 1) -> None:
        """Count texts that were done before."""
        self._skipped += texts

    def progress(self, texts: int = 1) -> None:
        """Count texts that are done, and show how far the work is."""
        self._done += texts
        now = time.monotonic()
        if now - self._started < _QUIET_SECONDS:
            return
        if self._bar is not None:
            if now - self._shown >= _REDRAW_SECONDS:
                self._shown = now
                self._bar.show(self._done + self._skipped, self.total, self.summary(now))
        elif now - self._shown >= _LINE_SECONDS:
            self._shown = now
            self.say(self.summary(now))

    def summary(self, now: float) -> str:
        """Say how much is done, how fast, and how long the rest will take."""
        done = self._done + self._skipped
        rate = self._done / max(now - self._started, 1e-9)
        parts = [f"{done:,} of {self.total:,} texts" if self.total else f"{done:,} texts"]
        parts.append(f"{rate:.1f} a second" if rate < 100 else f"{rate:,.0f} a second")
        if self.total and rate > 0:
            parts.append(f"{_duration(max(self.total - done, 0) / rate)} left")
        return ", ".join(parts)

    def clear(self) -> None:
        """Wipe the bar."""
        if self._bar is not None:
            self._bar.hide()


class Bar:
    """A bar on the terminal, drawn when it is told to and never by itself."""

    def __init__(self) -> None:
        self._progress: Progress | None = None

    def show(self, done: int, total: int | None, text: str) -> None:
        """Draw it anew."""
        if self._progress is None:
            self._progress = Progress(
                BarColumn(bar_width=None),
                TextColumn("{task.description}", markup=False),
                console=RichConsole(stderr=True),
                auto_refresh=False,
                transient=True,
                expand=True,
                redirect_stdout=False,
                redirect_stderr=False,
            )
            self._progress.add_task("")
            self._progress.start()
        self._progress.update(self._progress.task_ids[0], completed=done, total=total, description=text)
        self._progress.refresh()

    def hide(self) -> None:
        """Wipe it."""
        if self._progress is not None:
            self._progress.stop()
            self._progress = None


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    if seconds < 90 * 60:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3600:.1f} h"


def reason(error: OSError) -> str:
    """Say in words why a file cannot be used, and no error number."""
    if error.errno is None:
        return str(error)
    return _REASONS.get(error.errno, os.strerror(error.errno))


def told(error: OSError) -> str:
    """Name the file at fault and say in words why."""
    return f"{error.filename}: {reason(error)}" if error.filename else reason(error)


def printable(text: str) -> str:
    """Make text safe for a terminal: no control or formatting character of it is passed on."""
    return "".join(
        char if char.isprintable() or char == "\n" else "\N{REPLACEMENT CHARACTER}" for char in text
    )
