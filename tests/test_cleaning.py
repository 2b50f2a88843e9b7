"""Cleaning: what a reader sees of a text that machines have spoiled, and the way back."""

from __future__ import annotations

import time
import timeit
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoteattr.analysis import Analysis, Attribution, Entity, Hints
from quoteattr.text.cleaning import clean

PIECES = [
    *[
        "&ldquo;",
        "&rdquo;",
        "&quot;",
        "&#8220;",
        "&amp;",
        "&amp;quot;",
        "&lt;p&gt;",
        "&nbsp;",
        "&",
        "â€œ",
        "â€\x9d",
    ],
    *[
        "â€",
        "Ã¢â‚¬Å“",
        "Ã©",
        "É”",
        '\\"',
        "\\u201c",
        "``",
        "''",
        "<p>",
        "</p>",
        "<br/>",
        "<b>",
        "<q>",
        "<script>",
    ],
    *[
        "</script>",
        "<!--",
        "-->",
        "**",
        "\u200b",
        "\xad",
        "\x93",
        "<",
        ">",
        '"',
        "“",
        "”",
        "a",
        "Word ",
        " ",
        ".\\n",
    ],
]
texts = st.lists(st.one_of(st.sampled_from(PIECES), st.characters()), max_size=30).map("".join)


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("&ldquo;Yes,&rdquo; she said. &quot;No.&quot;", '“Yes,” she said. "No."'),
        ("&#8220;Yes&#x201d; &#147;no&#148;, R&amp;D&nbsp;said", "“Yes” “no”, R&D\xa0said"),
        ("&amp;ldquo;Yes&amp;rdquo; &quot no &LDQUO;", '“Yes” " no “'),
        ("â€œItâ€™s late â€” very,â€\x9d he said", "“It’s late — very,” he said"),
        ("â€œLate,â€ he said in BogotÃ¡ for 5â‚¬", "“Late,” he said in Bogotá for 5€"),
        ("Ã¢â‚¬Å“ItÃ¢â‚¬â„¢s lateÃ¢â‚¬Â\x9d", "“It’s late”"),
        ("\x93Late\x94", "“Late”"),
        (
            r"He said \"it\'s late\" and \u201cgood\u201d.\n\nHe left.",
            'He said "it\'s late" and “good”.\n\nHe left.',
        ),
        ("``Late,'' she said. ``Very.''", "“Late,” she said. “Very.”"),
        (
            "<p>“Late,” said <b>Ada Prior</b>.</p><p>She left.</p>",
            "\n\n“Late,” said Ada Prior.\n\n\n\nShe left.\n\n",
        ),
        ('“Late.”<br />He <a href="x">left</a>. <q>So</q>', "“Late.”\nHe left. “So”"),
        ("Late.<script>say('<p>no</p>')</script> Very.<!-- <p> -->", "Late. Very."),
        ("&lt;p&gt;Late.&lt;/p&gt;", "\n\nLate.\n\n"),
        ("**Ada Prior:** It is late.", "Ada Prior: It is late."),
        ("la\xadte\u200b in\u2060deed\ufeff", "late indeed"),
    ],
)
def test_artifacts_become_what_they_stand_for(text: str, seen: str) -> None:
    assert clean(text).text == seen


@pytest.mark.parametrize(
    "text",
    [
        "R&D at AT&T; fish & chips, Q&A; a&b;",
        "3 < 4 && x > 2; if (a<b) { f(&c); } a <b and c> d",
        "List<String> names; Map<Id, Name>; #include <io.h>",
        "“CAFÉ” AND “VOILÀ” IN NÃO; là\xa0«Ä»",
        "Run ```x``` or ``y`` in C:\\new\\u and 2**3 ** 4",
        "It is 6'2'' long. ''Wide,'' he said",
        "https://example.org/?a=1&copy=2&quot=3",
        'G\\"odel',
    ],
)
def test_what_only_looks_like_an_artifact_stays(text: str) -> None:
    assert clean(text).text == text


def test_spans_come_back_with_their_marks_whole() -> None:
    text = "<p>&ldquo;Late,&rdquo; said <b>Ada</b> Prior.</p>"
    cleaned = clean(text)

    def original(piece: str) -> str:
        start = cleaned.text.index(piece)
        first, last = cleaned.span(start, start + len(piece))
        return text[first:last]

    assert original("“Late,”") == "&ldquo;Late,&rdquo;"
    assert original("Late") == "Late"
    assert original("Ada Prior") == "Ada</b> Prior"
    assert original("Ada") == "Ada"


def test_analyses_and_hints_change_sides() -> None:
    text = "&amp;ldquo;Late,&amp;rdquo; she said. Ada&nbsp;Prior left."
    cleaned = clean(text)
    assert cleaned.text == "“Late,” she said. Ada\xa0Prior left."
    found = cleaned.restore(
        Analysis(
            (Attribution(((0, 7),), ((12, 16),), ((8, 11),), "direct", speaker=0),),
            (Entity("Ada Prior", "person", ((8, 11), (18, 27))),),
        )
    )
    (item,) = found.attributions
    assert [text[a:b] for a, b in (*item.content, *item.cue, *item.source)] == [
        *["&amp;ldquo;Late,&amp;rdquo;", "said", "she"]
    ]
    assert [text[a:b] for a, b in found.entities[0].mentions] == ["she", "Ada&nbsp;Prior"]
    name = (text.index("Ada"), text.index(" left"))
    hints = cleaned.hints(Hints(clusters=((name,),), entities=((*name, "PERSON"),)))
    assert hints == Hints(clusters=(((18, 27),),), entities=((18, 27, "PERSON"),))
    assert cleaned.hints(Hints()) == Hints()


@given(texts)
def test_every_character_comes_from_a_place_of_its_own(text: str) -> None:
    cleaned = clean(text)
    places = [cleaned.span(i, i + 1) for i in range(len(cleaned.text))]
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert all(one == two or one[1] <= two[0] for one, two in pairwise(places))
    for character, (start, end) in zip(cleaned.text, places, strict=True):
        assert end - start > 1 or character == text[start] or "\x80" <= text[start] < "\xa0"


@given(texts, st.data())
def test_spans_go_there_and_back(text: str, data: st.DataObject) -> None:
    cleaned = clean(text)
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(cleaned.text))] * 2)))
    first, last = cleaned.span(start, end)
    assert 0 <= first <= last <= len(text)
    low, high = cleaned.place(first, last)
    assert start == end or (low <= start and end <= high)
    assert (first, last) == cleaned.span(low, high) or start == end


@given(st.text(alphabet=st.characters(exclude_characters="&<\\`*]", max_codepoint=0x7F)))
def test_a_text_without_artifacts_is_handed_back(text: str) -> None:
    cleaned = clean(text)
    assert cleaned.text is text
    assert cleaned.span(0, len(text)) == (0, len(text))


@pytest.mark.parametrize("piece", [*PIECES, "<p ", "** ", "**a", "&a", "<script><!--", "a</b"])
def test_time_grows_with_length_only(piece: str) -> None:
    def seconds(size: int) -> float:
        return min(timeit.repeat(lambda: clean(piece * size), time.process_time, number=1, repeat=3))

    # on a busy machine a process may be charged for time that it did not get
    assert any(seconds(20_000) < 40 * seconds(2_000) + 0.1 for _ in range(5))
