"""Finds names in plain text: runs of capitalised words, with titles trimmed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from quoteattr.analysis import Offsets
from quoteattr.naming import words as lexicon
from quoteattr.naming.mending import mend
from quoteattr.naming.trimming import NameMention, Word, names_in
from quoteattr.wordlists import word_set

MAX_WORDS = 14
"""Longest run of capitalised words that is looked at as one."""

_UPPER = "".join(re.escape(c) for c in map(chr, range(0x2000)) if c.isupper() or c.istitle())
_GAP = r"[^\S\n]*(?:\n(?!\s*\n)[^\S\n]*|[^\S\n])"
_ABBREVIATED = (
    r"(?:Mr|Mrs|Ms|Dr|Pres|Sec|Sens?|Govs?|Reps?|Gen|Jr|Sr|St|Lt|Col|Sgt|Adm|Capt|Prof|Rev|Hon|Maj|Cmdr|Messrs"
    r"|Atty|Ft|Mt|Fr|Inc|Corp|Ltd)\."
)
_INITIALS = rf"(?:[{_UPPER}]\.)+(?:[{_UPPER}](?!\w))?"
_NO_DOMAIN = "(?i:an|as|at|by|do|go|he|if|in|is|it|me|mr|ms|dr|my|no|of|oh|on|or|so|to|up|we)"
_DOMAIN_TAIL = rf"\.(?:com|org|net|info|(?!(?:{_NO_DOMAIN})\b)[{_UPPER}a-z][a-z])(?!\w|\.\w)"
_PLAIN = rf"(?:(?:al|el|ul)-)?[{_UPPER}]\w*(?:[-‐‑]\w+|['’](?![sS]\b)\w+|&[{_UPPER}]\w*|{_DOMAIN_TAIL})*"
_WORD = rf"(?:{_ABBREVIATED}|{_INITIALS}|{_PLAIN})"
_LINKS = (
    r"(?:of|for|on|and|the|in|to|at|an?|&|de|da|di|do|du|del|della|dei|des|dos|das|van|von|der|den|ter|ten|bin|ibn|ben"
    r"|al|el|la|le|las|los|y)"
)
_RUN = re.compile(
    rf"(?<![\w@#&])(?<!\w-){_WORD}(?:(?:{_GAP}(?:{_LINKS}{_GAP}){{0,3}}|/(?=[{_UPPER}])|,{_GAP}(?=[JS]r\b))"
    rf"{_WORD}){{0,{MAX_WORDS - 1}}}"
)
_TOKEN = re.compile(rf"{_WORD}|[^\W\d_]+|&")
_LOWER = re.compile(r"\b[a-z][a-z'’-]*")
_SMALL = word_set("a an and as at but by for from in is nor of off on or per the to v via vs with")
_ANY = re.compile(r"[^\W\d_][\w'’.-]*")
_LOWER_TAIL = re.compile(
    rf"(['’]s?)?{_GAP}((?:(?:{'|'.join(sorted(lexicon.LOWER_HEAD_MODIFIERS))}){_GAP})?)"
    rf"({'|'.join(sorted(lexicon.LOWER_HEADS))})\b(?!-)"
)
_SENTENCE_END = ".!?:;…•|*~►■▪"
_DOMAIN = re.compile(r"\w{3}\.\w{2,}$")
_REPORTS = re.compile(
    rf"{_GAP}(?:and{_GAP}(?:the{_GAP})?{_PLAIN}{_GAP})?(?:said|says|reported|reports|wrote|writes|could"
    rf"|(?:has|had|have|was|were|is)(?:{_GAP}(?:not|also|been|previously|independently))*{_GAP}(?:able|unable|told"
    r"|reported|learn(?:ed|t)|confirmed|verified|contacted|approached|said|seen|obtained))\b"
)
"""What follows the name of an outlet that speaks of itself: "could not verify", "has learned"."""
_FOR_AN_AIM = word_set(
    "alliance americans campaign center centre citizens coalition committee council fund institute "
    "movement parents partnership project students veterans women"
)
"""Bodies that are for a thing: "Committee for a Better Harwick"."""
_ARTICLES = ("al-", "el-", "ul-")
_OPENING = " \t\n\xa0\"'“”‘’«»([{—–-_>"


def is_headline(line: str) -> bool:
    """Whether nearly all words of a line are capitalised, so that capitals tell nothing."""
    if len(line) > 300 or line.rstrip().endswith(":"):
        return False
    found = _ANY.findall(line)
    telling = [word for word in found if word not in _SMALL]
    if len(telling) < 4 or sum(word[0].isupper() for word in telling) < 0.9 * len(telling):
        return False
    # a byline or a list of names is made of names and commas; a headline has other words as well
    return len(telling) >= 5 or any(word.casefold() in lexicon.FUNCTION for word in found)


def scan(text: str, paragraphs: Sequence[Offsets], titles: Sequence[Offsets] = ()) -> list[NameMention]:
    """Finds name mentions in the order of the text.

    Args:
        text: The whole text.
        paragraphs: Where each paragraph starts and ends.
        titles: Spans in quotation marks; one that holds nothing but a capitalised run is a work's title.
    """
    lower = set(_LOWER.findall(text))
    works = {start + 1: end for start, end in titles if end - start < 80}
    found: list[NameMention] = []
    for first, last in paragraphs:
        headline = last - first <= 300 and is_headline(text[first:last])
        for run in _RUN.finditer(text, first, last):
            if works.get(run.start(), -1) - 1 == run.end() and headline is False and " " in run.group():
                work = NameMention(
                    run.start(), run.end(), tuple(run.group().split()), "document", initial=True
                )
                found.append(work)
                continue
            initial = _starts_sentence(text, run.start(), first)
            tokens = [
                Word(m.group(), m.start(), m.end(), _is_capital(m.group()))
                for m in _TOKEN.finditer(text, run.start(), run.end())
            ]
            if headline or _is_shouted(tokens):
                found.extend(
                    NameMention(t.start, t.end, (t.text,), headline=True, initial=True)
                    for t in tokens
                    if t.capital
                )
                continue
            for number, piece in enumerate(_pieces(tokens)):
                names = names_in(text, piece, initial and number == 0, lower, first)
                for name in names:
                    if name.initial and (_DOMAIN.search(name.words[0]) or _is_reporting(text, name, lower)):
                        name.initial = False
                found.extend(names)
    return _with_bodies(text, mend(text, paragraphs, found, lower))


def _is_reporting(text: str, name: NameMention, lower: set[str]) -> bool:
    """Whether one word at the start of a sentence must be a name, by the verb after it."""
    key = name.words[0].casefold()
    return (
        len(name.words) == 1
        and not name.doubtful
        and key not in lower
        and not key.endswith(("s", "one", "body", "thing", "ing", "ly", "ion", "ment", "men", "people"))
        and not any(key in words for words in (lexicon.FUNCTION, lexicon.HEADS, lexicon.OPEN_HEADS))
        and _REPORTS.match(text, name.end) is not None
    )


def _is_capital(word: str) -> bool:
    return word[0].isupper() or word[0].istitle() or word.startswith(_ARTICLES)


def _is_shouted(tokens: list[Word]) -> bool:
    return sum(1 for token in tokens if len(token.text) > 4 and token.text.isupper()) > 2


def _starts_sentence(text: str, start: int, floor: int) -> bool:
    at = start - 1
    while at >= floor and start - at < 8 and text[at] in _OPENING:
        at -= 1
    return at < floor or text[at] in _SENTENCE_END or (start - at > 1 and text[start - 1] in "\"“‘'")


def _pieces(tokens: list[Word]) -> Iterator[list[Word]]:
    """Cuts a run at links that join two names, not the words of one."""
    piece: list[Word] = []
    links: list[Word] = []
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
        if (links and piece and not _joins(piece, [link.key for link in links], token)) or (
            piece and token.key in lexicon.DATES and token.key not in lexicon.AMBIGUOUS_DATES
        ):
            yield piece
            piece, links = [], []
        if piece or token.key not in lexicon.DATES or token.key in lexicon.AMBIGUOUS_DATES:
            piece += [*links, token]
        links = []
    if piece:
        yield piece


def _stands_alone(token: Word) -> bool:
    if token.text in ("I", "I'm", "I’m", "I've", "I’ve", "I'd", "I’d", "I'll", "I’ll"):
        return True
    tail = re.split("[-‐‑]", token.key)
    return len(tail) > 1 and tail[-1] in lexicon.PARTICIPLES


def _joins(piece: list[Word], links: list[str], after: Word) -> bool:
    capitals = [word.key for word in piece if word.capital]
    last = capitals[-1]
    if after.key in lexicon.DATES or after.key in lexicon.HONORIFICS:
        return False
    if all(link in lexicon.PARTICLES for link in links):
        return last not in lexicon.HEADS
    if any(link in ("a", "an") for link in links):
        return links[0] == "for" and last in _FOR_AN_AIM
    if links == ["at"]:
        return "university" in capitals and any(word.key == "of" for word in piece)
    if links[0] in ("of", "for", "on", "to", "in"):
        if last == "secretary" and links == ["of"]:
            return True
        if last in ("chief", "speaker") and links[0] == "of":
            return after.key == "staff"
        if links[0] in ("to", "in"):
            return (
                last in ("committee", "citizens", "right", "students", "women")
                and after.key not in lexicon.PLACES
            )
        inside = any(not word.capital and word.key in ("of", "for", "on") for word in piece)
        return last in lexicon.OPEN_HEADS or (inside and links == ["of"] and after.key not in lexicon.PLACES)
    if links == ["and"]:
        inside = any(not word.capital and word.key in ("of", "for", "on") for word in piece)
        return (
            (
                inside
                and any(key in lexicon.OPEN_HEADS for key in capitals)
                and after.key not in lexicon.TITLES
            )
            and after.key not in lexicon.GIVEN_NAMES
            and len(after.key.rstrip(".")) > 3
        )
    return False


def _with_bodies(text: str, found: list[NameMention]) -> list[NameMention]:
    """Adds bodies that a name makes with what follows: "Hale's campaign", "Norway's Foreign Ministry"."""
    out: list[NameMention] = []
    taken = -1
    for number, name in enumerate(found):
        if number == taken:
            continue
        out.append(name)
        if name.headline or name.kind == "document" or name.words[-1].casefold() in lexicon.HEADS:
            continue
        following = found[number + 1] if number + 1 < len(found) else None
        if following and not name.doubtful and _owns(text, name, following):
            words = (*name.words, *following.words)
            body = NameMention(name.start, following.end, words, "organization", owner=len(name.words))
            out.append(body)
            taken = number + 1
            continue
        tail = _LOWER_TAIL.match(text, name.end, min(len(text), name.end + 60))
        if tail and (tail.group(1) is None or tail.group(3) in lexicon.POSSESSED_BODIES):
            if name.kind == "person" and tail.group(1) and tail.group(3) in ("army", "military"):
                continue
            if name.doubtful and (
                name.words[-1].casefold() not in lexicon.DEMONYMS
                or tail.group(3) not in lexicon.NATIONAL_BODIES
            ):
                continue
            words = (*name.words, *tail.group(2).split(), tail.group(3))
            body = NameMention(name.start, tail.end(), words, "organization", owner=len(name.words))
            body.definite = name.definite
            out.append(body)
    return out


def _owns(text: str, name: NameMention, following: NameMention) -> bool:
    gap = text[name.end : following.start] if following.start - name.end == 3 else ""
    return (
        gap[:2] in ("'s", "’s")
        and gap[2:].isspace()
        and following.words[-1].casefold() in lexicon.POSSESSED_BODIES
        and following.words[0].casefold() not in lexicon.PLACES
    )
