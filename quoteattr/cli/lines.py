"""Records as JSON Lines."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from typing import Any, Literal

from quoteattr.cli.inputs import Item
from quoteattr.records import Record

State = Literal["new", "done", "changed"]
"""Whether an earlier run has written the record of a text: not, of this text, or of another of its id."""


def to_line(record: Mapping[str, Any]) -> bytes:
    """Encode a record as one line of JSON Lines."""
    return json.dumps(record, ensure_ascii=False).encode() + b"\n"


class Lines:
    """JSON Lines on standard output."""

    def state(self, item: Item) -> State:
        """Nothing is known of earlier runs."""
        return "new"

    def write(self, record: Record) -> None:
        """Write one record."""
        sys.stdout.buffer.write(to_line(record))
        sys.stdout.buffer.flush()

    def close(self) -> None:
        """Nothing to close."""
