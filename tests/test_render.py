from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

import pytest
from spacy.language import Language

import quoteattr
from quoteattr.analysis import Analysis, Attribution, Entity
from quoteattr.records import to_record
from quoteattr.render import render_records

BODY = {"div", "article", "h2", "ul", "li", "b", "small", "span"}


class Reader(HTMLParser):
    """Collects the elements of a page and the article's own words."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.stack: list[str] = []
        self.pieces: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in ("meta",):
            self.stack.append(dict(attrs).get("class") or tag)

    def handle_endtag(self, tag: str) -> None:
        self.stack.pop()

    def handle_data(self, data: str) -> None:
        extra = any(name.startswith(("chip", "badge")) for name in self.stack)
        if "text" in self.stack and not extra:
            self.pieces.append(data)

    @property
    def text(self) -> str:
        return "".join(self.pieces)


def test_the_page_holds_the_whole_text(nlp: Language, text: str) -> None:
    reader = Reader(quoteattr.render(nlp(text)))
    assert reader.text == text
    assert reader.stack == []


def test_the_page_is_self_contained(nlp: Language, text: str) -> None:
    page = quoteattr.render(nlp(text))
    assert page.startswith("<!doctype html>")
    assert not {"script", "link", "img", "iframe"} & set(Reader(page).tags)
    assert "http" not in page
    assert "prefers-color-scheme:dark" in page


@pytest.mark.parametrize(
    "evil",
    ["<script>alert(1)</script>", "</div></article>", "&lt;&amp;&", "\"'><b>", "<!--", "]]>", "{{7*7}}"],
)
def test_text_is_escaped_everywhere(evil: str) -> None:
    text = f"“{evil}” said {evil}. {evil}"
    size = len(evil)
    analysis = Analysis(
        (
            Attribution(
                ((0, size + 2),), ((size + 3, size + 7),), ((size + 8, 2 * size + 8),), "direct", speaker=0
            ),
        ),
        (Entity(evil, "person", ()),),
    )
    page = render_records([to_record(analysis, text, id=evil)])
    reader = Reader(page)
    assert reader.text == text
    assert reader.stack == []
    assert set(reader.tags) <= {"html", "head", "meta", "title", "style", "body", *BODY}
    assert unescape(re.sub(r"<[^>]*>", "", page.split("</ul>")[1].split("</div>")[0])).count(evil) == 3


def test_characters_that_act_unseen_are_shown(nlp: Language) -> None:
    page = quoteattr.render(nlp("“\u202eevil\u2066,\x00\x1b” said Ana Lima."))
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00\x1b]", page)
    for name in ("U+202E", "U+2066", "U+0000", "U+001B"):
        assert f'title="{name}"' in page


def test_line_ends_of_every_kind_are_one_line_break() -> None:
    page = render_records([to_record(Analysis(), "a\r\nb\rc\nd")])
    assert Reader(page).text == "a \nb\nc\nd"


def test_speakers_are_counted_in_the_legend(nlp: Language, text: str) -> None:
    legend = quoteattr.render(nlp(text)).split("<ul")[1].split("</ul>")[0]
    assert re.findall(r"</b> ([\w ]+) <small>(\w+)</small> <span class=\"count\">(\d)", legend) == [
        ("Dana Whitfield", "person", "2"),
        ("Omar Reyes", "person", "2"),
    ]


def test_unnamed_speakers_and_no_quotes_are_said() -> None:
    unnamed = to_record(Analysis((Attribution(((0, 5),), (), (), "direct"),)), "“Yes”")
    assert "nobody named" in render_records([unnamed])
    assert "no quotes" in render_records([to_record(Analysis(), "Nothing.")])


def test_medium_and_polarity_are_badges(nlp: Language) -> None:
    page = quoteattr.render(nlp("“No,” wrote Ana Lima. Bo Ek denied that taxes rose. “Yes,” said Ana Lima."))
    assert re.findall(r'class="badge (\w+)"', page) == ["writing", "denied"]


def test_nested_quotes_are_marked_and_tinted_by_both_speakers(nlp: Language, text: str) -> None:
    page = quoteattr.render(nlp(text))
    [nested] = re.findall(
        r'<span class="quote nested" style="([^"]*)" title="([^"]*)">that the plan works', page
    )
    assert nested[0].count("--hue:") == nested[0].count("--inner:") == 1
    assert nested[1] == "Omar Reyes, indirect › Dana Whitfield, indirect"


def test_overlapping_spans_keep_the_text_and_the_elements_whole() -> None:
    text = "abcdefghij"
    analysis = Analysis(
        (
            Attribution(((0, 6),), ((2, 4),), ((3, 8),), "direct"),
            Attribution(((4, 9),), ((0, 10),), ((9, 10),), "indirect"),
        )
    )
    reader = Reader(render_records([to_record(analysis, text)]))
    assert reader.text == text
    assert reader.stack == []


def test_a_notebook_shows_the_page_inline(nlp: Language, text: str) -> None:
    page = quoteattr.render(nlp(text), title="Harbour")
    shown = page._repr_html_()
    assert "<html" not in shown
    assert "body{" not in shown
    assert "Harbour" in shown
    assert Reader(shown).text == text
