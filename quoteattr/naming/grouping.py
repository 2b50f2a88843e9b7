"""Groups name mentions: "Novak" with "Petra Novak", "NWA" with the agency it stands for."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from quoteattr.naming import words as lexicon
from quoteattr.naming.trimming import NameMention

_MINOR = frozenset(["of", "for", "on", "and", "the", "in", "to", "&", "a", "an"])
_BARE_BEFORE_FULL = 2
"""So many bare mentions before the first full one are of somebody else."""
_LOOK_BACK = 16
"""So many people of one surname are weighed up."""
_LONGEST_BODY = 8
"""Shorter forms of a body's name are indexed up to this many words."""


@dataclass(slots=True, eq=False)
class Group:
    """The mentions of one entity while it is being put together."""

    kind: Literal["person", "organization", "document"] | None
    mentions: list[NameMention] = field(default_factory=list)
    genders: Counter[str] = field(default_factory=Counter)
    weak: bool = False
    """Only forms seen that prove nothing: a capital at the start of a sentence."""

    @property
    def gender(self) -> Literal["f", "m"] | None:
        """The gender that most honorifics state, or None."""
        if self.genders["f"] == self.genders["m"]:
            return None
        return "f" if self.genders["f"] > self.genders["m"] else "m"

    def add(self, mention: NameMention) -> None:
        """Takes a mention in."""
        self.mentions.append(mention)
        if mention.gender:
            self.genders[mention.gender] += 1


@lru_cache(maxsize=4096)
def fold(word: str) -> str:
    """A word without case, accents, punctuation and the spelling habits of a transliteration.

    Voronsky, Voronskyy and Voronskiy fold alike, and so do Andrei and Andrey.
    """
    plain = unicodedata.normalize("NFKD", word.casefold())
    letters = [c for c in plain if c.isalnum()]
    out: list[str] = []
    for c in letters:
        c = "i" if c in "yj" and out else c
        if not out or out[-1] != c:
            out.append(c)
    return "".join(out) or word


def strip_suffixes(words: Sequence[str]) -> list[str]:
    """The words without "Jr.", "III" at the end."""
    kept = list(words)
    while len(kept) > 1 and kept[-1].rstrip(".,").casefold() in lexicon.SUFFIXES:
        kept.pop()
    return kept


def group(mentions: Sequence[NameMention]) -> list[Group]:
    """Groups mentions, given in the order of the text, in linear time.

    Full names come first, from anywhere in the text; then what is shorter goes to them: a surname to whom
    the honorific fits, or else to whom the text names in full most often, and of these to the latest.
    """
    grouper = _Grouper()
    ordered = sorted(mentions, key=lambda m: (m.start, m.end))
    for mention in ordered:
        if mention.kind == "document":
            continue
        if not mention.headline and not mention.doubtful:
            grouper.full_name(mention)
    grouper.merge_acronyms()
    grouper.part_surnames(ordered)
    for mention in ordered:
        grouper.place(mention)
    grouper.headlines([m for m in ordered if m.headline])
    groups = [g for g in grouper.groups if g.mentions and not g.weak]
    for g in groups:
        g.mentions.sort(key=lambda m: (m.start, m.end))
    groups.sort(key=lambda g: (g.mentions[0].start, g.mentions[0].end))
    return groups


