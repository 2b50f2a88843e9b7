"""Quotation marks: pairing, kinds, word states and snapping."""

from __future__ import annotations

import re
import time
import timeit
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoteattr.text.marks import kind_of, pair, snap, word_states

MARKS = "“”„‟\"＂«»‹›‘’‚‛'`"
texts = st.text(alphabet=st.one_of(st.sampled_from(MARKS + "as6 .,\n\x00—("), st.characters()))


def quoted(text: str) -> list[str]:
    return [text[q.start : q.end] for q in pair(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We won,” he said, “at last.”", ["“We won,”", "“at last.”"]),
        ('He called it "wrong," twice.', ['"wrong,"']),
        ("‘We won’, he said.", ["‘We won’"]),
        ("Minister 'absolutely sure', says aide", ["'absolutely sure'"]),
        ("«We won», he said, ‹at last›.", ["«We won»", "‹at last›"]),
        ("„We won“, he said, „at last”.", ["„We won“", "„at last”"]),
        ("„We won‟", ["„We won‟"]),
        ("``We won,'' he said.", ["``We won,''"]),
        ("''We won,'' he said.", ["''We won,''"]),
        ("He—“we won”—left", ["“we won”"]),
        ("More news“But we won,” he said.", ["“But we won,”"]),
        ("＂We won＂", ["＂We won＂"]),
        ("“word“ and ”other”", ["“word“", "”other”"]),
        ('"Well, "he said. "Yes."', ['"Well, "', '"Yes."']),
        ('“Mixed," he said. "And again,” she said.', ['“Mixed,"', '"And again,”']),
        ("“Mixed,’ he said. “And again.’", ["“Mixed,’", "“And again.’"]),
        ("‘Mixed,” he said. “It’s so,' she said. “Yes.”", ["‘Mixed,”", "“It’s so,'", "“Yes.”"]),
        ("\"Mixed,'' he said. ``And again.\"", ["\"Mixed,''", '``And again."']),
        ("” … late again,” he said.", ["” … late again,”"]),
        ('" Late , " he said . " Go . "', ['" Late , "', '" Go . "']),
        ("“WE’RE LATE,” SAID ADA PRIOR.", ["“WE’RE LATE,”"]),
    ],
)
def test_each_kind_of_mark_is_paired(text: str, expected: list[str]) -> None:
    assert quoted(text) == expected
    assert all(q.closed and q.depth == 0 for q in pair(text))


@pytest.mark.parametrize(
    "text",
    [
        "The voters’ views and the mayors' plans don’t differ.",
        "Give ’em the ’90s, rock ’n’ roll and the '20s.",
        "Give 'em hell 'til dawn, rock 'n' roll.",
        "He's 5'10\" tall, with a 6\" ruler and a 12” pizza.",
        "O’Neil, O'Neil and O‘Neil.",
        "No marks at all; 7′ by 9″.",
        "goin’ home with the boys’",
    ],
)
def test_apostrophes_and_primes_are_not_quotation_marks(text: str) -> None:
    assert quoted(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("‘The voters’ views matter,’ she said.", "‘The voters’ views matter,’"),
        ("'The voters' views don't matter,' she said.", "'The voters' views don't matter,'"),
        ("'Tis the season,' he said.", "'Tis the season,'"),
        ("'Give 'em hell,' he said.", "'Give 'em hell,'"),
        ('"I need a 6" pipe," he said.', '"I need a 6" pipe,"'),
        ('"I\'m 6\'2" tall," he said.', '"I\'m 6\'2" tall,"'),
    ],
)
def test_apostrophes_do_not_end_a_quotation(text: str, expected: str) -> None:
    assert quoted(text) == [expected]


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        ("“I said, ‘We won,’ to him,” she said.", "‘We won,’"),
        ("‘I said, “We won,” to him,’ she said.", "“We won,”"),
        ("“It has “settled in” by now,” she said.", "“settled in”"),
        ('"It has "settled in" by now," she said.', '"settled in"'),
        ("«It has “settled in” by now», she said.", "“settled in”"),
        ("``It has ''settled in'' by now,'' she said.", "''settled in''"),
        ("“I said, ‘We won.’”", "‘We won.’"),
        ("''I said, 'We won,''' she said.", "'We won,'"),
    ],
)
def test_quotations_nest(text: str, inner: str) -> None:
    outer, nested = pair(text)
    assert (outer.depth, nested.depth) == (0, 1)
    assert (outer.start, outer.closed, nested.closed) == (0, True, True)
    assert text[nested.start : nested.end] == inner


