"""Who spoke, when it is given what was said and by which words: `python -m benchmarks.given --data FOLDER`.

Sources are those of the annotators, so that the naming of speakers is measured by itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from benchmarks.gold import FIRST_OF_HALF, read_lines
from benchmarks.results import Cell, Model, Table
from quoteattr.analysis import Offsets
from quoteattr.analyzer import Analyzer, for_speakers
from quoteattr.corpora import with_speakers
from quoteattr.engine import find_model
from quoteattr.evaluation.speakers import plain_name
from quoteattr.speakers.antecedents import find_antecedents
from quoteattr.speakers.entities import find_entities
from quoteattr.speakers.layout import Layout
from quoteattr.speakers.references import find_references
from quoteattr.speakers.speaking import name_speakers
from quoteattr.training.speaker_articles import labelled_article, right_names

_Row = dict[str, Any]
RESOLUTIONS = ("name", "pronoun", "nominal", "implicit", "all")


def corpora(data: Path) -> Iterator[tuple[str, str, list[_Row]]]:
    """Name, annotation scheme, and articles; an attribution whose speaker nobody labelled has no "speaker"."""
    world = read_lines(data / "world" / "dev.jsonl")
    for half, first in FIRST_OF_HALF.items():
        yield f"world dev, {half}", "world", world[first::2]
    polnear = (read_lines(data / "polnear" / name) for name in ("dev.jsonl", "speakers.dev.jsonl"))
    yield "PolNeAR dev", "polnear", with_speakers(*polnear)
    yield "ggt", "world", read_lines(data / "ggt" / "merged.jsonl")


def measure(analyzer: Analyzer, records: Sequence[_Row], scheme: str) -> Counter[str]:
    """Counts of named attributions of tier core, of right ones among them, and of all names given and right."""
    counts: Counter[str] = Counter()
    for record in records:
        (reading,) = analyzer.reader.read([record["text"]], scheme=scheme)
        read = for_speakers(reading, scheme=scheme)
        article = labelled_article(read, record["attributions"], record["attributions"])
        spoken = name_speakers(read, article.said, analyzer.speakers)
        for label, speaker in zip(record["attributions"], spoken.speakers, strict=True):
            if "speaker" not in label:
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
        feminine = record["text"][slice(*place)].lower() in ("she", "her", "hers")
        for side in "AB":
            start, end = record[side]
            given = any(s < end and start < e for s, e in meant)
            for group in ("all", "feminine" if feminine else "masculine"):
                counts[f"{group} given"] += given
                counts[f"{group} gold"] += record[f"{side}_coref"]
                counts[f"{group} right"] += given and record[f"{side}_coref"]
    return counts


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def main(
    data: Annotated[Path, typer.Option(help="A folder with world, polnear, ggt and gap.")],
    model: Model = None,
) -> None:
    """Print how many are right; nothing of it is published."""
    analyzer = Analyzer.load(find_model(model))
    rows: list[tuple[str, list[Cell]]] = []
    for name, scheme, records in corpora(data):
        counts = measure(analyzer, records, scheme)
        cells: list[Cell] = [_share(counts[f"{kind} right"], counts[kind]) for kind in RESOLUTIONS]
        rows.append((name, [*cells, _share(counts["given right"], counts["given"]), counts["given"]]))
    gap = measure_gap(analyzer, read_lines(data / "gap" / "dev.jsonl"))
    f: list[tuple[str, list[Cell]]] = [
        (group, [_share(2 * gap[f"{group} right"], gap[f"{group} given"] + gap[f"{group} gold"])])
        for group in ("all", "feminine", "masculine")
    ]
    print(Table("Right", (*RESOLUTIONS, "precision", "named"), rows).text(), end="\n\n")
    print(Table("GAP dev", ("F",), f).text())


if __name__ == "__main__":
    typer.run(main)
