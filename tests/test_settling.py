"""From drafts in words to attributions in characters: marks, kinds, order, nesting."""

from __future__ import annotations

import time
import timeit

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tiny import tiny_tokenizer

from quoteattr.analysis import MEDIA, POLARITIES, Offsets
from quoteattr.attributions.nesting import Held, parents
from quoteattr.attributions.settle import Settled, settle
from quoteattr.network.decoding import EVIDENCE, Draft, WordSpan
from quoteattr.text.layout import Layout, read_layout

TOKENIZER = tiny_tokenizer()
_SPANS = st.lists(
    st.tuples(st.integers(0, 12), st.integers(1, 6)).map(lambda pair: (pair[0], pair[0] + pair[1])),
    min_size=1,
    max_size=2,
)


def layout(text: str) -> Layout:
    return read_layout(text, TOKENIZER)


def draft(
    read: Layout,
    *content: str,
    cue: str | None = None,
    source: str | None = None,
    topic: bool = False,
    medium: str = "speech",
    polarity: str = "asserted",
) -> Draft:
    """A draft by the words of its parts, each where the text has it first."""

    def span(part: str) -> WordSpan:
        start = read.text.index(part)
        first, last = read.words.covered_by(start, start + len(part))
        return first, last - 1

    def sure(name: str, known: tuple[str, ...]) -> np.ndarray:
        return np.array([-0.1 if one == name else -3.0 for one in known], dtype=np.float32)

    return Draft(
        contents=tuple(map(span, content)),
        cue=None if cue is None else span(cue),
        source=None if source is None else span(source),
        evidence=np.zeros(len(EVIDENCE), dtype=np.float32),
        medium=sure(medium, MEDIA),
        polarity=sure(polarity, POLARITIES),
        tier=sure("topic" if topic else "core", ("core", "topic")),
    )


def shown(read: Layout, spans: tuple[Offsets, ...]) -> list[str]:
    return [read.text[start:end] for start, end in spans]


def contents(read: Layout, items: list[Settled]) -> list[str]:
    return [" … ".join(shown(read, item.content)) for item in items]


class TestParents:
    def test_the_smallest_content_that_holds_content_and_cue_is_the_parent(self) -> None:
        outer, middle, inner = ([(0, 90)], [(95, 99)]), ([(10, 60)], [(5, 8)]), ([(20, 30)], [(15, 18)])
        assert parents([outer, middle, inner]) == [None, 0, 1]
        assert parents([inner, middle, outer]) == [1, 2, None]

    def test_a_cue_outside_leaves_a_content_where_it_is(self) -> None:
        assert parents([([(0, 90)], []), ([(10, 30)], [(91, 95)])]) == [None, None]

    def test_contents_of_one_size_hold_neither_the_other(self) -> None:
        assert parents([([(0, 30)], []), ([(0, 30)], [(5, 9)])]) == [None, None]

    def test_every_part_must_be_held_by_one_part(self) -> None:
        outer = ([(0, 30), (40, 90)], [])
        assert parents([outer, ([(5, 10), (50, 60)], [(11, 15)])]) == [None, 0]
        assert parents([outer, ([(25, 45)], [])]) == [None, None]

    def test_of_two_holders_of_one_size_the_first_is_the_parent(self) -> None:
        assert parents([([(0, 50)], []), ([(10, 60)], []), ([(20, 30)], [])]) == [None, None, 0]

    @given(st.lists(st.tuples(_SPANS, _SPANS.map(lambda spans: spans[:1])), max_size=8))
    def test_it_is_what_comparing_everything_with_everything_gives(self, items: list[Held]) -> None:
        sizes = [sum(end - start for start, end in content) for content, _ in items]

        def holds(outer: Held, inner: Held) -> bool:
            spans = [*inner[0], *inner[1]]
            return all(any(low <= s and e <= high for low, high in outer[0]) for s, e in spans)

        for number, found in enumerate(parents(items)):
            larger = [
                n for n in range(len(items)) if sizes[n] > sizes[number] and holds(items[n], items[number])
            ]
            assert found == min(larger, key=lambda n: (sizes[n], n), default=None)

    def test_a_text_ten_times_as_long_takes_about_ten_times_as_long(self) -> None:
        def seconds(count: int) -> float:
            items = [([(20 * n, 20 * n + 9)], [(20 * n + 10, 20 * n + 14)]) for n in range(count)]
            return min(timeit.repeat(lambda: parents(items), timer=time.process_time, number=1, repeat=3))

        assert seconds(10_000) < 40 * seconds(1_000)

    def test_overlap_is_not_enough(self) -> None:
        assert parents([([(0, 50)], []), ([(40, 70)], [])]) == [None, None]


