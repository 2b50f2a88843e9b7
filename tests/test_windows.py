"""From text to words to windows: nothing lost, nothing moved."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny import tiny_tokenizer

from quoteattr.text.layout import read_layout
from quoteattr.text.windows import CLS, SEP, Window, batches, collate, cut_windows
from quoteattr.text.words import Words

TOKENIZER = tiny_tokenizer()


def read(text: str) -> Words:
    return read_layout(text, TOKENIZER).words


def cut(text: str, max_pieces: int) -> list[list[str]]:
    """The words of each window."""
    words = read(text)
    return [
        [text[words.starts[n] : words.ends[n]] for n in range(window.first, window.last)]
        for window in cut_windows(words, text=0, max_pieces=max_pieces)
    ]


def test_words_are_cut_where_the_text_has_them() -> None:
    text = "Mayor Ana Ruiz:\n\n“We’ll pay 3.5%,” she said."
    words = read(text)
    found = [text[start:end] for start, end in zip(words.starts, words.ends, strict=True)]
    assert " ".join(found) == "Mayor Ana Ruiz : “ We ’ ll pay 3 . 5 % , ” she said ."
    assert words.paragraphs.tolist() == [0] * 4 + [1] * 14
    assert words.quotations.tolist() == [-1] * 4 + [0] * 11 + [-1] * 3


def test_words_know_how_many_sentences_ended_before_them() -> None:
    words = read("No. Is it? Yes… it is!")
    assert words.sentences.tolist() == [0, 0, 1, 1, 1, 2, 2, 3, 3, 3]


@given(st.text(max_size=300))
@settings(max_examples=100, deadline=None)
def test_words_lie_in_order_inside_any_text(text: str) -> None:
    words = read(text)
    assert all(0 <= start < end <= len(text) for start, end in zip(words.starts, words.ends, strict=True))
    assert all(end <= start for end, start in zip(words.ends, words.starts[1:], strict=False))


def test_an_unpaired_surrogate_moves_nothing() -> None:
    words = read("He said \ud800 no.")
    assert words.offsets(0, len(words) - 1) == (0, 13)


@pytest.mark.parametrize("max_pieces", [16, 40, 400])
def test_windows_hold_every_word_once_and_no_more_than_fits(max_pieces: int) -> None:
    text = "\n\n".join("The council met again. " * count for count in (1, 9, 30, 2, 2, 1))
    words = read(text)
    windows = list(cut_windows(words, text=0, max_pieces=max_pieces))
    held = [word for window in windows for word in range(window.first, window.last)]
    assert held == list(range(len(words)))
    assert max(collate(windows, [words], [0]).lengths) <= max_pieces


def test_paragraphs_that_fit_are_not_cut() -> None:
    text = "He said.\n\nThe he.\n\nShe said."
    assert cut(text, 9) == [["He", "said", ".", "The", "he", "."], ["She", "said", "."]]


def test_a_long_paragraph_is_cut_where_a_sentence_ends() -> None:
    windows = cut("he said that. " * 12, 18)
    assert [window[-1] for window in windows] == ["."] * len(windows)
    assert len(windows) > 2


def test_it_is_rather_cut_between_quotations_than_inside_one() -> None:
    text = "he said that he said that. “he said. he said. he said. he said.” he said that he said."
    first, *_ = cut(text, 14)
    assert first[-2:] == ["that", "."]


def test_a_mark_that_closes_stays_with_its_sentence() -> None:
    first, *_ = cut("he said that he said. “he said that he said.” he said that he said that.", 18)
    assert first[-1] == "”"


def test_windows_of_like_length_are_read_together() -> None:
    texts = [read("he said that. " * count) for count in (1, 40, 1, 39, 2)]
    windows = [Window(n, 0, len(words)) for n, words in enumerate(texts)]
    found = list(batches(windows, texts, 2))
    assert sorted(w.text for part in found for w in part) == [0, 1, 2, 3, 4]
    assert all(len(part) <= 2 for part in found)
    assert not any({1, 3} & {w.text for w in part} and {0, 2, 4} & {w.text for w in part} for part in found)


class TestCollate:
    TEXTS = ("said xyz.\n\nYes.", "“No,” he said.")

    def test_pieces_of_all_windows_lie_end_to_end(self) -> None:
        words = [read(text) for text in self.TEXTS]
        batch = collate([Window(1, 0, 7), Window(0, 0, 5)], words, [0, 1])
        assert len(batch.pieces) == sum(batch.lengths) == len(batch.owners)
        first, second = batch.pieces.split(batch.lengths)
        assert [int(row[0]) for row in (first, second)] == [CLS, CLS]
        assert [row.tolist().count(SEP) for row in (first, second)] == [1, 2]
        assert int(first[-1]) == int(second[-1]) == SEP
        assert batch.owners.tolist() == [0] * len(first) + [1] * len(second)
        assert batch.schemes.tolist() == [1, 0]

    def test_each_word_is_at_the_place_of_its_first_piece(self) -> None:
        words = [read(text) for text in self.TEXTS]
        batch = collate([Window(0, 0, 5), Window(1, 2, 7)], words, [0, 0])
        for row, (number, first, count) in enumerate(((0, 0, 5), (1, 2, 5))):
            places = words[number].first_pieces[first : first + count]
            found = batch.pieces[batch.heads[row, :count]].tolist()
            assert found == words[number].pieces[places].tolist()
            assert batch.word_mask[row].tolist() == [True] * count

    def test_what_is_known_of_a_word_goes_to_all_its_pieces(self) -> None:
        words = [read(self.TEXTS[0])]
        batch = collate([Window(0, 0, 5)], words, [0])
        # [CLS] said x ##y ##z . [SEP] Yes (three letters) . [SEP]
        assert batch.shapes.tolist() == [0, 1, 1, 1, 1, 0, 0, 2, 2, 2, 0, 0]
        assert batch.paragraphs.tolist() == [[0, 0, 0, 1, 1]]
        assert batch.sentences.tolist() == [[0, 0, 0, 1, 1]]

    def test_quotations_are_those_of_the_words_and_states_those_of_the_pieces(self) -> None:
        words = [read(self.TEXTS[1])]
        batch = collate([Window(0, 0, 7)], words, [0])
        assert batch.quotations.tolist() == [[0, 0, 0, 0, -1, -1, -1]]
        # [CLS] “ n ##o , ” he said . [SEP]
        assert batch.states.tolist() == [0, 1, 2, 2, 2, 3, 0, 0, 0, 0]
