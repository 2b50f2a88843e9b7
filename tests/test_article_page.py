from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser

import pytest
from spacy.language import Language

import quoteattr
from quoteattr.analysis import Analysis, Attribution, Entity
from quoteattr.pages import render_records
from quoteattr.records import Record, to_record

VOID = {"meta", "input", "br"}


class Reader(HTMLParser):
    """Collects the elements of a page and the article's own words."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[dict[str, str | None]] = []
        self.stack: list[str] = []
        self.pieces: list[str] = []
        self.whole: list[str] = []
        self.titles: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes.append(dict(attrs))
        if tag not in VOID:
            self.stack.append(dict(attrs).get("class") or tag)

    def handle_endtag(self, tag: str) -> None:
        self.stack.pop()

    def handle_data(self, data: str) -> None:
        if "title" in self.stack:
            self.titles.append(data)
        if not {"style", "script"} & set(self.stack):
            self.whole.append(data)
        in_text = any("text" in name.split() for name in self.stack)
        if in_text and not any(name.startswith("mark") for name in self.stack):
            self.pieces.append(data)

    @property
    def text(self) -> str:
        return "".join(self.pieces)

    def with_class(self, name: str) -> list[dict[str, str | None]]:
        return [item for item in self.attributes if name in (item.get("class") or "").split()]


def one(text: str, *attributions: Attribution, entities: tuple[Entity, ...] = (), id: str = "") -> Record:
    return to_record(Analysis(attributions, entities), text, id=id)


def test_the_page_holds_the_whole_text(nlp: Language, text: str) -> None:
    reader = Reader(quoteattr.render(nlp(text)))
    assert reader.text == text
    assert reader.stack == []


def test_the_page_loads_nothing(nlp: Language, text: str) -> None:
    page = quoteattr.render(nlp(text))
    reader = Reader(page)
    assert page.startswith("<!doctype html>")
    assert not {"link", "img", "iframe", "object"} & set(reader.tags)
    assert reader.tags.count("script") == reader.tags.count("style") == 1
    assert not {"src", "style", "onclick"} & {key for item in reader.attributes for key in item}
    assert "http:" not in page
    assert "https:" not in page


def test_the_policy_allows_our_own_script_and_style_alone(nlp: Language, text: str) -> None:
    page = quoteattr.render(nlp(text))
    policy = next(a["content"] for a in Reader(page).attributes if a.get("http-equiv"))
    assert policy is not None
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    for tag in ("script", "style"):
        [inner] = re.findall(f"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(inner.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy


@pytest.mark.parametrize(
    "evil",
    [
        "<script>alert(1)</script>",
        "</div></article>",
        "&lt;&amp;&",
        "\"'><b>",
        "<!--",
        "]]>",
        "{{7*7}}",
        "</title></style></script><script>alert(1)</script>",
        '" onmouseover="alert(1)',
    ],
)
def test_text_is_escaped_everywhere(evil: str) -> None:
    text = f"{evil}\n\n“{evil}” {evil} {evil}. {evil}"
    size, start = len(evil), len(evil) + 2
    quote, cue = (start, start + size + 2), (start + size + 3, start + 2 * size + 3)
    source = cue[1] + 1
    record = one(
        text,
        Attribution((quote,), (cue,), ((source, source + size),), "direct", speaker=0),
        entities=(Entity(evil, "person", ()),),
        id=evil,
    )
    for titles in (None, [evil]):
        page = render_records([record], titles=titles)
        reader = Reader(page)
        harmless = Reader(render_records([one("Title\n\n“Yes”", Attribution(((7, 12),), (), (), "direct"))]))
        assert reader.text.replace(evil, "") == text.replace(evil, "")
        assert reader.stack == []
        assert reader.tags.count("script") == 1
        assert set(reader.tags) - {"i", "small"} <= set(harmless.tags)
        assert not any(key.startswith("on") for item in reader.attributes for key in item)


def test_characters_that_act_unseen_are_shown(nlp: Language) -> None:
    page = quoteattr.render(nlp("“\u202eevil\u2066,\x00\x1b” said Ana Lima."))
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00\x1b]", page)
    for name in ("U+202E", "U+2066", "U+0000", "U+001B"):
        assert f'title="{name}"' in page


def test_line_ends_of_every_kind_are_one_line_break() -> None:
    assert Reader(render_records([one("a\r\nb\rc\nd")])).text == "a \nb\nc\nd"


def test_the_title_is_the_one_given_or_the_first_line(nlp: Language) -> None:
    doc = nlp("Harbour stays shut\n\n“No,” said Ana Lima.")
    given, first = Reader(quoteattr.render(doc, title="The <vote>")), Reader(quoteattr.render(doc))
    assert given.titles == ["The <vote>"]
    assert first.titles == ["Harbour stays shut"]
    assert given.tags.count("h1") == first.tags.count("h1") == 1
    assert "".join(given.whole).count("Harbour stays shut") == 1  # in the text
    assert first.text == doc.text


def test_a_first_paragraph_is_no_headline(nlp: Language) -> None:
    paragraph = "It rained all day, and nobody in the town of Eastport spoke about it, " * 4
    reader = Reader(quoteattr.render(nlp(f"{paragraph}\n\n“No,” said Ana Lima.")))
    assert reader.titles == ["It rained all day, and nobody in the town of Eastport spoke …"]


def test_a_path_is_never_the_title() -> None:
    record = one("Harbour stays shut\n\nNo more is known.", id="/home/ann/articles/0001.txt")
    assert "0001" not in render_records([record])


def test_speakers_are_listed_with_their_quotes_counted(nlp: Language, text: str) -> None:
    shown = "".join(Reader(quoteattr.render(nlp(text))).whole)
    assert re.findall(r"([A-Z]\w+ \w+) (\w+) × (\d)", shown) == [
        ("Dana Whitfield", "person", "2"),
        ("Omar Reyes", "person", "2"),
    ]


def test_unnamed_speakers_and_no_quotes_are_said() -> None:
    assert "nobody named" in render_records([one("“Yes”", Attribution(((0, 5),), (), (), "direct"))])
    assert "No quotes" in render_records([one("Nothing.")])


def test_each_quote_tells_all_about_itself(nlp: Language) -> None:
    page = quoteattr.render(nlp("Bo Ek denied that taxes rose. “Yes,” wrote Ana Lima."))
    entries = page.split('<li class="entry"')[1:]
    first, second = (" ".join(re.sub(r"<[^>]*>", " ", entry.split("</li>")[0]).split()) for entry in entries)
    for part in ("Bo Ek denied denied", "Kind indirect", "Medium speech", "Polarity denied", "Score 60 %"):
        assert part in first
    for part in ("Ana Lima wrote writing", "Kind direct", "Polarity asserted", "Source as written Ana Lima"):
        assert part in second


def test_what_is_not_asserted_is_marked_before_its_words(nlp: Language) -> None:
    page = quoteattr.render(nlp("Bo Ek denied that Ana Lima said that taxes rose."))
    body = page.split('<div class="text"')[1].split("<section")[0]
    assert body.index('<small class="badge denied">denied</small>') < body.index(">that ")
    stretches = re.findall(r'class="([^"]*quote[^"]*)"', body)
    assert len(stretches) > 1
    assert all("unasserted" in classes.split() for classes in stretches)
    assert "inside a quote that is denied: asserted by nobody" in page


def test_reported_topics_are_marked_apart() -> None:
    record = one("Ana praised the deal.", Attribution(((12, 20),), ((4, 11),), ((0, 3),), "reported"))
    assert len(Reader(render_records([record])).with_class("reported")) >= 2
    assert "only the topic" in render_records([record])


def test_nested_quotes_say_whose_quote_they_stand_in(nlp: Language, text: str) -> None:
    page = quoteattr.render(nlp(text))
    [inner] = re.findall(r'<span class="mark inner".*?</a>', page)
    assert re.sub(r"<[^>]*>", "", inner) == "Dana Whitfield, inside a quote of Omar Reyes: 2›1"
    assert 'title="Omar Reyes, indirect › Dana Whitfield, indirect">that the plan works' in page
    assert page.count("1 quote inside") == 1


def test_every_link_leads_to_an_element(nlp: Language, text: str) -> None:
    for page in (quoteattr.render(nlp(text)), quoteattr.render(nlp(text))._repr_html_()):
        reader = Reader(page)
        ids = [item["id"] for item in reader.attributes if item.get("id")]
        links = [item["href"] or "" for item in reader.attributes if "href" in item]
        assert len(links) == 8
        assert {link.removeprefix("#") for link in links} <= set(ids)
        assert len(ids) == len(set(ids))


def test_overlapping_spans_keep_the_text_and_the_elements_whole() -> None:
    text = "abcdefghij"
    record = one(
        text,
        Attribution(((0, 6),), ((2, 4),), ((3, 8),), "direct"),
        Attribution(((4, 9),), ((0, 10),), ((9, 10),), "indirect"),
    )
    reader = Reader(render_records([record]))
    assert reader.text == text
    assert reader.stack == []


def test_a_deep_chain_and_a_ring_of_quotes_end() -> None:
    text = "a" * 2000
    chain = [
        Attribution(((index, 2000),), (), (), "indirect", parent=index - 1 if index else None)
        for index in range(1000)
    ]
    assert Reader(render_records([one(text, *chain)])).text == text
    ring = [Attribution(((0, 9),), (), (), "indirect", parent=1 - index) for index in range(2)]
    assert Reader(render_records([one(text, *ring)])).text == text


def test_a_notebook_shows_the_page_inline(nlp: Language, text: str) -> None:
    page = quoteattr.render(nlp(text), title="Harbour")
    shown = page._repr_html_()
    assert "<html" not in shown
    assert "<script" not in shown
    assert "Harbour" in shown
    assert Reader(shown).text == text


def test_two_pages_in_one_notebook_share_no_id(nlp: Language, text: str) -> None:
    shown = [quoteattr.render(nlp(words))._repr_html_() for words in (text, text + "“No,” said Ana Lima.")]
    first, second = ({item["id"] for item in Reader(page).attributes if item.get("id")} for page in shown)
    assert not first & second


def test_many_articles_make_one_page(nlp: Language, text: str) -> None:
    page = render_records([quoteattr.record(nlp(text)), one("Nothing.")], titles=["First", "Second"])
    reader = Reader(page)
    assert reader.titles == ["Who said what in 2 articles"]
    assert reader.tags.count("article") == reader.tags.count("h2") + reader.tags.count("h3") - 1 == 2
    assert render_records([]).count("<article>") == 0
