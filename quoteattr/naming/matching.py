"""The people and bodies that a plain text names, found and matched by rule."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from quoteattr.analysis import Offsets, SpeakerKind
from quoteattr.naming import words as lexicon
from quoteattr.naming.grouping import Group, group
from quoteattr.naming.names import scan
from quoteattr.naming.together import named_together
from quoteattr.naming.trimming import NameMention

_ARTICLE = re.compile(r"the\s+", re.IGNORECASE)
_POSSESSIVE_END = re.compile(r"['’]s?$")
_KIND_OF_LABEL: dict[str, Literal["person", "organization", "document"]] = {
    "PERSON": "person",
    "PER": "person",
    "ORG": "organization",
    "GPE": "organization",
    "NORP": "organization",
    "FAC": "organization",
    "WORK_OF_ART": "document",
}


class Quotation(Protocol):
    """A span in quotation marks, its marks included."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


@dataclass(frozen=True, slots=True)
class NamedEntity:
    """Somebody or something that the text names.

    Attributes:
        name: The fullest form in the text, without title or possessive, white space made plain.
        kind: person, organization, group or document.
        gender: What the text's own Mr., Mrs. or Sir state; None otherwise.
        mentions: Offsets of the mentions by name, in order; titles stay outside.
    """

    name: str
    kind: SpeakerKind
    gender: Literal["f", "m"] | None
    mentions: tuple[Offsets, ...]


def find_entities(
    text: str, paragraphs: Sequence[Offsets], quotations: Sequence[Quotation] = ()
) -> list[NamedEntity]:
    """Finds the names in a text and groups those of one person or body.

    Args:
        text: The whole text.
        paragraphs: Where each paragraph starts and ends; no name goes across.
        quotations: Spans in quotation marks; what is wholly a capitalised run is taken for a title of a work.

    Returns:
        The entities in the order of their first mention.
    """
    titles = [(q.start, q.end) for q in quotations]
    mentions = scan(text, paragraphs, titles)
    entities = [_entity(text, g) for g in group(mentions)]
    return entities + _groups(text, entities)


def group_entities(text: str, labelled: Sequence[tuple[int, int, str]]) -> list[NamedEntity]:
    """Groups the names that another component found.

    Args:
        text: The whole text.
        labelled: Start, end and label of each; labels are those of OntoNotes, others are left out.

    Returns:
        The entities in the order of their first mention.
    """
    mentions = []
    for start, end, label in sorted(labelled):
        kind = _KIND_OF_LABEL.get(label)
        lead = _ARTICLE.match(text, start, end)
        tail = _POSSESSIVE_END.search(text[start:end])
        begin, stop = lead.end() if lead else start, start + tail.start() if tail else end
        words = tuple(text[begin:stop].split())
        if kind and words:
            mentions.append(NameMention(begin, stop, words, kind=kind, definite=lead is not None))
    entities = [_entity(text, g) for g in group(mentions)]
    return entities + _groups(text, entities)


def _groups(text: str, entities: Sequence[NamedEntity]) -> list[NamedEntity]:
    """Groups of people or bodies that the text names together, by their full names."""
    spots = sorted(
        ((start, end, number) for number, entity in enumerate(entities) for start, end in entity.mentions),
        key=lambda spot: (spot[0], -spot[1]),
    )

    def class_of(number: int) -> str | None:
        entity = entities[number]
        if entity.kind == "organization":
            return "place" if _is_place(entity.name) else "organization"
        return "person" if entity.kind == "person" else None

    return [
        NamedEntity(_joint_name(text, [entities[n] for n in members], spans), "group", None, tuple(spans))
        for members, spans in named_together(text, spots, class_of).items()
    ]


def _joint_name(text: str, members: Sequence[NamedEntity], spans: Sequence[Offsets]) -> str:
    names = [member.name for member in members]
    start, end = spans[0]
    if (
        all(m.kind == "organization" for m in members)
        and text[max(0, start - 4) : start].casefold() == "the "
    ):
        # two bodies that both go by an article keep the second's
        names[1:] = [f"the {name}" if f" the {name}" in text[start:end] else name for name in names[1:]]
    return f"{', '.join(names[:-1])} and {names[-1]}"


def _is_place(name: str) -> bool:
    return name.casefold() in lexicon.PLACES or name.casefold() in lexicon.PLACES_OF_TWO


def _entity(text: str, g: Group) -> NamedEntity:
    best = _best(g)
    name = re.sub(r"\s+", " ", re.sub(r"[\[\]]", "", text[best.start : best.end])).strip()
    person = (len(best.words) > 1 and not _is_place(name)) or g.gender
    kind: SpeakerKind = g.kind or ("person" if person else "organization")
    return NamedEntity(name, kind, g.gender, tuple(dict.fromkeys((m.start, m.end) for m in g.mentions)))


def _best(g: Group) -> NameMention:
    """The fullest form: most words, then the most frequent."""
    counts = Counter(m.words for m in g.mentions)
    pool = [m for m in g.mentions if not m.headline] or g.mentions
    return max(pool, key=lambda m: (_fullness(m, g), counts[m.words], -m.start))


def _fullness(m: NameMention, g: Group) -> tuple[bool, int]:
    shouted = all(w.isupper() and len(w) > 3 for w in m.words)
    return (not shouted, len(m.words))
