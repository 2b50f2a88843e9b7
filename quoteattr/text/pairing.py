"""Which quotation mark opens, which closes, and which is an apostrophe."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from quoteattr.analysis import Offsets
from quoteattr.text.glyphs import (
    FAMILIES,
    Family,
    Mark,
    blank,
    is_elided,
    is_possessive,
    marks_in,
    opens,
    single_role,
)
from quoteattr.text.mixed import unify
from quoteattr.text.paragraphs import paragraphs as split_paragraphs

_Pair = tuple[int, int, bool, bool]
"""Start, end, whether closed, whether carried over with no mark to open it anew."""

_DEEPEST = 8
"""Quotations deeper than this are dropped: no text means them, and a soup of marks must not cost square time."""
_FEET = re.compile(r"\d['’′] ?\d{1,2}(?:\.\d+|½)?")


@dataclass(frozen=True, slots=True)
class Quotation:
    """A stretch of text in quotation marks.

    Attributes:
        start: First character, the opening mark if there is one.
        end: End, after the closing mark if there is one.
        depth: 0 for one that stands in no other.
        closed: False where the closing mark is missing and the quotation ends with its paragraph.
        continues: Whether it goes on with a quotation left open in the paragraph before.
        holder: Number of the quotation it stands in, in the list that `pair` gives; -1 for none.
    """

    start: int
    end: int
    depth: int
    closed: bool
    continues: bool
    holder: int = field(default=-1, compare=False, repr=False)


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
    pending: set[Family] = set()
    tokens: list[Mark] = []
    following = marks_in(text, spans[0]) if spans else []
    for number, span in enumerate(spans):
        tokens = following
        following = marks_in(text, spans[number + 1]) if number + 1 < len(spans) else []
        reopened = {token.family for token in _leading(following, spans[number + 1])} if following else set()
        paragraph = _Paragraph(text, span, tokens, pending, reopened)
        taken_up = {token.start for token in _leading(tokens, span) if token.family in pending}
        found += [
            Quotation(start, end, 0, closed, carried or start in taken_up)
            for start, end, closed, carried in paragraph.pairs()
        ]
        pending = paragraph.left_open
    return _with_depth(found)


def _leading(tokens: Sequence[Mark], span: Offsets) -> list[Mark]:
    """The opening marks that a paragraph begins with."""
    lead: list[Mark] = []
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
        tokens: Sequence[Mark],
        pending: set[Family],
        reopened: set[Family],
    ) -> None:
        self.text = text
        self.span = span
        self.tokens = tokens
        unify(text, span, tokens, runs_on="double" in pending, reopened="double" in reopened)
        self.pending = pending
        self.reopened = reopened
        self.left_open: set[Family] = set()

    def pairs(self) -> list[_Pair]:
        """The quotations of the paragraph."""
        outer = self._pair_unlike()
        outer.sort(key=lambda pair: (pair[0], -pair[1]))
        return outer + self._pair_singles(outer)

    def _pair_unlike(self) -> list[_Pair]:
        """Pair the marks that cannot be apostrophes."""
        found: list[_Pair] = []
        marks = [token for token in self.tokens if token.family != "single"]
        stack: list[Mark] = []
        opened: list[Mark] = []
        count = dict.fromkeys(FAMILIES.values(), 0)
        for number, token in enumerate(marks):
            if self._is_prime(token, marks[number + 1 : number + 2], count["double"] > 0):
                continue
            if opens(token, count[token.family] > 0):
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
        # A lone guillemet is an arrow or a bullet, unless the next paragraph opens with another.
        unmatched = self._toggle([token for token in stack if token.family == "double"]) or [
            token for token in stack if token.family in self.reopened
        ]
        survivor = self._settle(unmatched)
        if survivor is not None and (
            survivor.family in self.reopened or not blank(self.text[survivor.end : survivor.end + 1] or " ")
        ):
            found.append((survivor.start, self.span[1], False, False))
            self.left_open.add(survivor.family)
        found += [(token.start, token.mate.end, True, False) for token in opened if token.mate is not None]
        return found

    def _toggle(self, unmatched: Sequence[Mark]) -> list[Mark]:
        """Pair straight marks that all seem to open, as in `"Well, "he said`; return the rest."""
        rest: list[Mark] = []
        for token in unmatched:
            if rest and token.glyph == rest[-1].glyph == "either" and not self._opens_anew(token):
                rest.pop().mate = token
            else:
                rest.append(token)
        return rest

    def _opens_anew(self, token: Mark) -> bool:
        """Whether a mark begins a sentence, as where each paragraph opened anew before they were run together."""
        before = self.text[max(token.start - 3, self.span[0]) : token.start].rstrip()
        return not before.endswith(",") and not self.text[token.end : token.end + 1].islower()

    def _settle(self, unmatched: Sequence[Mark]) -> Mark | None:
        """Let a mark opened twice have the partner of the second; return the one that has none."""
        for number in range(len(unmatched) - 1, -1, -1):
            token = unmatched[number]
            if number == 0 and token.family in self.reopened:
                return token
            if token.first is not None and token.first.mate is not None:
                token.mate, token.first.mate = token.first.mate, None
        return unmatched[0] if unmatched and unmatched[0].mate is None else None

    def _is_prime(self, token: Mark, following: Sequence[Mark], inside: bool) -> bool:
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

    def _pair_singles(self, outer: Sequence[_Pair]) -> list[_Pair]:
        """Pair single marks, each with one that stands in the same other quotation."""
        groups: dict[int, list[Mark]] = {}
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
        found: list[_Pair] = []
        for holder, marks in groups.items():
            start, end, closed, _ = outer[holder] if holder >= 0 else (*self.span, False, False)
            found += self._pair_group(marks, (start, end), nested=holder >= 0, closed=closed)
        return found

    def _pair_group(
        self, marks: Sequence[Mark], holder: Offsets, *, nested: bool, closed: bool
    ) -> list[_Pair]:
        roles = [
            (token, role) for token in marks if (role := single_role(self.text, self.span, token)) is not None
        ]
        closes_later: list[bool] = []
        later = False
        for token, role in reversed(roles):
            closes_later.append(later)
            if role == "close" and not is_possessive(self.text, self.span, token):
                later = True
            elif role == "open" and not is_elided(self.text, token):
                later = False
        stack: list[Mark] = []
        opened: list[Mark] = []
        for (token, role), surely in zip(roles, reversed(closes_later), strict=True):
            if role == "open":
                if is_elided(self.text, token) and (stack or not surely):
                    continue
                if stack and stack[-1].first is None:
                    stack[-1].first = token
                stack.append(token)
                opened.append(token)
            elif stack and not (surely and is_possessive(self.text, self.span, token)):
                stack.pop().mate = token
        found: list[_Pair] = []
        survivor = self._settle(stack)
        if survivor is not None and self._begins_speech(survivor, holder, nested):
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

    def _begins_speech(self, token: Mark, holder: Offsets, nested: bool) -> bool:
        """Whether an opening mark that is never closed can still be believed."""
        if not nested and token.start == self.span[0] and token.family in self.reopened:
            return True
        before = self.text[max(holder[0], token.start - 3) : token.start].rstrip()
        introduced = before.endswith((",", ":"))
        return token.glyph == "open" and (introduced or (nested and token.start - holder[0] <= 2))


def _with_depth(found: list[Quotation]) -> list[Quotation]:
    found.sort(key=lambda quotation: (quotation.start, -quotation.end))
    holding: list[int] = []
    nested: list[Quotation] = []
    for q in found:
        while holding and nested[holding[-1]].end <= q.start:
            holding.pop()
        if len(holding) > _DEEPEST:
            continue
        holder = holding[-1] if holding else -1
        nested.append(Quotation(q.start, q.end, len(holding), q.closed, q.continues, holder))
        holding.append(len(nested) - 1)
    return nested
