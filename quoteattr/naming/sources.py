"""Which name a source stands for, when the source holds a name."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from quoteattr.analysis import Offsets
from quoteattr.naming import words as lexicon
from quoteattr.naming.matching import NamedEntity
from quoteattr.wordlists import word_set

_Spot = tuple[int, int, int]
"""Start, end and entity of a mention."""

_WORD = re.compile(r"[^\W_](?:[\w.'’-]*\w)?\.?")
_STOP = re.compile(
    r"\b(?:of|for|to|from|in|by|with|at|on|who|whom|whose|which|that|where|when|than|like|including|such|as|under"
    r"|among|between|against|about|into|over|around|behind|near|within|inside|outside|after|before|during|and|or)\b",
    re.IGNORECASE,
)
_SEGMENT_END = re.compile(r"[,;:(\[—–―]|\s-\s")
_AUTHOR = re.compile(
    r"\b(?:by|from|of)\b(?!.*\b(?:in|to|for|on|at|who|that|which|about|between|with)\b)", re.IGNORECASE
)
_OFFICE = re.compile(
    r"\b(?:chief|secretary|head) of (?:the )?(?:staff|[A-Z]\w+|state|defen[cs]e)", re.IGNORECASE
)
_EXAMPLE = re.compile(r"\b(?:like|such as|including)\s", re.IGNORECASE)
_AND_ALSO = re.compile(r"([\w-]+)\s+and\s+((?:[\w.’'-]+\s+){1,6})$")
_AGENT = ("er", "or", "ist", "ian", "ant", "man", "woman")
"""Endings of the nouns for what a person does."""
_BY = re.compile(r"\s+(?:[a-z]+\s+)?by\s+(?:the\s+)?")
_SPACE = re.compile(r"\s+")
_AFTER = frozenset(["out", "last", "this", "earlier", "today", "both", "all", "each"])
_SELF = word_set("itself himself herself themselves alone too also both all each now then")
_INDEFINITE = re.compile(r"\s*an?\s", re.IGNORECASE)
_IS_KIND = re.compile(
    r"\s+(?:(?:news|newspaper|state|online|internet|daily|weekly|public|private|television|tv|radio"
    r"|research|media|think|polling"
    r"|streaming)\s+){0,3}[a-z]+"
)
"""What may stand between a name and the noun that says what it is, and that noun."""
_POSSESSIVE = re.compile(r"['’]s?(?=\W|$)")


class NameIndex:
    """Looks names up by their place in the text; made once for all sources of a text."""

    def __init__(self, text: str, entities: Sequence[NamedEntity]) -> None:
        self._text = text
        self._entities = entities
        self._spots: list[_Spot] = sorted(
            (
                (start, end, number)
                for number, entity in enumerate(entities)
                for start, end in entity.mentions
            ),
            key=lambda spot: (spot[0], -spot[1]),
        )
        self._starts = [spot[0] for spot in self._spots]

    def inside(self, span: Offsets) -> list[_Spot]:
        """Mentions inside a span, in order, without those inside a longer one."""
        found: list[_Spot] = []
        for at in range(bisect_left(self._starts, span[0]), len(self._spots)):
            spot = self._spots[at]
            if spot[0] >= span[1]:
                break
            if _reaches(self._text, spot, span) and not (found and spot[0] < found[-1][1]):
                found.append(spot)
        return found

    def head_of(self, span: Offsets) -> int | None:
        """The entity that a noun phrase stands for, or None."""
        text, (start, end) = self._text, span
        spots = self.inside(span)
        segment_start, prefix_ok = start, True
        document = False
        for number, (begin, stop, entity) in enumerate(spots):
            between = text[segment_start:begin]
            broken = list(_SEGMENT_END.finditer(between))
            if broken:
                if broken[-1].group() in "([" and number:
                    continue
                if not prefix_ok and document:
                    return None
                segment_start += broken[-1].end()
                between = text[segment_start:begin]
                prefix_ok = not _stop(between) or _is_example(between)
                if name_is_place(self._entities[entity].name.split(" and ")[-1]) and (
                    self._entities[entity].kind != "group" or _stop(text[start:segment_start])
                ):
                    continue
            elif lead := _stop(between):
                if _is_document(between[: lead.start()]) and _AUTHOR.search(between):
                    return self._author(spots, number, end)
                head = _last_word(between[: lead.start()])
                doubled = (
                    lead.group() == "and" and head in lexicon.TITLES and not _stop(between[lead.end() :])
                )
                if not (doubled or _is_example(between) or self._is_same_person(start, spots[number])):
                    prefix_ok = False
            if not prefix_ok:
                continue
            follows = text[stop:end]
            possessive = _POSSESSIVE.match(follows)
            if possessive and not follows[possessive.end() :].strip():
                return entity
            nouns = _noun_after(text, stop + (possessive.end() if possessive else 0), end)
            if not nouns:
                if possessive and number + 1 < len(spots):
                    segment_start = stop + possessive.end()
                    continue
                return entity
            if number + 1 < len(spots) and _goes_on(text[stop : spots[number + 1][0]]):
                segment_start = stop + (possessive.end() if possessive else 0)
                continue
            if (
                nouns[0] in lexicon.KIND_NOUNS
                and not possessive
                and self._entities[entity].kind in ("organization", "group")
                and not _INDEFINITE.match(between)
                and self._is_publisher(entity)
                and _IS_KIND.fullmatch(text, stop, nouns[1])
            ):
                return entity
            if nouns[0] in lexicon.DOCUMENTS:
                if self._is_publisher(entity):
                    return entity
                document = True
            segment_start = nouns[1]
        return None

    def _author(self, spots: Sequence[_Spot], number: int, end: int) -> int | None:
        """Whose a document is, by the name that follows it: "a report by X", "an analysis of Y data by X"."""
        _, stop, entity = spots[number]
        nouns = _noun_after(self._text, stop, end)
        if nouns is None:
            return entity
        if nouns[0] in lexicon.DOCUMENTS and number + 1 < len(spots):
            following = spots[number + 1]
            if _BY.fullmatch(self._text, nouns[1], following[0]) and not _noun_after(
                self._text, following[1], end
            ):
                return following[2]
        return None

    def _is_same_person(self, start: int, spot: _Spot) -> bool:
        """Whether two descriptions of one person stand before the name: "lobbyist and former aide Petra Novak"."""
        before = self._text[start : spot[0]]
        lead = _AND_ALSO.search(before)
        if lead is None or _stop(lead.group(2)) or self._entities[spot[2]].kind != "person":
            return False
        head = lead.group(1).casefold()
        office = any(match.end() == lead.end(1) for match in _OFFICE.finditer(before))
        return office or head in lexicon.TITLES or head.endswith(_AGENT)

    def _is_publisher(self, entity: int) -> bool:
        name = self._entities[entity].name.casefold()
        return not name_is_place(name) and name.removesuffix(".com") not in lexicon.PRODUCTS

    def named_in(self, span: Offsets) -> list[int]:
        """All entities with a mention inside the span, whom the span stands for first."""
        numbers = list(dict.fromkeys(spot[2] for spot in self.inside(span)))
        head = self.head_of(span)
        if head is not None:
            numbers.remove(head)
            numbers.insert(0, head)
        return numbers


def name_is_place(name: str) -> bool:
    """Whether a name is that of a country, a state or a well-known city."""
    plain = name.casefold().rstrip(".")
    return (
        plain in lexicon.PLACES
        or plain in lexicon.PLACES_OF_TWO
        or plain in lexicon.STATES_ABBREVIATED
        or re.fullmatch(r"(?:\w\.)+", plain + ".") is not None
    )


def _reaches(text: str, spot: _Spot, span: Offsets) -> bool:
    """Whether a mention lies in a span, which may have lost the full stop of an abbreviation: "Martin Hale Jr"."""
    return spot[1] <= span[1] or (spot[1] == span[1] + 1 and text[span[1] : spot[1]] == ".")


def _last_word(words: str) -> str:
    found = _WORD.findall(words)
    return found[-1] if found else ""


def _is_example(between: str) -> bool:
    """Whether the words before a name make it the example of a crowd: "groups like the", "including Mayor"."""
    lead = _EXAMPLE.search(between)
    return lead is not None and not _stop(between[: lead.start()]) and not _stop(between[lead.end() :])


def _is_document(phrase: str) -> bool:
    last = _WORD.findall(phrase)[-2:]
    return any(word.casefold() in lexicon.DOCUMENTS for word in last)


def _goes_on(between: str) -> bool:
    """Whether two names stand in one noun phrase with nothing but nouns between them."""
    return not _SEGMENT_END.search(between) and _stop(between) is None


def _stop(words: str) -> re.Match[str] | None:
    """What ends a noun phrase; the 'of' of an office does not."""
    return _STOP.search(_OFFICE.sub(lambda office: "x" * len(office.group()), words))


def _noun_after(text: str, start: int, end: int) -> tuple[str, int] | None:
    """The last noun of the phrase that goes on after a name, and its end; None when the name ends it."""
    last: tuple[str, int] | None = None
    own = False
    at = start
    while at < end:
        gap = _SPACE.match(text, at, end)
        word = _WORD.match(text, gap.end() if gap else at, end) if gap or at == start else None
        if word is None:
            break
        plain = word.group().casefold()
        if _STOP.fullmatch(plain) or plain in _SELF or plain in ("is", "was", "has", "had", "said", "says"):
            break
        if (
            plain in lexicon.DATES
            or plain in _AFTER
            or (plain.endswith("ed") and not own)
            or (last and plain.endswith(("ly", "ing")))
        ):
            break
        at = word.end()
        if own := plain == "own":
            continue
        last = (plain, word.end())
        if text[at : at + 2] in ("'s", "’s"):
            at += 2
    return last


def named_in(span: Offsets, entities: Sequence[NamedEntity], text: str | None = None) -> list[int]:
    """All entities with a mention inside a span; given the text, whom the span stands for comes first."""
    if text is not None:
        return NameIndex(text, entities).named_in(span)
    return list(dict.fromkeys(spot[2] for spot in NameIndex("", entities).inside(span)))


def name_of_source(
    text: str, source_spans: Sequence[Offsets], entities: Sequence[NamedEntity] | NameIndex
) -> int | None:
    """The entity that a source stands for when it is, or holds, a name.

    "Ministry spokesman Ivan Petrov" is Petrov, "a Harwick poll" is Harwick; "Petrov's aide" and "aides to
    Petrov" are nobody that is named.

    Args:
        text: The whole text.
        source_spans: The source's spans.
        entities: The text's entities, or an index of them where many sources are looked up.

    Returns:
        The entity's number, or None.
    """
    index = entities if isinstance(entities, NameIndex) else NameIndex(text, entities)
    for span in source_spans:
        found = index.head_of(span)
        if found is not None:
            return found
    return None
