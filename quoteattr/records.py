"""Exchange records: one JSON object per text, with character offsets; and the way from an analysis to one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from typing_extensions import TypedDict  # that of `typing` cannot be checked by pydantic before Python 3.12

from quoteattr.analysis import (
    KINDS,
    MEDIA,
    POLARITIES,
    SPEAKER_KINDS,
    Analysis,
    Kind,
    Medium,
    Offsets,
    Polarity,
    SpeakerKind,
)
from quoteattr.errors import RecordError
from quoteattr.selection import is_doubted


class QuoteRecord(TypedDict):
    """One quote of a record."""

    id: str
    kind: Kind
    content: list[list[int]]
    cue: list[list[int]]
    source: list[list[int]]
    speaker: str | None
    speaker_kind: SpeakerKind | None
    medium: Medium
    polarity: Polarity
    asserted: bool
    parent: str | None
    score: float


class SpeakerRecord(TypedDict):
    """One speaker of a record."""

    id: str
    name: str
    kind: SpeakerKind
    mentions: list[list[int]]
    description: str | None
    members: list[str]
    kb_id: str | None


class Record(TypedDict):
    """A text with its quotes and speakers."""

    id: str
    text: str
    quotes: list[QuoteRecord]
    speakers: list[SpeakerRecord]


def trim(text: str, spans: Iterable[Offsets]) -> tuple[Offsets, ...]:
    """Cut blank edges off spans and drop those that are blank altogether."""
    kept = []
    for start, end in spans:
        piece = text[start:end]
        left = len(piece) - len(piece.lstrip())
        right = len(piece.rstrip())
        if left < right:
            kept.append((start + left, start + right))
    return tuple(kept)


def to_record(analysis: Analysis, text: str, *, id: str = "") -> Record:
    """Write an analysis as an exchange record.

    Args:
        analysis: What was found in the text.
        text: The text itself.
        id: What to call it.

    Returns:
        The record, with quotes numbered "q0", "q1" … and speakers "s0", "s1" … in order.
    """
    quotes: list[QuoteRecord] = []
    for number, item in enumerate(analysis.attributions):
        entity = None if item.speaker is None else analysis.entities[item.speaker]
        quotes.append(
            {
                "id": f"q{number}",
                "kind": item.kind,
                "content": [list(span) for span in item.content],
                "cue": [list(span) for span in item.cue],
                "source": [list(span) for span in item.source],
                "speaker": None if entity is None else entity.name,
                "speaker_kind": None if entity is None else entity.kind,
                "medium": item.medium,
                "polarity": item.polarity,
                "asserted": item.polarity == "asserted"
                and not item.doubted
                and not is_doubted(analysis.attributions, item.parent),
                "parent": None if item.parent is None else f"q{item.parent}",
                "score": round(float(item.score), 4),
            }
        )
    speakers: list[SpeakerRecord] = [
        {
            "id": f"s{number}",
            "name": entity.name,
            "kind": entity.kind,
            "mentions": [list(span) for span in sorted(set(entity.mentions))],
            "description": entity.description,
            "members": list(entity.members),
            "kb_id": entity.kb_id,
        }
        for number, entity in enumerate(analysis.entities)
    ]
    return {"id": id, "text": text, "quotes": quotes, "speakers": speakers}


def check_record(record: Mapping[str, Any]) -> Record:
    """Check a record read from elsewhere.

    Args:
        record: What `json.loads` gave.

    Returns:
        The record, with the optional keys filled in.

    Raises:
        RecordError: A key is missing, a value unknown, an offset outside the text, or a link leads nowhere.
    """
    if not isinstance(record, Mapping) or not isinstance(record.get("text"), str):
        raise RecordError("not a record: it needs a 'text' that is a string")
    name, text = str(record.get("id") or ""), record["text"]
    where = f"record {name!r}"
    speakers = [
        _speaker(item, text, where) for item in _objects(record.get("speakers"), f"{where}: 'speakers'")
    ]
    named = {(speaker["name"], speaker["kind"]) for speaker in speakers}
    quotes = [
        _quote(item, text, where, named) for item in _objects(record.get("quotes"), f"{where}: 'quotes'")
    ]
    _unique([quote["id"] for quote in quotes], f"{where}: quote")
    _unique([speaker["id"] for speaker in speakers], f"{where}: speaker")
    ids = {quote["id"] for quote in quotes}
    for quote in quotes:
        if quote["parent"] is not None and (quote["parent"] not in ids or quote["parent"] == quote["id"]):
            raise RecordError(
                f"{where}, quote {quote['id']!r}: its parent {quote['parent']!r} is no other quote"
            )
    _settle_asserted(quotes)
    return {"id": name, "text": text, "quotes": quotes, "speakers": speakers}


def _speaker(item: Mapping[str, Any], text: str, where: str) -> SpeakerRecord:
    label = f"{where}, speaker {item.get('id')!r}"
    return {
        "id": _string(item, "id", label),
        "name": _string(item, "name", label),
        "kind": _one_of(item, "kind", SPEAKER_KINDS, label),
        "mentions": _spans(item.get("mentions"), text, f"{label}: 'mentions'"),
        "description": _description(item, label),
        "members": _names(item, label),
        "kb_id": str(item["kb_id"]) if item.get("kb_id") else None,
    }


def _quote(
    item: Mapping[str, Any], text: str, where: str, named: Collection[tuple[str, SpeakerKind]]
) -> QuoteRecord:
    label = f"{where}, quote {item.get('id')!r}"
    speaker, kind = item.get("speaker"), item.get("speaker_kind")
    if speaker is not None and (speaker, kind) not in named:
        raise RecordError(f"{label}: its speaker {speaker!r} ({kind}) is not among the record's 'speakers'")
    content = _spans(item.get("content"), text, f"{label}: 'content'")
    if not content:
        raise RecordError(f"{label}: 'content' is empty; a quote has at least one span")
    score = item.get("score", 1.0)
    if isinstance(score, bool) or not isinstance(score, (int, float)):
        raise RecordError(f"{label}: 'score' is {score!r}; it must be a number")
    return {
        "id": _string(item, "id", label),
        "kind": _one_of(item, "kind", KINDS, label),
        "content": content,
        "cue": _spans(item.get("cue"), text, f"{label}: 'cue'"),
        "source": _spans(item.get("source"), text, f"{label}: 'source'"),
        "speaker": speaker,
        "speaker_kind": kind if speaker is not None else None,
        "medium": _one_of(item, "medium", MEDIA, label, default="speech"),
        "polarity": _one_of(item, "polarity", POLARITIES, label, default="asserted"),
        "asserted": item.get("asserted") is not False,
        "parent": item.get("parent"),
        "score": float(score),
    }


def _settle_asserted(quotes: Sequence[QuoteRecord]) -> None:
    """Take "asserted" from every quote that is not, or that one stands in which is not."""
    by_id = {quote["id"]: quote for quote in quotes}
    for quote in quotes:
        holder: QuoteRecord | None = quote
        for _ in quotes:  # bounds the walk, should the links form a ring
            if holder is None or not quote["asserted"]:
                break
            quote["asserted"] = holder["polarity"] == "asserted" and holder["asserted"]
            holder = by_id[holder["parent"]] if holder["parent"] else None


def _objects(value: Any, where: str) -> list[Mapping[str, Any]]:
    if value is None:
        return []
    if not isinstance(value, (list, tuple)) or not all(isinstance(item, Mapping) for item in value):
        raise RecordError(f"{where} must be a list of objects")
    return list(value)


def _string(item: Mapping[str, Any], key: str, where: str) -> str:
    value = item.get(key)
    if not isinstance(value, str) or not value:
        raise RecordError(f"{where}: {key!r} must be a string that is not empty")
    return value


def _description(item: Mapping[str, Any], where: str) -> str | None:
    value = item.get("description")
    if value is not None and not isinstance(value, str):
        raise RecordError(f"{where}: 'description' is {value!r}; it must be a string or null")
    return value


def _names(item: Mapping[str, Any], where: str) -> list[str]:
    value = item.get("members") or []
    if not isinstance(value, (list, tuple)) or not all(isinstance(name, str) for name in value):
        raise RecordError(f"{where}: 'members' is {value!r}; it must be a list of names")
    return list(value)


_Value = TypeVar("_Value", bound=str)


def _one_of(
    item: Mapping[str, Any], key: str, allowed: Sequence[_Value], where: str, *, default: _Value | None = None
) -> _Value:
    value = item.get(key, default)
    for option in allowed:
        if option == value:
            return option
    raise RecordError(f"{where}: {key!r} is {value!r}; it must be one of {', '.join(allowed)}")


def _spans(value: Any, text: str, where: str) -> list[list[int]]:
    spans: list[list[int]] = []
    if value is not None and not isinstance(value, (list, tuple)):
        raise RecordError(f"{where} is {value!r}; it must be a list of [start, end]")
    for span in value or []:
        if not isinstance(span, (list, tuple)) or len(span) != 2:
            raise RecordError(f"{where}: {span!r} is not a pair of offsets")
        if not all(isinstance(edge, int) and not isinstance(edge, bool) for edge in span):
            raise RecordError(f"{where}: {span!r} is not a pair of offsets")
        start, end = span
        if not 0 <= start < end <= len(text):
            raise RecordError(f"{where}: [{start}, {end}] lies outside the text of {len(text)} characters")
        spans.append([start, end])
    return spans


def _unique(ids: Sequence[str], what: str) -> None:
    seen: set[str] = set()
    for id in ids:
        if id in seen:
            raise RecordError(f"{what} {id!r} occurs twice; ids must differ")
        seen.add(id)
