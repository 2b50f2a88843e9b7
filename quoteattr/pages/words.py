"""Words of a text made safe to show: escaped, and nothing in them acts unseen."""

from __future__ import annotations

import re
import unicodedata

from markupsafe import Markup, escape

_LONE_RETURN = re.compile(r"\r(?!\n)")
_VISIBLE = {"\n", "\t", "\N{NO-BREAK SPACE}", "\N{ZERO WIDTH JOINER}", "\N{ZERO WIDTH NON-JOINER}"}
_LONGEST_TITLE = 160
_WORDS_OF_A_TITLE = 12


def visible(text: str) -> Markup:
    """Escape text, and spell out characters that would act on the page unseen (controls, bidi marks).

    Args:
        text: Anything.

    Returns:
        Markup for the inside of an element.
    """
    if text.isprintable():
        return escape(text)
    return Markup("").join(_character(char) for char in text)


def _character(char: str) -> Markup:
    if char.isprintable() or char in _VISIBLE or unicodedata.category(char) == "Zs":
        return escape(char)
    return Markup('<span class="control" title="U+{:04X}">·</span>').format(ord(char))


def plain(text: str) -> str:
    """Give text on one line, without the characters that act unseen: for attributes and titles."""
    return "".join(char if char.isprintable() else " " if char.isspace() else "" for char in text).strip()


def one_break_each(text: str) -> str:
    """Make every end of a line one line break, and keep every offset."""
    return _LONE_RETURN.sub("\n", text).replace("\r", " ")


def headline_end(text: str) -> int:
    """Find where the headline at the beginning of a text ends, with the blank lines after it.

    Args:
        text: The text.

    Returns:
        The place where the text goes on; 0 where its first line is no headline.
    """
    start = len(text) - len(text.lstrip())
    end = text.find("\n", start)
    if end < 0 or end - start > _LONGEST_TITLE or text[end - 1] in "“‘,;:":
        return 0
    return end + len(text[end:]) - len(text[end:].lstrip())


def title_of(text: str) -> str:
    """Name a text by its headline, or else by its first words."""
    end = headline_end(text)
    if end:
        return plain(text[:end])
    first = plain(text[:1000]).split()
    cut = " ".join(first[:_WORDS_OF_A_TITLE])
    return cut + " …" if len(first) > _WORDS_OF_A_TITLE else cut
