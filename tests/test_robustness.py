"""No text breaks it: no crash, exact offsets, quotes in order, the same on a second run."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from nasty import NASTY, NEWS, SURROGATES, any_texts, faults, texts
from spacy.language import Language
from tiny import tiny_tokenizer

from quoteattr import from_record, record
from quoteattr.engine import Engine
from quoteattr.network.checks import prepare_tokenizer
from quoteattr.settings import Settings

_FEW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def engine(tiny_model: Path) -> Engine:
    return Engine(Settings(model=str(tiny_model)))


def test_the_tiny_model_finds_quotes_speakers_and_quotes_in_quotes(engine: Engine) -> None:
    # or the tests below would pass for want of anything to check
    (found,) = engine.records([NEWS], [""])
    assert len(found["quotes"]) > 3
    assert found["speakers"]
    assert any(quote["parent"] for quote in found["quotes"])
    assert any(quote["source"] for quote in found["quotes"])


@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY.keys())
def test_no_text_breaks_a_record(engine: Engine, text: str) -> None:
    (found,) = engine.records([text], [""])
    assert found["text"] == text
    assert list(faults(found)) == []


@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY.keys())
def test_no_text_breaks_a_doc(tiny_nlp: Language, text: str) -> None:
    found = record(tiny_nlp(text))
    assert found["text"] == text
    assert list(faults(found)) == []


def test_unpaired_surrogates_count_as_characters(engine: Engine) -> None:
    (found,) = engine.records([SURROGATES], [""])
    assert found["text"] == SURROGATES
    assert list(faults(found)) == []


@given(any_texts)
@_FEW
def test_any_string_gives_a_sound_record_twice(engine: Engine, text: str) -> None:
    first, second = (engine.records([text], [""])[0] for _ in range(2))
    assert list(faults(first)) == []
    assert first == second


@given(texts)
@_FEW
def test_any_text_gives_a_sound_doc_and_comes_back_from_its_record(tiny_nlp: Language, text: str) -> None:
    found = record(tiny_nlp(text))
    assert list(faults(found)) == []
    assert record(from_record(found)) == found


def test_names_of_special_pieces_are_read_as_text() -> None:
    tokenizer = prepare_tokenizer(tiny_tokenizer())
    special = {tokenizer.token_to_id(piece) for piece in ("[PAD]", "[CLS]", "[SEP]", "[MASK]")}
    encoding = tokenizer.encode("[PAD] said [SEP]", add_special_tokens=False)
    assert not special & set(encoding.ids)
    assert encoding.tokens[0] == "["
