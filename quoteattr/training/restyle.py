"""The same text as other papers and other machines would give it, every character in its place.

The network must not lean on a publisher's marks, capitals or line breaks, so it meets all of them. Nothing here changes
a text's length: the offsets of its labels hold.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np

from quoteattr.text.marks import pair

_STRAIGHT = str.maketrans("“”‘’", "\"\"''")
_WRAP_WIDTHS = (60, 78)
_BLANKS = re.compile(r"[ \u00a0]")


def other_marks(text: str) -> str:
    """Curly marks made straight, or straight ones curly."""
    if "“" in text or "’" in text:
        return text.translate(_STRAIGHT)
    return curly(text)


def curly(text: str) -> str:
    """Straight marks made curly, by what opens and closes."""
    characters = list(text.replace("'", "’"))
    for quotation in pair(text):
        if text[quotation.start] in "\"'":
            characters[quotation.start] = "“" if text[quotation.start] == '"' else "‘"
        last = quotation.end - 1
        if quotation.closed and text[last] == '"':
            characters[last] = "”"
    return "".join(characters)


def single_marks(text: str) -> str:
    """Double marks made single and single ones inside them double, as British papers have it."""
    characters = list(curly(text) if '"' in text else text)
    for quotation in pair(text):
        double = characters[quotation.start] in "“”"
        if characters[quotation.start] in "“‘":
            characters[quotation.start] = "‘" if double else "“"
        last = quotation.end - 1
        if quotation.closed and characters[last] in "”’":
            characters[last] = "’" if double else "”"
    return "".join(characters)


def capitals(text: str) -> str:
    """All capitals."""
    return "".join(c.upper() if len(c.upper()) == 1 else c for c in text)


def no_capitals(text: str) -> str:
    """No capitals."""
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def one_paragraph(text: str) -> str:
    """Without line breaks."""
    return text.replace("\n", " ").replace("\r", " ")


def hard_wrapped(text: str, width: int) -> str:
    """Lines broken at blanks once they are as wide as `width`."""
    characters = list(text)
    begin = last = 0
    for place, character in enumerate(text):
        if character == "\n":
            begin = place + 1
        elif _BLANKS.match(character):
            if place - begin > width and last > begin:
                characters[last] = "\n"
                begin = last + 1
            last = place
    return "".join(characters)


def restyled(text: str, rng: np.random.Generator) -> str:
    """One of the styles by chance; most often the text as it is."""
    styles: list[tuple[float, Callable[[str], str]]] = [
        (0.20, other_marks),
        (0.12, single_marks),
        (0.02, capitals),
        (0.02, no_capitals),
        (0.06, one_paragraph),
        (0.05, lambda given: hard_wrapped(given, int(rng.integers(*_WRAP_WIDTHS)))),
    ]
    draw = rng.random()
    for share, style in styles:
        if draw < share:
            return style(text)
        draw -= share
    return text
