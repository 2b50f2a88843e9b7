"""The same text in the other style of quotation marks, so that the network does not depend on a publisher's."""

from __future__ import annotations

from quoteattr.text.marks import pair

_STRAIGHT = str.maketrans("“”‘’", "\"\"''")


def restyled(text: str) -> str:
    """Curly marks made straight, or straight ones curly; as long as the text, so that offsets hold."""
    if "“" in text or "’" in text:
        return text.translate(_STRAIGHT)
    characters = list(text.replace("'", "’"))
    for quotation in pair(text):
        if text[quotation.start] in "\"'":
            characters[quotation.start] = "“" if text[quotation.start] == '"' else "‘"
        last = quotation.end - 1
        if quotation.closed and text[last] == '"':
            characters[last] = "”"
    return "".join(characters)
