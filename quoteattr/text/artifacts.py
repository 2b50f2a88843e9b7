"""What machines leave in a text, and what a reader should see in its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from html.entities import html5

from quoteattr.wordlists import word_set

Edit = tuple[int, int, str]
"""Start, end, and what stands in place of these characters."""

_BLOCKS = word_set(
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer form"
    " h1 h2 h3 h4 h5 h6 head header hr html li main nav ol p pre section summary table tbody tfoot thead title tr ul"
)
"""Elements that stand as paragraphs of their own."""
_LINES = word_set("br td th")
_INLINE = word_set(
    "a abbr acronym audio b bdi bdo big button cite code del dfn em font i iframe img input ins kbd label link mark"
    " meta nobr noscript picture q s samp script small source span strike strong style sub sup svg template time tt"
    " u var video wbr"
)
_OPAQUE = word_set("script style svg template")
"""Elements whose content nobody sees."""

_INVISIBLE = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
_CONTROLS = "\x80-\x84\x86-\x9f"  # the one left out is a line break


def _cp1252(byte: int) -> str:
    code = bytes([byte])
    return code.decode("cp1252", errors="ignore") or code.decode("latin-1")


_BYTES = {byte: byte for byte in range(0x80, 0x100)} | {
    ord(_cp1252(byte)): byte for byte in range(0x80, 0x100)
}
"""Characters that stand for one byte, in Latin-1 and in its Windows variant."""
_NEXT = "".join(re.escape(chr(code)) for code, byte in _BYTES.items() if byte < 0xC0)
"""What the second and later bytes of UTF-8 look like."""
_PUNCTUATION = "‘’“”–—…«»‹›"
_SURE = "".join(re.escape(chr(c)) for c, byte in _BYTES.items() if byte < 0xC0 and chr(c) not in _PUNCTUATION)
_MOJIBAKE = (
    rf"â[\x80€\x82‚\x84„\x86†\x88ˆ][{_NEXT}]|â€\ufffd?|ð[\x9fŸ][{_NEXT}]{{2}}|ï»¿|ï¬[{_NEXT}]"
    rf"|Â[\x80-\xbf]|Ã[{_SURE}]|(?!.\xa0)[ÄÅ][{_SURE}]"
    # a capital before a closing mark is no mojibake
    rf"|[ÃÄÅ][{_PUNCTUATION}](?=[^\W\d_])|(?<=â‚¬)Å“"
)
_TAGS = "|".join(sorted((_BLOCKS | _LINES | _INLINE) - set("abipqsu"), key=len, reverse=True))
_BARE = "nbsp|quot|amp|ldquo|rdquo|lsquo|rsquo|mdash|ndash|hellip"

_SUSPECT = re.compile(rf"[&<\\`âðïÂÃÄÅ{_INVISIBLE}{_CONTROLS}]|\*\*|]]>")
"""Every artifact but those that another one announces has one of these."""
_ARTIFACT = re.compile(
    r"(?P<entity>&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});"
    rf"|&(?:{_BARE})(?![\w;=]))"
    r"|(?P<comment><!--)"
    # "a <b and c> d" is no element: a name of one letter wants its attributes written out
    r"|<(?P<shut>/?)(?:(?P<short>[abipqsuABIPQSU])(?:\s+[\w:-]+\s*=[^<>]*)?"
    rf"|(?P<long>(?i:{_TAGS}))(?:\s[^<>]*)?)\s*/?>"
    r"|(?P<nothing><!(?i:doctype)[^<>]*>|<!\[CDATA\[|]]>|(?<=<)\\(?=/)"
    # bold in Markdown
    r"|(?<![\w*])\*\*(?=[^\s*][^\n*]{0,300}\*\*)|(?<=[^\s*])\*\*(?![\w*])"
    rf"|[{_INVISIBLE}]+)"
    r"|(?P<escape>(?<!\w)\\+[\"“”]|\\+[\"“”](?!\w)|\\+['‘’]|\\u[0-9a-fA-F]{4})"
    r"|(?P<line>(?<=[.?!…\"”’])(?:(?:\\r)?\\n)+(?=[\s\\A-Z“\"‘'(]|$))"
    r"|(?P<latex>(?<!`)``(?=[^\s`])|(?<=[^\s'\d])''(?!'))"
    rf"|(?P<mojibake>{_MOJIBAKE})"
    rf"|(?P<control>[{_CONTROLS}])"
)


def edits(text: str) -> Iterator[Edit]:
    """What to change in a text, in order; what a change lays bare takes another round.

    Takes time linear in the text.
    """
    if not _SUSPECT.search(text):
        return
    unclosed: set[str] = set()
    last_closing = text.rfind("''")
    is_latex = False
    position = 0
    while match := _ARTIFACT.search(text, position):
        (start, position), piece = match.span(), match[0]
        seen: str | None
        if match["short"] or match["long"] or match["comment"]:
            name = (match["short"] or match["long"] or "").lower()
            seen = _element(name, closes=bool(match["shut"]))
            closing = "-->" if match["comment"] else f"</{name}" if name in _OPAQUE else ""
            if closing and not match["shut"] and closing not in unclosed:
                position = _after(text, closing, position) or position
                if position == match.end():
                    unclosed.add(closing)
        elif match["latex"]:
            is_latex = is_latex or (piece == "``" and position <= last_closing)
            seen = ("“" if piece == "``" else "”") if is_latex else None
        else:
            seen = _replacement(match.lastgroup, piece)
        if seen is not None:
            yield start, position, seen


def _element(name: str, *, closes: bool) -> str:
    if name in _BLOCKS:
        return "\n\n"
    if name in _LINES:
        return "\n"
    if name == "q":
        return "”" if closes else "“"
    return ""


def _after(text: str, closing: str, position: int) -> int | None:
    """Where the text goes on after an element that nobody sees."""
    found = text.find(closing, position)
    if found < 0:
        return None
    end = text.find(">", found)
    return end + 1 if end >= 0 else None


def _replacement(kind: str | None, piece: str) -> str | None:
    """What a reader should see; None where the piece stays as it is."""
    if kind == "entity":
        return _entity(piece)
    if kind == "mojibake":
        return _decoded(piece)
    if kind == "control":
        return bytes([ord(piece)]).decode("cp1252", errors="ignore") or None
    if kind == "line":
        return "\n\n"
    if kind == "escape":
        if len(piece) != 6 or piece[1] != "u":
            return piece[-1]
        code = int(piece[2:], 16)
        return None if 0xD800 <= code < 0xE000 else chr(code)
    return ""


def _entity(piece: str) -> str | None:
    if piece[1] == "#":
        return unescape(piece)
    name = piece[1:].rstrip(";") + ";"
    seen = html5.get(name) or html5.get(name.lower())
    # two characters for one entity could be parted, and then stand for the same place twice
    return seen if seen is not None and len(seen) == 1 else None


def _decoded(piece: str) -> str | None:
    if piece in ("â€", "â€\ufffd"):
        return "”"  # its third byte is no character in Windows' code page and often gets lost
    try:
        return bytes(_BYTES[ord(character)] for character in piece).decode("utf-8")
    except UnicodeDecodeError:
        return None
