"""The built wheel: what it holds, and that it works with the source tree gone."""

from __future__ import annotations

import os
import re
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
    (source / "docs").mkdir()
    shutil.copy(ROOT / "docs" / "package.md", source / "docs")
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
    assert {"quoteattr/py.typed", "quoteattr/speakers/words.json"} <= held
    bundled = {"config.json", "model.safetensors", "speakers.safetensors", "tokenizer.json", "README.md"}
    assert {f"quoteattr/network/weights/{name}" for name in bundled} <= held
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


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A source distribution, unpacked."""
    source, folder = tmp_path_factory.mktemp("tree"), tmp_path_factory.mktemp("sdist")
    for path in ROOT.iterdir():
        if path.is_file() and not path.name.startswith("."):
            shutil.copy(path, source)
    for name in ("quoteattr", "tests", "docs", "examples", "benchmarks"):
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    build = "import sys; from setuptools import build_meta; build_meta.build_sdist(sys.argv[1])"
    done = subprocess.run(
        [sys.executable, "-c", build, str(folder)], cwd=source, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    [archive] = folder.glob("*.tar.gz")
    shutil.unpack_archive(archive, folder)
    [unpacked] = (path for path in folder.iterdir() if path.is_dir())
    return unpacked


def test_the_source_distribution_holds_what_its_tests_and_pages_need(sdist: Path) -> None:
    for name in ("tests", "docs", "examples", "benchmarks"):
        wanted = {
            path.relative_to(ROOT).as_posix()
            for path in (ROOT / name).rglob("*")
            if path.is_file() and "__pycache__" not in path.parts
        }
        held = {path.relative_to(sdist).as_posix() for path in (sdist / name).rglob("*")}
        assert wanted - held == set()


def test_the_tests_of_the_source_distribution_run(sdist: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/test_quotes.py"],
        cwd=sdist,
        env={**os.environ, "PYTHONPATH": str(sdist)},
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stdout + run.stderr


def test_what_a_package_index_shows_needs_nothing_beside_it() -> None:
    shown = (ROOT / "docs" / "package.md").read_text(encoding="utf-8")
    assert re.findall(r"\]\((?!https://)[^)]*\)", shown) == []
