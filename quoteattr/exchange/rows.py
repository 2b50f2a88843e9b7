"""Quotes as rows of a table, one row a quote."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from quoteattr.articles import Article, Source, as_article
from quoteattr.records import QuoteRecord
from quoteattr.spans import DEFAULT_SPANS_KEY
from quoteattr.text.marks import pair

COLUMNS = (
    *(
        "article",
        "title",
        "outlet",
        "date",
        "url",
        "quote",
        "speaker",
        "speaker_kind",
        "description",
        "kb_id",
        "kind",
    ),
    *(
        "medium",
        "polarity",
        "asserted",
        "text",
        "in_marks",
        "source",
        "cue",
        "start",
        "end",
        "inside",
        "score",
    ),
)
"""The columns of a table of quotes."""


def rows(sources: Iterable[Source], *, spans_key: str = DEFAULT_SPANS_KEY) -> Iterator[dict[str, Any]]:
    """Give one row for each quote.

    Args:
        sources: Docs that the component has seen, records, or `Article`s.
        spans_key: The component's `spans_key`, for Docs.

    Yields:
        The values of `COLUMNS`; "article" is the record's id, or the article's number where it has none, and
        "in_marks" the words that stand in quotation marks, without the marks.
    """
    for number, source in enumerate(sources):
        article = as_article(source, spans_key=spans_key)
        told: dict[tuple[str, str], tuple[str, str]] = {
            (item["name"], item["kind"]): (item["description"] or "", item["kb_id"] or "")
            for item in article.record["speakers"]
        }
        marks = [(mark.start, mark.end) for mark in pair(article.record["text"])]
        for quote in article.record["quotes"]:
            who = (quote["speaker"] or "", quote["speaker_kind"] or "")
            yield _row(article, str(number), quote, told.get(who, ("", "")), marks)


def _row(
    article: Article, number: str, quote: QuoteRecord, told: tuple[str, str], marks: list[tuple[int, int]]
) -> dict[str, Any]:
    record = article.record
    text = record["text"]
    return {
        "article": record["id"] or number,
        "title": article.title,
        "outlet": article.outlet,
        "date": article.date,
        "url": article.url,
        "quote": quote["id"],
        "speaker": quote["speaker"],
        "speaker_kind": quote["speaker_kind"],
        "description": told[0],
        "kb_id": told[1],
        "kind": quote["kind"],
        "medium": quote["medium"],
        "polarity": quote["polarity"],
        "asserted": quote["asserted"],
        "text": words_at(text, quote["content"]),
        "in_marks": words_at(text, _inside(quote["content"], marks), strip="“”„«»\"'‘’"),
        "source": words_at(text, quote["source"]),
        "cue": words_at(text, quote["cue"]),
        "start": quote["content"][0][0],
        "end": quote["content"][-1][1],
        "inside": quote["parent"],
        "score": quote["score"],
    }


def _inside(content: list[list[int]], marks: list[tuple[int, int]]) -> list[list[int]]:
    """The stretches of a content in its outermost quotation marks."""
    found: list[list[int]] = []
    for start, end in content:
        place = start
        for left, right in marks:
            first, last = max(left, place), min(right, end)
            if first < last:
                found.append([first, last])
                place = last
    return found


def words_at(text: str, spans: Iterable[Iterable[int]], *, strip: str = "") -> str:
    """Give the words of spans on one line, with an ellipsis between spans."""
    pieces = [" ".join(text[start:end].split()) for start, end in spans]
    return " … ".join(piece.strip(strip) if strip else piece for piece in pieces)
