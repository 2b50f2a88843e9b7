"""Records as marked spans, which is what annotation tools hold, and back."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from quoteattr.analysis import SPEAKER_KINDS
from quoteattr.corpora.attributions import from_attributions
from quoteattr.errors import RecordError
from quoteattr.records import Record, check_record

ROLES = ("content", "cue", "source")
MENTION = "mention"
VALUES = ("medium", "polarity", "speaker", "speaker_kind", "parent")
"""What a content's mark tells of its quote besides its place. The kind follows from the quotation marks."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Mark:
    """One span with its role.

    Attributes:
        start: Where it begins, in characters.
        end: Where it ends.
        role: "content", "cue", "source" or "mention".
        of: The id of the quote, or of the speaker for a mention.
        values: Of a content, the quote's `VALUES`; of a mention, the speaker's "name" and "kind".
    """

    start: int
    end: int
    role: str
    of: str
    values: Mapping[str, str] = field(default_factory=dict)


def marks_of(record: Record) -> list[Mark]:
    """List the spans of a record."""
    marks = []
    for quote in record["quotes"]:
        values = {name: str(quote[name]) for name in VALUES if quote[name] is not None}  # type: ignore[literal-required]
        if quote["kind"] == "reported":
            values["kind"] = "reported"
        for start, end in quote["content"]:
            marks.append(Mark(start, end, "content", quote["id"], values))
        for role, spans in (("cue", quote["cue"]), ("source", quote["source"])):
            marks += [Mark(start, end, role, quote["id"]) for start, end in spans]
    for speaker in record["speakers"]:
        told = {"name": speaker["name"], "kind": speaker["kind"]}
        marks += [Mark(start, end, MENTION, speaker["id"], told) for start, end in speaker["mentions"]]
    return marks


def record_of(text: str, marks: Iterable[Mark], *, id: str = "") -> Record:
    """Make a record of marked spans, as people have corrected them.

    Args:
        text: The text.
        marks: Its spans. Cues and sources whose quote has no content are left out, with a warning.
        id: What to call it.

    Returns:
        The record, checked; its kinds follow from the quotation marks, its scores are 1.

    Raises:
        RecordError: A span lies outside the text, or a value is unknown.
    """
    quotes: dict[str, dict[str, Any]] = {}
    entities: dict[tuple[str, str], dict[str, Any]] = {}
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end)):
        if mark.role == MENTION:
            _entity(entities, mark.values.get("name", ""), mark.values.get("kind", ""), id)[
                "mentions"
            ].append([mark.start, mark.end])
        elif mark.role in ROLES:
            quote = quotes.setdefault(mark.of, {role: [] for role in ROLES})
            quote[mark.role].append([mark.start, mark.end])
            if mark.role == "content":
                quote.update(
                    {name: value for name, value in mark.values.items() if value and name not in quote}
                )
    for name in [name for name, quote in quotes.items() if not quote["content"]]:
        _log.warning("%s: quote %s has a cue or source and no content; it is left out", id or "a text", name)
        del quotes[name]
    places = {name: place for place, name in enumerate(quotes)}
    for quote in quotes.values():
        quote["nested_in"] = places.get(quote.pop("parent", None) or "")
        if quote.get("speaker"):
            quote.setdefault("speaker_kind", "person")
            _entity(entities, quote["speaker"], quote["speaker_kind"], id)
    made = from_attributions(
        {"id": id, "text": text, "attributions": list(quotes.values()), "entities": list(entities.values())}
    )
    for speaker in made["speakers"]:
        marked = entities[speaker["name"], speaker["kind"]]["mentions"]
        speaker["mentions"] = (
            marked or speaker["mentions"]
        )  # where nobody marked any, the sources are all there is
    return check_record(made)


def _entity(entities: dict[tuple[str, str], dict[str, Any]], name: str, kind: str, id: str) -> dict[str, Any]:
    if not name or kind not in SPEAKER_KINDS:
        raise RecordError(
            f"{id or 'a text'}: a speaker has the name {name!r} and the kind {kind!r}; "
            f"give a name, and a kind out of {', '.join(SPEAKER_KINDS)}"
        )
    return entities.setdefault((name, kind), {"name": name, "kind": kind, "mentions": []})
