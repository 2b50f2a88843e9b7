"""Beside other components it neither disturbs them nor is disturbed."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from nasty import NEWS, faults
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from quoteattr import quotes, record

PATTERNS = [
    {"label": "PERSON", "pattern": "Dana Whitfield"},
    {"label": "PERSON", "pattern": "Omar Reyes"},
    {"label": "ORG", "pattern": [{"LOWER": "harwick"}, {"LOWER": "council"}]},
]


def with_ruler(tiny_model: Path, *names: str) -> Language:
    """A pipeline of these components; the ruler sets entities."""
    nlp = spacy.blank("en")
    for name in names:
        pipe = nlp.add_pipe(name, config={"model": str(tiny_model)} if name == "quoteattr" else {})
        if name == "entity_ruler":
            pipe.add_patterns(PATTERNS)  # type: ignore[attr-defined]
    return nlp


@pytest.mark.parametrize(
    "names",
    [
        ("sentencizer", "entity_ruler", "quoteattr"),
        ("quoteattr", "entity_ruler", "sentencizer"),
        ("entity_ruler", "merge_entities", "quoteattr"),
    ],
    ids="-".join,
)
def test_quotes_entities_and_sentences_are_found_in_any_order(
    tiny_model: Path, names: tuple[str, ...]
) -> None:
    doc = with_ruler(tiny_model, *names)(NEWS)
    plain = with_ruler(tiny_model, *(name for name in names if name != "quoteattr"))(NEWS)
    assert [(ent.text, ent.label_) for ent in doc.ents] == [(ent.text, ent.label_) for ent in plain.ents]
    assert len(doc.ents) >= 3
    assert [token.text for token in doc] == [token.text for token in plain]
    assert [token.is_sent_start for token in doc] == [token.is_sent_start for token in plain]
    assert list(faults(record(doc))) == []
    assert quotes(doc)


def test_its_findings_do_not_depend_on_components_that_it_is_not_told_of(tiny_model: Path) -> None:
    before, after = ("sentencizer", "entity_ruler", "quoteattr"), ("quoteattr",)
    assert record(with_ruler(tiny_model, *before)(NEWS)) == record(with_ruler(tiny_model, *after)(NEWS))


def test_it_can_be_disabled_selected_and_excluded(tiny_model: Path, tmp_path: Path) -> None:
    nlp = with_ruler(tiny_model, "entity_ruler", "quoteattr")
    with nlp.select_pipes(disable="quoteattr"):
        assert not nlp(NEWS)._.quotes
    with nlp.select_pipes(enable="quoteattr"):
        assert not nlp(NEWS).ents
        assert nlp(NEWS)._.quotes
    assert not nlp(NEWS, disable=["quoteattr"])._.quotes
    nlp.to_disk(tmp_path)
    assert spacy.load(tmp_path, exclude=["quoteattr"]).pipe_names == ["entity_ruler"]
    disabled = spacy.load(tmp_path, disable=["quoteattr"])
    assert not disabled(NEWS)._.quotes
    disabled.enable_pipe("quoteattr")
    assert disabled(NEWS)._.quotes == nlp(NEWS)._.quotes


def test_two_instances_with_keys_of_their_own_do_not_mix(tiny_model: Path) -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("quoteattr", config={"model": str(tiny_model)})
    options = {"model": str(tiny_model), "spans_key": "direct", "kinds": ["direct"], "nested": False}
    nlp.add_pipe("quoteattr", name="direct", config=options)
    doc = nlp(NEWS)
    alone = with_ruler(tiny_model, "quoteattr")(NEWS)
    assert record(doc) == record(alone)
    assert {quote.kind for quote in quotes(doc, spans_key="direct")} <= {"direct"}
    assert len(quotes(doc, spans_key="direct")) < len(quotes(doc))


def characters(vocab: Vocab, text: str) -> Doc:
    """A token a character."""
    return Doc(vocab, words=list(text), spaces=[False] * len(text))


def one_token(vocab: Vocab, text: str) -> Doc:
    """The whole text as one token."""
    return Doc(vocab, words=[text], spaces=[False])


def blanks(vocab: Vocab, text: str) -> Doc:
    """Cut at blanks, marks and commas left on the words."""
    words = text.split(" ")
    return Doc(vocab, words=words, spaces=[True] * (len(words) - 1) + [False])


@pytest.mark.parametrize("tokenize", [characters, one_token, blanks])
def test_any_tokenizer_will_do(tiny_model: Path, tokenize: object) -> None:
    nlp = with_ruler(tiny_model, "quoteattr")
    nlp.tokenizer = lambda text: tokenize(nlp.vocab, text)  # type: ignore[operator]
    doc = nlp(NEWS.strip())
    assert doc.text == NEWS.strip()
    assert list(faults(record(doc))) == []
    assert quotes(doc)


def test_a_token_a_character_keeps_the_offsets_that_were_found(tiny_model: Path) -> None:
    nlp = with_ruler(tiny_model, "quoteattr")
    (found,) = nlp.get_pipe("quoteattr").engine.records([NEWS], [""])  # type: ignore[attr-defined]
    assert record(nlp(characters(nlp.vocab, NEWS))) == found


@pytest.mark.parametrize("words", [[], ["\n\n"], [" ", "\t"], ["“", "”"]], ids=repr)
def test_docs_with_nothing_to_say_have_no_quotes(tiny_nlp: Language, words: list[str]) -> None:
    doc = tiny_nlp(Doc(tiny_nlp.vocab, words=words, spaces=[False] * len(words)))
    assert list(faults(record(doc))) == []
    assert all(quote.text.strip() for quote in quotes(doc))


@pytest.mark.skipif(not hasattr(Language, "memory_zone"), reason="spaCy has memory zones since 3.8")
def test_a_memory_zone_forgets_the_words_of_its_docs(tiny_nlp: Language) -> None:
    before = record(tiny_nlp(NEWS))
    strings = len(tiny_nlp.vocab.strings)
    for number in range(3):
        with tiny_nlp.memory_zone():
            found = record(tiny_nlp(f"{NEWS}\n\n“We saw Zone{number} there,” said Inez Zoner{number}."))
            assert len(found["quotes"]) > 3
    assert len(tiny_nlp.vocab.strings) == strings
    assert record(tiny_nlp(NEWS)) == before
