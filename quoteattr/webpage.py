"""The text of an article out of its web page, by `trafilatura` (the extra "html")."""

from __future__ import annotations

import logging
from contextlib import suppress
from typing import Any

from quoteattr.errors import InputError

_UNHEARD = logging.NullHandler()
_UNSEEN = ("script", "style", "template", "noscript", "head")
_BLOCKS = ("p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "br", "tr", "figcaption")


def text_of_html(page: str | bytes) -> str:
    """Take the article out of a web page, without menus, comments and captions of tables.

    Args:
        page: The page; bytes are UTF-8, or what the page itself says.

    Returns:
        Its paragraphs, with blank lines between them; of a fragment too short to tell an article from what
        surrounds it, all of its text. Empty where there is none.

    Raises:
        InputError: `trafilatura` is not installed.
    """
    try:
        import trafilatura
    except ImportError as error:
        raise InputError(
            f"reading HTML needs trafilatura ({error}); install it by: pip install 'quoteattr[html]'"
        ) from error
    # it logs what it makes nothing of; where nobody listens, that would land on standard error
    logging.getLogger("trafilatura").addHandler(_UNHEARD)
    page = _decoded(page)
    article = trafilatura.extract(page, include_comments=False, include_tables=False)
    lines = (article or _all_text(page)).splitlines()
    return "\n\n".join(line.strip() for line in lines if line.strip())


def _decoded(page: str | bytes) -> str | bytes:
    """What is valid UTF-8 is UTF-8, whether the page says so or not."""
    if isinstance(page, bytes):
        with suppress(UnicodeDecodeError):
            return page.decode("utf-8-sig")
    return page


def _all_text(page: str | bytes) -> str:
    from lxml import etree, html

    try:
        root: Any = html.document_fromstring(
            page.encode() if isinstance(page, str) else page, parser=_parser(page)
        )
    except (etree.LxmlError, ValueError):  # nothing in it
        return ""
    etree.strip_elements(root, etree.Comment, *_UNSEEN, with_tail=False)
    for element in root.iter(*_BLOCKS):
        element.text = "\n" + (element.text or "")
        element.tail = "\n" + (element.tail or "")
    return str(root.text_content())


def _parser(page: str | bytes) -> Any:
    from lxml import html

    return html.HTMLParser(encoding="utf-8" if isinstance(page, str) else None)
