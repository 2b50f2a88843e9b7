"""Articles as HTML pages that show who said what."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from quoteattr.pages.page import Page, fragment, hues, static, whole_page
from quoteattr.pages.views import Piece, QuoteView, SpeakerView, pieces_of, quotes_of, speakers_of
from quoteattr.pages.words import headline_end, one_break_each, plain, title_of
from quoteattr.quotes import record
from quoteattr.records import Record
from quoteattr.spans import DEFAULT_SPANS_KEY

if TYPE_CHECKING:
    from spacy.tokens import Doc


@dataclass(frozen=True, slots=True)
class ArticleView:
    """One article as its template shows it.

    Attributes:
        anchor: The beginning of every id of its elements.
        title: The article's title.
        headline: The pieces of the text's first line where that is the title; empty where a title was given.
        body: The pieces of the text, or of the rest of it.
        quotes: All quotes in text order.
        speakers: Who speaks.
    """

    anchor: str
    title: str
    headline: list[Piece]
    body: list[Piece]
    quotes: list[QuoteView]
    speakers: list[SpeakerView]

    @property
    def outermost(self) -> list[QuoteView]:
        """The quotes that no other holds."""
        return [quote for quote in self.quotes if not quote.holders]

    @property
    def marks(self) -> set[str]:
        """What of the key occurs on the page: "nested", "unasserted", "unspoken", "reported"."""
        occurs = {
            "nested": any(quote.holders for quote in self.quotes),
            "unasserted": any(not quote.record["asserted"] for quote in self.quotes),
            "unspoken": any(quote.record["medium"] != "speech" for quote in self.quotes),
            "reported": any(quote.record["kind"] == "reported" for quote in self.quotes),
        }
        return {mark for mark, there in occurs.items() if there}


def render(doc: Doc, *, title: str = "", spans_key: str = DEFAULT_SPANS_KEY) -> Page:
    """Show a Doc's text with its quotes tinted by speaker, cues and sources marked.

    Args:
        doc: A Doc that the component has seen.
        title: The article's title; by default the text's first line, where that looks like one.
        spans_key: The component's `spans_key`.

    Returns:
        One self-contained page as a string. As the last value of a notebook's cell it is shown inline.
    """
    return render_records([record(doc, spans_key=spans_key)], titles=[title])


def render_records(records: Iterable[Record], *, titles: Sequence[str] | None = None) -> Page:
    """Show exchange records one below the other; see `render`.

    Args:
        records: The records.
        titles: Their titles, one each; where one is empty, the text's first line.

    Returns:
        One page.
    """
    held = list(records)
    named = list(titles) if titles is not None else [""] * len(held)
    articles = [
        _view(item, title, f"a{number}")
        for number, (item, title) in enumerate(zip(held, named, strict=True), 1)
    ]
    most = max((len(article.speakers) for article in articles), default=0)
    styles = f"{static('article.css')}\n{hues(most)}"
    page = whole_page(
        "page.html",
        title=articles[0].title if len(articles) == 1 else f"Who said what in {len(articles)} articles",
        styles=styles,
        script=static("article.js"),
        articles=articles,
    )
    # in a notebook many outputs share one page, so that every id needs a beginning of its own
    texts = "".join(item["text"] for item in held).encode("utf-8", "replace")
    own = "q" + hashlib.blake2b(texts, digest_size=4).hexdigest()
    inline = fragment("inline.html", articles=articles, styles=styles, own=own)
    return Page(page, inline=inline)


def _view(item: Record, title: str, anchor: str) -> ArticleView:
    text = one_break_each(item["text"])
    quotes = quotes_of(item)
    given = plain(title)
    derived = title_of(text)
    end = headline_end(text) if given in ("", derived) else 0
    headline: list[Piece] = []
    body: list[Piece] = []
    place = 0
    for piece in pieces_of(text, quotes, cut=end):
        (headline if place < end else body).append(piece)
        place += len(piece.text)
    return ArticleView(
        anchor=anchor,
        title=given or derived or "An empty text",
        headline=headline,
        body=body,
        quotes=quotes,
        speakers=speakers_of(item, quotes),
    )
