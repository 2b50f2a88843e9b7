"""Who a text names: groups of names, several people named together, and arrays of where each name stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from quoteattr.analysis import NAME_CLASSES, Offsets
from quoteattr.speakers.groups import full_name, group_mentions
from quoteattr.speakers.mentions import Mention, find_mentions
from quoteattr.speakers.reading import ReadText
from quoteattr.speakers.tags import settle_names

EntityKind = Literal["person", "organization", "document", "place", "other", "group"]
ENTITY_KINDS: Final[tuple[EntityKind, ...]] = (*NAME_CLASSES, "group")

_ASIDE = r"(?:\s*\([^()\n]{1,20}\)|,?\s\d\d(?=,))?"
_AND = re.compile(rf"{_ASIDE},?\s+(?:and|&)\s+(?:the\s+|his\s+|her\s+)?$")
_COMMA = re.compile(rf"{_ASIDE},\s+(?:the\s+)?$")
_LONGEST_LIST = 6


@dataclass(frozen=True, slots=True)
class Named:
    """A person, body or group that a text names.

    Attributes:
        name: The fullest form.
        kind: Its class.
        mentions: Where it is named, in order.
        rows: Numbers of these mentions in the text's list of mentions.
        members: Numbers of a group's members among the text's entities.
    """

    name: str
    kind: EntityKind
    mentions: tuple[Offsets, ...]
    rows: tuple[int, ...]
    members: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class NamedText:
    """A text with all whom it names.

    Attributes:
        mentions: All mentions in the order of the text; those of a group span its members.
        owners: The entity of each mention.
        entities: In the order of their first mention, groups last.
    """

    mentions: list[Mention]
    owners: list[int]
    entities: list[Named]


def find_entities(read: ReadText) -> NamedText:
    """Everybody whom a text names, alone or together."""
    mentions = find_mentions(read.text, settle_names(read.text, read.names))
    groups = group_mentions(mentions)
    owner = {number: place for place, group in enumerate(groups) for number in group.mentions}
    together = _named_together(read.text, mentions, owner, [group.kind for group in groups])
    rows = [(mention, owner[number]) for number, mention in enumerate(mentions)]
    for number, members in enumerate(together):
        rows += [(mention, len(groups) + number) for mention in together[members]]
    rows.sort(key=lambda row: (row[0].span, row[1]))
    held: list[list[int]] = [[] for _ in range(len(groups) + len(together))]
    for place, (_, entity) in enumerate(rows):
        held[entity].append(place)
    names = [" ".join(full_name(mentions, group)) for group in groups]
    kinds: list[EntityKind] = [group.kind for group in groups]
    parts: list[tuple[int, ...]] = [()] * len(groups)
    for members in together:
        names.append(_joined(read.text[slice(*together[members][0].span)], [names[m] for m in members]))
        kinds.append("group")
        parts.append(members)
    entities = [
        Named(name, kind, tuple(rows[row][0].span for row in own), tuple(own), members)
        for name, kind, own, members in zip(names, kinds, held, parts, strict=True)
    ]
    return NamedText([mention for mention, _ in rows], [entity for _, entity in rows], entities)


def _named_together(
    text: str, mentions: Sequence[Mention], owner: dict[int, int], kinds: Sequence[str]
) -> dict[tuple[int, ...], list[Mention]]:
    """Names joined by commas and "and": the members of each group, and where it is named."""
    found: dict[tuple[int, ...], list[Mention]] = {}
    chain: list[int] = []
    end = -1
    for number, mention in enumerate(mentions):
        if mention.start < end:
            continue
        between = text[end : mention.start - len(mention.title) - bool(mention.title)] + " " if chain else ""
        fits = bool(chain) and len(between) < 60 and _alike(kinds[owner[chain[-1]]], kinds[owner[number]])
        fits = fits and owner[number] not in {owner[n] for n in chain} and len(chain) < _LONGEST_LIST
        if fits and _AND.fullmatch(between):
            members = tuple(owner[n] for n in (*chain, number))
            first = mentions[chain[0]]
            found.setdefault(members, []).append(_spanning(text, first, mention))
            chain = []
        elif fits and _COMMA.fullmatch(between):
            chain.append(number)
        else:
            chain = [number]
        end = mention.end
    return found


def _alike(left: str, right: str) -> bool:
    speaking = ("person", "organization", "place")
    return left == right or (left in speaking and right in speaking)


def _spanning(text: str, first: Mention, last: Mention) -> Mention:
    return Mention(
        first.start,
        last.end,
        first.kind,
        tuple(text[first.start : last.end].split()),
        begins_clause=first.begins_clause,
        after_preposition=first.after_preposition,
        before_verb=last.before_verb,
        owns=last.owns,
    )


def _joined(words: str, names: Sequence[str]) -> str:
    """The name of a group, with the articles that the text has between its members' names."""
    parts = [names[0], *(f"the {name}" if f" the {name}" in words else name for name in names[1:])]
    return f"{', '.join(parts[:-1])} and {parts[-1]}"
