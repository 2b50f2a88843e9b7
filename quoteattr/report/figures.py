"""What a report counts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from quoteattr.corpus import Corpus, CorpusSpeaker
from quoteattr.records import QuoteRecord

_WORD = re.compile(r"\w+(?:[’'-]\w+)*")
_DAYS, _WEEKS = 45, 400
KINDS = ("direct", "mixed", "indirect")
NO_OUTLET = "outlet not given"


@dataclass(slots=True)
class Counts:
    """Quotes and words of one speaker, one outlet or one stretch of time.

    Attributes:
        quotes: How many quotes.
        words: How many words stand in them, by kind.
        unasserted: How many are denied, not said or asked, or stand in such a quote.
        articles: The articles they stand in.
        outlets: Quotes by outlet.
    """

    quotes: int = 0
    words: Counter[str] = field(default_factory=Counter)
    unasserted: int = 0
    articles: set[int] = field(default_factory=set)
    outlets: Counter[str] = field(default_factory=Counter)

    def add(self, quote: QuoteRecord, words: int, article: int, outlet: str) -> None:
        """Count a quote in."""
        self.quotes += 1
        self.words[quote["kind"]] += words
        self.unasserted += not quote["asserted"]
        self.articles.add(article)
        self.outlets[outlet] += 1

    @property
    def all_words(self) -> int:
        """Its words of all kinds."""
        return sum(self.words.values())


@dataclass(frozen=True, slots=True)
class Figures:
    """All that a report counts.

    Attributes:
        total: All quotes.
        unnamed: Those of nobody named.
        speakers: Each speaker with its counts, those with most words first.
        outlets: Each outlet with its counts, those with most quotes first.
        times: The beginning of each stretch of time with its counts, without gaps.
        unit: How long such a stretch is: "day", "week" or "month".
        undated: How many articles have no date that can be read.
    """

    total: Counts
    unnamed: Counts
    speakers: list[tuple[CorpusSpeaker, Counts]]
    outlets: list[tuple[str, Counts]]
    times: list[tuple[date, Counts]]
    unit: str
    undated: int


def figures_of(corpus: Corpus) -> Figures:
    """Count a corpus."""
    total, unnamed = Counts(), Counts()
    speakers: dict[str, Counts] = {}
    outlets: dict[str, Counts] = {}
    days = [day_of(article.date) for article in corpus.articles]
    unit = _unit([day for day in days if day])
    times: dict[date, Counts] = {}
    for index, article in enumerate(corpus.articles):
        outlet = article.outlet or NO_OUTLET
        ids: dict[tuple[str, str], str] = {
            (item["name"], item["kind"]): item["id"] for item in article.record["speakers"]
        }
        outlets.setdefault(outlet, Counts()).articles.add(index)
        for quote in article.record["quotes"]:
            words = count_words(article.record["text"], quote)
            counted = [total, outlets[outlet]]
            if quote["speaker"] is None:
                counted.append(unnamed)
            else:
                who = corpus.speaker(index, ids[quote["speaker"], quote["speaker_kind"] or ""])
                counted.append(speakers.setdefault(who.id, Counts()))
            day = days[index]
            if day is not None:
                counted.append(times.setdefault(_beginning(day, unit), Counts()))
            for counts in counted:
                counts.add(quote, words, index, outlet)
    listed = [(speaker, speakers[speaker.id]) for speaker in corpus.speakers if speaker.id in speakers]
    return Figures(
        total=total,
        unnamed=unnamed,
        speakers=sorted(listed, key=lambda item: -item[1].all_words),
        outlets=sorted(outlets.items(), key=lambda item: (-item[1].quotes, item[0])),
        times=[(start, times.get(start, Counts())) for start in _stretches(times, unit)],
        unit=unit,
        undated=sum(day is None for day in days),
    )


def count_words(text: str, quote: QuoteRecord) -> int:
    """Count the words of a quote's content."""
    return sum(len(_WORD.findall(text, start, end)) for start, end in quote["content"])


def day_of(text: str) -> date | None:
    """Read a date that begins as "2024-11-07"; None where it does not."""
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None


def _unit(days: list[date]) -> str:
    if not days:
        return "day"
    length = (max(days) - min(days)).days
    return "day" if length <= _DAYS else "week" if length <= _WEEKS else "month"


def _beginning(day: date, unit: str) -> date:
    if unit == "month":
        return day.replace(day=1)
    return day - timedelta(days=day.weekday()) if unit == "week" else day


def _stretches(times: dict[date, Counts], unit: str) -> Iterator[date]:
    if not times:
        return
    place, last = min(times), max(times)
    while place <= last:
        yield place
        if unit == "month":
            place = (place.replace(day=28) + timedelta(days=4)).replace(day=1)
        else:
            place += timedelta(days=7 if unit == "week" else 1)
