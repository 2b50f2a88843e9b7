"""The options of the component: what they keep, and what is refused."""

from pathlib import Path
from typing import Any

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Span
from stub import StubAnalyzer

import quoteattr
import quoteattr.component
import quoteattr.engine
from quoteattr import ModelError, SettingsError


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"kinds": ["direct"]}, ["“We will rebuild,”", "“No,”"]),
        ({"media": ["writing"]}, ["“No,”"]),
        ({"threshold": 0.8}, ["“We will rebuild,”", "“No,”"]),
        ({"nested": False}, ["“We will rebuild,”", "that Dana Whitfield said that the plan works", "“No,”"]),
    ],
)
def test_options_choose_what_is_kept(
    stub_model: object, text: str, options: dict[str, Any], expected: list[str]
) -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("quoteattr", config=options)
    assert [quote.text for quote in nlp(text)._.quotes] == expected


def test_a_speaker_left_without_quotes_is_left_out(stub_model: object, text: str) -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("quoteattr", config={"media": ["writing"]})
    assert [speaker.name for speaker in nlp(text)._.speakers] == ["Omar Reyes"]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"kinds": ["foo"]}, "'foo'.*'direct'"),
        ({"kinds": []}, "'kinds' is empty"),
        ({"media": ["song"]}, "'song'.*'speech'"),
        ({"threshold": 1.5}, "'threshold' is 1.5; give a number from 0 to 1"),
        ({"batch_size": 0}, "'batch_size' is 0"),
        ({"spans_key": ""}, "'spans_key' is empty"),
        ({"clusters": " "}, "'clusters' is empty"),
        ({"model": ""}, "'model' is empty"),
    ],
)
def test_values_that_mean_nothing_are_refused(options: dict[str, Any], told: str) -> None:
    with pytest.raises(SettingsError, match=told):
        spacy.blank("en").add_pipe("quoteattr", config=options)


@pytest.mark.parametrize(("option", "value"), [("colour", "red"), ("threshold", "high"), ("kinds", 3)])
def test_unknown_and_wrongly_typed_options_are_named(option: str, value: object) -> None:
    with pytest.raises(ValueError, match=option):
        spacy.blank("en").add_pipe("quoteattr", config={option: value})


def test_a_model_that_is_nowhere_is_named_at_first_use() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("quoteattr", config={"model": "no/such/folder"})
    with pytest.raises(ModelError, match=r"no/such/folder.*check the path"):
        nlp("Text.")


def test_two_instances_keep_apart(stub_model: object, text: str) -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("quoteattr")
    nlp.add_pipe("quoteattr", name="written", config={"spans_key": "written", "media": ["writing"]})
    doc = nlp(text)
    assert len(doc._.quotes) == 4
    assert [quote.text for quote in quoteattr.quotes(doc, spans_key="written")] == ["“No,”"]
    assert [speaker.name for speaker in quoteattr.speakers(doc, spans_key="written")] == ["Omar Reyes"]


def test_entities_and_clusters_of_others_are_handed_on_when_asked_for(stub_model: object) -> None:
    nlp = spacy.blank("en")
    component: Any = nlp.add_pipe("quoteattr", config={"entities": True, "clusters": "coref_clusters"})
    analyzer = StubAnalyzer()
    component.engine.analyzer = analyzer
    doc = nlp.make_doc("Ana Lima said she left.")
    doc.ents = [Span(doc, 0, 2, label="PERSON")]
    doc.spans["coref_clusters_1"] = [doc[0:2], doc[3:4]]
    doc.spans["coref_clusters_head_1"] = [doc[1:2]]
    nlp(doc)
    [hints] = analyzer.hints
    assert hints.clusters == (((0, 8), (14, 17)),)
    assert hints.entities == ((0, 8, "PERSON"),)
    assert [(ent.text, ent.label_) for ent in doc.ents] == [("Ana Lima", "PERSON")]


def test_entities_are_not_looked_at_by_default(nlp: Language) -> None:
    component: Any = nlp.get_pipe("quoteattr")
    analyzer = component.engine.analyzer
    doc = nlp.make_doc("Ana Lima left.")
    doc.ents = [Span(doc, 0, 2, label="PERSON")]
    nlp(doc)
    assert analyzer.hints == []


def test_options_may_differ_from_call_to_call(nlp: Language, text: str) -> None:
    def kept(**options: Any) -> list[list[str]]:
        cfg = {"quoteattr": options}
        single = nlp(text, component_cfg=cfg)
        piped = next(iter(nlp.pipe([text], component_cfg=cfg)))
        return [[quote.text for quote in doc._.quotes] for doc in (single, piped)]

    assert kept(threshold=0.8) == [["“We will rebuild,”", "“No,”"]] * 2
    assert kept(kinds=["direct"], media=["writing"]) == [["“No,”"]] * 2
    assert [len(quotes) for quotes in kept(nested=False)] == [3, 3]
    assert len(nlp(text)._.quotes) == 4


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"model": "other"}, r"'model' cannot be changed for one call.*config=\{'model'"),
        ({"threshold": 7}, "'threshold' is 7"),
        ({"kinds": "direct"}, "'kinds' is the string 'direct'"),
    ],
)
def test_options_of_one_call_are_checked(nlp: Language, options: dict[str, Any], told: str) -> None:
    nlp.set_error_handler(lambda *_: None)  # a slip is told even where faulty texts are passed over
    component: Any = nlp.get_pipe("quoteattr")
    with pytest.raises(SettingsError, match=told):
        list(component.pipe([nlp.make_doc("a")], **options))


@pytest.mark.parametrize(
    ("device", "name"), [(0, "cuda:0"), ("1", "cuda:1"), ("cpu", "cpu"), ("cuda", "cuda"), (None, None)]
)
def test_a_device_may_be_a_number(
    monkeypatch: pytest.MonkeyPatch, device: str | int | None, name: str | None
) -> None:
    asked: list[str | None] = []

    class Noting(StubAnalyzer):
        @classmethod
        def load(cls, path: str | Path | None = None, *, device: str | None = None) -> StubAnalyzer:
            asked.append(device)
            return super().load(path, device=device)

    monkeypatch.setattr(quoteattr.engine, "analyzer_class", lambda: Noting)
    nlp = spacy.blank("en")
    nlp.add_pipe("quoteattr", config={"device": device})
    nlp("Text.")
    assert asked == [name]


def test_a_device_that_is_not_there_is_told_once_and_not_per_text(tiny_model: Path) -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("quoteattr", config={"model": str(tiny_model), "device": 99})
    told: list[int] = []
    nlp.set_error_handler(lambda _name, _pipe, docs, _error: told.append(len(docs)))
    list(nlp.pipe(["One.", "Two.", "Three."]))
    assert told == [3]


def test_without_quotes_inside_the_outer_ones_stay(tiny_nlp: Language) -> None:
    from nasty import NEWS

    every = tiny_nlp(NEWS)._.quotes
    flat = tiny_nlp(NEWS, component_cfg={"quoteattr": {"nested": False}})._.quotes
    outer = [(quote.text, quote.start_char) for quote in every if quote.parent is None]
    assert [(quote.text, quote.start_char) for quote in flat] == outer
