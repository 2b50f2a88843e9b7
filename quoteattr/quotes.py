"""Quotes and speakers as views over `Doc.spans`.

What the component finds is stored in four native span groups, for a spans key of "quoteattr":

- ``quoteattr``: the content spans; `span.id_` is the quote, `span.label_` its kind
- ``quoteattr_cues``, ``quoteattr_sources``: cue and source spans; `span.id_` is the quote
- ``quoteattr_mentions``: mentions of the speakers; `span.id_` is the speaker, `span.label_` its kind

and in the first group's `attrs`, which say who speaks. spaCy carries span groups through `DocBin` (with and
without user data), `Doc.to_bytes`, `Doc.copy`, pickling and `nlp.pipe` with several processes, so quotes come
back equal.

What spaCy does not carry: `Span.as_doc` drops span groups, so such a Doc has no quotes. `Doc.to_json` drops
ids, and `Doc.from_docs` drops `attrs` and leaves equal ids side by side: reading quotes from a Doc made by
either raises a `StorageError`. Components that merge or split tokens (`merge_entities`) belong before this
one: after it, quotes widen to the new tokens, and spaCy itself can no longer copy or save the
Doc. Use `record` and `from_record` to keep quotes as JSON.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Any, Literal, cast

from quoteattr.analysis import Analysis, Kind, Medium, Offsets, Polarity, SpeakerKind
from quoteattr.errors import RecordError, StorageError
from quoteattr.records import QuoteRecord, Record, SpeakerRecord, check_record, trim

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Span, SpanGroup

DEFAULT_SPANS_KEY = "quoteattr"
_LAYOUT = 2
_ROLES: tuple[Literal["content", "cue", "source"], ...] = ("content", "cue", "source")


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
    return _read(doc, spans_key)[0]


def speakers(doc: Doc, *, spans_key: str = DEFAULT_SPANS_KEY) -> list[Speaker]:
    """Read the speakers of a Doc; see `quotes`."""
    return _read(doc, spans_key)[1]


def record(doc: Doc, *, id: str = "", spans_key: str = DEFAULT_SPANS_KEY) -> Record:
    """Give a Doc's text, quotes and speakers as an exchange record, ready for JSON.

    Args:
        doc: A Doc that the component has seen.
        id: What to call the text.
        spans_key: The component's `spans_key`.

    Returns:
        The record, with character offsets into its "text".
    """
    found, people = _read(doc, spans_key)
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
    from spacy.tokens import Doc

    checked = check_record(record)
    text = checked["text"]
    edges = set()
    for span in chain(
        *(quote[role] for quote in checked["quotes"] for role in _ROLES),
        *(speaker["mentions"] for speaker in checked["speakers"]),
    ):
        kept = trim(text, [(span[0], span[1])])
        if not kept:
            raise RecordError(f"record {checked['id']!r}: the span {span} holds nothing but blanks")
        span[:] = kept[0]
        edges.update(span)
    pipeline = nlp if nlp is not None else _blank()
    whole = pipeline.make_doc(text)
    words, spaces = [], []
    for token in whole:
        cuts = [0, *(cut for cut in range(1, len(token)) if token.idx + cut in edges), len(token)]
        words += [token.text[left:right] for left, right in pairwise(cuts)]
        spaces += [False] * (len(cuts) - 2) + [bool(token.whitespace_)]
    doc = Doc(pipeline.vocab, words=words, spaces=spaces)
    write(doc, checked, spans_key=spans_key)
    return doc


@lru_cache(maxsize=1)
def _blank() -> Language:
    import spacy

    return spacy.blank("en")


def align(doc: Doc, analysis: Analysis) -> Analysis:
    """Widen an analysis's offsets to whole tokens of the Doc, less blank tokens at the edges, and keep their order."""
    attributions = [
        replace(
            item,
            content=_widen(doc, item.content),
            cue=_widen(doc, item.cue),
            source=_widen(doc, item.source),
        )
        for item in analysis.attributions
    ]
    entities = tuple(
        replace(entity, mentions=tuple(dict.fromkeys(s for m in entity.mentions for s in _widen(doc, [m]))))
        for entity in analysis.entities
    )
    order = sorted(range(len(attributions)), key=lambda number: _place(attributions[number].content))
    place = {old: new for new, old in enumerate(order)}
    return Analysis(
        tuple(
            replace(item, parent=None if item.parent is None else place[item.parent])
            for item in (attributions[number] for number in order)
        ),
        entities,
    )


