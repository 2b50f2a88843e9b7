"""The articles of a corpus: exchange records with what is known of where and when they appeared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from quoteattr.errors import RecordError
from quoteattr.quotes import record
from quoteattr.records import Record, check_record
from quoteattr.spans import DEFAULT_SPANS_KEY

if TYPE_CHECKING:
    from spacy.tokens import Doc

FIELDS = ("title", "outlet", "date", "url")


@dataclass(frozen=True, slots=True)
class Article:
    """One article with its quotes.

    Attributes:
        record: Text, quotes and speakers.
        title: Its headline; empty if not known.
        outlet: Who published it; empty if not known.
        date: When, as "2024-11-07" or longer; empty if not known.
        url: Where it stands; empty if not known.
    """

    record: Record
    title: str = ""
    outlet: str = ""
    date: str = ""
    url: str = ""


Source: TypeAlias = "Article | Doc | Mapping[str, Any]"
"""What stands for an article: itself, a Doc that the component has seen, or a record."""


def as_article(source: Source, *, spans_key: str = DEFAULT_SPANS_KEY) -> Article:
    """Make an article of a Doc or of a record.

    Args:
        source: A record may have the keys "title", "outlet", "date" and "url" besides its own.
        spans_key: The component's `spans_key`, for Docs.

    Returns:
        The article, its record checked.

    Raises:
        RecordError: The record is malformed, or the source is none of the three.
    """
    if isinstance(source, Article):
        return source
    if isinstance(source, Mapping):
        return Article(check_record(source), **told(source))
    if hasattr(source, "spans"):
        return Article(record(source, spans_key=spans_key))
    raise RecordError(
        f"a {type(source).__name__} is no article: give Docs that the component has seen, or records"
    )


def told(row: Mapping[str, Any], fields: Mapping[str, str] | None = None) -> dict[str, str]:
    """Take what a row tells of its article besides the text.

    Args:
        row: The row.
        fields: What the row calls "title", "outlet", "date" and "url"; by default the same.

    Returns:
        Those that it tells.
    """
    names = fields or {name: name for name in FIELDS}
    return {name: str(row[field]) for name, field in names.items() if row.get(field) not in (None, "")}


def articles_of(sources: Iterable[Source], *, spans_key: str = DEFAULT_SPANS_KEY) -> list[Article]:
    """Make articles of many sources; see `as_article`."""
    if isinstance(sources, Mapping) or hasattr(sources, "spans"):
        raise RecordError("give a list of Docs or records; this is one of them alone")
    return [as_article(source, spans_key=spans_key) for source in sources]
