"""Our scorer against the one that judges this project from outside, where that is at hand."""

from __future__ import annotations

import importlib
import json
import random
import sys
from pathlib import Path
from typing import Any

import pytest

from quoteattr.corpora import from_attributions
from quoteattr.evaluation import (
    pair_documents,
    score_attributions,
    score_not_quotes,
    score_speakers,
    score_words,
)

SHARED = Path(__file__).parent.parent.parent / "shared"
GOLD = SHARED / "data" / "world" / "dev.jsonl"

pytestmark = pytest.mark.skipif(
    not GOLD.is_file(), reason="the outside scorer and its articles are not part of this repository"
)


def garbled(record: dict[str, Any], rng: random.Random) -> list[dict[str, Any]]:
    """Predictions that are wrong in every way that figures tell apart."""
    found = []
    for item in record["attributions"]:
        if rng.random() < 0.15:
            continue
        start, end = item["content"][0]
        content = [
            [start, start + max(1, int((end - start) * rng.choice([0.4, 0.7, 1, 1])))],
            *item["content"][1:],
        ]
        speaker = rng.choice([item["speaker"], item["speaker"], None, "Somebody Else"])
        source = item["source"] if rng.random() < 0.8 else []
        kind = "direct" if record["text"][start] in '“"' else "indirect"
        nested = (item["nested_in"] is not None) != (rng.random() < 0.1)
        labels = {"polarity": "asserted", "medium": "speech", "kind": kind, "nested": nested}
        found.append({"content": content, "cue": item["cue"], "source": source, "speaker": speaker, **labels})
    for start, end in record["not_quotes"]:
        if rng.random() < 0.5:
            labels = {"polarity": "asserted", "medium": "speech", "kind": "direct", "nested": False}
            found.append({"content": [[start, end]], "cue": [], "source": [], "speaker": None, **labels})
    return found


def as_record(record: dict[str, Any], found: list[dict[str, Any]]) -> dict[str, Any]:
    """The same predictions as a record; whatever is nested stands in some other one."""
    quotes = [
        {**item, "id": f"q{n}", "parent": "q0" if item["nested"] else None} for n, item in enumerate(found)
    ]
    return {"id": record["id"], "text": record["text"], "quotes": quotes}


@pytest.mark.parametrize("seed", [0, 1])
def test_both_give_the_same_figures(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "path", [str(SHARED / "tools"), *sys.path])
    rng = random.Random(seed)
    gold = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    found = [garbled(record, rng) for record in gold]
    rows = [{"id": g["id"], "text": g["text"], "attributions": f} for g, f in zip(gold, found, strict=True)]
    file = tmp_path / "found.jsonl"
    file.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    theirs = importlib.import_module("world").main(str(GOLD), str(file))

    records = [as_record(g, f) for g, f in zip(gold, found, strict=True)]
    documents = pair_documents(map(from_attributions, gold), records, by_source=True)

    def rates(only: Any = "all", tier: Any = "all") -> list[float]:
        scores = score_attributions(documents, only=only, tier=tier).with_source[0.5]
        return [100 * scores.precision, 100 * scores.recall, 100 * scores.f]

    def close(ours: Any, name: str) -> None:
        assert ours == pytest.approx(theirs[name], abs=0.051), name

    close(rates(), "F all")
    close(rates(tier="core"), "F core")
    close(rates("nested"), "nested")
    close(rates(tier="topic")[1], "topic recall")
    for kind in ("direct", "mixed", "indirect"):
        close(rates(kind), kind)
        close(rates(kind, "core"), f"{kind} core")
    for ours, name in (
        (score_words(documents).all, "words"),
        (score_words(documents).quoted, "quoted words"),
    ):
        close([100 * ours.precision, 100 * ours.recall, 100 * ours.f], name)
    speakers = score_speakers(documents, core=True)
    close(100 * speakers.named.recall, "who said what")
    close(100 * speakers.named.right_when_found, "given found")
    close(100 * speakers.precision, "precision of names")
    taken = score_not_quotes(documents)
    assert (taken.gold_hits, taken.gold) == theirs["not quotes taken"]
