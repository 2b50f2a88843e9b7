"""Paragraphs: what a reader would take for one, however the text is laid out."""

from __future__ import annotations

import time
import timeit
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoteattr.text.paragraphs import paragraphs

WRAPPED = """Mayor Orders Review Of
Harbour Bridge, Aide Says
March 03, 2021

The mayor of the town has ordered a review of the harbour bridge after
inspectors found cracks in two of its pillars, a spokesman for Mayor
Elena Okafor said in a statement that was sent to reporters on Friday
night.

“We will close it if we have to,” she told a meeting of residents. She
added that nobody had been hurt.
"""


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in paragraphs(text)]


@pytest.mark.parametrize("blank", ["\n\n", "\n \n", "\r\n\r\n", "\r\r", "\n\xa0\t\n\n", "\u2029\u2029"])
def test_blank_lines_separate(blank: str) -> None:
    assert split(f"One.{blank}Two.") == ["One.", "Two."]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\v", "\f", "\u2028", "\u2029", "\x85"])
def test_each_line_is_a_paragraph_where_lines_are_not_wrapped(end: str) -> None:
    lines = ["Bridge to close, mayor says", "The bridge will close.", "“It is not safe,” she said."]
    assert split(end.join(lines)) == lines


@pytest.mark.parametrize(
    "text",
    [
        "Asked about the cost, the aide replied that\n“it is far too early” to say.",
        "The aide said the bridge\nwould close.",
        "The bridge,\r\n‘safe’ until now, will close.",
    ],
)
def test_a_line_that_plainly_runs_on_is_joined(text: str) -> None:
    assert split(text) == [text]


def test_a_sentence_that_has_ended_is_not_joined() -> None:
    assert split("“We will close.”\niPhones were confiscated.") == [
        "“We will close.”",
        "iPhones were confiscated.",
    ]


def test_hard_wrapped_lines_are_joined_up_to_the_blank_line() -> None:
    found = split(WRAPPED)
    assert found[:2] == ["Mayor Orders Review Of\nHarbour Bridge, Aide Says", "March 03, 2021"]
    edges = [(part.split()[0], part.split()[-1]) for part in found[2:]]
    assert edges == [("The", "night."), ("“We", "hurt.")]


def test_wrapped_text_without_blank_lines_breaks_after_short_lines() -> None:
    body = WRAPPED.split("\n\n", 1)[1].replace("\n\n", "\n")
    assert [part.split()[-1] for part in split(body)] == ["night.", "hurt."]


def test_a_signature_stands_apart_from_the_lines_beside_it() -> None:
    lines = [
        "“I cried at the last page of it, and so",
        "did everyone I know”",
        "— Dora Lindqvist, Malmö",
        "wants more",
    ]
    assert split("\n".join(lines)) == ["\n".join(lines[:2]), *lines[2:]]


def test_turns_of_a_transcript_begin_paragraphs_of_their_own() -> None:
    lines = [
        "HELEN MARKS, MAYOR: The bridge has been shut since",
        "the first of June, and nobody can say to us when it",
        "will be open again to the traffic that needs it most.",
        ">> We are told that it is a matter of months and that",
        "there is no money for the work before the next spring",
        "(02:14) And is that what the council has said to you?",
        "The CHAIRMAN. The council has said a good many things",
        "of which the half was wrong, as you know. NATO is not",
        "NATO. Next to it",
    ]
    assert [part.split()[0] for part in split("\n".join(lines))] == ["HELEN", ">>", "(02:14)", "The"]


def test_a_quotation_mark_by_itself_belongs_to_what_it_opens_or_closes() -> None:
    text = "“\n\nIt is late.\n\n”\n\nShe left.\n\n***\n\n“"
    assert split(text) == ["“\n\nIt is late.\n\n”", "She left.", "***", "“"]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\t\r\n\xa0", "\u2028"])
def test_blank_text_has_none(text: str) -> None:
    assert paragraphs(text) == []


@given(st.text(alphabet=st.one_of(st.sampled_from("aB.,“”\n\r \t\u2028\x0b\xa0"), st.characters())))
def test_any_text_is_covered_but_for_white_space(text: str) -> None:
    found = paragraphs(text)
    kept = "".join(text[start:end] for start, end in found)
    assert "".join(kept.split()) == "".join(text.split())
    assert all(text[start:end] == text[start:end].strip() != "" for start, end in found)
    assert all(one[1] <= two[0] for one, two in pairwise(found))


@pytest.mark.parametrize("piece", ["a\n", "\n", "word ", "A line of text\nthat runs on\n\n"])
def test_time_grows_with_length_only(piece: str) -> None:
    def seconds(size: int) -> float:
        return min(timeit.repeat(lambda: paragraphs(piece * size), time.process_time, number=1, repeat=3))

    assert seconds(40_000) < 40 * seconds(4_000) + 0.1
