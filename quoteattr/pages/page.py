"""Whole pages: templates with autoescape, and a policy that lets nothing run but our own script."""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from quoteattr.pages.words import plain, visible

_GOLDEN_ANGLE = 137.508  # hues that stay apart however many there are
_FIRST_HUE = 25


class Page(str):
    """A whole HTML page as a string; as the last value of a notebook's cell it is shown inline.

    Attributes:
        inline: The page's body with its style and without its script, for a notebook.
    """

    inline: str

    def __new__(cls, page: str, *, inline: str) -> Page:
        """Make the string of the page and keep the other form beside it."""
        made = super().__new__(cls, page)
        made.inline = inline
        return made

    def _repr_html_(self) -> str:
        return self.inline


def whole_page(template: str, *, title: str, styles: str, script: str, **values: Any) -> str:
    """Fill a template that extends `base.html`.

    Args:
        template: Its file name.
        title: The page's title.
        styles: CSS for the page.
        script: JavaScript of ours for the page.
        **values: What the template shows.

    Returns:
        The page. Its content security policy names style and script by their hashes, so that nothing else
        in it can run or load anything.
    """
    policy = (
        f"default-src 'none'; style-src 'sha256-{_digest(styles)}'; script-src 'sha256-{_digest(script)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    return fragment(
        template,
        title=plain(title) or "Who said what",
        styles=Markup(styles),
        script=Markup(script),
        policy=policy,
        **values,
    )


def fragment(template: str, **values: Any) -> str:
    """Fill a template."""
    return _environment().get_template(template).render(**values)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("quoteattr.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["visible"] = visible
    environment.filters["plain"] = plain
    return environment


@lru_cache(maxsize=8)
def static(name: str) -> str:
    """Read one of our style sheets or scripts."""
    return files("quoteattr.pages").joinpath("static", name).read_text(encoding="utf-8").strip()


def hues(count: int) -> str:
    """Give the CSS of so many speakers' colours: class `s1` tints, class `i1` is the inner speaker's."""
    rules = []
    for number in range(1, count + 1):
        hue = round(_FIRST_HUE + (number - 1) * _GOLDEN_ANGLE) % 360
        rules.append(f".quoteattr .s{number}{{--hue:{hue}}}.quoteattr .i{number}{{--inner:{hue}}}")
    return "\n".join(rules)


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
