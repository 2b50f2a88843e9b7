"""Quotes that no verb introduces: a byline after them, a colon before them, or nothing but the quote before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from quoteattr.analysis import Offsets
from quoteattr.decode.reading import Reading
from quoteattr.marks import Quotation

_NAME = r"(?:[^\W\d_a-z][\w.'’-]*|of|the|for|and|de|van|von|bin|al)"
_BYLINE = re.compile(rf"\s*(?:—|–|--|-)\s*({_NAME}(?: {_NAME}){{0,7}}(?:, [^\n.“”\"]{{2,60}})?)")
_LEAD_IN = re.compile(
    r"(?:^|[.!?]\s+|\b)(?:(?:and )?(?:from|by)\s+)?([^\n.!?:“”\"]{2,80}):\s*$", re.IGNORECASE
)
_FULL_SENTENCE = re.compile(r"[.?!…,;]\W*$|[.?!…]$")
_AFTER_IS_BYLINE = 120


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
    covered = sorted(
        (start, end, number) for number, (content, _) in enumerate(found) for start, end in content
    )
    quotes = []
    for first, last in reading.uncued:
        start, end = reading.words.offsets(first, last)
        quotation = _quotation_at(reading.quotations, start, end)
        if quotation is None or any(s < quotation.end and quotation.start < e for s, e, _ in covered):
            continue
        quote = _by_form(reading, quotation) or _carried_on(reading, quotation, covered)
        if quote is not None:
            quotes.append(quote)
    return quotes


def _quotation_at(quotations: Sequence[Quotation], start: int, end: int) -> Quotation | None:
    return next((q for q in quotations if not q.depth and q.start <= start and end <= q.end), None)


def _by_form(reading: Reading, quotation: Quotation) -> Uncued | None:
    text, span = reading.text, (quotation.start, quotation.end)
    byline = _BYLINE.match(text, quotation.end, quotation.end + _AFTER_IS_BYLINE)
    if byline and _is_sentence(text, quotation):
        return Uncued(span, (), (byline.span(1),))
    before = text[max(0, quotation.start - 160) : quotation.start]
    lead = _LEAD_IN.search(before)
    if lead:
        offset = quotation.start - len(before)
        colon = offset + before.rindex(":")
        source = (offset + lead.start(1), offset + lead.end(1))
        return Uncued(span, ((colon, colon + 1),), (source,))
    return None


def _carried_on(
    reading: Reading, quotation: Quotation, covered: Sequence[tuple[int, int, int]]
) -> Uncued | None:
    """A paragraph that opens with a quotation carries on a quotation that ends the paragraph before."""
    if not _is_sentence(reading.text, quotation):
        return None
    for (_, end_before), (start, _) in zip(reading.paragraphs, reading.paragraphs[1:], strict=False):
        if start == quotation.start:
            ended = [n for _, end, n in covered if 0 <= end_before - end <= 1]
            if ended and reading.text[end_before - 1] in "”\"»'’.!?":
                return Uncued((quotation.start, quotation.end), follows=ended[-1])
    return None


def _is_sentence(text: str, quotation: Quotation) -> bool:
    inner = text[quotation.start + 1 : quotation.end].strip()
    return bool(inner[:1].isupper() or inner[:1] in "…[I") and bool(
        _FULL_SENTENCE.search(inner.rstrip("”\"»’'"))
    )
