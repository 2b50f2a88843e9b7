"""All formats that quotes can be written in, by name."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from os import PathLike

from quoteattr.articles import Source, articles_of
from quoteattr.errors import SettingsError
from quoteattr.exchange.brat import write_brat
from quoteattr.exchange.conllu import write_conllu
from quoteattr.exchange.inception import write_inception
from quoteattr.exchange.label_studio import write_label_studio
from quoteattr.exchange.prodigy import write_prodigy
from quoteattr.exchange.tables import write_table

_OF_RECORDS: dict[str, Callable[..., int]] = {
    "conllu": write_conllu,
    "brat": write_brat,
    "inception": write_inception,
    "label-studio": write_label_studio,
    "prodigy": write_prodigy,
}
_TABLES = ("csv", "xlsx", "parquet", "html")
FORMATS = (*_TABLES, *_OF_RECORDS)
"""Names of formats; "brat" and "inception" make a folder, the others a file."""


def write(sources: Iterable[Source], path: str | PathLike[str], *, to: str) -> int:
    """Write the quotes of many articles.

    Args:
        sources: Docs that the component has seen, or records.
        path: The file, or for "brat" and "inception" the folder.
        to: One of `FORMATS`.

    Returns:
        The number of rows of a table, of articles otherwise.

    Raises:
        SettingsError: There is no such format.
        MissingLibraryError: The format needs a library that is not installed.
    """
    if to in _TABLES:
        return write_table(sources, path, to=to)
    if to not in _OF_RECORDS:
        raise SettingsError(f"'to' is {to!r}; choose out of {', '.join(FORMATS)}")
    return _OF_RECORDS[to]([article.record for article in articles_of(sources)], path)
