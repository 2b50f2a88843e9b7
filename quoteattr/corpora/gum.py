"""GUM, the Georgetown University Multilayer corpus, from its own repository."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from os import PathLike
from pathlib import Path
from typing import Any

from quoteattr.analysis import Offsets
from quoteattr.corpora.attributions import from_attributions
from quoteattr.corpora.conllu import ConlluText, Mention, read_conllu
from quoteattr.corpora.rst import Relation, Tree
from quoteattr.errors import RecordError

HOME = "https://github.com/amir-zeldes/gum"

_KINDS = {"person": "person", "organization": "organization", "place": "organization"}


def read_gum(
    folder: str | PathLike[str], *, split: str | None = None, genres: Collection[str] | None = None
) -> list[dict[str, Any]]:
    """Read the attributions of GUM from a copy of its repository.

    GUM (Zeldes, Language Resources and Evaluation 2017) lives at https://github.com/amir-zeldes/gum: its
    annotations are CC BY 4.0, its texts mostly CC BY or CC BY-SA. Attributions come from the discourse layer
    ("rst/rstweb"), where source and cue are what the annotators mark as signals; text and entities come from
    "dep". A source's speaker is the entity that it mentions, if the text names that.

    Args:
        folder: The repository.
        split: "train", "dev" or "test", as "splits.md" has them; all of them by default.
        genres: Read only texts of these genres, such as "news"; all by default.

    Returns:
        Exchange records in the order of file names. Captions of figures, and texts whose words the
        repository withholds (Reddit), are left out.

    Raises:
        FileNotFoundError: The folder does not hold GUM.
        RecordError: A file is malformed; the message names it.
    """
    base = Path(folder)
    trees = sorted((base / "rst" / "rstweb").glob("GUM_*.rs4"))
    if not trees:
        raise FileNotFoundError(f"{base} holds no GUM (rst/rstweb/GUM_*.rs4); get the corpus from {HOME}")
    wanted = None if split is None else _split(base / "splits.md", split)
    records = []
    for path in trees:
        genre = path.stem.split("_")[1]
        if (wanted is not None and path.stem not in wanted) or (genres is not None and genre not in genres):
            continue
        source = base / "dep" / f"{path.stem}.conllu"
        if not source.is_file():
            raise FileNotFoundError(f"{source} is missing; {path.name} annotates its text")
        text = read_conllu(source)
        if not set(text.text) <= set("_ \n"):
            records.append(_record(path, text))
    return records


def _split(path: Path, split: str) -> set[str]:
    if not path.is_file():
        raise FileNotFoundError(f"{path} is missing; it lists the texts of each split")
    found: dict[str, set[str]] = {}
    current: set[str] = set()
    for line in path.read_text(encoding="utf-8").splitlines():
        if heading := re.match(r"##\s+(\w+)\s*$", line):
            current = found.setdefault(heading[1], set())
        elif name := re.search(r"\bGUM_\w+", line):
            current.add(name[0])
    if not found.get(split):
        raise RecordError(f"{path} lists no split {split!r}; it has {', '.join(found) or 'none'}")
    return found[split]


def _record(path: Path, source: ConlluText) -> dict[str, Any]:
    tree = Tree(path)
    words = _aligned(tree.words, source.text, path)
    names = _names(source.mentions)
    relations = [
        relation
        for relation in tree.attributions()
        if relation.content and not _lies_in(_runs(relation.content, words), source.captions)
    ]
    relations.sort(key=lambda relation: min(relation.content))
    attributions = []
    for relation in relations:
        spans = _runs(relation.source, words)
        mention = _mention(spans[0], source.mentions) if spans else None
        speaker = names.get(mention.entity) if mention is not None else None
        attributions.append(
            {
                "content": _runs(relation.content, words),
                "cue": _runs(relation.cue, words),
                "source": spans,
                "polarity": relation.polarity,
                "speaker": speaker.name if speaker else None,
                "speaker_kind": _kind(speaker) if speaker else None,
                "nested_in": _holder(relation, relations),
            }
        )
    entities = [
        {
            "name": name.name,
            "kind": _kind(name),
            "mentions": [list(item.span) for item in source.mentions if item.entity == entity],
        }
        for entity, name in names.items()
    ]
    return from_attributions(
        {"id": path.stem, "text": source.text, "attributions": attributions, "entities": entities}
    )


def _holder(relation: Relation, relations: Sequence[Relation]) -> int | None:
    """The smallest content that holds an attribution: its source and cue as well as its content."""
    whole = relation.content | relation.source | relation.cue
    holders = [(len(other.content), index) for index, other in enumerate(relations) if whole < other.content]
    return min(holders)[1] if holders else None


def _aligned(words: Iterable[str], text: str, path: Path) -> list[Offsets]:
    """Where each word of the tree stands in the text: both hold the same characters, blanks aside."""
    places = [index for index, character in enumerate(text) if not character.isspace()]
    spans: list[Offsets] = []
    used = 0
    for word in words:
        here = places[used : used + len(word)]
        if len(here) < len(word) or any(
            text[index] != letter for index, letter in zip(here, word, strict=True)
        ):
            raise RecordError(
                f"{path}: word {len(spans) + 1}, {word!r}, is not in the text of dep/{path.stem}.conllu"
            )
        spans.append((here[0], here[-1] + 1))
        used += len(word)
    return spans


def _runs(chosen: Collection[int], words: Sequence[Offsets]) -> list[Offsets]:
    """Spans of the chosen words, those side by side as one."""
    runs: list[list[int]] = []
    for number in sorted(chosen):
        if runs and runs[-1][1] == number - 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return [(words[first][0], words[last][1]) for first, last in runs]


def _mention(span: Offsets, mentions: Iterable[Mention]) -> Mention | None:
    """The mention that a source is, or comes closest to."""

    def fit(mention: Mention) -> float:
        start, end = mention.span
        shared = min(end, span[1]) - max(start, span[0])
        return shared / (max(end, span[1]) - min(start, span[0]))

    best = max(mentions, key=fit, default=None)
    return best if best is not None and fit(best) > 0 else None


def _kind(mention: Mention) -> str:
    kind = _KINDS.get(mention.type, "document")
    return "group" if kind == "person" and mention.plural else kind


def _names(mentions: Iterable[Mention]) -> dict[int, Mention]:
    """The mention that names each entity most fully."""
    names: dict[int, Mention] = {}
    for mention in mentions:
        known = names.get(mention.entity)
        if mention.name and (known is None or len(mention.name) > len(known.name or "")):
            names[mention.entity] = mention
    return names


def _lies_in(spans: Sequence[Offsets], stretches: Iterable[Offsets]) -> bool:
    return any(start <= spans[0][0] and spans[-1][1] <= end for start, end in stretches)