def test_a_mark_opened_twice_is_one_quotation() -> None:
    assert quoted("“He said “we won,” she told us. “Yes.”") == ["“He said “we won,”", "“Yes.”"]
    text = "“I said, ‘Igor, ‘if you go, I go.”"
    outer, inner = pair(text)
    assert (outer.closed, inner.closed) == (True, False)
    assert text[inner.start : inner.end] == "‘Igor, ‘if you go, I go."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            'She said: "It is shut. "It is icy. "Go round," then left. "Why?"',
            ['"It is shut. "It is icy. "Go round,"', '"Why?"'],
        ),
        ('He said: "One. "Two." She said: "Three. "Four."', ['"One. "Two."', '"Three. "Four."']),
    ],
)
def test_marks_that_open_anew_in_running_text_belong_to_one_quotation(text: str, expected: list[str]) -> None:
    assert [text[q.start : q.end] for q in pair(text) if not q.depth] == expected


def test_a_single_mark_never_closed_is_believed_after_a_colon() -> None:
    text = "She said: ‘I am not that kind. I have a dog.\n\nThe boys’ bus left ‘late."
    (only,) = pair(text)
    assert (text[only.start : only.end], only.closed) == ("‘I am not that kind. I have a dog.", False)


def test_an_unclosed_quotation_ends_with_its_paragraph() -> None:
    text = "She said, “We won.\n\nHe left. “Good,” he said."
    first, second = pair(text)
    assert (text[first.start : first.end], first.closed, first.continues) == ("“We won.", False, False)
    assert (text[second.start : second.end], second.closed, second.continues) == ("“Good,”", True, False)


@pytest.mark.parametrize("marks", ["“”", '""', "«»", "‘’"])
def test_each_paragraph_opens_anew_and_only_the_last_closes(marks: str) -> None:
    opening, closing = marks[0], marks[1]
    text = f"{opening}One.\n\n{opening}Two.\n\n{opening}Three,{closing} he said."
    found = [(text[q.start : q.end], q.closed, q.continues) for q in pair(text)]
    assert found == [
        (f"{opening}One.", False, False),
        (f"{opening}Two.", False, True),
        (f"{opening}Three,{closing}", True, True),
    ]


def test_a_quotation_may_run_on_with_no_mark_to_open_it_anew() -> None:
    text = "“One.\n\nTwo,” he said."
    assert [(text[q.start : q.end], q.closed, q.continues) for q in pair(text)] == [
        ("“One.", False, False),
        ("Two,”", True, True),
    ]


def test_paragraphs_can_be_given() -> None:
    text = "“One\nTwo” three"
    assert len(pair(text, [(0, len(text))])) == 1
    assert [q.closed for q in pair(text, [(0, 4), (5, len(text))])] == [False, True]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("[“We won,”] he said.", "direct"),
        ("He said [they had won].", "indirect"),
        ("He said [they had “won”].", "mixed"),
        ("Aide: [‘We won’]", "direct"),
        ("“[We won],” he said.", "direct"),
        ("[“We won,”] he said, [“at last.”]", "direct"),
        ("[“We won,”] he said, adding [that it was late].", "mixed"),
        ("“He said [they had won] in May,” she recalled.", "indirect"),
        ("“He said, [‘We won,’] in May,” she recalled.", "direct"),
        ("He said [the voters’ views had won].", "indirect"),
    ],
)
def test_the_kind_follows_from_the_marks(text: str, kind: str) -> None:
    plain, spans = unmark(text)
    assert kind_of(plain, spans, pair(plain)) == kind


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“[We won],” he said.", "[“We won,”] he said."),
        ("[“We won],” he said.", "[“We won,”] he said."),
        ("“[We won,”] he said.", "[“We won,”] he said."),
        ("He said it was [“won”.]", "He said it was [“won”]."),
        ("He said[, “We won.” ]Then he left.", "He said, [“We won.”] Then he left."),
        ("“And [then we all went to the big old harbour,”] he said.", None),
        ("He said [they had “won” it] twice.", "He said [they had “won” it] twice."),
        ("“I think that by then [we had won],” he said.", "“I think that by then [we had won,”] he said."),
        ("He drew [a “beetle” (“bug”)] on it.", "He drew [a “beetle” (“bug”)] on it."),
        ("“I said, ‘[We won],’ to him,” she said.", "“I said, [‘We won,’] to him,” she said."),
    ],
)
def test_edges_snap_to_marks(text: str, expected: str | None) -> None:
    plain, spans = unmark(text)
    wanted = unmark(expected)[1] if expected else [(0, plain.index("”") + 1)]
    assert snap(spans, pair(plain), plain) == wanted


