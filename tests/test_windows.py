"""From text to words to windows: nothing lost, nothing moved."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from quoteattr.decode.reading import read_layout
from quoteattr.network.storage import BUNDLED, TOKENIZER
from quoteattr.text.windows import CLS, SEP, collate, cut_windows

TOKENIZER_ = Tokenizer.from_file(str(BUNDLED / TOKENIZER))


def read(text):
    return read_layout(text, TOKENIZER_).words


def test_words_are_cut_where_the_text_has_them():
    text = "Mayor Ana Ruiz:\n\n“We’ll pay 3.5%,” she said."
    words = read(text)
    found = [text[start:end] for start, end in zip(words.starts, words.ends, strict=True)]
    assert " ".join(found) == "Mayor Ana Ruiz : “ We ’ ll pay 3 . 5 % , ” she said ."
    assert words.paragraphs.tolist() == [0] * 4 + [1] * 14


@given(st.text(max_size=300))
@settings(max_examples=150, deadline=None)
def test_words_lie_in_order_inside_any_text(text):
    words = read(text)
    assert all(0 <= start < end <= len(text) for start, end in zip(words.starts, words.ends, strict=True))
    assert all(end <= start for end, start in zip(words.ends, words.starts[1:], strict=False))


def test_an_unpaired_surrogate_moves_nothing():
    words = read("He said \ud800 no.")
    assert words.offsets(0, len(words) - 1) == (0, 13)


@pytest.mark.parametrize("max_pieces", [16, 40, 400])
def test_windows_hold_every_word_once_and_no_more_than_fits(max_pieces):
    text = "\n\n".join("The council met again. " * count for count in (1, 9, 30, 2, 2, 1))
    words = read(text)
    windows = list(cut_windows(words, text=0, max_pieces=max_pieces))
    assert [word for window in windows for word in range(window.first, window.last)] == list(
        range(len(words))
    )
    assert collate(windows, [words]).pieces.shape[1] <= max_pieces


def test_paragraphs_that_fit_are_not_cut():
    words = read("One two three.\n\nFour five six.\n\nSeven eight nine.")
    windows = list(cut_windows(words, text=0, max_pieces=14))
    assert [(window.first, window.last) for window in windows] == [(0, 8), (8, 12)]


def test_a_batch_keeps_each_word_at_the_place_of_its_first_piece():
    words = read("Unbelievability rules.\n\nYes.")
    (window,) = cut_windows(words, text=0, max_pieces=50)
    batch = collate([window], [words])
    pieces = batch.pieces[0].tolist()
    firsts = [pieces[place] for place in batch.heads[0].tolist()]
    assert firsts == [int(words.pieces[place]) for place in words.first_pieces[:-1]]
    assert pieces[0] == CLS
    assert pieces.count(SEP) == 2
