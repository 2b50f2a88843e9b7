"""Trims a run of capitalised words to the names in it: titles, honorifics and plain words go."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from quoteattr.naming import words as lexicon
from quoteattr.wordlists import word_set

_BODIES = word_set(
    "agency assembly association bank board bureau cabinet commission committee congress corporation "
    "council department directorate federation foundation institute ministry parliament secretariat "
    "senate union university"
)
"""Bodies that a person's name may follow without a comma."""
_CONJUNCTIONS = word_set("although and as because but if said says though unless until when whether while")
"""Words that start no name, wherever they have a capital."""
_OF_SURVEYS = frozenset(
    ["annual", "biennial", "consumer", "current", "general", "household", "monthly", "national"]
)
"""First words of the names of surveys: the survey speaks there, not who holds it."""
_NO_PERSON = (
    lexicon.HEADS,
    lexicon.OPEN_HEADS,
    lexicon.TITLES,
    lexicon.TITLE_MODIFIERS,
    lexicon.PLACES,
    lexicon.PLACE_STARTS,
    lexicon.DEMONYMS,
    lexicon.GROUP_WORDS,
    lexicon.FUNCTION,
    lexicon.NOT_A_TITLE_BEFORE,
)


@dataclass(slots=True)
class NameMention:
    """One stretch of text that may be a name, its title outside."""

    start: int
    end: int
    words: tuple[str, ...]
    kind: Literal["person", "organization", "document"] | None = None
    gender: Literal["f", "m"] | None = None
    definite: bool = False
    """An article stands before it."""
    initial: bool = False
    """It starts a sentence, so its capital proves nothing."""
    title: bool = False
    """A title or an honorific stands before it."""
    relative: bool = False
    """Kinship stands before it: "her brother, Jan Hale"."""
    headline: bool = False
    doubtful: bool = False
    """Names somebody only if the text gives the name in full elsewhere: "Cuban", "Will"."""
    owner: int = 0
    """How many words name the owner, where a name and a common noun make the name of a body."""


@dataclass(frozen=True, slots=True)
class Word:
    text: str
    start: int
    end: int
    capital: bool

    @property
    def key(self) -> str:
        return "u.s" if self.text == "US" else self.text.rstrip(".").casefold()  # "us" is a pronoun


def names_in(text: str, piece: list[Word], initial: bool, lower: set[str], floor: int) -> list[NameMention]:
    """Trims titles and other words that are no part of a name; a title may part a body from a person."""
    at_start = initial
    definite = _article_before(text, piece[0].start, floor)
    while len(piece) > 1 and _is_no_start(piece, initial):
        definite = piece[0].key == "the"
        # what follows an article has its capital for a reason
        initial = initial and piece[0].key not in ("the", "a", "an")
        piece = piece[1:]
    title, end = -1, len(piece)
    gender: Literal["f", "m"] | None = None
    for i, word in enumerate(piece):
        key = word.key
        if key in lexicon.HONORIFICS:
            title, gender = i, lexicon.HONORIFICS[key]
        elif key in lexicon.TITLES and _is_title(piece, i):
            title = i
            if key in ("secretary", "chief") and i + 2 < end and piece[i + 1].key == "of":
                title = i + 2
                while title + 2 < end and piece[title + 1].key in lexicon.OFFICE_OF:
                    title += 1
        elif title >= 0 and i > title + 1 and key not in lexicon.TITLE_MODIFIERS:
            break
    if title < 0:
        return _plain(piece, definite, at_start, lower)
    out: list[NameMention] = []
    left = piece[:title]
    while left and (
        left[-1].key in lexicon.TITLES
        or left[-1].key in lexicon.TITLE_MODIFIERS
        or left[-1].key in lexicon.HONORIFICS
        or not left[-1].capital
    ):
        left.pop()
    if left:
        out += _plain(left, definite, at_start, lower)
    right = piece[title + 1 :]
    while right and (not right[0].capital or (right[0].key in lexicon.TITLE_MODIFIERS and len(right) > 2)):
        right = right[1:]
    if right and right[0].key not in lexicon.FUNCTION:
        if right[-1].key in lexicon.HEADS and len(right) > 1 and gender is None:
            out += _plain(right, definite, False, lower)
        elif not _is_place(right):
            out.append(_mention(right, "person", gender=gender, title=True))
    return out


