"""The tests against the built wheel, with the newest and with the oldest dependencies: `nox`."""

from __future__ import annotations

import re
from pathlib import Path

import nox

OLDEST = ("pyarrow<25",)  # later ones want NumPy 2, which the oldest torch and spaCy do not take
OF_THE_TREE = ("benchmarks", "benchmarks_page", "docs", "fixtures", "package", "regression", "world_scorer")


def _pins() -> list[str]:
    """The oldest versions that pyproject.toml allows."""
    text = Path("pyproject.toml").read_text(encoding="utf-8")
    block = re.search(r"^dependencies = \[(.*?)^\]", text, re.DOTALL | re.MULTILINE)
    assert block is not None
    return [line.replace(">=", "==") + ".*" for line in re.findall(r'"([^"]+)"', block[1])]


@nox.session(python=["3.10", "3.11", "3.12", "3.13"])
@nox.parametrize("versions", ["newest", "oldest"])
def tests(session: nox.Session, versions: str) -> None:
    """Install the wheel alone and run the tests from an empty folder, the source tree out of reach."""
    pins = [*_pins(), *OLDEST] if versions == "oldest" else []
    wheels = session.create_tmp()
    session.run("python", "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", wheels, ".")
    (wheel,) = Path(wheels).glob("*.whl")
    session.install(f"{wheel}[test]", *pins)
    folder = Path(session.create_tmp()) / "away"
    session.run(
        "python",
        "-c",
        f"import shutil; shutil.copytree('tests', {str(folder / 'tests')!r}, dirs_exist_ok=True)",
    )
    session.chdir(folder)
    away = [f"--ignore=tests/test_{name}.py" for name in OF_THE_TREE]
    session.run("python", "-m", "pytest", "-q", "tests", *away, *session.posargs)