def _place(content: tuple[Offsets, ...]) -> Offsets:
    return (content[0][0], -content[-1][1]) if content else (0, 0)


def _widen(doc: Doc, spans: Iterable[Offsets]) -> tuple[Offsets, ...]:
    widened: list[Offsets] = []
    for start_char, end_char in sorted(spans):
        span = doc.char_span(start_char, end_char, alignment_mode="expand")
        if span is None:
            continue
        first, last = span.start, span.end - 1
        while first <= last and not doc[first].text.strip():
            first += 1
        while last >= first and not doc[last].text.strip():
            last -= 1
        if first > last:
            continue
        start, end = doc[first].idx, doc[last].idx + len(doc[last])
        if widened and start < widened[-1][1]:
            widened[-1] = (widened[-1][0], max(end, widened[-1][1]))
        else:
            widened.append((start, end))
    return tuple(widened)


def write(doc: Doc, record: Record, *, spans_key: str = DEFAULT_SPANS_KEY) -> None:
    """Store a record's quotes and speakers in `doc.spans`; its offsets must be those of tokens."""
    from spacy.tokens import SpanGroup

    ids: dict[tuple[str, str], str] = {
        (speaker["name"], speaker["kind"]): speaker["id"] for speaker in record["speakers"]
    }
    groups: dict[str, list[Span]] = {role: [] for role in (*_ROLES, "mention")}
    bases = {
        (speaker["name"], str(speaker["kind"])): speaker["kb_id"] or "" for speaker in record["speakers"]
    }
    for quote in record["quotes"]:
        base = bases.get((quote["speaker"] or "", quote["speaker_kind"] or ""), "")
        for role in _ROLES:
            label = quote["kind"] if role == "content" else role
            for span in quote[role]:
                groups[role].append(_span(doc, span, label=label, id=quote["id"], kb_id=base))
    for item in record["speakers"]:
        for span in item["mentions"]:
            groups["mention"].append(
                _span(doc, span, label=item["kind"], id=item["id"], kb_id=item["kb_id"] or "")
            )
    attrs = {
        "layout": _LAYOUT,
        "length": _length(doc),
        "quotes": [
            {
                "id": quote["id"],
                "kind": quote["kind"],
                "speaker": ids[quote["speaker"], cast(str, quote["speaker_kind"])]
                if quote["speaker"]
                else None,
                "medium": quote["medium"],
                "polarity": quote["polarity"],
                "asserted": quote["asserted"],
                "parent": quote["parent"],
                "score": quote["score"],
                "spans": [len(quote[role]) for role in _ROLES],
            }
            for quote in record["quotes"]
        ],
        "speakers": [
            {
                "id": item["id"],
                "name": item["name"],
                "kind": item["kind"],
                "description": item["description"],
                "members": item["members"],
                "kb_id": item["kb_id"],
                "spans": len(item["mentions"]),
            }
            for item in record["speakers"]
        ],
    }
    for group, spans in groups.items():
        name = _group(spans_key, group)
        doc.spans[name] = SpanGroup(doc, name=name, attrs=attrs if group == "content" else {}, spans=spans)


def _group(spans_key: str, role: str) -> str:
    return spans_key if role == "content" else f"{spans_key}_{role}s"


def _length(doc: Doc) -> int:
    return doc[-1].idx + len(doc[-1]) if len(doc) else 0


