"""Quotes as tables, and in the formats of annotation tools, out and back in."""

from __future__ import annotations

from quoteattr.exchange.formats import FORMATS, write
from quoteattr.exchange.inception import read_inception
from quoteattr.exchange.label_studio import read_label_studio
from quoteattr.exchange.prodigy import read_prodigy
from quoteattr.exchange.rows import COLUMNS
from quoteattr.exchange.tables import table

__all__ = ["COLUMNS", "FORMATS", "read_inception", "read_label_studio", "read_prodigy", "table", "write"]
