from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example
from stub import StubAnalyzer

import quoteattr
import quoteattr.component
import quoteattr.engine
from quoteattr import SettingsError


def described(doc: Doc) -> list[tuple[str | None, str, str]]:
    return [
        (q.speaker.name if q.speaker else None, " ".join(s.text for s in q.cue), q.text) for q in doc._.quotes
    ]


def test_a_blank_pipeline_finds_who_said_what(nlp: Language, text: str) -> None:
    assert described(nlp(text)) == [
        ("Dana Whitfield", "said", "“We will rebuild,”"),
        ("Omar Reyes", "said", "that Dana Whitfield said that the plan works"),
        ("Dana Whitfield", "said", "that the plan works"),
        ("Omar Reyes", "wrote", "“No,”"),
    ]


def test_a_doc_that_the_component_has_not_seen_has_no_quotes() -> None:
    doc = spacy.blank("en")("“Yes,” said Ana Lima.")
    assert doc._.quotes == []
    assert doc._.speakers == []


@pytest.mark.parametrize("text", ["", " ", "\n\n", "No quotes here."])
def test_texts_without_quotes_give_none(nlp: Language, text: str) -> None:
    doc = nlp(text)
    assert doc._.quotes == []
    assert "quoteattr" in doc.spans


@pytest.mark.parametrize("batch_size", [1, 2, 3, 100])
def test_pipe_gives_the_same_as_single_calls_in_order(nlp: Language, text: str, batch_size: int) -> None:
    texts = [text, "", "“Yes,” said Ana Lima.", text + text, "Nothing."]
    single = [nlp(one)._.quotes for one in texts]
    assert [doc._.quotes for doc in nlp.pipe(texts, batch_size=batch_size)] == single
    assert [doc._.quotes for doc in nlp.pipe(texts, batch_size=batch_size)] == single


def test_predicting_does_not_change_the_doc(nlp: Language, text: str) -> None:
    doc = nlp.make_doc(text)
    component: Any = nlp.get_pipe("quoteattr")
    [analysis] = component.predict([doc])
    assert len(analysis.attributions) == 4
    assert not doc.spans


def test_running_again_replaces_what_was_found(nlp: Language, text: str) -> None:
    doc = nlp(text)
    first = doc._.quotes
    assert nlp(doc)._.quotes == first


def test_one_bad_text_does_not_cost_its_batch(nlp: Language) -> None:
    failed: list[str] = []

    def handler(name: str, component: object, docs: list[Doc], error: Exception) -> None:
        failed.extend(doc.text for doc in docs)

    component: Any = nlp.get_pipe("quoteattr")
    component.set_error_handler(handler)
    docs = list(nlp.pipe(["“Yes,” said Ana Lima.", "FAIL", "“No,” said Bo Ek."]))
    assert [doc._.quotes[0].text for doc in docs] == ["“Yes,”", "“No,”"]
    assert failed == ["FAIL"]


def test_errors_are_raised_by_default(nlp: Language) -> None:
    with pytest.raises(RuntimeError, match="cannot read"):
        nlp("FAIL")
    with pytest.raises(RuntimeError, match="cannot read"):
        list(nlp.pipe(["Fine.", "FAIL"]))


def test_the_model_is_not_loaded_before_it_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise AssertionError("loaded")

    monkeypatch.setattr(quoteattr.engine, "analyzer_class", fail)
    nlp = spacy.blank("en")
    nlp.add_pipe("quoteattr")
    assert nlp.pipe_names == ["quoteattr"]


