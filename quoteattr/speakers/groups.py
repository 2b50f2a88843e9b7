"""Forms of one name brought together: surname to full name, acronym to body, short form to long one."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from quoteattr.analysis import NameClass
from quoteattr.speakers.lexicon import listed
from quoteattr.speakers.mentions import Mention

_MOST_BEARERS = 16
"""So many people of one surname are weighed up."""
_LONGEST_BODY = 8
_SHARE_OF_PERSON = 0.3
"""From this share of its mentions a surname that others take for a body's name is a person's."""
_AFTER_NAMES = listed("suffixes") | listed("honours")
_Key = tuple[str, ...]


@dataclass(slots=True, eq=False)
class NameGroup:
    """All mentions of one person or body by name.

    Attributes:
        kind: Its class.
        mentions: Numbers of its mentions, in order.
    """

    kind: NameClass
    mentions: list[int] = field(default_factory=list)


@dataclass(slots=True)
class _Form:
    """One way of writing a name."""

    key: _Key
    kind: NameClass
    mentions: list[int]
    suffix: str
    made: bool


def group_mentions(mentions: Sequence[Mention]) -> list[NameGroup]:
    """Bring the forms of each name together, in linear time.

    Args:
        mentions: In the order of the text.

    Returns:
        Groups in the order of their first mention.
    """
    forms = _forms(mentions)
    people = _People(mentions)
    whole = [form for form in forms if form.kind == "person" and len(form.key) > 1]
    for form in sorted(whole, key=lambda form: -len(form.key)):
        people.add_whole(form)
    single = [form for form in forms if form.kind == "person" and len(form.key) == 1]
    for form in single:
        people.add_single(form)
    groups = [*people.groups, *_bodies([form for form in forms if form.kind != "person"])]
    for group in groups:
        group.mentions.sort()
    return sorted((g for g in groups if g.mentions), key=lambda g: g.mentions[0])


def full_name(mentions: Sequence[Mention], group: NameGroup) -> tuple[str, ...]:
    """The words of the fullest form of a name, the most frequent of those that are equally full.

    A person's name with an epithet ("Brave Lena Orr") gives way to the name that stands without it as often.
    """
    counts = Counter(mentions[number].words for number in group.mentions)

    def fullness(words: tuple[str, ...]) -> tuple[bool, bool, int, int]:
        shouted = all(word.isupper() and len(word) > 3 for word in words)
        bare = words[1:] if group.kind == "person" and len(words) > 2 else ()
        return not shouted, counts[bare] < counts[words], len(words), counts[words]

    return max(counts, key=fullness)


@lru_cache(maxsize=4096)
def fold(word: str) -> str:
    """A word without case, accents, punctuation and the spelling habits of a transliteration.

    Voronsky, Voronskyy and Voronskiy fold alike, and so do Andrei and Andrey.
    """
    plain = unicodedata.normalize("NFKD", re.sub(r"['’]s?$", "", word.casefold()))
    out: list[str] = []
    for letter in filter(str.isalnum, plain):
        letter = "i" if letter in "yj" and out else letter
        if not out or out[-1] != letter:
            out.append(letter)
    return "".join(out) or word


def _forms(mentions: Sequence[Mention]) -> list[_Form]:
    places: dict[_Key, list[int]] = defaultdict(list)
    for number, mention in enumerate(mentions):
        places[_key(mention.words)].append(number)
    initials = {"".join(word[0] for word in key) for key in places if 2 < len(key) <= _LONGEST_BODY}
    surnames = {key[-1] for key, at in places.items() if len(key) > 1 and _votes(mentions, at)["person"]}
    forms = []
    for key, at in places.items():
        votes = _votes(mentions, at)
        kind = max(votes, key=lambda kind: votes[kind])
        if len(key) == 1 and key[0] in surnames and votes["person"] >= _SHARE_OF_PERSON * len(at):
            kind = "person"
        elif len(key) == 1 and kind == "person" and key[0] in initials:
            kind = "organization"
        suffix = _suffix(mentions[at[0]].words) if kind == "person" else ""
        made = mentions[at[0]].made
        forms.append(_Form(_stripped(key) if kind == "person" else key, kind, at, suffix, made))
    return forms


def _votes(mentions: Sequence[Mention], at: Sequence[int]) -> Counter[NameClass]:
    return Counter(mentions[number].kind for number in at)


def _key(words: Sequence[str]) -> _Key:
    return tuple(fold(word) for word in words if word.casefold() not in listed("minor")) or tuple(
        map(fold, words)
    )


def _stripped(key: _Key) -> _Key:
    return key[:-1] if len(key) > 1 and key[-1] in _AFTER_NAMES else key


def _suffix(words: Sequence[str]) -> str:
    last = words[-1].rstrip(".,").casefold() if len(words) > 1 else ""
    return last if last in ("jr", "sr", "ii", "iii", "iv") else ""


class _People:
    """Groups of persons while they are put together."""

    def __init__(self, mentions: Sequence[Mention]) -> None:
        self.groups: list[NameGroup] = []
        self._mentions = mentions
        self._keys: dict[NameGroup, _Key] = {}
        self._suffixes: dict[NameGroup, str] = {}
        self._gender: dict[NameGroup, Counter[str]] = {}
        self._whole: dict[NameGroup, list[int]] = {}
        self._by_word: dict[str, list[NameGroup]] = defaultdict(list)

    def add_whole(self, form: _Form) -> None:
        """A name of two words and more: the same last one, and a first one that fits, is the same person."""
        for group in self._by_word[form.key[-1]]:
            if self._keys[group][-1] == form.key[-1] and _same_person(self._keys[group], form.key):
                if form.suffix and form.suffix != self._suffixes[group]:
                    continue
                break
        else:
            group = self._new(form)
        self._take(group, form.mentions)
        self._whole[group] = sorted([*self._whole.get(group, []), *form.mentions])

    def add_single(self, form: _Form) -> None:
        """A surname, or a given name, of somebody named in full; else a person of one name."""
        bearers = self._by_word[form.key[0]]
        last = [group for group in bearers if self._keys[group][-1] == form.key[0]]
        first = [group for group in bearers if self._keys[group][0] == form.key[0]]
        choice = last or first or bearers
        if not choice:
            choice = [self._new(form)]
        for number in form.mentions:
            fitting = [group for group in choice if not self._clashes(group, number)]
            if not fitting:  # "Mrs Moss" in a text that has named only Mr Moss
                choice.append(self._new(form))
            self._take(self._likeliest(fitting or choice[-1:], number), [number])

    def _clashes(self, group: NameGroup, number: int) -> bool:
        """Whether a mention's honorific is for the other gender than all those of a person."""
        gender = self._mentions[number].gender
        known = self._gender[group]
        return gender is not None and known[_other(gender)] > 0 and not known[gender]

    def _likeliest(self, bearers: Sequence[NameGroup], number: int) -> NameGroup:
        """Of several bearers of a surname: whom the honorific fits, is named most often, was named in full last."""
        gender = self._mentions[number].gender
        sure = [group for group in bearers if gender is not None and self._gender[group][gender]]

        def told(group: NameGroup) -> tuple[int, int]:
            at = bisect_right(self._whole.get(group, []), number)
            return len(group.mentions), self._whole[group][at - 1] if at else -1

        return max(sure or bearers, key=told)

    def _new(self, form: _Form) -> NameGroup:
        group = NameGroup("person")
        self.groups.append(group)
        self._keys[group], self._suffixes[group] = form.key, form.suffix
        self._gender[group] = Counter()
        for word in dict.fromkeys(form.key):
            if len(self._by_word[word]) < _MOST_BEARERS:
                self._by_word[word].append(group)
        return group

    def _take(self, group: NameGroup, mentions: Sequence[int]) -> None:
        group.mentions.extend(mentions)
        self._gender[group].update(g for n in mentions if (g := self._mentions[n].gender))


