"""The tests against the built wheel in an environment of its own: `python -m benchmarks.supported --lowest`.

The wheel and the tests are all that is taken along; tests of the source tree itself (pages, fixtures, the building of
the wheel) stay behind. `--lowest` pins the dependencies to the oldest versions that `pyproject.toml` allows.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from packaging.requirements import Requirement

from benchmarks.dependencies import own_requirements
from benchmarks.environments import CannotInstallError, Environment
from benchmarks.reporting import ROOT

_BESIDE_THE_LOWEST = "pyarrow<25"
"""Later ones want NumPy 2, which the oldest torch and spaCy do not take, and datasets does not say so."""
_TOOLS = ("pytest>=8", "hypothesis>=6.100", "scipy>=1.11", "setuptools>=77")
_OF_THE_TREE = (
    "test_benchmarks_page.py",
    "test_docs.py",
    "test_fixtures.py",
    "test_package.py",
    "test_regression.py",
)
_SOURCES = ("pyproject.toml", "README.md", "LICENSE")
_TOLD = """
import json, sys
from importlib import metadata
from pathlib import Path
import quoteattr
where = Path(quoteattr.__file__)
assert where.is_relative_to(Path(sys.prefix)), f"{where} is not the installed copy"
names = ("spacy", "transformers", "torch", "datasets", "numpy")
print(json.dumps({"python": sys.version.split()[0], **{name: metadata.version(name) for name in names}}))
"""


def lowest(requirement: str) -> str:
    """The oldest version that a requirement such as "spacy>=3.7" allows, as a pin."""
    parsed = Requirement(requirement)
    (version,) = [spec.version for spec in parsed.specifier if spec.operator == ">="]
    return f"{parsed.name}=={version}" + (".0" if version.count(".") == 1 else "")


def build_wheel(folder: Path) -> Path:
    """Build the package's wheel into a folder, from a copy of the sources."""
    source = folder / "source"
    source.mkdir()
    for name in _SOURCES:
        shutil.copy(ROOT / name, source)
    shutil.copytree(ROOT / "quoteattr", source / "quoteattr", ignore=shutil.ignore_patterns("__pycache__"))
    build = "import sys; from setuptools import build_meta; build_meta.build_wheel(sys.argv[1])"
    subprocess.run(
        [sys.executable, "-c", build, str(folder)], cwd=source, check=True, stdout=subprocess.DEVNULL
    )
    shutil.rmtree(source)
    (wheel,) = folder.glob("*.whl")
    return wheel


def run_tests(interpreter: Path, extra: Sequence[str]) -> tuple[dict[str, str], int]:
    """Install the wheel, run the tests in an empty folder, and tell the versions and pytest's exit status."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        wheel = build_wheel(folder)
        install = [
            str(interpreter),
            "-m",
            "pip",
            "install",
            "--quiet",
            "--no-deps",
            "--force-reinstall",
            str(wheel),
        ]
        subprocess.run(install, check=True)
        wheel.unlink()
        shutil.copytree(
            ROOT / "tests", folder / "tests", ignore=shutil.ignore_patterns("__pycache__", *_OF_THE_TREE)
        )
        alone = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
        told = subprocess.run(
            [str(interpreter), "-c", _TOLD], cwd=folder, env=alone, check=True, capture_output=True, text=True
        )
        tests = subprocess.run(
            [str(interpreter), "-m", "pytest", "-q", "tests", *extra], cwd=folder, env=alone
        )
        return json.loads(told.stdout), tests.returncode


def main(argv: Sequence[str] | None = None) -> int:
    """Test one combination of Python and dependencies; the exit status is pytest's."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.supported", description=__doc__)
    parser.add_argument("--python", default="3.11", help="default: %(default)s")
    parser.add_argument("--lowest", action="store_true", help="the oldest dependencies instead of the newest")
    parser.add_argument(
        "--interpreter", type=Path, help="of an environment that is there, instead of making one"
    )
    args, extra = parser.parse_known_args(argv)
    pins = (
        [*(lowest(line) for line in own_requirements()), _BESIDE_THE_LOWEST]
        if args.lowest
        else own_requirements()
    )
    name = f"{'lowest' if args.lowest else 'newest'}-{args.python}"
    try:
        interpreter = args.interpreter or Environment(name, (*pins, *_TOOLS), (args.python,)).python()
    except CannotInstallError as error:
        print(f"benchmarks.supported: {error}", file=sys.stderr)
        return 1
    versions, status = run_tests(interpreter.absolute(), extra)
    print(", ".join(f"{package} {version}" for package, version in versions.items()))
    return status


if __name__ == "__main__":
    sys.exit(main())
