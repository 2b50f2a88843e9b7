"""Finds names in plain text: runs of capitalised words, with titles trimmed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from quoteattr.analysis import Offsets
from quoteattr.speakers import words as lexicon

MAX_WORDS = 14
"""Longest run of capitalised words that is looked at as one."""

MAX_LETTERS = 40
"""A longer 'word' is no part of a name."""

_UPPER = "".join(re.escape(c) for c in map(chr, range(0x2000)) if c.isupper() or c.istitle())
_GAP = r"[^\S\n]*(?:\n(?!\s*\n)[^\S\n]*|[^\S\n])"
_ABBREVIATED = (
    r"(?:Mr|Mrs|Ms|Dr|Sens?|Govs?|Reps?|Gen|Jr|Sr|St|Lt|Col|Sgt|Adm|Capt|Prof|Rev|Hon|Maj|Cmdr|Messrs|Atty|Ft|Mt|Fr|Inc|Corp|Ltd)\."
)
_INITIALS = rf"(?:[{_UPPER}]\.)+(?:[{_UPPER}](?!\w))?"
_PLAIN = rf"[{_UPPER}]\w*(?:[-‐‑]\w+|['’](?![sS]\b)\w+|&[{_UPPER}]\w*|\.(?:com|org|net)\b)*"
_WORD = rf"(?:{_ABBREVIATED}|{_INITIALS}|{_PLAIN})"
_LINKS = (
    r"(?:of|for|on|and|the|in|to|&|de|da|di|do|du|del|della|dei|des|dos|das|van|von|der|den|ter|ten|bin|ibn|ben"
    r"|al|el|la|le|las|los|y)"
)
_RUN = re.compile(
    rf"(?<![\w@#&]){_WORD}(?:(?:{_GAP}(?:{_LINKS}{_GAP}){{0,3}}|/(?=[{_UPPER}])|,{_GAP}(?=[JS]r\b))"
    rf"{_WORD}){{0,{MAX_WORDS - 1}}}"
)
_TOKEN = re.compile(rf"{_WORD}|[^\W\d_]+|&")
_LOWER = re.compile(r"\b[a-z][a-z'’-]*")
_ANY = re.compile(r"[^\W\d_][\w'’.-]*")
_PARTICLE_BEFORE = re.compile(r"(?:^|\W)((?:(?:de|da|van|von|bin|del|der|la|le) ){1,2}|al-|el-)$")
_LOWER_TAIL = re.compile(
    rf"(['’]s?)?{_GAP}((?:(?:{'|'.join(sorted(lexicon.LOWER_HEAD_MODIFIERS))}){_GAP})?)"
    rf"({'|'.join(sorted(lexicon.LOWER_HEADS))})\b(?!-)"
)
_SENTENCE_END = ".!?:;…•|*"
_OPENING = " \t\n\xa0\"'“”‘’«»([{—–-_>"


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
    headline: bool = False
    doubtful: bool = False
    """Names somebody only if the text gives the name in full elsewhere: "Cuban", "Will"."""
    owner: int = 0
    """How many words name the owner, where a name and a common noun make the name of a body."""


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: int
    end: int
    capital: bool

    @property
    def key(self) -> str:
        return self.text.rstrip(".").casefold()


def is_headline(line: str) -> bool:
    """Whether nearly all words of a line are capitalised, so that capitals tell nothing."""
    if len(line) > 300:
        return False
    found = _ANY.findall(line)
    long = [word for word in found if len(word) >= 4 or word.isupper()]
    if len(found) < 4 or len(long) < 3:
        return False
    if sum(word[0].isupper() for word in long) < 0.8 * len(long):
        return False
    # a byline or a list of names is made of names and commas; a headline has other words as well
    return len(long) >= 5 or any(word.casefold() in lexicon.FUNCTION for word in found)


def scan(text: str, paragraphs: Sequence[Offsets], titles: Sequence[Offsets] = ()) -> list[NameMention]:
    """Finds name mentions in the order of the text.

    Args:
        text: The whole text.
        paragraphs: Where each paragraph starts and ends.
        titles: Spans in quotation marks; one that holds nothing but a capitalised run is a work's title.
    """
    lower = {word for word in _LOWER.findall(text)}
    works = {start + 1: end for start, end in titles if end - start < 80}
    found: list[NameMention] = []
    for first, last in paragraphs:
        headline = last - first <= 300 and is_headline(text[first:last])
        for run in _RUN.finditer(text, first, last):
            if works.get(run.start(), -1) - 1 == run.end() and headline is False and " " in run.group():
                work = NameMention(run.start(), run.end(), tuple(run.group().split()), "document", initial=True)
                found.append(work)
                continue
            initial = _starts_sentence(text, run.start(), first)
            tokens = [
                _Word(m.group(), m.start(), m.end(), m.group()[0].isupper() or m.group()[0].istitle())
                for m in _TOKEN.finditer(text, run.start(), run.end())
            ]
            if headline or _is_shouted(tokens):
                found.extend(
                    NameMention(t.start, t.end, (t.text,), headline=True, initial=True) for t in tokens if t.capital
                )
                continue
            for number, piece in enumerate(_pieces(tokens)):
                found.extend(_names(text, piece, initial and number == 0, lower, first))
    return _with_bodies(text, found)


def _is_shouted(tokens: list[_Word]) -> bool:
    return sum(1 for token in tokens if len(token.text) > 4 and token.text.isupper()) > 2


def _starts_sentence(text: str, start: int, floor: int) -> bool:
    at = start - 1
    while at >= floor and start - at < 8 and text[at] in _OPENING:
        at -= 1
    return at < floor or text[at] in _SENTENCE_END or (start - at > 1 and text[start - 1] in "\"“‘'")


def _pieces(tokens: list[_Word]) -> Iterator[list[_Word]]:
    """Cuts a run at links that join two names, not the words of one."""
    piece: list[_Word] = []
    links: list[_Word] = []
    for token in tokens:
        if not token.capital and token.text != "&":
            links.append(token)
            continue
        if token.text == "&":
            piece += [*links, token]
            links = []
            continue
        if _stands_alone(token) or (piece and piece[-1].text.endswith(".") and token.key in lexicon.FUNCTION):
            if piece:
                yield piece
            piece, links = ([] if _stands_alone(token) else [token]), []
            continue
        if links and piece and not _joins(piece, [link.key for link in links], token):
            yield piece
            piece, links = [], []
        elif piece and token.key in lexicon.DATES and token.key not in lexicon.AMBIGUOUS_DATES:
            yield piece
            piece, links = [], []
        if piece or token.key not in lexicon.DATES or token.key in lexicon.AMBIGUOUS_DATES:
            piece += [*links, token]
        links = []
    if piece:
        yield piece


def _stands_alone(token: _Word) -> bool:
    if token.text in ("I", "I'm", "I’m", "I've", "I’ve", "I'd", "I’d", "I'll", "I’ll"):
        return True
    tail = re.split("[-‐‑]", token.key)
    return len(tail) > 1 and tail[-1] in lexicon.PARTICIPLES


def _joins(piece: list[_Word], links: list[str], after: _Word) -> bool:
    capitals = [word.key for word in piece if word.capital]
    last = capitals[-1]
    if after.key in lexicon.DATES or after.key in lexicon.HONORIFICS:
        return False
    if all(link in lexicon.PARTICLES for link in links):
        return last not in lexicon.HEADS
    if links[0] in ("of", "for", "on", "to", "in"):
        if last == "secretary" and links == ["of"]:
            return True
        if last in ("chief", "speaker") and links[0] == "of":
            return after.key == "staff"
        if links[0] in ("to", "in"):
            return last in ("committee", "citizens", "right", "students", "women") and after.key not in lexicon.PLACES
        inside = any(not word.capital and word.key in ("of", "for", "on") for word in piece)
        return last in lexicon.OPEN_HEADS or (inside and links == ["of"] and after.key not in lexicon.PLACES)
    if links == ["and"]:
        inside = any(not word.capital and word.key in ("of", "for", "on") for word in piece)
        return (
            (inside and any(key in lexicon.OPEN_HEADS for key in capitals) and after.key not in lexicon.TITLES)
            and after.key not in lexicon.GIVEN_NAMES
            and len(after.key.rstrip(".")) > 3
        )
    return False


def _names(text: str, piece: list[_Word], initial: bool, lower: set[str], floor: int) -> list[NameMention]:
    """Trims titles and other words that are no part of a name; a title may stand between a body and a person."""
    at_start = initial
    definite = _article_before(text, piece[0].start, floor)
    while len(piece) > 1 and _is_no_start(piece, initial):
        definite = piece[0].key == "the"
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
    right = [word for word in piece[title + 1 :]]
    while right and (not right[0].capital or right[0].key in lexicon.TITLE_MODIFIERS and len(right) > 2):
        right = right[1:]
    if right and right[0].key not in lexicon.FUNCTION:
        if right[-1].key in lexicon.HEADS and len(right) > 1 and gender is None:
            out += _plain(right, definite, False, lower)
        elif not _is_place(right):
            out.append(_mention(right, "person", gender=gender, title=True))
    return out


def _is_title(piece: list[_Word], at: int) -> bool:
    """Whether a word that can be a title is one, and not a surname or part of the name of a body."""
    key = piece[at].key
    if at and not piece[at - 1].capital:
        return False
    if at and piece[at - 1].key in lexicon.GIVEN_NAMES or at == 0 and key in lexicon.GIVEN_NAMES:
        return False
    if at + 1 == len(piece):
        return True
    following = piece[at + 1].key
    if following in lexicon.HEADS or following in lexicon.NOT_A_TITLE_BEFORE:
        return key in ("chief", "deputy") and following not in lexicon.HEADS
    return not (key in lexicon.GROUP_WORDS and piece[-1].key in lexicon.HEADS)


def _is_no_start(piece: list[_Word], initial: bool) -> bool:
    first, second = piece[0], piece[1]
    if not first.capital or first.key in ("the", "a", "an", "former", "ex", "then"):
        return True
    if first.text.endswith("."):
        return False
    if first.key in lexicon.FUNCTION:
        return initial or (second.key in lexicon.TITLES and len(piece) > 2)
    if not initial or first.key in lexicon.GIVEN_NAMES or not first.text[1:].islower():
        return False
    return len(piece) == 2 and first.key.endswith(("ing", "ed", "ly")) and len(first.key) > 4


def _is_place(piece: list[_Word]) -> bool:
    return len(piece) == 1 and piece[0].key in lexicon.PLACES


def _plain(piece: list[_Word], definite: bool, initial: bool, lower: set[str]) -> list[NameMention]:
    """Names in a piece without titles."""
    body = any(word.key in lexicon.HEADS or word.text == "&" for word in piece)
    if piece[-1].key not in lexicon.HEADS and piece[0].key not in lexicon.GIVEN_NAMES and not piece[0].text[1:2] == ".":
        # 'Ohio Committeeman Ann Lee', 'Republican Ann Lee': who stands last is the person
        for i in range(1, len(piece) - 1):
            if i == 1 and len(piece) == 3 and not _is_setting(piece[0]):
                continue
            if piece[i].key in lexicon.GIVEN_NAMES and all(word.capital for word in piece[i:]) and len(piece) - i <= 4:
                before = piece[:i]
                while before and not before[-1].capital:
                    before = before[:-1]
                person = _mention(piece[i:], "person")
                return [*(_plain(before, definite, initial, lower) if before else []), person]
    if initial and len(piece) > 1 and piece[0].key in lower and piece[0].text[1:].islower():
        given = piece[0].key in lexicon.GIVEN_NAMES
        if not given and piece[1].key in lexicon.GIVEN_NAMES:
            piece, initial = piece[1:], False
    first = piece[0]
    if len(piece) == 1:
        key = first.key
        if len(key) == 1 or key in lexicon.FUNCTION or key in lexicon.DATES:
            return [] if initial or len(key) == 1 else [_mention(piece, None, doubtful=True)]
        if key in lexicon.GROUP_WORDS or key in lexicon.DEMONYMS or _is_crowd(key):
            return [_mention(piece, None, definite=definite, doubtful=True)]
        if (key in lexicon.TITLES or key in lexicon.TITLE_MODIFIERS) and key != "senate":
            return [_mention(piece, None, doubtful=True)]
        if initial and (key in lower or key.endswith(("ing", "ly"))) and key not in lexicon.GIVEN_NAMES:
            return [_mention(piece, None, definite=definite, initial=True)]
    elif (len(piece) == 2 and first.key not in lexicon.GIVEN_NAMES) and _is_crowd(piece[-1].key):
        return [_mention(piece, None, doubtful=True)]
    if len(piece) > 1 and piece[-1].key in ("poll", "survey") and piece[-1].text.istitle():
        return _plain(piece[:-1], definite, initial, lower)
    kind: Literal["person", "organization"] | None = None
    last = piece[-1]
    if body or last.key in lexicon.HEADS or (len(piece) == 1 and first.key in lexicon.PLACES):
        kind = "organization"
    elif any(not word.capital and word.key in ("of", "for", "on", "and") for word in piece) or "/" in "".join(
        word.text for word in piece
    ):
        kind = "organization"
    elif first.text.isupper() and "." not in first.text and 2 < len(first.text) and not last.text[1:].islower():
        kind = "organization"
    elif first.key in lexicon.GIVEN_NAMES and len(piece) > 1:
        kind = "person"
    elif definite:
        kind = "organization"
    return [_mention(piece, kind, definite=definite, initial=initial)]


def _is_setting(word: _Word) -> bool:
    key = word.key
    return (
        key in lexicon.PLACES or key in lexicon.DEMONYMS or key in lexicon.GROUP_WORDS or word.text.isupper()
    )


def _is_crowd(key: str) -> bool:
    return key in lexicon.GROUP_WORDS or key.removesuffix("s") in lexicon.DEMONYMS or "-american" in key


def _mention(
    piece: list[_Word],
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
    if len(piece[-1].text) > 2 and piece[-1].text.endswith(".") and piece[-1].key not in (*lexicon.SUFFIXES, "inc", "corp", "ltd"):
        end = piece[-1].end if piece[-1].text.count(".") > 1 else end - 1
    words = tuple(word.text for word in piece)
    return NameMention(piece[0].start, end, words, kind, gender, definite, initial, title, doubtful=doubtful)


def _article_before(text: str, start: int, floor: int) -> bool:
    before = text[max(floor, start - 4) : start]
    return before[-4:].casefold() in ("the ", "the\xa0")


def _with_bodies(text: str, found: list[NameMention]) -> list[NameMention]:
    """Adds bodies that a name makes with what follows: "Clinton's campaign", "Russia's Foreign Ministry"."""
    out: list[NameMention] = []
    for number, name in enumerate(found):
        out.append(name)
        if name.headline or name.kind == "document" or name.words[-1].casefold() in lexicon.HEADS:
            continue
        following = found[number + 1] if number + 1 < len(found) else None
        gap = text[name.end : following.start] if following and following.start - name.end < 5 else ""
        if following and gap[:2] in ("'s", "’s") and len(gap) == 3 and not name.doubtful:
            head = following.words[-1].casefold()
            if head in lexicon.POSSESSED_BODIES and following.words[0].casefold() not in lexicon.PLACES:
                words = (*name.words, *following.words)
                out.append(NameMention(name.start, following.end, words, "organization", owner=len(name.words)))
                continue
        tail = _LOWER_TAIL.match(text, name.end, min(len(text), name.end + 60))
        if tail and (tail.group(1) is None or tail.group(3) in lexicon.POSSESSED_BODIES):
            if name.doubtful and (
                name.words[-1].casefold() not in lexicon.DEMONYMS or tail.group(3) not in lexicon.NATIONAL_BODIES
            ):
                continue
            words = (*name.words, *tail.group(2).split(), tail.group(3))
            body = NameMention(name.start, tail.end(), words, "organization", owner=len(name.words))
            body.definite = name.definite
            out.append(body)
    return out
