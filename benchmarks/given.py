"""Who spoke, when it is given what was said and by which words: `python -m benchmarks.given --data FOLDER`.

Sources are those of the annotators, so that the naming of speakers is measured by itself.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from quoteattr.analysis import Offsets
from quoteattr.analyzer import Analyzer, for_speakers
from quoteattr.speakers.antecedents import find_antecedents
from quoteattr.speakers.entities import find_entities
from quoteattr.speakers.layout import Layout
from quoteattr.speakers.references import find_references
from quoteattr.speakers.speaking import name_speakers
from quoteattr.training.gather import read_jsonl
from quoteattr.training.speaker_articles import labelled_article, plain_name, right_names

_Row = Mapping[str, Any]
RESOLUTIONS = ("name", "pronoun", "nominal", "implicit", "all")


def corpora(data: Path) -> Iterator[tuple[str, str, list[tuple[_Row, list[_Row]]]]]:
    """Name, annotation scheme, and records with the labels of their attributions."""
    world = [(row, row["attributions"]) for row in read_jsonl(data / "world" / "dev.jsonl")]
    yield "world dev, choosing half", "world", world[::2]
    yield "world dev, other half", "world", world[1::2]
    labels = {row["id"]: row["labels"] for row in read_jsonl(data / "polnear" / "speakers.dev.jsonl")}
    polnear = []
    for row in read_jsonl(data / "polnear" / "dev.jsonl"):
        by_number = {label["i"]: label for label in labels[row["id"]]}
        polnear.append((row, [by_number.get(n, {}) for n in range(len(row["attributions"]))]))
    yield "PolNeAR dev", "polnear", polnear
    yield "ggt", "world", [(row, row["attributions"]) for row in read_jsonl(data / "ggt" / "merged.jsonl")]


def measure(analyzer: Analyzer, records: Sequence[tuple[_Row, list[_Row]]], scheme: str) -> Counter[str]:
    """Counts of named attributions of tier core, of right ones among them, and of all names given and right."""
    counts: Counter[str] = Counter()
    for record, labels in records:
        (reading,) = analyzer.reader.read([record["text"]], scheme=scheme)
        read = for_speakers(reading, scheme=scheme)
        article = labelled_article(read, record["attributions"], labels)
        spoken = name_speakers(read, article.said, analyzer.speakers)
        for label, speaker in zip(labels, spoken.speakers, strict=True):
            if not label:
                continue
            name = None if speaker is None else plain_name(spoken.entities[speaker].name)
            right = name is not None and name in right_names(label)
            counts["given"] += name is not None
            counts["given right"] += right
            if label.get("speaker") and label.get("tier", "core") == "core":
                for kind in {label.get("resolution") or "all", "all"}:
                    counts[kind] += 1
                    counts[f"{kind} right"] += right
    return counts


def measure_gap(analyzer: Analyzer, records: Sequence[_Row]) -> Counter[str]:
    """GAP (Webster et al., TACL 2018): candidates that pronouns are given, rightly given, and that they stand for."""
    counts: Counter[str] = Counter()
    for record in records:
        (reading,) = analyzer.reader.read([record["text"]])
        read = for_speakers(reading)
        named = find_entities(read)
        layout = Layout(read, named, find_references(read.text, [], [m.span for m in named.mentions]))
        answers = find_antecedents(layout, analyzer.speakers.first, analyzer.speakers.second)
        place = tuple(record["pronoun"])
        meant: Sequence[Offsets] = ()
        for reference, answer in zip(layout.references, answers, strict=True):
            if reference.span == place and answer.entity is not None and answer.certainty >= 0.5:
                meant = named.entities[answer.entity].mentions
        gender = (
            "feminine" if record["text"][slice(*place)].lower() in ("she", "her", "hers") else "masculine"
        )
        for side in "AB":
            start, end = record[side]
            given = any(s < end and start < e for s, e in meant)
            for group in ("all", gender):
                counts[f"{group} given"] += given
                counts[f"{group} gold"] += record[f"{side}_coref"]
                counts[f"{group} right"] += given and record[f"{side}_coref"]
    return counts


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:5.1f}" if whole else "    -"


def main(argv: Sequence[str] | None = None) -> None:
    """Print the table."""
    options = argparse.ArgumentParser(prog="python -m benchmarks.given")
    options.add_argument(
        "--data", type=Path, required=True, help="a folder with world/, polnear/, ggt/ and gap/"
    )
    options.add_argument("--model", help="a model folder; the bundled one by default")
    options.add_argument("--json", type=Path, help="write the counts to this file")
    args = options.parse_args(argv)
    analyzer = Analyzer.load(args.model)
    found: dict[str, Counter[str]] = {}
    print(f"{'right, %':26}" + "".join(f"{name:>10}" for name in (*RESOLUTIONS, "precision", "named")))
    for name, scheme, records in corpora(args.data):
        counts = found[name] = measure(analyzer, records, scheme)
        cells = [_share(counts[f"{kind} right"], counts[kind]) for kind in RESOLUTIONS]
        cells += [_share(counts["given right"], counts["given"]), str(counts["given"])]
        print(f"{name:26}" + "".join(f"{cell:>10}" for cell in cells))
    gap = found["GAP dev"] = measure_gap(analyzer, read_jsonl(args.data / "gap" / "dev.jsonl"))
    for group in ("all", "feminine", "masculine"):
        right = gap[f"{group} right"]
        total = gap[f"{group} given"] + gap[f"{group} gold"]
        print(f"GAP dev, {group:17}F {_share(2 * right, total)}")
    if args.json:
        args.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
