"""The built wheel: what it holds, and that it works with the source tree gone."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import quoteattr

ROOT = Path(__file__).parent.parent
MEGABYTE = 1_000_000


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel built from a copy of the sources, without network, so that the checkout stays clean."""
    source = tmp_path_factory.mktemp("source")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    shutil.copytree(ROOT / "quoteattr", source / "quoteattr", ignore=shutil.ignore_patterns("__pycache__"))
    build = "import sys; from setuptools import build_meta; print(build_meta.build_wheel(sys.argv[1]))"
    done = subprocess.run(
        [sys.executable, "-c", build, str(source / "dist")], cwd=source, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    [built] = (source / "dist").glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel's contents in a folder of their own."""
    folder = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def python(code: str, installed: Path, elsewhere: Path) -> str:
    """Run code in a new process that finds the installed copy first."""
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=elsewhere,
        env={**os.environ, "PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_the_wheel_holds_modules_types_data_and_weights(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        held = set(archive.namelist())
    modules = {path.relative_to(ROOT).as_posix() for path in (ROOT / "quoteattr").rglob("*.py")}
    assert modules <= held
    assert {"quoteattr/py.typed", "quoteattr/cues.tsv"} <= held
    bundled = {"config.json", "model.safetensors", "tokenizer.json", "README.md"}
    assert {f"quoteattr/model/bundled/{name}" for name in bundled} <= held
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in held)


def test_the_wheel_holds_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        tops = {name.split("/")[0] for name in archive.namelist()}
    assert tops == {"quoteattr", f"quoteattr-{quoteattr.__version__}.dist-info"}


def test_the_wheel_stays_small(wheel: Path) -> None:
    assert wheel.stat().st_size < 30 * MEGABYTE


def test_the_version_is_the_same_everywhere(wheel: Path) -> None:
    assert wheel.name.startswith(f"quoteattr-{quoteattr.__version__}-")


def test_the_installed_copy_is_found_by_spacy_without_an_import(installed: Path, tmp_path: Path) -> None:
    code = (
        "import spacy, sys\n"
        "nlp = spacy.blank('en')\n"
        "nlp.add_pipe('quoteattr')\n"
        "print(sys.modules['quoteattr'].__file__)\n"
        "quotes = nlp('“We will vote on Monday,” said Maria Lopez, the mayor.')._.quotes\n"
        "print(quotes[0].speaker.name)\n"
    )
    where, who = python(code, installed, tmp_path).splitlines()
    assert Path(where).is_relative_to(installed)
    assert who == "Maria Lopez"


HEAVY = "{'torch', 'transformers', 'datasets', 'safetensors', 'tokenizers'}"


@pytest.mark.parametrize("module", ["quoteattr", "quoteattr.cli"])
def test_importing_loads_neither_torch_nor_transformers_nor_datasets(
    module: str, installed: Path, tmp_path: Path
) -> None:
    assert python(f"import {module}, sys\nprint({HEAVY} & set(sys.modules))", installed, tmp_path) == "set()"


def test_the_component_loads_nothing_heavy_that_spacy_does_not(installed: Path, tmp_path: Path) -> None:
    code = (
        "import spacy, sys\n"
        f"before = {HEAVY} & set(sys.modules)\n"  # spaCy itself imports torch where it is installed
        "spacy.blank('en').add_pipe('quoteattr')\n"
        f"print({HEAVY} & set(sys.modules) - before)\n"
    )
    assert python(code, installed, tmp_path) == "set()"


def test_the_command_line_starts(installed: Path, tmp_path: Path) -> None:
    code = "import sys\nfrom quoteattr.cli import main\nmain(['--version'])"
    assert python(code, installed, tmp_path) == f"quoteattr {quoteattr.__version__}"