class _Grouper:
    def __init__(self) -> None:
        self.groups: list[Group] = []
        self.persons: dict[tuple[str, str], Group] = {}
        self.bodies: dict[tuple[str, ...], Group] = {}
        self.short_bodies: dict[tuple[str, ...], Group] = {}
        self.singles: dict[str, Group] = {}
        self.documents: dict[tuple[str, ...], Group] = {}
        self.acronyms: dict[str, Group] = {}
        self.surnames: dict[str, list[Group]] = {}
        self.given: dict[str, Group] = {}
        self.parts: set[str] = set()
        self.counts: Counter[Group] = Counter()
        self.suffixes: dict[Group, str] = {}
        self.juniors: dict[tuple[str, str], Group] = {}
        self.latest: dict[str, Group] = {}
        self.home: dict[tuple[int, int], Group] = {}

    def _new(self, kind: Literal["person", "organization", "document"] | None) -> Group:
        created = Group(kind)
        self.groups.append(created)
        return created

    # full names, from the whole text

    def full_name(self, mention: NameMention) -> None:
        """Makes an entity of every name that is full in itself."""
        words = strip_suffixes(mention.words)
        if mention.kind == "organization":
            self._body(mention, words)
        elif len(words) > 1:
            self._person(mention, words)

    def _person(self, mention: NameMention, words: list[str]) -> None:
        last, first = fold(words[-1]), fold(words[0])
        suffix = _suffix(mention.words)
        if (
            suffix
            and (mentioned := self.persons.get((last, first)))
            and self.suffixes.get(mentioned) != suffix
        ):
            # the text has named somebody without it, or with another: "Martin Hale" is not "Martin Hale Jr."
            last = f"{last} {suffix}"
        found = self.persons.get((last, first))
        if found is None and len(first) <= 2:
            found = self.persons.get((last, "~" + first[0]))
        if found is None and len(words) > 2 and len(first) <= 2:
            found = self.persons.get((last, fold(words[1])))
        if found is None and len(first) > 2:
            initialled = self.persons.get((last, first[0]))
            found = initialled
        if found is None:
            found = self._new("person" if mention.kind == "person" or mention.title else None)
            if suffix:
                self.suffixes[found] = suffix
                self.juniors.setdefault((first, suffix), found)
            if fold(words[0]) not in lexicon.PLACE_STARTS:
                self.surnames.setdefault(fold(words[-1]), []).append(found)
            self.given.setdefault(first, found)
        if mention.kind == "person":
            found.kind = "person"
            self.parts.update(map(fold, words[1:]))
        self.persons.setdefault((last, first), found)
        self.persons.setdefault((last, "~" + first[0]), found)
        self.counts[found] += 1 if mention.relative else 2
        self.home[mention.start, mention.end] = found

    def _body(self, mention: NameMention, words: list[str]) -> None:
        key = _owned_key(mention) if mention.owner else body_key(words)
        found = self.bodies.get(key)
        if found is None:
            found = self._new("organization")
            self.bodies[key] = found
            if 1 < len(key) <= _LONGEST_BODY and _is_called_short(mention):
                for cut in range(1, len(key)):
                    self.short_bodies.setdefault(key[cut:], found)
                    if cut == len(key) - 1 and key[-1] not in lexicon.COMPANY_TAILS:
                        continue
                    if _may_be_short(key[:-cut]):
                        self.short_bodies.setdefault(key[:-cut], found)
            self._acronym(words, found)
        self.counts[found] += 1
        self.home[mention.start, mention.end] = found

    def _acronym(self, words: Sequence[str], found: Group) -> None:
        capitals = [w for w in words if w[0].isupper()]
        if 1 < len(capitals) <= 8:
            letters = "".join(w[0] for w in capitals).casefold()
            self.acronyms.setdefault(letters, found)
            self.acronyms.setdefault("".join(w[0] for w in words).casefold(), found)

    def merge_acronyms(self) -> None:
        """Lets an acronym stand for the body whose words begin so."""
        merged: dict[Group, Group] = {}
        for key in [k for k in self.bodies if len(k) == 1]:
            target = self.acronyms.get(key[0].replace("&", ""))
            if key[0] in lexicon.PLACES and target is not self.bodies.get(("united", "states")):
                continue
            if target is not None and target is not self.bodies[key] and len(key[0]) > 1:
                merged[self.bodies[key]] = target
                self.bodies[key] = target
        for at, found in self.home.items():
            self.home[at] = merged.get(found, found)

    def part_surnames(self, mentions: Sequence[NameMention]) -> None:
        """Takes surnames away from people who are named in full only after many a bare mention.

        A text that has spoken of Hale all along means somebody else by "Martin Hale".
        """
        before: Counter[str] = Counter()
        seen: set[str] = set()
        for mention in mentions:
            if mention.headline or mention.kind == "organization" or mention.doubtful:
                continue
            key = fold(strip_suffixes(mention.words)[-1])
            if len(mention.words) == 1:
                before[key] += key not in seen
            elif key not in seen:
                seen.add(key)
                if before[key] >= _BARE_BEFORE_FULL:
                    self.surnames.pop(key, None)

    # every mention, in order

    def place(self, mention: NameMention) -> None:
        """Puts one mention into its group."""
        if mention.headline:
            return
        if mention.doubtful and not self._is_person(mention.words[-1]):
            return
        words = strip_suffixes(mention.words)
        if mention.kind == "document":
            key = body_key(words)
            found = self.documents.get(key)
            if found is None:
                found = self.documents[key] = self._new("document")
            found.add(mention)
            return
        found = self.home.get((mention.start, mention.end))
        if found is None:
            found = self._single(mention, words[-1])
        elif mention.owner:
            pass
        elif mention.kind == "organization":
            key = body_key(words)
            longer = self.short_bodies.get(key)
            if longer is not None and mention.definite and _may_be_short(key):
                found = longer
        else:
            self.latest[fold(words[-1])] = found
            self.latest[fold(words[0])] = found
        found.add(mention)

    def _is_person(self, word: str) -> bool:
        return any(known.kind == "person" for known in self.surnames.get(fold(word), ())[:4])

    def _single(self, mention: NameMention, word: str) -> Group:
        key = fold(word)
        suffix = _suffix(mention.words)
        if suffix:
            key = f"{key} {suffix}"
            junior = self.juniors.get((fold(word), suffix))
            if junior is not None:
                return junior
        people = self.surnames.get(key)
        if people:
            bearer = self._by_surname(key, people, mention)
            self.counts[bearer] += 2
            return bearer
        plain = body_key(mention.words)
        body = self.bodies.get(plain)
        if body is not None and not mention.title:
            return body
        acronym = self.acronyms.get(word.replace(".", "").casefold())
        if acronym is not None and word.casefold() not in lexicon.PLACES and word.isupper() and len(word) > 1:
            return acronym
        shorter = self.short_bodies.get(plain)
        if shorter is not None and not mention.title and (mention.definite or not mention.initial):
            return shorter
        if key in self.given and not mention.title:
            return self.latest.get(key, self.given[key])
        found = self.singles.get(key)
        if found is None:
            found = self.singles[key] = self._new("person" if mention.title or key in self.parts else None)
            found.weak = mention.initial
        found.weak = found.weak and mention.initial
        if mention.title:
            found.kind = "person"
        return found

    def _by_surname(self, key: str, people: list[Group], mention: NameMention) -> Group:
        if len(people) == 1:
            return people[0]
        latest = self.latest.get(key)
        if mention.gender and len(people) <= _LOOK_BACK:
            fitting = [p for p in people if p.gender in (None, mention.gender)]
            sure = [p for p in fitting if p.gender == mention.gender]
            if latest not in fitting and (sure or fitting):
                return (sure or fitting)[0]
            if sure:
                return sure[0]
        main = max(people[:_LOOK_BACK], key=lambda p: self.counts[p])
        return main if latest is None or self.counts[main] > self.counts[latest] else latest

    def headlines(self, mentions: Sequence[NameMention]) -> None:
        """Finds the body's own names in words whose capitals tell nothing."""
        at = 0
        known = {k: g for g in self.groups for k in _keys(g)}
        while at < len(mentions):
            run = [mentions[at]]
            for following in mentions[at + 1 : at + _LONGEST_BODY]:
                if following.start - run[-1].end > 1:
                    break
                run.append(following)
            for size in range(len(run), 0, -1):
                words = [m.words[0] for m in run[:size]]
                found = known.get(tuple(fold(w) for w in words))
                if found is None and size == 1:
                    people = self.surnames.get(fold(words[0]))
                    found = people[0] if people else None
                if found is not None:
                    found.add(NameMention(run[0].start, run[size - 1].end, tuple(words), headline=True))
                    at += size
                    break
            else:
                at += 1


