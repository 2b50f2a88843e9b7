"""A report over many articles: one page, and its figures as JSON and its quotes as CSV."""

from __future__ import annotations

import base64
import csv
import json
import zlib
from bisect import bisect_left
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Any

from quoteattr.articles import Source
from quoteattr.corpus import Corpus, link
from quoteattr.corpus.vectors import WordVectors, bundled_vectors
from quoteattr.exchange.rows import COLUMNS, rows
from quoteattr.pages.page import static, whole_page
from quoteattr.pages.words import title_of
from quoteattr.records import QuoteRecord
from quoteattr.report.charts import bars_of, columns_of, matrix_of
from quoteattr.report.figures import Counts, Figures, figures_of
from quoteattr.report.shared import SharedStatement, shared_statements

_MOST_SPEAKERS = 25
_MOST_STATEMENTS = 60
_MOST_WORDINGS = 12
_CODES = ("direct", "mixed", "indirect", "reported")


@dataclass(frozen=True, slots=True)
class Report:
    """What many articles say, counted and side by side.

    Attributes:
        title: The report's title.
        corpus: The articles, linked.
        figures: What was counted.
        statements: What several outlets carry.
    """

    title: str
    corpus: Corpus
    figures: Figures
    statements: tuple[SharedStatement, ...]

    @property
    def page(self) -> str:
        """The report as one self-contained HTML page."""
        figures = self.figures
        people = [item for item in figures.speakers if item[0].kind == "person"]
        bodies = [item for item in figures.speakers if item[0].kind != "person"]
        return whole_page(
            "report.html",
            title=self.title,
            styles=f"{static('article.css')}\n{static('report.css')}",
            script=static("report.js"),
            data=_packed(self.corpus),
            figures=figures,
            articles=len(self.corpus.articles),
            outlets=len({article.outlet for article in self.corpus.articles if article.outlet}),
            tables=[
                ("Persons", bars_of(people[:_MOST_SPEAKERS]), len(people)),
                ("Organizations, groups and documents", bars_of(bodies[:_MOST_SPEAKERS]), len(bodies)),
            ],
            matrix=matrix_of(figures),
            columns=columns_of(figures),
            statements=self.statements[:_MOST_STATEMENTS],
            all_statements=len(self.statements),
            most_wordings=_MOST_WORDINGS,
        )

    def to_dict(self) -> dict[str, Any]:
        """Give the figures as JSON values."""
        figures = self.figures
        return {
            "title": self.title,
            "articles": len(self.corpus.articles),
            "total": _counts(figures.total),
            "unnamed": _counts(figures.unnamed),
            "speakers": [
                {"name": speaker.name, "names": list(speaker.names), "kind": speaker.kind, **_counts(counts)}
                for speaker, counts in figures.speakers
            ],
            "outlets": [{"outlet": outlet, **_counts(counts)} for outlet, counts in figures.outlets],
            "over_time": [
                {figures.unit: start.isoformat(), **_counts(counts)} for start, counts in figures.times
            ],
            "statements": [
                {
                    "places": statement.places,
                    "wordings": [
                        {
                            "article": self.corpus.articles[item.article].record["id"] or str(item.article),
                            "quote": self.corpus.articles[item.article].record["quotes"][item.quote]["id"],
                            "speaker": item.speaker,
                            "outlet": item.outlet,
                            "date": item.date,
                            "kind": item.kind,
                            "polarity": item.polarity,
                            "text": item.text,
                        }
                        for item in statement.wordings
                    ],
                }
                for statement in self.statements
            ],
        }

    def write(self, path: str | PathLike[str]) -> list[Path]:
        """Write the page, and beside it the figures as `.json` and the quotes as `.csv`.

        Args:
            path: The page's file.

        Returns:
            The three files.
        """
        page = Path(path)
        figures, quotes = page.with_suffix(".json"), page.with_suffix(".csv")
        page.write_text(self.page, encoding="utf-8", newline="")
        figures.write_text(json.dumps(self.to_dict(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        with quotes.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows(self.corpus.articles))
        return [page, figures, quotes]


def report(
    sources: Iterable[Source],
    *,
    title: str = "Who said what",
    vectors: WordVectors | None = bundled_vectors,
) -> Report:
    """Count who says what in many articles, and find the statements that several outlets carry.

    Args:
        sources: Docs that the component has seen, or records; records may have the keys "title", "outlet",
            "date" and "url".
        title: The report's title.
        vectors: See `quoteattr.corpus.link`.

    Returns:
        The report.
    """
    corpus = link(sources, vectors=vectors)
    return Report(title, corpus, figures_of(corpus), tuple(shared_statements(corpus)))


def _counts(counts: Counts) -> dict[str, Any]:
    return {
        "quotes": counts.quotes,
        "words": counts.all_words,
        **{f"words_{kind}": counts.words[kind] for kind in _CODES},
        "unasserted": counts.unasserted,
        "articles": len(counts.articles),
        "by_outlet": dict(counts.outlets.most_common()),
    }


def _packed(corpus: Corpus) -> str:
    """All articles with their quotes for the page's script: compressed, so that thousands fit in a page."""
    articles = []
    for index, article in enumerate(corpus.articles):
        record = article.record
        ids: dict[tuple[str, str], str] = {
            (item["name"], item["kind"]): item["id"] for item in record["speakers"]
        }
        places = {quote["id"]: place for place, quote in enumerate(record["quotes"])}
        place_of = _places_in_utf16(record["text"])
        quotes: list[list[Any]] = []
        for quote in record["quotes"]:
            speaker = -1
            if quote["speaker"] is not None:
                own = ids[quote["speaker"], quote["speaker_kind"] or ""]
                speaker = int(corpus.speaker(index, own).id[1:])
            quotes.append(
                [
                    speaker,
                    _CODES.index(quote["kind"]),
                    quote["polarity"],
                    quote["medium"],
                    int(quote["asserted"]),
                    -1 if quote["parent"] is None else places[quote["parent"]],
                    round(quote["score"], 2),
                    *([place_of(edge) for span in spans for edge in span] for spans in _spans(quote)),
                ]
            )
        title = article.title or title_of(record["text"])
        articles.append([title, article.outlet, article.date, article.url, record["text"], quotes])
    data = {"articles": articles, "speakers": [[speaker.name, speaker.kind] for speaker in corpus.speakers]}
    encoded = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    return base64.b64encode(zlib.compress(encoded, 9)).decode()


def _spans(quote: QuoteRecord) -> tuple[list[list[int]], ...]:
    return quote["content"], quote["cue"], quote["source"]


def _places_in_utf16(text: str) -> Callable[[int], int]:
    """Turn places in characters into places in UTF-16, which is what scripts count in."""
    wide = [place for place, char in enumerate(text) if char > "\uffff"]
    return (lambda place: place + bisect_left(wide, place)) if wide else (lambda place: place)
