"""The errors raised on purpose; each message names the thing at fault and what to do about it."""

from __future__ import annotations


class QuoteattrError(Exception):
    """What every error of this library is: catch it, and all of them are caught."""


class ModelError(QuoteattrError, ValueError):
    """A model folder is missing, incomplete, corrupt or of another version."""


class SettingsError(QuoteattrError, ValueError):
    """An option has a value that means nothing."""


class RecordError(QuoteattrError, ValueError):
    """An exchange record, or a file of them, is malformed."""


class StorageError(QuoteattrError, ValueError):
    """The span groups of a Doc no longer hold what the component wrote."""


class InputError(QuoteattrError, ValueError):
    """Something given to read, or a place given to write to, cannot serve."""


class MissingLibraryError(QuoteattrError, ImportError):
    """A library that only some functions need is not installed."""