def test_threads_share_one_model(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    loads: list[int] = []

    class Counted(StubAnalyzer):
        @classmethod
        def load(cls, path: str | Path | None = None, *, device: str | None = None) -> StubAnalyzer:
            loads.append(1)
            return super().load(path, device=device)

    monkeypatch.setattr(quoteattr.engine, "analyzer_class", lambda: Counted)
    nlp = spacy.blank("en")
    nlp.add_pipe("quoteattr")
    with ThreadPoolExecutor(8) as pool:
        counts = list(pool.map(lambda _: len(nlp(text)._.quotes), range(64)))
    assert counts == [4] * 64
    assert len(loads) == 1


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_processes_give_the_same_quotes(
    nlp: Language, text: str, method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import multiprocessing

    component: Any = nlp.get_pipe("quoteattr")
    component.engine.analyzer = StubAnalyzer("trained here")
    monkeypatch.setattr("spacy.language.mp", multiprocessing.get_context(method))
    texts = [text, "", "“Yes,” said Ana Lima."] * 3
    single = [(nlp(one)._.quotes, nlp(one)._.speakers) for one in texts]
    docs = list(nlp.pipe(texts, n_process=2, batch_size=2))
    assert [(doc._.quotes, doc._.speakers) for doc in docs] == single


def test_hand_made_tokens_and_spaces_work(nlp: Language) -> None:
    words = ["\n", "“Go", "!”", "said", "\u00a0", "Ana", "Lima", " ", "."]
    doc = nlp(
        Doc(nlp.vocab, words=words, spaces=[False, False, True, True, False, True, False, False, False])
    )
    assert doc.text == "\n“Go!” said \u00a0Ana Lima ."
    assert doc._.quotes == []
    words[4] = "Ms"
    doc = nlp(Doc(nlp.vocab, words=words, spaces=[False, False, True, True, True, True, False, False, False]))
    [quote] = doc._.quotes
    assert quote.text == "“Go!”"
    assert [span.text for span in quote.source] == ["Ms Ana Lima"]


def test_a_content_that_shares_a_token_widens_to_it(nlp: Language) -> None:
    doc = Doc(nlp.vocab, words=["So:“Go,”", "said", "Ana", "Lima", "."])
    assert [quote.text for quote in nlp(doc)._.quotes] == ["So:“Go,”"]


def test_contents_neither_begin_nor_end_with_blank_tokens(nlp: Language) -> None:
    [quote] = nlp("Ana Lima said that \n\n taxes fall \n\n.")._.quotes
    assert quote.text.startswith("that")
    assert quote.text.endswith("fall")


@pytest.mark.parametrize("before", [True, False])
def test_merged_entities_before_or_after(stub_model: object, before: bool) -> None:
    nlp = spacy.blank("en")
    ruler: Any = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "PERSON", "pattern": "Ana Lima"}])
    nlp.add_pipe("quoteattr")
    nlp.add_pipe("merge_entities", before="quoteattr" if before else None)
    doc = nlp("On Friday Ana Lima said that Ana Lima left. “Yes,” said Ana Lima.")
    assert [quote.text for quote in doc._.quotes] == ["that Ana Lima left", "“Yes,”"]
    assert [span.text for span in doc._.quotes[1].source] == ["Ana Lima"]
    assert [ent.text for ent in doc.ents] == ["Ana Lima"] * 3


def test_disabled_it_leaves_docs_alone(nlp: Language, text: str) -> None:
    with nlp.select_pipes(disable="quoteattr"):
        assert not nlp(text).spans


def test_it_says_what_it_assigns(nlp: Language) -> None:
    assert set(nlp.get_pipe_meta("quoteattr").assigns) == {"doc.spans", "doc._.quotes", "doc._.speakers"}
    assert nlp.analyze_pipes()["problems"] == {"quoteattr": []}


def test_evaluate_scores_against_reference_quotes(
    nlp: Language, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[int, int]] = []

    def score_records(gold: list[dict[str, Any]], predicted: list[dict[str, Any]]) -> dict[str, float]:
        seen.extend((len(g["quotes"]), len(p["quotes"])) for g, p in zip(gold, predicted, strict=True))
        return {"f": 1.0}

    monkeypatch.setitem(sys.modules, "quoteattr.evaluation", type(sys)("quoteattr.evaluation"))
    monkeypatch.setattr(sys.modules["quoteattr.evaluation"], "score_records", score_records, raising=False)
    reference = nlp(text)
    scores = nlp.evaluate([Example(nlp.make_doc(text), reference)])
    assert scores["quotes_f"] == 1.0
    assert seen == [(4, 4)]


