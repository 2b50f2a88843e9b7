"""Quotes and speakers as views over `Doc.spans`; how they are stored there, `quoteattr.spans` says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Any

from quoteattr.analysis import Kind, Medium, Polarity, SpeakerKind
from quoteattr.errors import RecordError
from quoteattr.records import QuoteRecord, Record, SpeakerRecord, check_record, trim
from quoteattr.spans import DEFAULT_SPANS_KEY, ROLES, read, write

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Span


@dataclass(frozen=True, slots=True, eq=False)
class Speaker:
    """A person or body that the text names and that says something in it.

    Two speakers are equal when their `to_dict` is, whichever Doc they belong to.

    Attributes:
        id: "s0", "s1" … in one text.
        name: The fullest name in the text, without title: "Dana Whitfield".
        kind: "person", "organization", "group" or "document".
        mentions: Every span that refers to the speaker, in text order.
        description: The role as the text gives it beside the name, "chief executive of Northgate Bank"; or None.
        members: Of a group of people named together, the names of its members.
        kb_id: An id of a knowledge base, where the option `known_speakers` gives one.
    """

    id: str
    name: str
    kind: SpeakerKind
    mentions: tuple[Span, ...]
    description: str | None = None
    members: tuple[str, ...] = ()
    kb_id: str | None = None

    def to_dict(self) -> SpeakerRecord:
        """Give the speaker as it stands in an exchange record, with character offsets."""
        return {
            "id": self.id,
            "name": self.name,
            "kind": self.kind,
            "mentions": _offsets(self.mentions),
            "description": self.description,
            "members": list(self.members),
            "kb_id": self.kb_id,
        }

    def __eq__(self, other: object) -> bool:
        return self.to_dict() == other.to_dict() if isinstance(other, Speaker) else NotImplemented

    def __hash__(self) -> int:
        return hash((self.id, self.name, self.kind))


@dataclass(frozen=True, slots=True, eq=False)
class Quote:
    """One attribution: what is said, by which words, by whom.

    Two quotes are equal when their text and their `to_dict` are, whichever Doc they belong to. A quote
    holds spans of its Doc and so cannot be pickled by itself: pickle the Doc, or use `to_dict`.

    Attributes:
        id: "q0", "q1" … in one text, by the first character of the content.
        kind: "direct", "indirect" or "mixed", as the quotation marks have it; "reported" where only the
            topic is named.
        content: What is said; several spans where a cue interrupts it.
        cue: The words that attribute it ("said", "according to"); may be empty.
        source: Who says it, as written ("he", "the spokeswoman"); may be empty.
        speaker: Who that is; None when the text names nobody.
        medium: "speech", "writing" or "thought".
        polarity: "asserted", "denied", "negated" or "questioned".
        parent: The id of the quote that holds this one, or None.
        score: The probability that the attribution is right.
        asserted: Whether it and all that hold it are asserted. A quote inside a denied one is asserted by
            nobody, whatever its own polarity.
    """

    id: str
    kind: Kind
    content: tuple[Span, ...]
    cue: tuple[Span, ...]
    source: tuple[Span, ...]
    speaker: Speaker | None
    medium: Medium
    polarity: Polarity
    parent: str | None
    score: float
    asserted: bool = True

    @property
    def text(self) -> str:
        """The content's words, its spans joined by a blank."""
        return " ".join(span.text for span in self.content)

    @property
    def start_char(self) -> int:
        """Where the content starts in the text."""
        return int(self.content[0].start_char)

    @property
    def end_char(self) -> int:
        """Where the content ends in the text."""
        return int(self.content[-1].end_char)

    def to_dict(self) -> QuoteRecord:
        """Give the quote as it stands in an exchange record, with character offsets."""
        return {
            "id": self.id,
            "kind": self.kind,
            "content": _offsets(self.content),
            "cue": _offsets(self.cue),
            "source": _offsets(self.source),
            "speaker": self.speaker.name if self.speaker else None,
            "speaker_kind": self.speaker.kind if self.speaker else None,
            "medium": self.medium,
            "polarity": self.polarity,
            "asserted": self.asserted,
            "parent": self.parent,
            "score": self.score,
        }

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Quote):
            return NotImplemented
        return self.to_dict() == other.to_dict() and self.text == other.text

    def __hash__(self) -> int:
        return hash((self.id, self.start_char, self.end_char))


