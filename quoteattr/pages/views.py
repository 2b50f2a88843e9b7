"""What a template shows of one record: its speakers, its quotes in each other, its text cut into pieces."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from quoteattr.records import QuoteRecord, Record

UNNAMED = 0
NOBODY = "nobody named"
_DEEPEST = 20  # levels of the list; what lies deeper stands on the last one


@dataclass(frozen=True, slots=True)
class SpeakerView:
    """One line of the list of speakers."""

    number: int
    name: str
    kind: str
    description: str
    count: int


@dataclass(slots=True)
class QuoteView:
    """A quote, the quotes that hold it and those that it holds."""

    index: int
    speaker: int
    who: str
    words: str
    source: str
    cue: str
    description: str
    record: QuoteRecord
    holders: list[QuoteView] = field(default_factory=list)
    inside: list[QuoteView] = field(default_factory=list)

    @property
    def badges(self) -> list[str]:
        """What a reader must not miss about it: polarity first."""
        quote = self.record
        marks: list[str] = [quote["polarity"]] if quote["polarity"] != "asserted" else []
        marks += [quote["medium"]] if quote["medium"] != "speech" else []
        return marks + (["reported"] if quote["kind"] == "reported" else [])

    @property
    def doubt(self) -> str:
        """The polarity of the nearest quote that holds this one and is not asserted; empty if none is."""
        for holder in reversed(self.holders):
            if holder.record["polarity"] != "asserted":
                return holder.record["polarity"]
        return "" if self.record["asserted"] or self.record["polarity"] != "asserted" else "denied"

    @property
    def speakers(self) -> list[int]:
        """Its own speaker's number and those of all quotes inside it."""
        return sorted({self.speaker, *(number for quote in self.inside for number in quote.speakers)})

    @property
    def summary(self) -> str:
        """One line that says what it is."""
        return ", ".join([self.who, self.record["kind"], *(b for b in self.badges if b != "reported")])


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text between two cuts, or the chip at a quote's beginning."""

    text: str = ""
    quotes: tuple[QuoteView, ...] = ()
    roles: tuple[str, ...] = ()
    source_of: int | None = None
    chip: QuoteView | None = None

    @property
    def classes(self) -> str:
        """The classes of its element; those of the innermost quote come last."""
        names = list(self.roles)
        if self.quotes:
            outer, inner = self.quotes[0], self.quotes[-1]
            names += ["quote", f"s{outer.speaker}"]
            if len(self.quotes) > 1:
                names += ["nested", f"i{inner.speaker}"]
            if any(not quote.record["asserted"] for quote in self.quotes):
                names.append("unasserted")
            if all(quote.record["kind"] == "reported" for quote in self.quotes):
                names.append("reported")
        return " ".join(names)

    @property
    def said(self) -> str:
        """Who says it, outermost first."""
        return " › ".join(quote.summary for quote in self.quotes)


def speakers_of(record: Record, quotes: list[QuoteView]) -> list[SpeakerView]:
    """List the speakers in the order of the record, those that nobody names last."""
    counts = Counter(quote.speaker for quote in quotes)
    listed = [
        SpeakerView(number, speaker["name"], speaker["kind"], speaker["description"] or "", counts[number])
        for number, speaker in enumerate(record["speakers"], 1)
    ]
    if counts[UNNAMED]:
        listed.append(SpeakerView(UNNAMED, NOBODY, "", "", counts[UNNAMED]))
    return listed


def quotes_of(record: Record) -> list[QuoteView]:
    """Make the views of a record's quotes, in its order, each tied to those around it."""
    numbers: dict[tuple[str, str], int] = {
        (item["name"], item["kind"]): number for number, item in enumerate(record["speakers"], 1)
    }
    descriptions: dict[tuple[str, str], str] = {
        (item["name"], item["kind"]): item["description"] or "" for item in record["speakers"]
    }
    text = record["text"]
    views = {
        quote["id"]: QuoteView(
            index=index,
            speaker=numbers.get((quote["speaker"] or "", quote["speaker_kind"] or ""), UNNAMED),
            who=quote["speaker"] or NOBODY,
            words=_words(text, quote["content"]),
            source=_words(text, quote["source"]),
            cue=_words(text, quote["cue"]),
            description=descriptions.get((quote["speaker"] or "", quote["speaker_kind"] or ""), ""),
            record=quote,
        )
        for index, quote in enumerate(record["quotes"])
    }
    for view in views.values():
        view.holders = list(_holders(view, views))[::-1]
        if view.holders:
            view.holders[:_DEEPEST][-1].inside.append(view)
    return list(views.values())


def _holders(view: QuoteView, views: Mapping[str, QuoteView]) -> Iterator[QuoteView]:
    seen = {view.index}
    parent = view.record["parent"]
    while parent is not None and views[parent].index not in seen:  # a record may hold a ring
        seen.add(views[parent].index)
        yield views[parent]
        parent = views[parent].record["parent"]


def _words(text: str, spans: list[list[int]]) -> str:
    return " … ".join(" ".join(text[start:end].split()) for start, end in spans)


def pieces_of(text: str, quotes: list[QuoteView], *, cut: int = 0) -> Iterator[Piece]:
    """Cut a text wherever a span begins or ends, so that overlaps need no nesting of elements.

    Args:
        text: The text.
        quotes: Its quotes.
        cut: A place to cut at besides.

    Yields:
        Chips and stretches of text; the stretches together are the text.
    """
    starts: dict[int, list[tuple[str, QuoteView]]] = {}
    ends: dict[int, list[tuple[str, QuoteView]]] = {}
    for quote in quotes:
        record = quote.record
        for role, spans in (
            ("content", record["content"]),
            ("cue", record["cue"]),
            ("source", record["source"]),
        ):
            for start, end in spans:
                starts.setdefault(start, []).append((role, quote))
                ends.setdefault(end, []).append((role, quote))
    opened: dict[str, dict[int, QuoteView]] = {"content": {}, "cue": {}, "source": {}}
    place = 0
    for edge in sorted({*starts, *ends, cut, len(text)}):
        if edge > place:
            yield _stretch(text[place:edge], opened)
        for role, quote in ends.get(edge, ()):
            opened[role].pop(quote.index, None)
        for role, quote in starts.get(edge, ()):
            if role == "content" and edge == quote.record["content"][0][0]:
                yield Piece(chip=quote)
            opened[role][quote.index] = quote
        place = max(place, edge)


def _stretch(text: str, opened: Mapping[str, Mapping[int, QuoteView]]) -> Piece:
    held = sorted(opened["content"].values(), key=lambda quote: (len(quote.holders), quote.index))
    sources = list(opened["source"].values())
    return Piece(
        text=text,
        quotes=tuple(held),
        roles=tuple(role for role in ("cue", "source") if opened[role]),
        source_of=sources[-1].speaker if sources else None,
    )
