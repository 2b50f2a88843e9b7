"""Other renderings of a text: every character stays in its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nasty import texts

from quoteattr.training import restyle

STYLES: dict[str, Callable[[str], str]] = {
    "other marks": restyle.other_marks,
    "curly": restyle.curly,
    "single marks": restyle.single_marks,
    "capitals": restyle.capitals,
    "no capitals": restyle.no_capitals,
    "one paragraph": restyle.one_paragraph,
    "hard wrapped": lambda text: restyle.hard_wrapped(text, 20),
}


@pytest.mark.parametrize("style", STYLES)
@given(text=texts)
@settings(max_examples=25, deadline=None)
def test_no_style_changes_the_length_of_any_text(style: str, text: str) -> None:
    assert len(STYLES[style](text)) == len(text)


@pytest.mark.parametrize(
    ("style", "text", "expected"),
    [
        ("other marks", "“Yes,” she said. It’s fine.", '"Yes," she said. It\'s fine.'),
        ("other marks", '"Yes," she said. It\'s fine.', "“Yes,” she said. It’s fine."),
        ("curly", "\"He said 'no',\" she said.", "“He said ‘no’,” she said."),
        ("single marks", "“He said ‘no’,” she said. It’s fine.", "‘He said “no”,’ she said. It’s fine."),
        ("single marks", '"Yes," she said.', "‘Yes,’ she said."),
        ("capitals", "Straße ﬁ é", "STRAßE ﬁ É"),
        ("no capitals", "İstanbul Éa", "İstanbul éa"),
        ("one paragraph", "Yes.\r\n\nNo.", "Yes.   No."),
    ],
)
def test_a_style(style: str, text: str, expected: str) -> None:
    assert STYLES[style](text) == expected


@given(st.lists(st.sampled_from(["no", "pier", "harbour"]), max_size=30).map(" ".join))
def test_wrapped_lines_are_no_wider_than_asked_for(text: str) -> None:
    wrapped = restyle.hard_wrapped(text + " ", 20)
    assert wrapped.replace("\n", " ") == text + " "
    assert all(len(line) <= 21 for line in wrapped.split("\n"))
    assert len(text) < 30 or "\n" in wrapped


def test_most_texts_stay_as_they_are_and_every_style_is_used() -> None:
    text = "“Yes, ‘no’,” said Ana Ruiz of Tarn, who lives at the harbour and sells boats there.\n\nIt rained all day."
    found = Counter(restyle.restyled(text, np.random.default_rng(seed)) for seed in range(400))
    assert found.most_common(1)[0][0] == text
    assert 0.4 < found[text] / 400 < 0.65
    assert {STYLES[name](text) for name in STYLES if name not in ("curly", "hard wrapped")} < found.keys()
    assert any(other.count("\n") > text.count("\n") for other in found)
