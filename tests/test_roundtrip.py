"""Quotes in texts of every kind come back equal, whichever way a Doc travels."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable
from typing import Any

import pytest
import spacy
from nasty import NASTY, NEWS, SURROGATES
from spacy.language import Language
from spacy.tokens import Doc, DocBin

from quoteattr import from_record, record
from quoteattr.engine import Engine

TEXTS = [NEWS, *NASTY.values()]


def through_bin(docs: list[Doc], *, user_data: bool) -> list[Doc]:
    data = DocBin(store_user_data=user_data, docs=docs).to_bytes()
    return list(DocBin().from_bytes(data).get_docs(spacy.blank("en").vocab))


WAYS: dict[str, Callable[[list[Doc]], list[Doc]]] = {
    "DocBin": lambda docs: through_bin(docs, user_data=False),
    "DocBin with user data": lambda docs: through_bin(docs, user_data=True),
    "bytes": lambda docs: [Doc(spacy.blank("en").vocab).from_bytes(doc.to_bytes()) for doc in docs],
    "pickle": lambda docs: pickle.loads(pickle.dumps(docs)),
    "copy": lambda docs: [doc.copy() for doc in docs],
    "JSON": lambda docs: [from_record(json.loads(json.dumps(record(doc)))) for doc in docs],
}


@pytest.fixture(scope="module")
def docs(tiny_nlp: Language) -> list[Doc]:
    return [tiny_nlp(text) for text in TEXTS]


@pytest.mark.parametrize("way", WAYS)
def test_quotes_in_any_text_come_back_equal(docs: list[Doc], way: str) -> None:
    back = WAYS[way](docs)
    assert [record(doc) for doc in back] == [record(doc) for doc in docs]
    assert [doc._.quotes for doc in back] == [doc._.quotes for doc in docs]


def test_a_record_of_unpaired_surrogates_survives_json(tiny_nlp: Language) -> None:
    engine: Engine = tiny_nlp.get_pipe("quoteattr").engine  # type: ignore[attr-defined]
    found: Any = engine.records([SURROGATES], ["odd"])[0]
    line = json.dumps(found)
    line.encode("ascii")
    assert json.loads(line) == found