class TestKinds:
    @pytest.mark.parametrize(
        ("text", "content", "topic", "kind"),
        [
            ("“We pay,” said Ana.", "“We pay,”", False, "direct"),
            ("“We pay,” said Ana.", "“We pay,”", True, "direct"),
            ("Ana called it “a trap” today.", "it “a trap”", False, "mixed"),
            ("Ana called it “a trap” today.", "it “a trap”", True, "mixed"),
            ("Ana said that it was safe.", "that it was safe", False, "indirect"),
            ("Ana praised the new pier.", "the new pier", True, "reported"),
        ],
    )
    def test_marks_go_before_what_the_network_makes_of_it(
        self, text: str, content: str, topic: bool, kind: str
    ) -> None:
        read = layout(text)
        (item,) = settle(read, [draft(read, content, topic=topic)])
        assert item.kind == kind

    def test_medium_and_polarity_are_the_likeliest(self) -> None:
        read = layout("Ana wrote that it was not safe.")
        (item,) = settle(read, [draft(read, "that it was not safe", medium="writing", polarity="denied")])
        assert (item.medium, item.polarity) == ("writing", "denied")


class TestEdges:
    def test_contents_reach_the_marks_that_they_nearly_reach(self) -> None:
        read = layout("“We pay,” said Ana.")
        (item,) = settle(read, [draft(read, "We pay", cue="said", source="Ana")])
        assert [shown(read, spans) for spans in (item.content, item.cue, item.source)] == [
            ["“We pay,”"],
            ["said"],
            ["Ana"],
        ]

    def test_dashes_at_the_end_belong_to_no_source_and_no_cue(self) -> None:
        read = layout("Two aides – Ana and Tom – said no. No: — Ana")
        one, two = settle(
            read,
            [
                draft(read, "no", source="Two aides – Ana and Tom –", cue="said"),
                draft(read, "No:", cue="—"),
            ],
        )
        assert shown(read, one.source) == ["Two aides – Ana and Tom"]
        assert shown(read, two.cue) == ["—"]

    def test_what_there_is_none_of_has_no_span(self) -> None:
        read = layout("It was safe.")
        (item,) = settle(read, [draft(read, "It was safe.")])
        assert (item.cue, item.source, item.parent) == ((), (), None)


class TestDoubles:
    TEXT = "It is safe and sound, and it will last, said Ana."

    def test_a_content_is_not_given_twice_with_and_without_a_cue(self) -> None:
        read = layout(self.TEXT)
        twice = [
            draft(read, "It is safe and sound, and it will"),
            draft(read, "It is safe and sound, and it will last", cue="said"),
        ]
        (item,) = settle(read, twice)
        assert shown(read, item.cue) == ["said"]

    def test_a_part_of_it_may_stand_without_a_cue(self) -> None:
        read = layout(self.TEXT)
        some = [
            draft(read, "It is safe"),
            draft(read, "It is safe and sound, and it will last", cue="said"),
        ]
        assert len(settle(read, some)) == 2

    def test_two_cues_may_share_a_content(self) -> None:
        read = layout("Ana said and Tom wrote that it was safe.")
        both = [draft(read, "that it was safe", cue=cue) for cue in ("said", "wrote")]
        assert [shown(read, item.cue) for item in settle(read, both)] == [["said"], ["wrote"]]


class TestOrder:
    TEXT = "The Post wrote Ana said Tom said no. It rained, Eva said."

    def test_contents_come_in_order_and_parents_before_what_they_hold(self) -> None:
        read = layout(self.TEXT)
        items = settle(
            read,
            [
                draft(read, "It rained", cue="said"),
                draft(read, "no", cue="said"),
                draft(read, "Tom said no", cue="said"),
                draft(read, "Ana said Tom said no", cue="wrote"),
            ],
        )
        assert contents(read, items) == ["Ana said Tom said no", "Tom said no", "no", "It rained"]

    def test_parents_are_numbered_in_that_order(self) -> None:
        read = layout("Rain came. The Post wrote that Ana claimed that it was safe.")
        items = settle(
            read,
            [
                draft(read, "it was safe", cue="claimed"),
                draft(read, "that Ana claimed that it was safe", cue="wrote"),
                draft(read, "Rain came"),
            ],
        )
        assert [item.parent for item in items] == [None, None, 1]

    def test_of_two_that_begin_and_end_alike_the_holder_comes_first(self) -> None:
        read = layout("It is safe, he said, and sound, they wrote, all day.")
        whole = draft(read, "It is safe, he said, and sound, they wrote, all day")
        parts = draft(read, "It is safe", "all day", cue="he said")
        first, second = settle(read, [parts, whole])
        assert len(first.content) == 1
        assert (first.parent, second.parent) == (None, 0)
