"""What one text is found to say: plain values in character offsets, with no spaCy in sight."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Offsets = tuple[int, int]
"""Start and end of a stretch of text, in characters, end exclusive."""

Kind = Literal["direct", "indirect", "mixed", "reported"]
Medium = Literal["speech", "writing", "thought"]
Polarity = Literal["asserted", "denied", "negated", "questioned"]
SpeakerKind = Literal["person", "organization", "group", "document"]
NameClass = Literal["person", "organization", "document", "place", "other"]
"""Places and others (peoples, events, products) seldom speak: known so that they are not taken for who does."""
Name = tuple[int, int, NameClass]
"""Start, end and class of a name."""

KINDS: tuple[Kind, ...] = ("direct", "indirect", "mixed", "reported")
QUOTES: tuple[Literal["direct", "indirect", "mixed"], ...] = ("direct", "indirect", "mixed")
"""The kinds that a reader calls a quote, and that are found unless others are asked for."""
MEDIA: tuple[Medium, ...] = ("speech", "writing", "thought")
POLARITIES: tuple[Polarity, ...] = ("asserted", "denied", "negated", "questioned")
NAME_CLASSES: tuple[NameClass, ...] = ("person", "organization", "document", "place", "other")
SPEAKER_KINDS: tuple[SpeakerKind, ...] = ("person", "organization", "group", "document")


@dataclass(frozen=True, slots=True)
class Attribution:
    """One attribution relation: a source, by a cue, stands behind a content (PARC 3, PolNeAR)."""

    content: tuple[Offsets, ...]
    cue: tuple[Offsets, ...]
    source: tuple[Offsets, ...]
    kind: Kind
    medium: Medium = "speech"
    polarity: Polarity = "asserted"
    speaker: int | None = None
    """Index into `Analysis.entities`, or None when nobody is named."""
    parent: int | None = None
    """Index into `Analysis.attributions` of the attribution whose content holds this one."""
    score: float = 1.0
    doubted: bool = False
    """Whether one that held this one, and has since been left out, was not asserted."""


@dataclass(frozen=True, slots=True)
class Entity:
    """A person or body that the text names, with every mention that refers to it."""

    name: str
    kind: SpeakerKind
    mentions: tuple[Offsets, ...]
    description: str | None = None
    """The role as the text gives it beside the name: "chief executive of Northgate Bank"."""
    members: tuple[str, ...] = ()
    """Names of the members of a group of people named together."""
    kb_id: str | None = None
    """An id of a knowledge base, where the user has given one."""


@dataclass(frozen=True, slots=True)
class Analysis:
    """All attributions of one text, in order of their first character, and the entities that speak."""

    attributions: tuple[Attribution, ...] = ()
    entities: tuple[Entity, ...] = ()


@dataclass(frozen=True, slots=True)
class Hints:
    """What other components already know about a text, used in place of or beside our own findings."""

    clusters: tuple[tuple[Offsets, ...], ...] | None = None
    """Coreference clusters, one tuple of mentions each; None when no other component gave any."""
    entities: tuple[tuple[int, int, str], ...] | None = None
    """Named entities as (start, end, label); None when they are not to be used."""
