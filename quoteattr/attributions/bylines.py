"""Quotations with the name of their speaker after them or below them, and no verb."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from quoteattr.analysis import Name, Offsets
from quoteattr.attributions.utterances import DASH, NAME, Utterance, is_speaker
from quoteattr.text.layout import Layout
from quoteattr.text.marks import Quotation

_WHO = rf"(?P<who>{NAME}(?:,? ?\([^\n()]{{2,40}}\))?(?:, [^\n“”\"]{{2,80}}?)?)"
_SIGNATURE = re.compile(rf"\s*(?:[_*]*{DASH}{{1,2}}[ \u00a0]*){_WHO}[.]?[_*]*")
_BRACKETS = re.compile(rf"\s*\({_WHO}\)[.]?")
_NEXT_LINE = re.compile(rf"[ \t]*(?:\r\n|[\n\r]){_WHO}")
_REACH = 160
_FEWEST_WORDS = 3


def signed(layout: Layout, names: Sequence[Name]) -> list[Utterance]:
    """Quotations that a name signs: after a dash, in brackets, or in a line of its own below."""
    found = []
    outer = [quotation for quotation in layout.quotations if not quotation.depth]
    for number, quotation in enumerate(outer):
        following = outer[number + 1].start if number + 1 < len(outer) else len(layout.text)
        signature = _signature(layout, names, quotation, following)
        if signature is not None:
            who, after_dash = signature
            content = tuple(_with_paragraphs_before(outer, number))
            # a quotation that fills its paragraph with what signs it is introduced by no other
            firm = after_dash and _begins_paragraph(layout, quotation)
            found.append(Utterance(content, (who,), firm=firm))
    return found


def _signature(
    layout: Layout, names: Sequence[Name], quotation: Quotation, following: int
) -> tuple[Offsets, bool] | None:
    """The name that signs a quotation and fills the line after it, and whether after a dash."""
    text = layout.text
    if not _is_statement(layout, quotation):
        return None
    stops = {following, *_ends_of_paragraphs(layout, quotation.end)}
    limit = min(following, quotation.end + _REACH)
    for make, sure in ((_SIGNATURE, True), (_BRACKETS, False), (_NEXT_LINE, False)):
        for stop in sorted(stop for stop in stops if quotation.end < stop <= limit):
            match = make.fullmatch(text, quotation.end, _before_blanks(text, stop))
            if match and (
                sure
                or (_begins_paragraph(layout, quotation) and is_speaker(layout, names, match.span("who")))
            ):
                return match.span("who"), sure
    return None


def _is_statement(layout: Layout, quotation: Quotation) -> bool:
    """Whether a quotation is more than a title or a nickname."""
    inner = layout.text[quotation.start : quotation.end]
    words = inner.split()
    return quotation.closed and (
        len(words) > _FEWEST_WORDS or (len(words) == _FEWEST_WORDS and inner.rstrip("”\"»’'")[-1:] in ".?!…")
    )


def _begins_paragraph(layout: Layout, quotation: Quotation) -> bool:
    at = bisect_right(layout.paragraphs, (quotation.start, len(layout.text))) - 1
    return layout.paragraphs[at][0] == quotation.start


def _ends_of_paragraphs(layout: Layout, place: int) -> Iterator[int]:
    """Where the paragraph of a place ends, and the next one."""
    at = bisect_right(layout.paragraphs, (place - 1, len(layout.text))) - 1
    yield from (end for _, end in layout.paragraphs[at : at + 2])


def _before_blanks(text: str, place: int) -> int:
    while text[place - 1].isspace():
        place -= 1
    return place


def _with_paragraphs_before(outer: Sequence[Quotation], number: int) -> Iterator[Offsets]:
    """The quotations that a signed one goes on with, and itself."""
    first = number
    while outer[first].continues and first and not outer[first - 1].closed:
        first -= 1
    yield from ((quotation.start, quotation.end) for quotation in outer[first : number + 1])
