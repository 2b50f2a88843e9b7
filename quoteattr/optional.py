"""Libraries that only some functions need."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from quoteattr.errors import MissingLibraryError


def need(module: str, *, extra: str, purpose: str) -> Any:
    """Import a library, or say how to get it.

    Args:
        module: The module's name.
        extra: The extra of this package that installs it.
        purpose: What it is needed for: "a table".

    Returns:
        The module.

    Raises:
        MissingLibraryError: It is not installed.
    """
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        if error.name and not module.startswith(error.name):
            raise  # it is there and lacks something itself
        raise MissingLibraryError(
            f"{purpose} needs {module.partition('.')[0]}, which is not installed: pip install 'quoteattr[{extra}]'"
        ) from error
