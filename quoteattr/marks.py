"""Quotation marks: which opens, which closes, what stands inside them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from quoteattr.analysis import Kind, Offsets
from quoteattr.paragraphs import paragraphs as split_paragraphs

_Family = Literal["double", "guillemet", "angle", "single"]
_Role = Literal["open", "close", "either"]

# Three straight marks after a word are a single and a double closing together.
_MARK = re.compile(r"(?<!')'(?=''(?!['\w]))|``|''|[\"“”„‟＂«»‹›‘’‚‛'`]")
_FAMILY: dict[str, _Family] = {
    **dict.fromkeys(["“", "”", "„", "‟", '"', "＂", "``", "''"], "double"),
    **dict.fromkeys(["«", "»"], "guillemet"),
    **dict.fromkeys(["‹", "›"], "angle"),
    **dict.fromkeys(["‘", "’", "‚", "‛", "'", "`"], "single"),
}
_GLYPH: dict[str, _Role] = {
    **dict.fromkeys(["“", "„", "‟", "``", "«", "‹", "‘", "‚", "‛", "`"], "open"),
    **dict.fromkeys(["”", "»", "›", "’"], "close"),
    **dict.fromkeys(['"', "＂", "''", "'"], "either"),
}
_BEFORE_OPENING = frozenset("([{—–-/…|")
_AFTER_CLOSING = frozenset(".,;:?!)]}—–-/…|")
_ELIDED = re.compile(r"(?:em|n|til|tis|twas|twere|cause|cuz|bout|round|nuff|neath)\b", re.IGNORECASE)
_DECADE = re.compile(r"\d\d(?:s\b|\b)")
_FEET = re.compile(r"\d['’′] ?\d{1,2}(?:\.\d+|½)?")
_WORD = re.compile(r"\w+")
_REACH = 16
"""How many characters of punctuation an edge may cross on its way to a mark."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """A stretch of text in quotation marks.

    Attributes:
        start: First character, the opening mark if there is one.
        end: End, after the closing mark if there is one.
        depth: 0 for one that stands in no other.
        closed: False where the closing mark is missing and the quotation ends with its paragraph.
        continues: Whether it goes on with a quotation left open in the paragraph before.
    """

    start: int
    end: int
    depth: int
    closed: bool
    continues: bool


@dataclass(slots=True)
class _Token:
    start: int
    end: int
    family: _Family
    glyph: _Role
    context: _Role
    first: _Token | None = None
    """The first mark opened while this one was open."""
    mate: _Token | None = None


def pair(text: str, paragraphs: Sequence[Offsets] | None = None) -> list[Quotation]:
    """Pair the quotation marks of a text.

    A mark without its partner never spoils more than its own paragraph. Apostrophes, possessives and
    inch marks are not quotation marks. Takes time linear in the text, apart from sorting.

    Args:
        text: Any text.
        paragraphs: Its paragraphs, if they are known already.

    Returns:
        The quotations, properly nested, sorted by start and then from the outermost inwards.
    """
    spans = split_paragraphs(text) if paragraphs is None else paragraphs
    found: list[Quotation] = []
    pending: set[_Family] = set()
    tokens: list[_Token] = []
    following = _tokenize(text, spans[0]) if spans else []
    for number, span in enumerate(spans):
        tokens = following
        following = _tokenize(text, spans[number + 1]) if number + 1 < len(spans) else []
        lead = _leading(tokens, span)
        reopened = {token.family for token in _leading(following, spans[number + 1])} if following else set()
        left_open = _Paragraph(text, span, tokens, pending, reopened)
        pairs = left_open.pairs()
        lead_starts = {token.start for token in lead if token.family in pending}
        found += [
            Quotation(start, end, 0, closed, start in lead_starts or carried)
            for start, end, closed, carried in pairs
        ]
        pending = left_open.left_open
    return _with_depth(found)


def _tokenize(text: str, span: Offsets) -> list[_Token]:
    """The marks of a paragraph, and what their surroundings make of each."""
    places = [match.span() for match in _MARK.finditer(text, *span)]
    before: list[str] = []
    for number, (start, _) in enumerate(places):
        touches = number > 0 and places[number - 1][1] == start
        before.append(before[-1] if touches else text[start - 1] if start > span[0] else "")
    tokens: list[_Token] = []
    after, next_start = "", -1
    for (start, end), left in zip(reversed(places), reversed(before), strict=True):
        if end != next_start:
            after = text[end] if end < span[1] else ""
        next_start = start
        may_open = not left or _blank(left) or left in _BEFORE_OPENING
        may_close = not after or _blank(after) or after in _AFTER_CLOSING
        context: _Role = "either" if may_open == may_close else "open" if may_open else "close"
        mark = text[start:end]
        tokens.append(_Token(start, end, _FAMILY[mark], _GLYPH[mark], context))
    tokens.reverse()
    return tokens


def _blank(character: str) -> bool:
    return character.isspace() or character in "\u200b\u200e\u200f\u2060\ufeff"


def _leading(tokens: Sequence[_Token], span: Offsets) -> list[_Token]:
    """The opening marks that a paragraph begins with."""
    lead: list[_Token] = []
    position = span[0]
    for token in tokens:
        if token.start != position or token.context == "close" or token.glyph == "close":
            break
        lead.append(token)
        position = token.end
    return lead


class _Paragraph:
    """The pairing within one paragraph."""

    def __init__(
        self,
        text: str,
        span: Offsets,
        tokens: Sequence[_Token],
        pending: set[_Family],
        reopened: set[_Family],
    ) -> None:
        self.text = text
        self.span = span
        self.tokens = tokens
        self.pending = pending
        self.reopened = reopened
        self.left_open: set[_Family] = set()

    def pairs(self) -> list[tuple[int, int, bool, bool]]:
        """Start, end, closed and carried over (with no mark to open it anew) of each quotation."""
        outer = self._pair_unlike()
        outer.sort(key=lambda pair: (pair[0], -pair[1]))
        return outer + self._pair_singles(outer)

    def _pair_unlike(self) -> list[tuple[int, int, bool, bool]]:
        """Pair the marks that cannot be apostrophes."""
        found: list[tuple[int, int, bool, bool]] = []
        marks = [token for token in self.tokens if token.family != "single"]
        stack: list[_Token] = []
        opened: list[_Token] = []
        count = dict.fromkeys(_FAMILY.values(), 0)
        for number, token in enumerate(marks):
            if self._is_prime(token, marks[number + 1 : number + 2], count["double"] > 0):
                continue
            if _opens(token, count[token.family] > 0):
                if stack and stack[-1].first is None:
                    stack[-1].first = token
                stack.append(token)
                opened.append(token)
                count[token.family] += 1
            elif count[token.family]:
                while stack[-1].family != token.family:
                    count[stack.pop().family] -= 1
                stack[-1].mate = token
                count[stack.pop().family] -= 1
            elif not opened and token.family in self.pending and not found:
                found.append((self.span[0], token.end, True, True))
        doubles = [token for token in stack if token.family == "double"]
        doubles = _toggle(doubles)
        survivor = self._settle(doubles)
        if survivor is not None and not _blank(self.text[survivor.end : survivor.end + 1] or " "):
            found.append((survivor.start, self.span[1], False, False))
            self.left_open.add(survivor.family)
        found += [(token.start, token.mate.end, True, False) for token in opened if token.mate is not None]
        return found

    def _settle(self, unmatched: Sequence[_Token]) -> _Token | None:
        """Let a mark opened twice have the partner of the second; return the one that has none."""
        for number in range(len(unmatched) - 1, -1, -1):
            token = unmatched[number]
            if number == 0 and token.family in self.reopened:
                return token
            if token.first is not None and token.first.mate is not None:
                token.mate, token.first.mate = token.first.mate, None
        return unmatched[0] if unmatched and unmatched[0].mate is None else None

    def _is_prime(self, token: _Token, following: Sequence[_Token], inside: bool) -> bool:
        """Whether a mark after a figure stands for inches or seconds."""
        if token.glyph == "open" or not self.text[max(token.start - 1, 0)].isdigit():
            return False
        if token.context == "open" or token.family != "double":
            return False
        if not inside:
            return token.glyph == "either"
        if any(_FEET.fullmatch(self.text, max(token.start - size, 0), token.start) for size in range(3, 7)):
            return True
        return any(mark.family == "double" and mark.context == "close" for mark in following)

    def _pair_singles(self, outer: Sequence[tuple[int, int, bool, bool]]) -> list[tuple[int, int, bool, bool]]:
        """Pair single marks, each with one that stands in the same other quotation."""
        groups: dict[int, list[_Token]] = {}
        holding: list[int] = []
        upcoming = 0
        for token in self.tokens:
            if token.family != "single":
                continue
            while upcoming < len(outer) and outer[upcoming][0] <= token.start:
                holding.append(upcoming)
                upcoming += 1
                # Closed ones go at once, or they would bury those that still hold.
                while len(holding) > 1 and outer[holding[-2]][1] <= outer[holding[-1]][0]:
                    del holding[-2]
            while holding and outer[holding[-1]][1] <= token.start:
                holding.pop()
            groups.setdefault(holding[-1] if holding else -1, []).append(token)
        found: list[tuple[int, int, bool, bool]] = []
        for holder, marks in groups.items():
            start, end, closed, _ = outer[holder] if holder >= 0 else (*self.span, False, False)
            found += self._pair_group(marks, (start, end), nested=holder >= 0, closed=closed)
        return found

    def _pair_group(
        self, marks: Sequence[_Token], holder: Offsets, *, nested: bool, closed: bool
    ) -> list[tuple[int, int, bool, bool]]:
        roles = [(token, role) for token in marks if (role := self._single_role(token)) is not None]
        closes_later: list[bool] = []
        later = False
        for token, role in reversed(roles):
            closes_later.append(later)
            if role == "close" and not self._is_possessive(token):
                later = True
            elif role == "open" and not self._is_elided(token):
                later = False
        stack: list[_Token] = []
        opened: list[_Token] = []
        for (token, role), surely in zip(roles, reversed(closes_later), strict=True):
            if role == "open":
                if self._is_elided(token) and (stack or not surely):
                    continue
                if stack and stack[-1].first is None:
                    stack[-1].first = token
                stack.append(token)
                opened.append(token)
            elif stack and not (surely and self._is_possessive(token)):
                stack.pop().mate = token
        found: list[tuple[int, int, bool, bool]] = []
        survivor = self._settle(stack)
        if survivor is not None and survivor.glyph == "open" and self._begins_speech(survivor, holder, nested):
            end = holder[1]
            if closed:
                end -= 2 if self.text.endswith(("''",), holder[0], end) else 1
                end = holder[0] + len(self.text[holder[0] : end].rstrip())
            else:
                self.left_open.add("single")
            if end > survivor.end:
                found.append((survivor.start, end, False, False))
        found += [(token.start, token.mate.end, True, False) for token in opened if token.mate is not None]
        return found

    def _single_role(self, token: _Token) -> Literal["open", "close"] | None:
        """What a single mark does, or None for an apostrophe."""
        left = self.text[token.start - 1 : token.start] if token.start > self.span[0] else ""
        right = self.text[token.end : token.end + 1]
        if left.isalnum() and right.isalnum():
            return None
        if token.context == "open":
            return None if token.glyph == "close" or _DECADE.match(self.text, token.end) else "open"
        if token.context == "close":
            return "close"
        if token.glyph != "either":
            return token.glyph
        if not left or _blank(left) or left.isalnum():
            return None
        return "open" if left in ":,;" else "close"

    def _is_elided(self, token: _Token) -> bool:
        return _ELIDED.match(self.text, token.end) is not None

    def _is_possessive(self, token: _Token) -> bool:
        """Whether a mark may be the apostrophe of "voters' views" or "goin' home"."""
        word = self.text[max(token.start - 2, self.span[0]) : token.start].lower()
        after = self.text[token.end : token.end + 2]
        return word.endswith(("s", "in")) and after[:1].isspace() and after[1:].isalnum()

    def _begins_speech(self, token: _Token, holder: Offsets, nested: bool) -> bool:
        """Whether an opening mark that is never closed can still be believed."""
        if not nested:
            return token.start == self.span[0] and token.family in self.reopened
        before = self.text[max(holder[0], token.start - 3) : token.start].rstrip()
        return before.endswith((",", ":")) or token.start - holder[0] <= 2


def _opens(token: _Token, inside: bool) -> bool:
    """Whether a double mark opens, given whether one of its family is open already."""
    if token.glyph == "either":
        return token.context == "open" or (token.context == "either" and not inside)
    if token.glyph == "open":
        return token.context != "close" or not inside
    return token.context == "open" and not inside


def _toggle(unmatched: Sequence[_Token]) -> list[_Token]:
    """Pair straight marks that all seem to open, as in `"Well, "he said`; return the rest."""
    rest: list[_Token] = []
    for token in unmatched:
        if rest and token.glyph == rest[-1].glyph == "either":
            rest.pop().mate = token
        else:
            rest.append(token)
    return rest


def _with_depth(found: list[Quotation]) -> list[Quotation]:
    found.sort(key=lambda quotation: (quotation.start, -quotation.end))
    ends: list[int] = []
    nested: list[Quotation] = []
    for q in found:
        while ends and ends[-1] <= q.start:
            ends.pop()
        nested.append(Quotation(q.start, q.end, len(ends), q.closed, q.continues))
        ends.append(q.end)
    return nested


def _holding(quotations: Sequence[Quotation], position: int) -> list[Quotation]:
    """The quotations that a character stands in, the outermost first."""
    number = bisect_right(quotations, position, key=lambda quotation: quotation.start) - 1
    chain: list[Quotation] = []
    while number >= 0:
        if quotations[number].end > position:
            chain.append(quotations[number])
        if quotations[number].depth == 0:
            break
        number -= 1
    return chain[::-1]


def _outermost_between(quotations: Sequence[Quotation], start: int, end: int) -> Iterator[Quotation]:
    chain = _holding(quotations, start)
    yield from chain[:1]
    number = bisect_right(quotations, start, key=lambda quotation: quotation.start)
    while number < len(quotations) and quotations[number].start < end:
        if quotations[number].depth == 0:
            yield quotations[number]
        number += 1


def kind_of(text: str, content: Iterable[Offsets], quotations: Sequence[Quotation]) -> Kind:
    """Tell how a content is reported, from the marks alone.

    Args:
        text: The text.
        content: The spans of one content.
        quotations: What `pair` found in the text.

    Returns:
        "direct" if every word stands in quotation marks, "indirect" if none does, else "mixed".
    """
    words = quoted = 0
    touched = False
    for start, end in content:
        words += sum(map(str.isalnum, text[start:end]))
        for quotation in _outermost_between(quotations, start, end):
            touched = True
            inside = text[max(start, quotation.start) : min(end, quotation.end)]
            quoted += sum(map(str.isalnum, inside))
    if not touched:
        return "indirect"
    # A share, since one stray letter (a plural's s after the mark) makes no content mixed.
    return "direct" if words and quoted >= 0.98 * words else "mixed"


def word_states(
    starts: NDArray[np.int64], ends: NDArray[np.int64], quotations: Sequence[Quotation]
) -> NDArray[np.int8]:
    """Where each word stands with regard to the quotation marks.

    Args:
        starts: Where the words start, in characters, in order. A mark is a word of its own.
        ends: Where they end.
        quotations: What `pair` found in the text.

    Returns:
        For each word 0 outside, 1 an opening mark, 2 inside, 3 a closing mark, 4 inside a quotation
        within a quotation (its marks too), 5 inside a quotation that is never closed.
    """
    starts, ends = np.asarray(starts, dtype=np.int64), np.asarray(ends, dtype=np.int64)
    states = np.zeros(len(starts), dtype=np.int8)
    outer = [quotation for quotation in quotations if quotation.depth == 0]
    if not outer or not len(starts):
        return states
    # One that the next paragraph takes up is open for good reason.
    whole = [one.closed or two.continues for one, two in pairwise(outer)] + [outer[-1].closed]
    first = np.array([quotation.start for quotation in outer])
    stop = np.array([quotation.end for quotation in outer])
    closed = np.array([quotation.closed for quotation in outer])
    which = np.searchsorted(first, ends - 1, side="right") - 1
    inside = (which >= 0) & (stop[which] > starts)
    states[inside] = np.where(np.array(whole)[which[inside]], 2, 5)
    states[inside & closed[which] & (ends >= stop[which])] = 3
    states[inside & (starts <= first[which])] = 1
    inner = [quotation for quotation in quotations if quotation.depth == 1]
    if inner:
        first = np.array([quotation.start for quotation in inner])
        stop = np.array([quotation.end for quotation in inner])
        which = np.searchsorted(first, ends - 1, side="right") - 1
        states[(which >= 0) & (stop[which] > starts)] = 4
    return states


def snap(spans: Iterable[Offsets], quotations: Sequence[Quotation], text: str) -> list[Offsets]:
    """Move the edges of a content to the quotation marks they nearly reach.

    Args:
        spans: The spans of one content.
        quotations: What `pair` found in the text.
        text: The text.

    Returns:
        The spans in order, none of them empty, those that now meet or overlap made one.
    """
    merged: list[Offsets] = []
    for start, end in sorted(spans):
        if start >= end:
            continue
        start, end = _snap_start(start, end, quotations, text), _snap_end(start, end, quotations, text)
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        elif start < end:
            merged.append((start, end))
    return merged


def _wordless(text: str, start: int, end: int) -> bool:
    return end - start <= _REACH and not any(map(str.isalnum, text[start:end]))


def _few_words(text: str, start: int, end: int, span: Offsets) -> bool:
    """Whether so little is left out that it must be a slip: two words, of a quotation mostly covered."""
    return end - start <= 40 and span[1] - span[0] >= 4 * (end - start) and len(_WORD.findall(text, start, end)) <= 2


def _snap_start(start: int, end: int, quotations: Sequence[Quotation], text: str) -> int:
    chain = _holding(quotations, start)
    near = [q for q in chain if _wordless(text, q.start, start)]
    if near:
        return next((q for q in near if q.end <= end or _wordless(text, end, q.end)), near[0]).start
    if chain:
        outer = chain[0]
        return outer.start if _few_words(text, outer.start, start, (start, min(end, outer.end))) else start
    number = bisect_right(quotations, start, key=lambda quotation: quotation.start)
    if number < len(quotations):
        ahead = quotations[number]
        if ahead.end <= end and _wordless(text, start, ahead.start):
            return ahead.start
    return start


def _snap_end(start: int, end: int, quotations: Sequence[Quotation], text: str) -> int:
    chain = [q for q in _holding(quotations, end - 1) if q.end >= end]
    if any(q.end == end for q in chain):
        return end
    near = [q for q in chain if _wordless(text, end, q.end)]
    if near:
        return next((q for q in near if q.start >= start or _wordless(text, q.start, start)), near[0]).end
    if chain:
        outer = chain[0]
        return outer.end if _few_words(text, end, outer.end, (max(start, outer.start), end)) else end
    for position in range(end - 1, max(start, end - _REACH), -1):
        if text[position].isalnum():
            break
        if any(q.end == position for q in _holding(quotations, position - 1)):
            return position
    return end
