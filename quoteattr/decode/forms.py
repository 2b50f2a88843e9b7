"""Quotes that no verb introduces: a byline after them, a colon before them, or nothing but the quote before."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from quoteattr.analysis import Offsets
from quoteattr.decode.drafts import Draft
from quoteattr.decode.reading import Reading
from quoteattr.decode.spans import Covered, WordSpan
from quoteattr.records import trim
from quoteattr.text.marks import Quotation
from quoteattr.wordlists import word_set

_NAME = r"(?:[^\W\d_a-z][\w.'’-]*|of|the|for|and|de|van|von|bin|al)"
_BYLINE = re.compile(rf"\s*(?:—|–|--|-)\s*({_NAME}(?: {_NAME}){{0,7}}(?:, [^\n.“”\"]{{2,60}})?)")
_LEAD_IN = re.compile(
    r"(?:^|[.!?]\s+|\b)(?:(?:and )?(?:from|by)\s+)?([^\n.!?:“”\"]{2,80}):\s*$", re.IGNORECASE
)
_FULL_SENTENCE = re.compile(r"[.?!…,;]\W*$|[.?!…]$")
_AFTER_IS_BYLINE = 120
_WORD = re.compile(r"[^\W_]+")
_CUES_OF_TITLES = word_set("read reads reading wrote writes written published publishes titled entitled sang")
_MINOR = frozenset(
    ["a", "an", "the", "of", "and", "or", "in", "on", "at", "to", "for", "from", "by", "with", "as", "s"]
)
_FURNITURE = re.compile(r"[^\W_a-z][^.!?:;…“”\"‘«»]*[^\W_]")
"""A line without a full stop: a heading, or a link to something else."""
_LONGEST_FURNITURE = 60
_TAIL = 40
"""Characters at the end of a quotation that tell whether it is a whole sentence."""


@dataclass(frozen=True, slots=True)
class Uncued:
    """A quote made by rule.

    Attributes:
        content: The quotation.
        cue: A colon, or nothing.
        source: As written beside it, or nothing.
        follows: Number of the attribution that it carries on, when it has no source of its own.
    """

    content: Offsets
    cue: tuple[Offsets, ...] = ()
    source: tuple[Offsets, ...] = ()
    follows: int | None = None


def uncued_quotes(
    reading: Reading, found: Sequence[tuple[Sequence[Offsets], Sequence[Offsets]]]
) -> list[Uncued]:
    """Quotations that the network ties to no cue but whose form says who speaks.

    Args:
        reading: The text and what the network found.
        found: Contents and sources of the attributions found so far, in order.
    """
    covered = Covered(span for content, _ in found for span in content)
    ending = {
        end: number
        for _, end, number in sorted(
            (start, end, number) for number, (content, _) in enumerate(found) for start, end in content
        )
    }
    outer = [quotation for quotation in reading.quotations if not quotation.depth]
    starts = [quotation.start for quotation in outer]
    quotes = []
    tried: set[int] = set()
    for first, last in sorted(reading.uncued):
        start, end = reading.words.offsets(first, last)
        number = bisect_right(starts, start) - 1
        if number < 0 or end > outer[number].end or number in tried:
            continue
        tried.add(number)  # the parts of a broken quotation are one quote
        quotation = outer[number]
        if covered.overlaps(quotation.start, quotation.end):
            continue
        quote = _by_form(reading, quotation) or _carried_on(reading, quotation, ending)
        if quote is not None:
            quotes.append(quote)
    return quotes


def _by_form(reading: Reading, quotation: Quotation) -> Uncued | None:
    text, span = reading.text, (quotation.start, quotation.end)
    byline = _BYLINE.match(text, quotation.end, quotation.end + _AFTER_IS_BYLINE)
    if byline and _is_sentence(text, quotation):
        return Uncued(span, (), trim(text, [byline.span(1)]))
    before = text[max(0, quotation.start - 160) : quotation.start]
    lead = _LEAD_IN.search(before)
    if lead:
        offset = quotation.start - len(before)
        colon = offset + before.rindex(":")
        source = trim(text, [(offset + lead.start(1), offset + lead.end(1))])
        if source:
            return Uncued(span, ((colon, colon + 1),), source)
    return None


def _carried_on(reading: Reading, quotation: Quotation, ending: Mapping[int, int]) -> Uncued | None:
    """A paragraph that opens with a quotation carries on a quotation that ends the paragraph before."""
    text, at = reading.text, bisect_right(reading.paragraphs, (quotation.start, len(reading.text))) - 1
    if at < 1 or not _is_sentence(text, quotation):
        return None
    begin = reading.paragraphs[at][0]
    if begin != quotation.start and (
        text[quotation.start - 1].isspace() or not _is_furniture(text, (begin, quotation.start))
    ):
        return None
    at -= 1
    while at and _is_furniture(text, reading.paragraphs[at]):
        at -= 1
    before = reading.paragraphs[at][1]
    ended = ending.get(before, ending.get(before - 1))
    if ended is None or reading.text[before - 1] not in "”\"»'’.!?":
        return None
    return Uncued((quotation.start, quotation.end), follows=ended)


def _is_sentence(text: str, quotation: Quotation) -> bool:
    start, end = quotation.start + 1, quotation.end
    head = text[start : min(end, start + _TAIL)].lstrip()
    tail = text[max(start, end - _TAIL) : end].rstrip().rstrip("”\"»’'")
    return bool(head[:1].isupper() or head[:1] in "…[I") and bool(_FULL_SENTENCE.search(tail))


def source_before_colon(
    reading: Reading, cue: Sequence[Offsets], source: Sequence[Offsets]
) -> tuple[Offsets, ...]:
    """The source of a colon: one in the colon's own paragraph, or else the phrase that leads up to it.

    "And from Commissioner Hale:" is a sentence of a kind that the network does not know.
    """
    (start, end), text = cue[0], reading.text
    if text[start:end] != ":":
        return tuple(source)
    at = bisect_right(reading.paragraphs, (start, len(text))) - 1
    begin = reading.paragraphs[at][0] if at >= 0 else 0
    lead = _LEAD_IN.search(text[max(begin, start - 160) : end])
    if lead is None or any(begin <= s for s, _ in source):
        return tuple(source)
    offset = max(begin, start - 160)
    return trim(text, [(offset + lead.start(1), offset + lead.end(1))]) or tuple(source)


def cut_at_lead_ins(reading: Reading) -> None:
    """Part a content from the quotation after it that a paragraph with a colon gives to another speaker."""
    for draft in reading.drafts:
        kept: list[WordSpan] = []
        cut_off: list[WordSpan] = []
        for first, last in draft.contents:
            lead_in = _lead_in(reading, first, last)
            if lead_in is None:
                (cut_off if cut_off else kept).append((first, last))
                continue
            begin, colon = lead_in
            if begin > first:
                kept.append((first, begin - 1))
            cut_off.append((colon + 1, last))
        if kept and cut_off:
            draft.contents = kept
            reading.uncued.extend(cut_off)


def _lead_in(reading: Reading, first: int, last: int) -> WordSpan | None:
    """The first and last word of a paragraph without marks that ends in a colon, within a span of words."""
    words = reading.words
    for colon in (np.flatnonzero(np.diff(words.paragraphs[first : last + 1])) + first).tolist():
        begin = max(first, int(np.searchsorted(words.paragraphs, words.paragraphs[colon])))
        if reading.text[words.starts[colon]] == ":" and not words.states[begin : colon + 1].any():
            return begin, colon
    return None


def cut_at_furniture(reading: Reading) -> None:
    """End a content before a heading or a link that stands between its paragraphs; what follows is on its own."""
    for draft in reading.drafts:
        parts: list[WordSpan] = []
        for first, last in draft.contents:
            line = _furniture_in(reading, first, last)
            if line is None:
                parts.append((first, last))
                continue
            if first < line[0]:
                parts.append((first, line[0] - 1))
            quoted = np.flatnonzero(reading.words.states[line[1] + 1 : last + 1])
            if len(quoted):
                (reading.uncued if parts else parts).append((line[1] + 1 + int(quoted[0]), last))
        draft.contents = [part for part in parts if not _is_apart(reading, part, draft)] or parts[:1]


def _is_apart(reading: Reading, part: WordSpan, draft: Draft) -> bool:
    """Whether a part of a content is a whole line, such as a date, apart from the paragraph with the cue."""
    words = reading.words
    line = words.paragraphs[part[0]]
    beside = (part[0] - 1, part[1] + 1)
    whole = all(not 0 <= n < len(words) or words.paragraphs[n] != line for n in beside)
    cue = draft.cue or part
    return whole and words.paragraphs[cue[0]] != line and _is_furniture(reading.text, words.offsets(*part))


def _furniture_in(reading: Reading, first: int, last: int) -> WordSpan | None:
    """The first and last word of the first such line in a span of words, or of one stuck to a quotation mark."""
    words = reading.words
    begins = int(np.searchsorted(words.paragraphs, words.paragraphs[first]))
    for begin in (
        begins,
        *(np.flatnonzero(np.diff(words.paragraphs[first : last + 1])) + first + 1).tolist(),
    ):
        end = int(np.searchsorted(words.paragraphs, words.paragraphs[begin], "right"))
        quoted = np.flatnonzero(words.states[begin:end])
        stop = begin + int(quoted[0]) if len(quoted) else end
        stuck = stop < end and not reading.text[words.starts[stop] - 1].isspace()
        between = stop == end and first < begin and end <= last
        if (
            begin < stop
            and (stuck or between)
            and _is_furniture(reading.text, words.offsets(begin, stop - 1))
        ):
            return max(begin, first), stop - 1
    return None


def _is_furniture(text: str, line: Offsets) -> bool:
    return line[1] - line[0] <= _LONGEST_FURNITURE and _FURNITURE.fullmatch(text, *line) is not None


def is_title(text: str, content: Sequence[Offsets], cue: Sequence[Offsets]) -> bool:
    """Whether a content is no more than the title of a work: “War and Peace” was read, not said."""
    words = {word.lower() for start, end in cue for word in _WORD.findall(text[start:end])}
    if len(content) != 1 or not words & _CUES_OF_TITLES:
        return False
    inner = text[slice(*content[0])]
    if inner[:1] not in "“\"‘'" or inner[-1:] not in "”\"’'" or inner[-2:-1] in ".?!,":
        return False
    title = _WORD.findall(inner)
    return len(title) > 1 and all(word[:1].isupper() or word.lower() in _MINOR for word in title)