def _span(doc: Doc, offsets: list[int], *, label: str, id: str, kb_id: str = "") -> Span:
    span = doc.char_span(offsets[0], offsets[1], label=label, span_id=id, kb_id=kb_id)
    if span is None:
        raise StorageError(f"[{offsets[0]}, {offsets[1]}] are not the edges of tokens of the Doc")
    return span


def _read(doc: Doc, spans_key: str) -> tuple[list[Quote], list[Speaker]]:
    group = doc.spans.get(spans_key)
    if group is None:
        return [], []
    attrs = group.attrs
    if "layout" not in attrs:
        if not len(group):
            return [], []
        raise _lost(spans_key, "its ids and values are gone")
    if attrs["layout"] != _LAYOUT:
        raise _lost(spans_key, f"it has layout {attrs['layout']}, and this version reads layout {_LAYOUT}")
    if attrs["length"] != _length(doc):
        raise _lost(spans_key, "the text has changed since it was written")
    spans = {role: _by_id(doc, doc.spans.get(_group(spans_key, role))) for role in (*_ROLES, "mention")}
    people: dict[str, Speaker] = {}
    for item in attrs["speakers"]:
        mentions = spans["mention"].get(item["id"], ())
        if len(mentions) != item["spans"]:
            raise _lost(spans_key, f"speaker {item['id']} has {len(mentions)} of {item['spans']} mentions")
        people[item["id"]] = Speaker(
            item["id"],
            item["name"],
            item["kind"],
            mentions,
            item["description"],
            tuple(item["members"]),
            item["kb_id"],
        )
    found = []
    for item in attrs["quotes"]:
        roles = [spans[role].get(item["id"], ()) for role in _ROLES]
        for part, has, had in zip(_ROLES, roles, item["spans"], strict=True):
            if len(has) != had:
                raise _lost(spans_key, f"quote {item['id']} has {len(has)} of {had} {part} spans")
        found.append(
            Quote(
                id=item["id"],
                kind=item["kind"],
                content=roles[0],
                cue=roles[1],
                source=roles[2],
                speaker=people[item["speaker"]] if item["speaker"] else None,
                medium=item["medium"],
                polarity=item["polarity"],
                parent=item["parent"],
                score=item["score"],
                asserted=item["asserted"],
            )
        )
    return found, list(people.values())


def _by_id(doc: Doc, group: SpanGroup | None) -> dict[str, tuple[Span, ...]]:
    spans: dict[str, list[Span]] = {}
    if group is None:
        return {}
    try:
        current = [_fresh(doc, span) for span in group]
    except IndexError:  # tokens were merged after the group was written
        current = _by_characters(doc, group)
    for span in current:
        spans.setdefault(span.id_, []).append(span)
    return {id: tuple(items) for id, items in spans.items()}


def _fresh(doc: Doc, span: Span) -> Span:
    first, last = doc[span.start], doc[span.end - 1]
    if first.idx == span.start_char and last.idx + len(last) == span.end_char:
        return span
    raise IndexError("its tokens are no longer where they were")


def _by_characters(doc: Doc, group: SpanGroup) -> list[Span]:
    """Read a group by its character offsets, which spaCy gives out only in the group's bytes."""
    import srsly  # type: ignore[import-untyped]

    spans = []
    for packed in srsly.msgpack_loads(group.to_bytes())["spans"]:
        id, _, label, _, _, start, end = struct.unpack(">QQQllll", packed)
        span = doc.char_span(start, end, label=label, span_id=id, alignment_mode="expand")
        if span is None:
            raise StorageError(f"[{start}, {end}] lies outside the Doc's text")
        spans.append(span)
    return spans


def _lost(spans_key: str, what: str) -> StorageError:
    return StorageError(
        f"doc.spans[{spans_key!r}] cannot be read as quotes: {what}. Doc.from_docs, Doc.to_json and edits of "
        "the group do this. Run the component on this Doc again, or keep quotes by DocBin, Doc.to_bytes or "
        "quoteattr.record"
    )
