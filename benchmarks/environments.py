"""Virtual environments for other systems, each its own, made where git does not look."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.reporting import ROOT, SCRATCH

_INSTALL_SECONDS = 3600
_DONE = "complete"


class CannotInstallError(Exception):
    """An environment could not be made; the message says why in one line."""


@dataclass(frozen=True, slots=True)
class Environment:
    """What a system needs.

    Attributes:
        name: The folder's name.
        requirements: Packages, as pip takes them.
        pythons: Versions of Python to try in order, such as "3.10"; empty for the running one.
        check: A line of Python that must run for the environment to count as complete.
    """

    name: str
    requirements: tuple[str, ...]
    pythons: tuple[str, ...] = ()
    check: str = "pass"

    def python(self) -> Path:
        """Make the environment unless it is there, and give its interpreter.

        Raises:
            CannotInstallError: No such Python, or pip or the check fails.
        """
        folder = SCRATCH / "environments" / self.name
        interpreter = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
        if (folder / _DONE).is_file():
            return interpreter
        print(f"making the environment {self.name!r} …", file=sys.stderr)
        _call([_find(self.pythons), "-m", "venv", "--clear", str(folder)])
        _call([str(interpreter), "-m", "pip", "install", "--quiet", *self.requirements])
        _call([str(interpreter), "-c", self.check])
        (folder / _DONE).touch()
        return interpreter


def run_module(
    interpreter: Path, module: str, arguments: Sequence[str], *, threads: int | None = None
) -> None:
    """Run a module of this project under another interpreter.

    Args:
        interpreter: The interpreter.
        module: Such as "benchmarks.workers.textacy_quotes".
        arguments: Its arguments.
        threads: How many threads numerical libraries may use; as they please by default.

    Raises:
        RuntimeError: It failed; the message is the last line that it wrote.
    """
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])}
    if threads is not None:
        for library in ("OMP", "MKL", "OPENBLAS", "BLIS"):
            environment[f"{library}_NUM_THREADS"] = str(threads)
    done = subprocess.run(
        [str(interpreter), "-m", module, *arguments], env=environment, capture_output=True, text=True
    )
    if done.returncode:
        raise RuntimeError(_last_line(done.stderr) or f"{module} ended with code {done.returncode}")


def _find(pythons: Sequence[str]) -> str:
    if not pythons:
        return sys.executable
    for version in pythons:
        if found := _interpreter(version):
            return found
    raise CannotInstallError(f"no Python {' or '.join(pythons)} on this machine")


def _interpreter(version: str) -> str | None:
    """An interpreter of this version that runs: pyenv leaves names on the path that do not."""
    candidates = [shutil.which(f"python{version}")]
    home = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    candidates += [str(path) for path in sorted(home.glob(f"{version}.*/bin/python"))]
    for candidate in candidates:
        if candidate and not subprocess.run([candidate, "-c", ""], capture_output=True).returncode:
            return candidate
    return None


def _call(command: Sequence[str]) -> None:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_INSTALL_SECONDS)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise CannotInstallError(type(error).__name__) from error
    if done.returncode:
        raise CannotInstallError(_last_line(done.stderr))


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    errors = [line for line in lines if "error" in line.lower()]
    return (errors or lines or [""])[-1][:200]