def _other(gender: str) -> str:
    return "f" if gender == "m" else "m"


def _same_person(longer: _Key, shorter: _Key) -> bool:
    first, other = longer[0], shorter[0]
    if first == other or (min(len(first), len(other)) <= 2 and first[0] == other[0]):
        return True
    return set(shorter) <= set(longer)


def _bodies(forms: Sequence[_Form]) -> list[NameGroup]:
    """Bodies, places and the rest: the same words, initials, or a beginning or an end that no other name has."""
    owners: dict[_Key, NameGroup] = {}
    groups: list[NameGroup] = []
    acronyms: dict[str, NameGroup] = {}
    parts: dict[_Key, list[NameGroup]] = defaultdict(list)
    for form in sorted(forms, key=lambda form: -len(form.key)):
        group = acronyms.get(form.key[0]) if len(form.key) == 1 else None
        if (
            group is None
            and form.kind in ("organization", "document")
            and len(set(map(id, parts[form.key]))) == 1
        ):
            group = parts[form.key][0]
        if group is None or group.kind not in (form.kind, "organization", "place"):
            group = owners[form.key] = NameGroup(form.kind)
            groups.append(group)
        group.mentions.extend(form.mentions)
        if 1 < len(form.key) <= _LONGEST_BODY and not form.made:
            acronyms.setdefault("".join(word[0] for word in form.key), group)
            if form.kind in ("organization", "document"):
                for cut in range(1, len(form.key)):
                    parts[form.key[:cut]].append(group)
                    parts[form.key[cut:]].append(group)
    return groups
