"""The errors raised on purpose; each message names the thing at fault and what to do about it."""

from __future__ import annotations


class ModelError(ValueError):
    """A model folder is missing, incomplete, corrupt or of another version."""


class SettingsError(ValueError):
    """An option has a value that means nothing."""


class RecordError(ValueError):
    """An exchange record, or a file of them, is malformed."""


class StorageError(ValueError):
    """The span groups of a Doc no longer hold what the component wrote."""