def _suffix(words: Sequence[str]) -> str:
    last = words[-1].rstrip(".,").casefold() if len(words) > 1 else ""
    return last if last in ("jr", "sr", "ii", "iii", "iv") else ""


def _keys(g: Group) -> set[tuple[str, ...]]:
    return {tuple(fold(w) for w in m.words) for m in g.mentions}


def _is_called_short(mention: NameMention) -> bool:
    """A ministry goes by its name without the country; a campaign does not go by 'campaign'."""
    return not mention.owner or mention.words[-1].casefold() in lexicon.NATIONAL_BODIES


def _may_be_short(key: tuple[str, ...]) -> bool:
    """Whether words may stand for a longer name of a body; a place stands for itself."""
    if len(key) > 1 and key[-1] in lexicon.HEADS:
        return True
    if key == ("house",):
        return False
    return key[0] not in lexicon.PLACES and key[0] not in lexicon.PLACE_STARTS


def _owned_key(mention: NameMention) -> tuple[str, ...]:
    if _is_called_short(mention):
        return body_key(mention.words)
    owner = body_key(mention.words[: mention.owner])
    return (*(owner[-1:] if len(owner) < 3 else owner), *body_key(mention.words[mention.owner :])[-1:])


def body_key(words: Sequence[str]) -> tuple[str, ...]:
    """What is compared between the names of bodies: no article, case, possessive or adjective of a people."""
    key: list[str] = []
    for word in words:
        plain = word.casefold().replace("’", "'").removesuffix("'s").replace(".", "")
        if plain in _MINOR:
            continue
        key.append(lexicon.DEMONYMS.get(plain, plain))
    return tuple(key)