def _is_title(piece: list[Word], at: int) -> bool:
    """Whether a word that can be a title is one, and not a surname or part of the name of a body."""
    key = piece[at].key
    if at and not piece[at - 1].capital:
        return False
    before = piece[at - 1].key if at else ""
    if before in lexicon.HONORIFICS or (before in lexicon.GIVEN_NAMES and before not in lexicon.PLACES):
        return False
    if at == 0 and key in lexicon.GIVEN_NAMES:
        return False
    if at + 1 == len(piece):
        return not _is_open(piece[:at])
    following = piece[at + 1].key
    if following in lexicon.HEADS or following in lexicon.NOT_A_TITLE_BEFORE:
        return key in ("chief", "deputy") and following not in lexicon.HEADS
    # 'Republican Ann Lee' has a title, 'Republican National Committee Chairman Ann Lee' another
    return not (key in lexicon.GROUP_WORDS and any(word.key in lexicon.HEADS for word in piece[at + 1 :]))


def _is_open(piece: list[Word]) -> bool:
    """Whether a piece is the name of a body that goes on after 'of', 'for' or 'on': "Citizens for Fair Trade"."""
    return any(
        word.key in lexicon.OPEN_HEADS and following.text in ("of", "for", "on")
        for word, following in pairwise(piece)
    )


def _is_no_start(piece: list[Word], initial: bool) -> bool:
    first, second = piece[0], piece[1]
    if not first.capital or first.key in ("the", "a", "an", "former", "ex", "then"):
        return True
    if first.text.endswith("."):
        return False
    if first.key in _CONJUNCTIONS and first.text.istitle():
        return True
    if first.key in lexicon.FUNCTION:
        return initial or (second.key in lexicon.TITLES and len(piece) > 2)
    if not initial or first.key in lexicon.GIVEN_NAMES or not first.text[1:].islower():
        return False
    return len(piece) == 2 and first.key.endswith(("ing", "ed", "ly")) and len(first.key) > 4


def _is_place(piece: list[Word]) -> bool:
    return len(piece) == 1 and piece[0].key in lexicon.PLACES


