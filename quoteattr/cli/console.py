"""What the commands say on standard error: problems by name, progress on long work."""

from __future__ import annotations

import sys
import time

_QUIET_SECONDS = 2.0
_REDRAW_SECONDS = 0.25


class Console:
    """Messages to the user. Progress shows only on a terminal, and only when the work takes long."""

    def __init__(self, command: str) -> None:
        self.command = command
        self.problems = 0
        self._terminal = sys.stderr.isatty()
        self._started = self._drawn = time.monotonic()
        self._line = ""

    def problem(self, message: str) -> None:
        """Report one thing that could not be done; the rest goes on."""
        self.problems += 1
        self.say(message)

    def say(self, message: str) -> None:
        """Write one message on a line of its own."""
        self.clear()
        sys.stderr.write(f"quoteattr {self.command}: {printable(message)}\n")
        sys.stderr.flush()

    def progress(self, done: int, unit: str) -> None:
        """Redraw the line of progress."""
        now = time.monotonic()
        if not self._terminal or now - self._started < _QUIET_SECONDS or now - self._drawn < _REDRAW_SECONDS:
            return
        self._drawn = now
        self.clear()
        self._line = f"{done:,} {unit}, {done / (now - self._started):.1f} a second"
        sys.stderr.write(self._line)
        sys.stderr.flush()

    def clear(self) -> None:
        """Wipe the line of progress."""
        if self._line:
            sys.stderr.write("\r" + " " * len(self._line) + "\r")
            self._line = ""


def printable(text: str) -> str:
    """Make text safe for a terminal: no control or formatting character of it is passed on."""
    return "".join(
        char if char.isprintable() or char == "\n" else "\N{REPLACEMENT CHARACTER}" for char in text
    )
