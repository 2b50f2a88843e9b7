"""A data folder to train on, as docs/training.md has it, a thousandth of the size and in words of our own.

`data/articles.txt` has the articles: `{1c|…}`, `{1q|…}` and `{1s|…}` are content, cue and source of its first
attribution, and below stand what is known of each: speaker and other names, kind, medium, polarity, tier.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

ARTICLES = Path(__file__).parent / "data" / "articles.txt"
_MARK = re.compile(r"\{(\d+)([cqs])\||\}")
_ROLES = {"c": "content", "q": "cue", "s": "source"}
_LABEL = re.compile(
    r"(?P<speaker>[^,(]+?)(?: \((?P<kind>\w+)\))?, (?P<medium>\w+), (?P<polarity>\w+), (?P<tier>\w+)"
)


def articles() -> list[dict[str, Any]]:
    """All articles, labelled at every level."""
    return [_article(part) for part in ARTICLES.read_text(encoding="utf-8").split("# ")[1:]]


def _article(part: str) -> dict[str, Any]:
    name, body = part.strip().split("\n", 1)
    marked, *labels = re.split(r"\n(?=\d: )", body)
    text, rows, open_spans, at = "", dict[int, dict[str, Any]](), list[tuple[int, str, int]](), 0
    for mark in _MARK.finditer(marked):
        text += marked[at : mark.start()]
        at = mark.end()
        if mark[1]:
            holders = [number for number, role, _ in open_spans if role == "c"]
            row = rows.setdefault(int(mark[1]), {"content": [], "cue": [], "source": [], "nested_in": None})
            if mark[2] == "c" and holders:
                row["nested_in"] = holders[-1] - 1
            open_spans.append((int(mark[1]), mark[2], len(text)))
        else:
            number, role, start = open_spans.pop()
            rows[number][_ROLES[role]].append([start, len(text)])
    attributions = [rows[number] | _label(labels[number - 1]) for number in sorted(rows)]
    return {
        "id": name,
        "text": text + marked[at:],
        "attributions": attributions,
        "entities": list(_entities(attributions).values()),
    }


def _label(line: str) -> dict[str, Any]:
    match = _LABEL.fullmatch(line.strip()[3:])
    assert match, line
    speaker, *aliases = match["speaker"].split(" / ")
    named = {"speaker": speaker, "speaker_kind": match["kind"], "speaker_aliases": aliases}
    return (named if match["kind"] else {"speaker": None}) | {
        name: match[name] for name in ("medium", "polarity", "tier")
    }


def _entities(attributions: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    return {
        row["speaker"]: {
            "name": row["speaker"],
            "kind": row["speaker_kind"],
            "aliases": row["speaker_aliases"],
        }
        for row in attributions
        if row["speaker"]
    }


def write_corpus(folder: Path) -> Path:
    """Write a data folder with something of every kind that training takes."""
    everything = articles()
    write(folder / "world" / "train.jsonl", everything[:12])
    _write_polnear(folder / "polnear", everything[10:])
    # labels at every level of an article whose text stands elsewhere, and of one whose text is nowhere
    levels = [{key: value for key, value in everything[12].items() if key != "text"}]
    write(folder / "levels.jsonl", [*levels, {**levels[0], "id": "lost"}])
    _write_coreference(folder)
    return folder


def write(path: Path, records: Iterable[Mapping[str, Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")


def _write_polnear(folder: Path, records: list[dict[str, Any]]) -> None:
    bare = [
        {
            "id": record["id"],
            "text": record["text"],
            "attributions": [{role: row[role] for role in _ROLES.values()} for row in record["attributions"]],
        }
        for record in records
    ]
    write(folder / "train.jsonl", bare)
    write(folder / "train.second.jsonl", [{**bare[0], "attributions": bare[0]["attributions"][:1]}])
    kept = ("speaker", "medium", "polarity")
    labels = [
        {
            "id": record["id"],
            "labels": [
                {name: row[name] for name in kept}
                | {"i": i, "aliases": row.get("speaker_aliases", []), "kind": row.get("speaker_kind")}
                for i, row in enumerate(record["attributions"])
            ],
        }
        for record in records
    ]
    write(folder / "speakers.train.jsonl", labels)
    found = [
        {
            "id": record["id"],
            "entities": [_entity(record["text"], entity["name"]) for entity in record["entities"]],
        }
        for record in records
    ]
    write(folder / "corenlp.train.jsonl", found)


def _entity(text: str, name: str) -> list[Any]:
    start = text.index(name.split()[-1])
    return [start, start + len(name.split()[-1]), "PERSON"]


def _write_coreference(folder: Path) -> None:
    text = "Ana Dole met Li Wen in Tarn. He smiled, and she gave him the map. The sailor laughed."

    def spans(*pieces: str) -> list[list[int]]:
        return [[text.index(piece), text.index(piece) + len(piece)] for piece in pieces]

    people = {
        "clusters": [spans("Ana Dole", "she", "The sailor"), spans("Li Wen", "He", "him"), spans("Tarn")],
        "mention_types": [["name", "pronoun", "nominal"], ["name", "pronoun", "pronoun"], ["name"]],
    }
    kinds = ["person", "person", "place"]
    gum = {"id": "g", "text": text, **people, "entity_types": kinds, "heads": people["clusters"]}
    for name in ("coref", "coref.full"):
        write(folder / "gum" / f"{name}.train.jsonl", [gum] * 3)
    write(
        folder / "litbank" / "coref.train.jsonl",
        [{"id": "l", "text": text, **people, "entity_types": ["PER", "PER", "GPE"]}],
    )
    (ana,), (wen,), (he,) = spans("Ana Dole"), spans("Li Wen"), spans("He")
    gap = {"id": "p", "text": text, "pronoun": he, "A": ana, "B": wen, "A_coref": False, "B_coref": True}
    write(folder / "gap" / "train.jsonl", [gap] * 5)
