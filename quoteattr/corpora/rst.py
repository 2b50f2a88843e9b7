"""Attributions in rhetorical structure trees, as GUM keeps them in rs4 files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from quoteattr.errors import RecordError

_POLARITIES = {
    "attribution-positive": "asserted",
    "attribution-negative": "negated",
    "attribution": "asserted",
}
_SIGNALS = {
    ("semantic", "attribution_source"): "source",
    ("lexical", "indicative_word"): "cue",
    ("lexical", "indicative_phrase"): "cue",
}


@dataclass(frozen=True, slots=True)
class Relation:
    """An attribution of a tree; all numbers count the file's words from 0.

    Attributes:
        content: Words of the unit that is attributed.
        source: Words that the annotators mark as its source.
        cue: Words that they mark as attributing.
        polarity: "asserted" or "negated".
    """

    content: frozenset[int]
    source: frozenset[int]
    cue: frozenset[int]
    polarity: str


@dataclass(slots=True)
class _Node:
    parent: str | None
    relation: str
    words: range


class Tree:
    """A rhetorical structure tree.

    Args:
        path: An rs4 file.

    Attributes:
        words: The text's words in order.

    Raises:
        RecordError: The file is not a tree in this format.
    """

    def __init__(self, path: Path) -> None:
        self.words: list[str] = []
        self._nodes: dict[str, _Node] = {}
        try:
            self._root = ElementTree.parse(path).getroot()
        except ElementTree.ParseError as error:
            raise RecordError(f"{path}: not XML ({error})") from None
        for element in self._root.iter():
            if element.tag in ("segment", "group"):
                before = len(self.words)
                self.words += (element.text or "").split() if element.tag == "segment" else []
                id = element.get("id") or ""
                words = range(before, len(self.words))
                self._nodes[id] = _Node(element.get("parent"), element.get("relname") or "", words)
        for id, node in self._nodes.items():
            if not id or (node.parent is not None and node.parent not in self._nodes):
                raise RecordError(f"{path}: node {id!r} hangs on {node.parent!r}, which is not in the file")
        self._covered = self._spans(path)

    def _spans(self, path: Path) -> dict[str, set[int]]:
        """The words under each node."""
        covered: dict[str, set[int]] = {id: set() for id in self._nodes}
        for id, node in self._nodes.items():
            if not node.words:
                continue
            above: str | None = id
            passed: set[str] = set()
            while above is not None:
                if above in passed:
                    raise RecordError(f"{path}: node {above!r} hangs on itself")
                passed.add(above)
                covered[above].update(node.words)
                above = self._nodes[above].parent
        return covered

    def attributions(self) -> Iterator[Relation]:
        """The attributions of the tree and of its secondary edges."""
        edges = [(id, id, node.parent, node.relation) for id, node in self._nodes.items()]
        edges += [
            (edge.get("id") or "", edge.get("source") or "", edge.get("target"), edge.get("relname") or "")
            for edge in self._root.iter("secedge")
        ]
        satellites: dict[str, set[int]] = {}
        for _, satellite, nucleus, relation in edges:
            if relation in _POLARITIES and nucleus in self._covered and satellite in self._covered:
                satellites.setdefault(nucleus, set()).update(self._covered[satellite])
        signals = self._signals()
        for id, satellite, nucleus, relation in edges:
            if relation in _POLARITIES and nucleus in satellites and satellite in self._covered:
                marked = signals.get(id, {})
                source = frozenset(marked.get("source", ()))
                yield Relation(
                    content=frozenset(self._covered[nucleus] - satellites[nucleus]),
                    source=source,
                    cue=frozenset(marked.get("cue", ())) - source,
                    polarity=_POLARITIES[relation],
                )

    def _signals(self) -> dict[str, dict[str, set[int]]]:
        """Words that signal each relation, by what they say of an attribution."""
        found: dict[str, dict[str, set[int]]] = {}
        for signal in self._root.iter("signal"):
            role = _SIGNALS.get((signal.get("type") or "", signal.get("subtype") or ""))
            if role is None:
                continue
            numbers = {
                int(number) - 1 for number in (signal.get("tokens") or "").split(",") if number.isdecimal()
            }
            words = {number for number in numbers if 0 <= number < len(self.words)}
            found.setdefault(signal.get("source") or "", {}).setdefault(role, set()).update(words)
        return found
