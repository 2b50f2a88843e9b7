"""From tags of words to names."""

from __future__ import annotations

import numpy as np
import pytest
from tiny import tiny_tokenizer

from quoteattr.network.heads import NAME_TAGS
from quoteattr.network.names import find_names
from quoteattr.text.layout import read_layout

TOKENIZER = tiny_tokenizer()


def found(text: str, tags: str, **surer: float) -> list[tuple[str, str]]:
    """Names of a text by the tags of its words; `p` and `o` for a person's and a body's, capital where they begin."""
    names = {"P": "B-person", "p": "I-person", "O": "B-organization", "o": "I-organization", ".": "O"}
    words = read_layout(text, TOKENIZER).words
    scores = np.full((len(words), len(NAME_TAGS)), -5.0, dtype=np.float32)
    for row, tag in enumerate(tags):
        scores[row, NAME_TAGS.index(names[tag])] = -surer.get(tag, 1.0)
    return [(text[start:end], kind) for start, end, kind in find_names(scores, words)]


@pytest.mark.parametrize(
    ("tags", "names"),
    [
        ("Pp...", [("Ana Ruiz", "person")]),
        ("PP...", [("Ana", "person"), ("Ruiz", "person")]),
        ("p.O..", [("Ana", "person"), ("met", "organization")]),
        (".....", []),
        ("...Oo", [("Tom Hale", "organization")]),
        ("PppPp", [("Ana Ruiz met", "person"), ("Tom Hale", "person")]),
    ],
)
def test_a_name_goes_from_where_it_begins_to_the_last_word_inside(
    tags: str, names: list[tuple[str, str]]
) -> None:
    assert found("Ana Ruiz met Tom Hale", tags) == names


def test_the_class_is_the_one_that_all_words_together_score_best() -> None:
    assert found("Ana Ruiz Trust", "Poo", P=0.1, o=0.5) == [("Ana Ruiz Trust", "organization")]
    assert found("Ana Ruiz Trust", "Ppo", P=0.1, p=0.1, o=0.1) == [("Ana Ruiz Trust", "person")]


def test_a_name_ends_with_its_paragraph() -> None:
    assert found("Ana\n\nRuiz", "Pp") == [("Ana", "person"), ("Ruiz", "person")]


def test_a_text_without_words_has_no_names() -> None:
    assert found(" ", "") == []