def _plain(piece: list[Word], definite: bool, initial: bool, lower: set[str]) -> list[NameMention]:
    """Names in a piece without titles."""
    body = any(word.key in lexicon.HEADS or word.text == "&" for word in piece)
    if (
        piece[-1].key not in lexicon.HEADS
        and piece[0].key not in lexicon.GIVEN_NAMES
        and piece[0].text[1:2] != "."
    ):
        # 'Ohio Committeeman Ann Lee', 'Republican Ann Lee': who stands last is the person
        first_is_body = piece[0].key in _BODIES
        for i in range(1, len(piece) - 1):
            if i == 1 and len(piece) == 3 and not (_is_setting(piece[0]) or first_is_body):
                continue
            if (
                piece[i].key in lexicon.GIVEN_NAMES
                and all(word.capital for word in piece[i:])
                and len(piece) - i <= 4
            ):
                before = piece[:i]
                while before and not before[-1].capital:
                    before = before[:-1]
                person = _mention(piece[i:], "person")
                return [*(_plain(before, definite, initial, lower) if before else []), person]
    if _ends_in_a_person(piece):
        return [*_plain(piece[:-2], definite, initial, lower), _mention(piece[-2:], "person")]
    if (
        (initial or len(piece) == 3)
        and len(piece) > 1
        and piece[0].key in lower
        and piece[0].text[1:].islower()
    ):
        given = piece[0].key in lexicon.GIVEN_NAMES
        if not given and piece[1].key in lexicon.GIVEN_NAMES:
            piece, initial = piece[1:], False
    first = piece[0]
    if len(piece) == 1:
        key = first.key
        if key in ("pac", "pacs"):
            return []
        if len(key) == 1 or key in lexicon.FUNCTION or key in lexicon.DATES:
            return [] if initial or len(key) == 1 else [_mention(piece, None, doubtful=True)]
        if key in lexicon.GROUP_WORDS or key in lexicon.DEMONYMS or _is_crowd(key):
            return [_mention(piece, None, definite=definite, doubtful=True)]
        if (
            key in lexicon.TITLES or key.removesuffix("s") in lexicon.TITLES or key in lexicon.TITLE_MODIFIERS
        ) and not (key == "senate" or (key == "house" and definite)):
            return [_mention(piece, None, doubtful=True)]
        if initial and (key in lower or key.endswith(("ing", "ly"))) and key not in lexicon.GIVEN_NAMES:
            return [_mention(piece, None, definite=definite, initial=True)]
    elif (len(piece) == 2 and first.key not in lexicon.GIVEN_NAMES) and _is_crowd(piece[-1].key):
        return [_mention(piece, None, doubtful=True)]
    if (
        len(piece) > 1
        and piece[-1].key in ("poll", "survey")
        and piece[-1].text.istitle()
        and not (len(piece) > 2 and (first.key in lexicon.DEMONYMS or first.key in _OF_SURVEYS))
    ):
        return _plain(piece[:-1], definite, initial, lower)
    kind: Literal["person", "organization"] | None = None
    last = piece[-1]
    if (
        body
        or last.key in lexicon.HEADS
        or (len(piece) == 1 and first.key in lexicon.PLACES)
        or any(not word.capital and word.key in ("of", "for", "on", "and") for word in piece)
        or "/" in "".join(word.text for word in piece)
        or (
            first.text.isupper()
            and "." not in first.text
            and len(first.text) > 2
            and not last.text[1:].islower()
        )
    ):
        kind = "organization"
    elif first.key in lexicon.GIVEN_NAMES and len(piece) > 1:
        kind = "person"
    elif definite:
        kind = "organization"
    return [_mention(piece, kind, definite=definite, initial=initial)]


def _ends_in_a_person(piece: list[Word]) -> bool:
    """Whether two words that only a person can be follow the name of a body."""
    return (
        len(piece) > 3
        and piece[-3].key in _BODIES
        and all(
            word.text[:1].isupper()
            and word.text[1:].islower()
            and word.text.isalpha()
            and not any(word.key in words for words in _NO_PERSON)
            for word in piece[-2:]
        )
    )


def _is_setting(word: Word) -> bool:
    key = word.key
    return (
        key in lexicon.PLACES or key in lexicon.DEMONYMS or key in lexicon.GROUP_WORDS or word.text.isupper()
    )


def _is_crowd(key: str) -> bool:
    return key in lexicon.GROUP_WORDS or key.removesuffix("s") in lexicon.DEMONYMS or "-american" in key


def _mention(
    piece: list[Word],
    kind: Literal["person", "organization", "document"] | None,
    *,
    gender: Literal["f", "m"] | None = None,
    definite: bool = False,
    initial: bool = False,
    title: bool = False,
    doubtful: bool = False,
) -> NameMention:
    while len(piece) > 1 and not piece[-1].capital:
        piece = piece[:-1]
    end = piece[-1].end
    if (
        len(piece[-1].text) > 2
        and piece[-1].text.endswith(".")
        and piece[-1].key not in (*lexicon.SUFFIXES, "inc", "corp", "ltd")
    ):
        end = piece[-1].end if piece[-1].text.count(".") > 1 else end - 1
    words = tuple(word.text for word in piece)
    return NameMention(piece[0].start, end, words, kind, gender, definite, initial, title, doubtful=doubtful)


def _article_before(text: str, start: int, floor: int) -> bool:
    before = text[max(floor, start - 4) : start]
    return before[-4:].casefold() in ("the ", "the\xa0")
