"""Articles as HTML pages that show who said what."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import TYPE_CHECKING, Any

from quoteattr.page import STYLE, page_of
from quoteattr.quotes import DEFAULT_SPANS_KEY, record
from quoteattr.records import QuoteRecord, Record

if TYPE_CHECKING:
    from spacy.tokens import Doc

_UNNAMED = 0
_GOLDEN_ANGLE = 137.508  # hues that stay apart however many there are
_LONE_RETURN = re.compile(r"\r(?!\n)")
_VISIBLE = {"\n", "\t", "\N{NO-BREAK SPACE}", "\N{ZERO WIDTH JOINER}", "\N{ZERO WIDTH NON-JOINER}"}


class Page(str):
    """A whole HTML page; a notebook shows its body inline."""

    fragment: str

    def __new__(cls, fragment: str) -> Page:
        """Make the page around a fragment of HTML."""
        page = super().__new__(cls, page_of(fragment))
        page.fragment = fragment
        return page

    def _repr_html_(self) -> str:
        return f"<style>{STYLE}</style>{self.fragment}"


def render(doc: Doc, *, title: str = "", spans_key: str = DEFAULT_SPANS_KEY) -> Page:
    """Show a Doc's text with its quotes tinted by speaker, cues and sources marked.

    Args:
        doc: A Doc that the component has seen.
        title: A heading above the text.
        spans_key: The component's `spans_key`.

    Returns:
        One self-contained page, without scripts, as a string. As the last value of a notebook's cell it is
        shown inline.
    """
    return render_records([record(doc, id=title, spans_key=spans_key)])


def render_records(records: Iterable[Record]) -> Page:
    """Show exchange records one below the other; see `render`.

    Args:
        records: The records; the id of each is its heading.

    Returns:
        One page.
    """
    return Page(f'<div class="quoteattr">{"".join(_article(item) for item in records)}</div>')


def _article(item: Record) -> str:
    numbers = {
        (speaker["name"], speaker["kind"]): number for number, speaker in enumerate(item["speakers"], 1)
    }
    owner = {
        quote["id"]: numbers.get((quote["speaker"] or "", quote["speaker_kind"] or ""), _UNNAMED)
        for quote in item["quotes"]
    }
    heading = f"<h2>{_text(item['id'])}</h2>" if item["id"] else ""
    body = "".join(_body(item["text"], item["quotes"], owner))
    return f'<article>{heading}{_legend(item, owner)}<div class="text" dir="auto">{body}</div></article>'


def _legend(item: Record, owner: Mapping[str, int]) -> str:
    counts = Counter(owner.values())
    rows = [
        f'<li style="{_tint(number)}"><b class="chip">{number}</b> {_text(speaker["name"])} '
        f"<small>{_text(speaker['kind'])}</small> {_count(counts[number])}</li>"
        for number, speaker in enumerate(item["speakers"], 1)
    ]
    if counts[_UNNAMED]:
        rows.append(f'<li class="unnamed"><b class="chip">?</b> nobody named {_count(counts[_UNNAMED])}</li>')
    return f'<ul class="legend">{"".join(rows) or "<li>no quotes</li>"}</ul>'


def _count(number: int) -> str:
    return f'<span class="count">{number}</span>'


def _tint(number: int) -> str:
    return f"--hue:{round(25 + (number - 1) * _GOLDEN_ANGLE) % 360}"


def _body(text: str, quotes: list[QuoteRecord], owner: Mapping[str, int]) -> Iterator[str]:
    """Cut the text wherever a span begins or ends, so that overlaps need no nesting of elements."""
    text = _LONE_RETURN.sub("\n", text).replace("\r", " ")  # one line break each, offsets kept
    starts: dict[int, list[tuple[str, QuoteRecord]]] = {}
    ends: dict[int, list[tuple[str, QuoteRecord]]] = {}
    for quote in quotes:
        spans: dict[str, list[list[int]]] = {role: quote[role] for role in ("content", "cue", "source")}
        for role, places in spans.items():
            for start, end in places:
                starts.setdefault(start, []).append((role, quote))
                ends.setdefault(end, []).append((role, quote))
    first = {quote["id"]: quote["content"][0][0] for quote in quotes}
    last = {quote["id"]: quote["content"][-1][1] for quote in quotes}
    open_quotes: dict[str, QuoteRecord] = {}
    open_marks: Counter[str] = Counter()
    place = 0
    for cut in sorted({*starts, *ends, len(text)}):
        if cut > place:
            yield _segment(text[place:cut], list(open_quotes.values()), open_marks, owner)
        for role, quote in ends.get(cut, ()):
            if role != "content":
                open_marks[role] -= 1
                continue
            open_quotes.pop(quote["id"], None)
            if cut == last[quote["id"]]:
                yield _badges(quote)
        for role, quote in starts.get(cut, ()):
            if role != "content":
                open_marks[role] += 1
                continue
            if cut == first[quote["id"]]:
                yield _chip(quote, owner)
            open_quotes[quote["id"]] = quote
        place = cut


def _segment(text: str, quotes: list[QuoteRecord], marks: Counter[str], owner: Mapping[str, int]) -> str:
    shown = _text(text)
    classes = [role for role in ("cue", "source") if marks[role] > 0]
    if not quotes:
        return f'<span class="{" ".join(classes)}">{shown}</span>' if classes else shown
    outer, inner = quotes[0], quotes[-1]
    classes.insert(0, "quote")
    if not owner[outer["id"]]:
        classes.append("unnamed")
    styles = [_tint(owner[outer["id"]])] if owner[outer["id"]] else []
    if len(quotes) > 1:
        classes.append("nested")
        if owner[inner["id"]]:
            styles.append(_tint(owner[inner["id"]]).replace("--hue", "--inner"))
    said = " › ".join(f"{quote['speaker'] or 'nobody named'}, {quote['kind']}" for quote in quotes)
    style = f' style="{";".join(styles)}"' if styles else ""
    return f'<span class="{" ".join(classes)}"{style} title="{_plain(said)}">{shown}</span>'


def _chip(quote: QuoteRecord, owner: Mapping[str, int]) -> str:
    number = owner[quote["id"]]
    name = _plain(quote["speaker"] or "nobody named")
    if not number:
        return f'<b class="chip unnamed" title="{name}">?</b>'
    return f'<b class="chip" style="{_tint(number)}" title="{name}">{number}</b>'


def _badges(quote: QuoteRecord) -> str:
    marks = [mark for mark in (quote["medium"], quote["polarity"]) if mark not in ("speech", "asserted")]
    return "".join(f'<small class="badge {_plain(mark)}">{_plain(mark)}</small>' for mark in marks)


def _text(text: str) -> str:
    """Escape text, and spell out characters that would act on the page unseen (controls, bidi marks)."""
    if text.isprintable():
        return escape(text)
    return "".join(_character(char) for char in text)


def _character(char: str) -> str:
    if char.isprintable() or char in _VISIBLE or unicodedata.category(char) == "Zs":
        return escape(char)
    return f'<span class="control" title="U+{ord(char):04X}">·</span>'


def _plain(text: Any) -> str:
    """Escape text for an attribute, unseen characters left out."""
    return escape("".join(char for char in str(text) if char.isprintable()))
