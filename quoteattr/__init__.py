"""Who said what: quotes, speakers and their attribution in English news text."""

from __future__ import annotations

from quoteattr.errors import (
    InputError,
    MissingLibraryError,
    ModelError,
    QuoteattrError,
    RecordError,
    SettingsError,
    StorageError,
)
from quoteattr.exchange import table
from quoteattr.pages import render
from quoteattr.quotes import Quote, Speaker, from_record, quotes, record, speakers
from quoteattr.version import __version__

__all__ = [
    "InputError",
    "MissingLibraryError",
    "ModelError",
    "Quote",
    "QuoteattrError",
    "RecordError",
    "SettingsError",
    "Speaker",
    "StorageError",
    "__version__",
    "from_record",
    "quotes",
    "record",
    "render",
    "speakers",
    "table",
]