def _offsets(spans: Iterable[Span]) -> list[list[int]]:
    return [[span.start_char, span.end_char] for span in spans]


def quotes(doc: Doc, *, spans_key: str = DEFAULT_SPANS_KEY) -> list[Quote]:
    """Read the quotes of a Doc, in text order.

    Args:
        doc: A Doc that the component has seen.
        spans_key: The component's `spans_key`.

    Returns:
        The quotes; none when the component has not seen the Doc.

    Raises:
        StorageError: The span groups have lost their ids or links, as `Doc.from_docs` makes them.
    """
    return _views(doc, spans_key)[0]


def speakers(doc: Doc, *, spans_key: str = DEFAULT_SPANS_KEY) -> list[Speaker]:
    """Read the speakers of a Doc; see `quotes`."""
    return _views(doc, spans_key)[1]


def _views(doc: Doc, spans_key: str) -> tuple[list[Quote], list[Speaker]]:
    found, people = read(doc, spans_key)
    speakers = {
        item["id"]: Speaker(
            item["id"],
            item["name"],
            item["kind"],
            mentions,
            item["description"],
            tuple(item["members"]),
            item["kb_id"],
        )
        for item, [mentions] in people
    }
    quotes = [
        Quote(
            id=item["id"],
            kind=item["kind"],
            content=content,
            cue=cue,
            source=source,
            speaker=speakers[item["speaker"]] if item["speaker"] else None,
            medium=item["medium"],
            polarity=item["polarity"],
            parent=item["parent"],
            score=item["score"],
            asserted=item["asserted"],
        )
        for item, [content, cue, source] in found
    ]
    return quotes, list(speakers.values())


def record(doc: Doc, *, id: str = "", spans_key: str = DEFAULT_SPANS_KEY) -> Record:
    """Give a Doc's text, quotes and speakers as an exchange record, ready for JSON.

    Args:
        doc: A Doc that the component has seen.
        id: What to call the text.
        spans_key: The component's `spans_key`.

    Returns:
        The record, with character offsets into its "text".
    """
    found, people = _views(doc, spans_key)
    return {
        "id": id,
        "text": doc.text,
        "quotes": [quote.to_dict() for quote in found],
        "speakers": [speaker.to_dict() for speaker in people],
    }


def from_record(
    record: Mapping[str, Any], nlp: Language | None = None, *, spans_key: str = DEFAULT_SPANS_KEY
) -> Doc:
    """Rebuild a Doc with its quotes from an exchange record.

    Args:
        record: The record.
        nlp: The pipeline whose tokenizer and vocabulary to use; a blank English one by default. Tokens that
            a span begins or ends inside of are split there, so that every offset is kept.
        spans_key: Where to store the quotes.

    Returns:
        The Doc; no component has run on it.

    Raises:
        RecordError: The record is malformed.
    """
    checked = check_record(record)
    text = checked["text"]
    edges: set[int] = set()
    for span in chain(
        *(quote[role] for quote in checked["quotes"] for role in ROLES),
        *(speaker["mentions"] for speaker in checked["speakers"]),
    ):
        kept = trim(text, [(span[0], span[1])])
        if not kept:
            raise RecordError(f"record {checked['id']!r}: the span {span} holds nothing but blanks")
        span[:] = kept[0]
        edges.update(span)
    doc = _split_at(edges, text, nlp if nlp is not None else _blank())
    write(doc, checked, spans_key=spans_key)
    return doc


def _split_at(edges: set[int], text: str, nlp: Language) -> Doc:
    """A Doc of the text in which every edge is one of a token."""
    from spacy.tokens import Doc

    words, spaces = [], []
    for token in nlp.make_doc(text):
        cuts = [0, *(cut for cut in range(1, len(token)) if token.idx + cut in edges), len(token)]
        words += [token.text[left:right] for left, right in pairwise(cuts)]
        spaces += [False] * (len(cuts) - 2) + [bool(token.whitespace_)]
    return Doc(nlp.vocab, words=words, spaces=spaces)


@lru_cache(maxsize=1)
def _blank() -> Language:
    import spacy

    return spacy.blank("en")
