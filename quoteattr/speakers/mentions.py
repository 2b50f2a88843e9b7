"""Names in a text, with what stands beside each of them: the one shallow analysis that everything here builds on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from quoteattr.analysis import Name, NameClass, Offsets
from quoteattr.speakers.lexicon import listed

_REACH = 80
_TITLE = re.compile(r"(?:(?<=\s)|^|(?<=[“‘\"'(]))((?:[^\W\d_][\w.'’-]*\s+){1,7})$")
_APPOSITION = re.compile(
    r"\s*,\s+((?:an?|the|his|her|their|its|who is|who was)\b[^,;:()“”\".\n]{3,80}|[a-z][\w-]+"
    r"(?:\s[\w'’&-]+){1,10})"
)
_ROLE_AFTER = re.compile(r"\s*(?:\(|[–—]\s*)((?:an?|the|his|her)\s[^,;:()“”\"\n]{3,60})")
_BEFORE_COMMA = re.compile(
    r"(?:^|[.!?,;:]\s+|[“\"(]|\s)((?:the|an?|his|her|its|their|our|[A-Z][\w-]+['’]s)\s(?:[\w'’-]+\s){0,8}[\w'’-]+),\s+$",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"(?:^|[.!?…:;]['”’\"»)]*\s+|\n\s*|['\"“‘]|,\s+"
    r"|\b(?:after|and|as|because|before|but|if|that|when|which|while)\s+)$",
    re.IGNORECASE,
)
_PREPOSITION = re.compile(rf"\b(?:{'|'.join(sorted(listed('prepositions')))})\s+$", re.IGNORECASE)
_LEAD = re.compile(r"(?:[^\W\d_a-z][\w.’'-]*\s+|the\s+|former\s+)*$")
_VERB = re.compile(
    r"\s+(?:(?:also|later|never|now|once|still|then|just|\w+ly)\s+)?(?:is|was|has|had|did|does|will|would|could|can"
    r"|may|might|should|sa(?:id|ys)|told|made|took|gave|went|came|got|won|lost|left|began|became|wrote|spoke|met"
    r"|\w+ed)\b"
)
_HEAD_END = re.compile(r"[,(:;–—]|\s(?:of|for|at|in|on|from|with|to|who|that|which|whose)\b")
_LOWER_TAIL = re.compile(r"(['’]s?)?\s((?:[a-z]+\s)?)([a-z]+)\b(?!-)")
_DESCRIBING = listed("titles") | listed("voices") | listed("kin") | listed("male") | listed("female")
_STOPS = frozenset(["said", "says", "told", "was", "is", "has", "had"])


@dataclass(frozen=True, slots=True)
class Mention:
    """A name where it stands.

    Attributes:
        start: First character.
        end: Character after the last.
        kind: Its class.
        words: Its words.
        title: The words before it that say who it is, with no stop between.
        apposition: The phrase beside it, set off by a comma, that says who it is.
        gender: "m" or "f" where the words beside it say so.
        begins_clause: Whether it may be the subject of its clause.
        after_preposition: Whether a preposition stands before it.
        before_verb: Whether a verb seems to follow.
        owns: Whether it is a possessive.
        made: Whether it is a body that a name makes with the noun after it.
    """

    start: int
    end: int
    kind: NameClass
    words: tuple[str, ...]
    title: str = ""
    apposition: str = ""
    gender: Literal["m", "f"] | None = None
    begins_clause: bool = False
    after_preposition: bool = False
    before_verb: bool = False
    owns: bool = False
    made: bool = False

    @property
    def span(self) -> Offsets:
        """Start and end."""
        return self.start, self.end


def find_mentions(text: str, names: Sequence[Name]) -> list[Mention]:
    """Look at each name in its place; bodies that a name makes with what follows are names as well.

    Args:
        text: The text.
        names: Its names, titles and possessives outside.

    Returns:
        Mentions in the order of the text; "Hale campaign" stands beside "Hale".
    """
    found: list[Mention] = []
    for start, end, kind in sorted(names):
        if text[start:end].strip():
            found.append(_mention(text, start, end, kind))
            found.extend(_body(text, found[-1]))
    return found


def _mention(text: str, start: int, end: int, kind: NameClass) -> Mention:
    before, after = text[max(0, start - _REACH) : start], text[end : end + 2 * _REACH]
    lead = _LEAD.search(before)
    clause = before[: lead.start()] if lead else before
    title = _title(before)
    apposition = (
        _apposition(before[: len(before) - len(title)], after) if kind in ("person", "organization") else ""
    )
    return Mention(
        start,
        end,
        kind,
        tuple(text[start:end].split()),
        title=title.strip(),
        apposition=apposition,
        gender=_gender(title, apposition) if kind == "person" else None,
        begins_clause=_CLAUSE.search(clause) is not None,
        after_preposition=_PREPOSITION.search(clause) is not None,
        before_verb=_VERB.match(after) is not None,
        owns=after[:2] in ("’s", "'s"),
    )


def _title(before: str) -> str:
    """Words just before a name that belong to it: those with a capital, and those that are titles."""
    match = _TITLE.search(before[before.rfind("\n") + 1 :])
    if match is None:
        return ""
    found = match[1].split()
    first = len(found)
    while first and _is_title(found[first - 1]):
        first -= 1
    if first == len(found):
        return ""
    tail = before[len(before) - len(match[1]) :]
    return tail[_nth_word(tail, first) :]


def _is_title(word: str) -> bool:
    plain = word.rstrip(".").lower()
    if word.endswith(".") and plain not in listed("honorifics") and len(plain) > 3:
        return False  # the end of a sentence
    return plain in _DESCRIBING or (word[0].isupper() and plain not in listed("function"))


def _nth_word(phrase: str, number: int) -> int:
    places = [match.start() for match in re.finditer(r"\S+", phrase)]
    return places[number] if number < len(places) else len(phrase)


def _apposition(before: str, after: str) -> str:
    match = _APPOSITION.match(after) or _ROLE_AFTER.match(after)
    if match and not _VERB.match(" " + match[1]):
        return match[1].strip()
    ahead = _BEFORE_COMMA.search(before)
    return ahead[1].strip() if ahead else ""


def _gender(title: str, apposition: str) -> Literal["m", "f"] | None:
    head = _HEAD_END.split(apposition, maxsplit=1)[0].lower().split()
    said = {word.rstrip(".") for word in (*title.lower().split()[-2:], *head[-1:])}
    male, female = bool(said & listed("male")), bool(said & listed("female"))
    return None if male == female else "m" if male else "f"


def _body(text: str, mention: Mention) -> Iterator[Mention]:
    """The body that a name makes with the noun after it: "Hale's campaign", "the Norwegian foreign ministry"."""
    tail = _LOWER_TAIL.match(text, mention.end, mention.end + 60)
    if tail is None:
        return
    noun, end = tail[3], tail.end()
    if noun not in listed("bodies"):
        noun, end = tail[2].strip(), tail.end(2) - 1
    if noun not in listed("bodies") or mention.kind == "document" or _STOPS & set(tail[2].split()):
        return
    yield Mention(
        mention.start,
        end,
        "organization",
        tuple(text[mention.start : end].split()),
        begins_clause=mention.begins_clause,
        after_preposition=mention.after_preposition,
        before_verb=_VERB.match(text, end, end + _REACH) is not None,
        made=True,
    )
