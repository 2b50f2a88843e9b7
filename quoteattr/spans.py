"""Quotes in `Doc.spans`: what of a record goes into which span group, and the way back.

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
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

from quoteattr.analysis import Analysis, Offsets
from quoteattr.errors import StorageError
from quoteattr.records import QuoteRecord, Record, SpeakerRecord

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, SpanGroup

DEFAULT_SPANS_KEY = "quoteattr"
_LAYOUT = 2
ROLES: tuple[Literal["content", "cue", "source"], ...] = ("content", "cue", "source")
Spans = tuple["Span", ...]
Stored = tuple[Mapping[str, Any], list[Spans]]
"""The values of a quote with its spans by role, or those of a speaker with its mentions."""


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

    named: dict[tuple[str | None, str | None], SpeakerRecord] = {
        (speaker["name"], speaker["kind"]): speaker for speaker in record["speakers"]
    }
    speakers = [named.get((quote["speaker"], quote["speaker_kind"])) for quote in record["quotes"]]
    groups: dict[str, list[Span]] = {role: [] for role in (*ROLES, "mention")}
    for quote, speaker in zip(record["quotes"], speakers, strict=True):
        base = (speaker["kb_id"] if speaker else None) or ""
        for role in ROLES:
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
        "quotes": [_quote_values(*pair) for pair in zip(record["quotes"], speakers, strict=True)],
        "speakers": [_speaker_values(item) for item in record["speakers"]],
    }
    for group, spans in groups.items():
        name = _group(spans_key, group)
        doc.spans[name] = SpanGroup(doc, name=name, attrs=attrs if group == "content" else {}, spans=spans)


def _quote_values(quote: QuoteRecord, speaker: SpeakerRecord | None) -> dict[str, Any]:
    return {
        "id": quote["id"],
        "kind": quote["kind"],
        "speaker": speaker["id"] if speaker else None,
        "medium": quote["medium"],
        "polarity": quote["polarity"],
        "asserted": quote["asserted"],
        "parent": quote["parent"],
        "score": quote["score"],
        "spans": [len(quote[role]) for role in ROLES],
    }


def _speaker_values(speaker: SpeakerRecord) -> dict[str, Any]:
    return {
        "id": speaker["id"],
        "name": speaker["name"],
        "kind": speaker["kind"],
        "description": speaker["description"],
        "members": speaker["members"],
        "kb_id": speaker["kb_id"],
        "spans": len(speaker["mentions"]),
    }


def _group(spans_key: str, role: str) -> str:
    return spans_key if role == "content" else f"{spans_key}_{role}s"


def _length(doc: Doc) -> int:
    return doc[-1].idx + len(doc[-1]) if len(doc) else 0


def _span(doc: Doc, offsets: list[int], *, label: str, id: str, kb_id: str = "") -> Span:
    span = doc.char_span(offsets[0], offsets[1], label=label, span_id=id, kb_id=kb_id)
    if span is None:
        raise StorageError(f"[{offsets[0]}, {offsets[1]}] are not the edges of tokens of the Doc")
    return span


def read(doc: Doc, spans_key: str) -> tuple[list[Stored], list[Stored]]:
    """Read the quotes and the speakers that are stored in a Doc; none where nothing is.

    Raises:
        StorageError: The span groups have lost their ids or links.
    """
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
    spans = {role: _by_id(doc, doc.spans.get(_group(spans_key, role))) for role in (*ROLES, "mention")}
    people = []
    for item in attrs["speakers"]:
        mentions = spans["mention"].get(item["id"], ())
        if len(mentions) != item["spans"]:
            raise _lost(spans_key, f"speaker {item['id']} has {len(mentions)} of {item['spans']} mentions")
        people.append((item, [mentions]))
    found = []
    for item in attrs["quotes"]:
        roles = [spans[role].get(item["id"], ()) for role in ROLES]
        for part, has, had in zip(ROLES, roles, item["spans"], strict=True):
            if len(has) != had:
                raise _lost(spans_key, f"quote {item['id']} has {len(has)} of {had} {part} spans")
        found.append((item, roles))
    return found, people


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
