"""What the commands beside `quoteattr extract` do, and its table."""

import json
import sys
import types
from pathlib import Path
from typing import Any

import pytest
from spacy.language import Language
from stub import StubAnalyzer

import quoteattr
from quoteattr.cli import main
from quoteattr.cli.table import format_table

pytestmark = pytest.mark.usefixtures("stub_model")


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    (folder / "more").mkdir(parents=True)
    (folder / "a.txt").write_text("“Yes,” said Ana Lima.", encoding="utf-8")
    (folder / "more" / "b.txt").write_text("“No,” wrote Bo Ek.", encoding="utf-8")
    return folder


def test_a_terminal_gets_a_table(text: str, nlp: Language) -> None:
    table = format_table(quoteattr.record(nlp(text), id="a.txt"), width=64)
    assert table == (
        "a.txt\n"
        "  Dana Whitfield  said        “We will rebuild,”\n"
        "  Omar Reyes      said        that Dana Whitfield said that the\n"
        "                              plan works\n"
        "  Dana Whitfield  said          ↳ that the plan works\n"
        "  Omar Reyes      wrote       “No,”\n"
        "                  (writing)\n\n"
    )


def test_a_text_cannot_drive_the_terminal(nlp: Language) -> None:
    record = quoteattr.record(nlp("“\x1b[2J\u202eYes,” said Ana Lima."), id="\x1b]0;title\x07")
    assert format_table(record, width=80).replace("\n", "").isprintable()


def test_render_writes_a_page(articles: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    assert main(["render", str(articles / "a.txt"), "-o", str(page)]) == 0
    assert "Ana Lima" in page.read_text(encoding="utf-8")


def test_render_shows_records_as_they_are(
    articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, page = tmp_path / "out.jsonl", tmp_path / "page.html"
    main(["extract", str(articles), "-o", str(out)])
    monkeypatch.setattr(StubAnalyzer, "load", None)
    assert main(["render", str(out), "-o", str(page)]) == 0
    assert page.read_text(encoding="utf-8").count("<article>") == 2


def test_evaluate_prints_the_figures(
    articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    evaluation = types.ModuleType("quoteattr.evaluation")
    evaluation.score_records = lambda gold, predicted: {  # type: ignore[attr-defined]
        "same": float([g["quotes"] for g in gold] == [p["quotes"] for p in predicted])
    }
    monkeypatch.setitem(sys.modules, "quoteattr.evaluation", evaluation)
    out = str(tmp_path / "out.jsonl")
    main(["extract", str(articles), "-o", out])
    assert main(["evaluate", out, out]) == 0
    assert main(["evaluate", out, "--json"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("same     1.000\n")
    assert json.loads(shown.split("\n", 1)[1]) == {"same": 1.0}


@pytest.fixture
def recipe(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """What the recipe is called with, in the place of a training."""
    calls: list[tuple[Any, ...]] = []
    module = types.ModuleType("quoteattr.training.recipe")
    module.train = lambda data, output, **options: calls.append((data, output, options))  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "quoteattr.training.recipe", module)
    other = types.ModuleType("quoteattr.training.distil")
    other.distil = lambda *places, **options: calls.append((*places, options))  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "quoteattr.training.distil", other)
    return calls


def test_train_hands_on_to_the_recipe(articles: Path, tmp_path: Path, recipe: list[tuple[Any, ...]]) -> None:
    more, model = articles / "more", tmp_path / "model"
    command = ["train", str(articles), str(more), "-o", str(model), "--seed", "3", "--start", str(more)]
    assert main(command) == 0
    [(data, output, options)] = recipe
    assert (data, output) == ([articles, more], model)
    assert options.pop("settings").seed == 3
    assert options == {"start": more, "device": None, "resume": True}


def test_train_hands_on_how_long_and_what_is_kept(articles: Path, recipe: list[tuple[Any, ...]]) -> None:
    folder = str(articles)
    assert main(["train", folder, "-o", "model", "--start", folder, "--blend", "--epochs", "4"]) == 0
    assert main(["train", folder, "-o", "model"]) == 0
    asked = [options["settings"] for *_, options in recipe]
    assert [(settings.epochs, settings.of_start) for settings in asked] == [(4, 0.5), (13, 0.0)]


def test_train_hands_a_teacher_on(articles: Path, tmp_path: Path, recipe: list[tuple[Any, ...]]) -> None:
    more, model = articles / "more", tmp_path / "model"
    assert main(["train", str(articles), "-o", str(model), "--distil", str(more), "--restart"]) == 0
    [(teacher, data, output, options)] = recipe
    assert (teacher, data, output) == (more, [articles], model)
    assert options.pop("settings").seed == 0
    assert options == {"device": None, "resume": False}


@pytest.mark.parametrize(
    ("options", "told"),
    [(["--distil", ".", "--start", "."], "leave out --start"), (["--blend"], "--blend needs --start")],
)
def test_train_starts_from_one_model(
    options: list[str],
    told: str,
    articles: Path,
    recipe: list[tuple[Any, ...]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(articles)
    assert main(["train", ".", "-o", "model", *options]) == 2
    assert told in capsys.readouterr().err
    assert recipe == []


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["missing"], "missing: there is no such folder; docs/training.md says"),
        (["empty"], "empty is empty; docs/training.md says"),
        (["a.txt"], "a.txt is no folder"),
        ([".", "--start", "missing"], "missing: there is no such folder; give the folder of a trained model"),
        (
            [".", "--distil", "missing"],
            "missing: there is no such folder; give the folder of a trained model",
        ),
        ([".", "-o", "a.txt"], "a.txt is a file; -o needs a folder"),
    ],
)
def test_train_names_what_is_missing(
    arguments: list[str],
    told: str,
    articles: Path,
    recipe: list[tuple[Any, ...]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (articles / "empty").mkdir()
    monkeypatch.chdir(articles)
    assert main(["train", "-o", "model", *arguments]) == 1
    assert told in capsys.readouterr().err
    assert recipe == []