def test_word_states() -> None:
    text = "He said “we ‘won’ it,” and “left"
    words = [match.span() for match in re.finditer(r"\w+|[^\w\s]", text)]
    starts, ends = np.array(words).T
    states = word_states(starts, ends, pair(text))
    assert states.dtype == np.int8
    got = [(text[start:end], int(state)) for (start, end), state in zip(words, states, strict=True)]
    assert got == [
        *[("He", 0), ("said", 0), ("“", 1), ("we", 2), ("‘", 4), ("won", 4), ("’", 4)],
        *[("it", 2), (",", 2), ("”", 3), ("and", 0), ("“", 1), ("left", 5)],
    ]


def test_a_quotation_taken_up_by_the_next_paragraph_is_not_unclosed() -> None:
    text = "“One.\n\n“Two.”"
    states = word_states(np.array([1, 8]), np.array([4, 11]), pair(text))
    assert states.tolist() == [2, 2]


def test_no_words_or_no_quotations() -> None:
    none = np.array([], dtype=np.int64)
    assert word_states(none, none, pair("“a”")).tolist() == []
    assert word_states(np.array([0]), np.array([1]), []).tolist() == [0]
    assert kind_of("a", [], []) == "indirect"
    assert snap([], [], "a") == []


@given(texts)
def test_any_text_gives_sorted_nested_quotations_inside_it(text: str) -> None:
    found = pair(text)
    assert found == sorted(found, key=lambda q: (q.start, -q.end))
    open_ends: list[int] = []
    for q in found:
        assert 0 <= q.start < q.end <= len(text)
        while open_ends and open_ends[-1] <= q.start:
            open_ends.pop()
        assert q.depth == len(open_ends)
        assert not open_ends or q.end <= open_ends[-1]
        open_ends.append(q.end)


@given(texts, st.data())
def test_any_content_has_a_kind_and_snaps_to_spans_in_the_text(text: str, data: st.DataObject) -> None:
    place = st.integers(0, len(text))
    content = [tuple(sorted(edges)) for edges in data.draw(st.lists(st.tuples(place, place), max_size=4))]
    spans = [(start, end) for start, end in content if start < end]
    quotations = pair(text)
    assert kind_of(text, spans, quotations) in {"direct", "indirect", "mixed"}
    snapped = snap(spans, quotations, text)
    assert all(0 <= start < end <= len(text) for start, end in snapped)
    assert all(one[1] <= two[0] for one, two in pairwise(snapped))


@given(texts)
def test_every_word_has_a_state(text: str) -> None:
    places = np.arange(len(text))
    states = word_states(places, places + 1, pair(text))
    outside = np.ones(len(text), dtype=bool)
    for q in pair(text):
        outside[q.start : q.end] = False
    assert ((states == 0) == outside).all()
    assert states.max(initial=0) <= 5


@pytest.mark.parametrize("piece", ['"', "“", "”", "'", "'a ", "“‘", "“a\n\n", "« “ ", "‘a “b” c’ ", '6" '])
def test_time_grows_with_length_only(piece: str) -> None:
    def seconds(size: int) -> float:
        return min(timeit.repeat(lambda: pair(piece * size), time.process_time, number=1, repeat=3))

    # on a busy machine a process may be charged for time that it did not get
    assert any(seconds(20_000) < 40 * seconds(2_000) + 0.1 for _ in range(5))


def unmark(text: str) -> tuple[str, list[tuple[int, int]]]:
    """Take the brackets that show spans out of a text."""
    edges = [match.start() - number for number, match in enumerate(re.finditer(r"[\[\]]", text))]
    return re.sub(r"[\[\]]", "", text), list(zip(edges[::2], edges[1::2], strict=True))
