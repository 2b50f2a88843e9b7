"""A pipeline saved, as bytes, pickled: its weights and options come back."""

import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import spacy
from spacy.language import Language
from stub import StubAnalyzer

import quoteattr
import quoteattr.component
import quoteattr.engine
from quoteattr import ModelError, SettingsError


def test_a_saved_pipeline_moves_and_loads_in_a_new_process(nlp: Language, text: str, tmp_path: Path) -> None:
    component: Any = nlp.get_pipe("quoteattr")
    component.engine.analyzer = StubAnalyzer("trained here")
    nlp.to_disk(tmp_path / "here")
    (tmp_path / "here").rename(tmp_path / "there")
    script = (
        f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r})\n"
        "import spacy, quoteattr.component, quoteattr.engine, stub\n"
        "quoteattr.engine.analyzer_class = lambda: stub.StubAnalyzer\n"
        f"nlp = spacy.load({str(tmp_path / 'there')!r})\n"
        f"doc = nlp({text!r})\n"
        "print(nlp.get_pipe('quoteattr').engine.analyzer.note)\n"
        "print(ascii(quoteattr.record(doc)))\n"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout.splitlines() == ["trained here", ascii(quoteattr.record(nlp(text)))]


def test_a_saved_pipeline_keeps_its_options(stub_model: object, text: str, tmp_path: Path) -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("quoteattr", config={"kinds": ["direct"], "spans_key": "mine"})
    nlp.to_disk(tmp_path)
    doc = spacy.load(tmp_path)(text)
    assert [quote.kind for quote in quoteattr.quotes(doc, spans_key="mine")] == ["direct", "direct"]


def test_a_saved_pipeline_without_its_model_is_refused(nlp: Language, tmp_path: Path) -> None:
    nlp.to_disk(tmp_path)
    (tmp_path / "quoteattr" / "model" / "note.txt").unlink()
    with pytest.raises(ModelError, match=r"note\.txt is missing"):
        spacy.load(tmp_path)


def test_bytes_hold_the_model(nlp: Language, stub_model: object, text: str) -> None:
    component: Any = nlp.get_pipe("quoteattr")
    component.engine.analyzer = StubAnalyzer("trained here")
    other = spacy.blank("en")
    loaded: Any = other.add_pipe("quoteattr")
    other.from_bytes(nlp.to_bytes())
    assert loaded.engine.analyzer.note == "trained here"
    assert component.to_bytes() == component.to_bytes()


def test_the_model_can_be_left_out(nlp: Language, stub_model: object, tmp_path: Path) -> None:
    component: Any = nlp.get_pipe("quoteattr")
    component.engine.analyzer = StubAnalyzer("trained here")
    component.to_disk(tmp_path, exclude=["model"])
    assert list(tmp_path.iterdir()) == []
    component.from_disk(tmp_path, exclude=["model"])
    data = component.to_bytes(exclude=["model"])
    component.from_bytes(data, exclude=["model"])
    assert component.engine.analyzer.note == "trained here"
    with pytest.raises(ModelError, match="no model"):
        component.from_bytes(data)


def test_bytes_that_are_no_model_are_refused(nlp: Language) -> None:
    component: Any = nlp.get_pipe("quoteattr")
    with pytest.raises(ModelError, match="no readable model"):
        component.engine.from_bytes(b"rubbish")


def test_pickling_keeps_the_weights_that_were_loaded(nlp: Language, text: str) -> None:
    component: Any = nlp.get_pipe("quoteattr")
    component.engine.analyzer = StubAnalyzer("trained here")
    other = pickle.loads(pickle.dumps(nlp))
    assert other.get_pipe("quoteattr").engine.analyzer.note == "trained here"
    assert other(text)._.quotes == nlp(text)._.quotes


def test_a_saved_pipeline_is_not_read_over_a_model_asked_for(
    nlp: Language, text: str, tmp_path: Path
) -> None:
    nlp.to_disk(tmp_path)
    other = {"components": {"quoteattr": {"model": "another"}}}
    with pytest.raises(SettingsError, match=r"'model' is 'another'.*weights of its own.*exclude"):
        spacy.load(tmp_path, config=other)
    loaded = spacy.load(tmp_path, exclude=["quoteattr"])
    loaded.add_pipe("quoteattr", config={"model": str(tmp_path / "quoteattr" / "model")})
    assert loaded(text)._.quotes == nlp(text)._.quotes
    loaded.to_disk(tmp_path / "again")  # its config names the model, and so does the folder: no contradiction
    assert spacy.load(tmp_path / "again")(text)._.quotes == nlp(text)._.quotes
    with pytest.raises(SettingsError, match="weights of its own"):
        loaded.from_bytes(nlp.to_bytes())