def test_importing_the_component_imports_no_torch() -> None:
    script = (
        "import sys, quoteattr, quoteattr.component\n"
        "heavy = {'torch', 'transformers', 'datasets'} & {name.split('.')[0] for name in sys.modules}\n"
        "assert not heavy, heavy\n"
    )
    # torch-aware parts of spaCy's own machinery import torch where it is installed: shut it out
    blocked = "import sys; sys.modules.update(dict.fromkeys(['torch', 'transformers', 'datasets']))\n"
    check = script.replace("in sys.modules}", "in sys.modules if sys.modules[name] is not None}")
    subprocess.run([sys.executable, "-c", blocked + check], check=True)


def test_a_broken_torch_breaks_no_blank_pipeline() -> None:
    script = (
        "import sys; sys.modules.update(dict.fromkeys(['torch', 'transformers', 'datasets']))\n"
        "import quoteattr.component, spacy\n"
        "nlp = spacy.blank('en'); nlp.add_pipe('quoteattr'); print(nlp.pipe_names)\n"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout == "['quoteattr']\n"


@pytest.mark.parametrize("factory", [lambda text: text, lambda text: text + "\n" * 3])
def test_unicode_of_every_kind_keeps_its_offsets(nlp: Language, factory: Callable[[str], str]) -> None:
    text = factory("\u200b“😀 مرحبا \u202e x\x00,” said Ana Lima.\u2028\u00a0")
    doc = nlp(text)
    [quote] = doc._.quotes
    assert doc.text == text
    assert text[quote.start_char : quote.end_char].strip("\u200b") == "“😀 مرحبا \u202e x\x00,”"


def test_every_error_has_one_base() -> None:
    raised = [getattr(quoteattr, name) for name in quoteattr.__all__ if name.endswith("Error")]
    assert len(raised) >= 6
    assert all(issubclass(error, quoteattr.QuoteattrError) for error in raised)


def test_scores_of_two_instances_keep_apart(stub_model: object, text: str) -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("quoteattr")
    nlp.add_pipe("quoteattr", name="written", config={"spans_key": "written", "media": ["writing"]})
    gold = nlp(text)
    del gold.spans["written"]
    quoteattr.quotes(gold)
    blank = spacy.blank("en")
    blank.add_pipe("quoteattr", config={"spans_key": "written"})
    gold = blank(gold)  # the reference has all quotes under both keys
    figures = nlp.evaluate([Example(nlp.make_doc(text), gold)])
    assert figures["quotes_f"] == 1.0
    assert figures["quotes_written_f"] < 1.0


def test_a_taken_extension_is_an_error_that_says_what_to_do(stub_model: object, text: str) -> None:
    ours = Doc.get_extension("quotes")
    Doc.set_extension("quotes", default=[], force=True)
    try:
        assert spacy.blank("en")(text).text == text  # pipelines without the component are not concerned
        with pytest.raises(SettingsError, match=r"Doc\._\.quotes is taken.*remove_extension\('quotes'\)"):
            spacy.blank("en").add_pipe("quoteattr")
        Doc.remove_extension("quotes")
        nlp = spacy.blank("en")
        nlp.add_pipe("quoteattr")
        assert len(nlp(text)._.quotes) == 4
    finally:
        Doc.set_extension("quotes", getter=ours[2], force=True)


@pytest.mark.parametrize("flag", ["-O", "-OO"])
def test_python_without_docstrings_works_or_says_what_to_do(tiny_model: Path, flag: str) -> None:
    script = (
        "import spacy; nlp = spacy.blank('en')\n"
        "import quoteattr, quoteattr.component\n"
        f"nlp.add_pipe('quoteattr', config={{'model': {str(tiny_model)!r}}})\n"
        "try: print(len(nlp('“We will vote,” said Ana Lima. He denied that it was late.')._.quotes) > 0)\n"
        "except quoteattr.ModelError as error: print(error)\n"
    )
    run = subprocess.run([sys.executable, flag, "-c", script], capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    told = "transformers needs them; start Python with -O at most" if flag == "-OO" else "True\n"
    assert run.stdout == "True\n" or told in run.stdout
