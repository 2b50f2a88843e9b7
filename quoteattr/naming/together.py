"""People and bodies that a text names together: "Smith and Jones", "Smith, Jones and the ministry"."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from quoteattr.analysis import Offsets
from quoteattr.naming import words as lexicon

_WIDEST_LINK = 120
_LONGEST_LIST = 8
_ASIDE = (
    r"(?:\s*\([^()\n]{1,20}\)|\s+of\s+(?:the\s+)?[A-Z][\w.]*(?:\s[A-Z][\w.]*)?"
    r"|,\s(?:[DRI]-)?(?:[A-Z][a-z]*\.){1,3},?(?=\s)|,\s[DRI]-[A-Z][\w.]*,?(?=\s))?"
)
"""What may stand after a name in a list: "(R-Ohio)", "of Ohio", ", D-Ohio,"."""
_BEFORE_NAME = r"((?:[\w.’'-]+\s+){0,6})"
_AND = re.compile(rf"{_ASIDE},?\s+and\s+{_BEFORE_NAME}")
_COMMA = re.compile(rf"{_ASIDE},\s+{_BEFORE_NAME}")
_AND_DESCRIBED = re.compile(r",?\s+and\s+(?:the|his|her|its|their|an?)\s[a-z][a-z -]{2,50},\s+")
"""Between "Anna Hale" and "Jan Novak" in "Anna Hale, and her lawyer, Jan Novak"."""
_APPOSED = re.compile(rf",\s+(?:the|his|her|its|an?|[a-z-]+)\s[^.;:\"“”()\n]{{2,90}},\s+and\s+{_BEFORE_NAME}")
"""Between them in "Anna Hale, the mayor of Harwick, and the lawyer Jan Novak"."""
_IN_ASIDE = re.compile(r"\s+of\s+(?:the\s+)?|\s*\([^()\n]{0,12}|,\s(?:[DRI]-)?")
_NEXT = re.compile(r"(?:['’]s)?\s+([\w-]+\.?)")


@dataclass(slots=True)
class _List:
    members: list[int] = field(default_factory=list)
    start: int = 0
    end: int = 0
    kind: str | None = None


def named_together(
    text: str, spots: Sequence[tuple[int, int, int]], class_of: Callable[[int], str | None]
) -> dict[tuple[int, ...], list[Offsets]]:
    """Finds names that are joined by commas and "and".

    Args:
        text: The whole text.
        spots: Start, end and entity of each mention, in order.
        class_of: What kind of thing an entity is; only like things are listed, and two that are "person" and
            "organization" may be paired. None for what is never listed.

    Returns:
        The entities of each group, in the order of its first mention, and where it is mentioned.
    """
    found: dict[tuple[int, ...], list[Offsets]] = {}
    current = _List()
    for start, end, number in spots:
        if current.members and start < current.end:
            continue
        kind = class_of(number)
        reached = current.members and start - current.end <= _WIDEST_LINK
        between = text[current.end : start] if reached else ""
        if (
            between
            and current.kind == "person" != kind
            and _belongs_to_a_person(text, between, (start, end), kind)
        ):
            continue
        joined = bool(between) and number not in current.members and len(current.members) < _LONGEST_LIST
        if joined and _ends_list(current, between, kind):
            listed = len(current.members) == 1 and text[max(0, current.start - 2) : current.start] == ", "
            if not (listed and kind == current.kind == "organization"):
                members = (*current.members, number)
                found.setdefault(members, []).append((current.start, end))
            current = _List([number], start, end, kind)
        elif joined and kind == current.kind != "place" and _is_link(_COMMA, between):
            current.members.append(number)
            current.end = end
        else:
            current = _List([number], start, end, kind) if kind else _List()
    return found


def _belongs_to_a_person(text: str, between: str, span: Offsets, kind: str | None) -> bool:
    """Whether a name in a list of people only says who the last or the next of them is."""
    start, end = span
    if (kind == "place" or text[start + 1 : start + 2] == "-") and _IN_ASIDE.fullmatch(between):
        return True
    following = _NEXT.match(text, end)
    word = following.group(1).rstrip(".").casefold() if following else ""
    if word in lexicon.TITLES or word in lexicon.TITLE_MODIFIERS or text[end : end + 2] in ("'s", "’s"):
        return True
    return between.startswith(",") and between[1:3].strip().islower()


def _ends_list(current: _List, between: str, kind: str | None) -> bool:
    if kind == current.kind == "person" and (
        _AND_DESCRIBED.fullmatch(between) or (len(current.members) == 1 and _is_link(_APPOSED, between))
    ):
        return True
    if kind is None or not _is_link(_AND, between):
        return False
    return kind == current.kind or (
        len(current.members) == 1 and {kind, current.kind} == {"person", "organization"}
    )


def _is_link(pattern: re.Pattern[str], between: str) -> bool:
    match = pattern.fullmatch(between)
    if match is None:
        return False
    words = [word.casefold() for word in match.group(1).split()]
    if all(_is_role(word) for word in words):
        return True
    plain = not any(word in lexicon.FUNCTION or (word[-1] == "." and not _is_role(word)) for word in words)
    return plain and (_is_role(words[-1]) or words[-1].endswith(("'s", "’s")))


def _is_role(word: str) -> bool:
    plain = word.rstrip(".")
    if plain in lexicon.TITLES or plain in lexicon.HONORIFICS:
        return word == plain or len(word) < 8
    return word == "the" or word in lexicon.TITLE_MODIFIERS or word in lexicon.GROUP_WORDS
