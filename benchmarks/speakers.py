"""Who is named as the speaker, and how rightly: `python -m benchmarks.speakers`."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from benchmarks.bootstrap import standard_error
from benchmarks.reporting import Table, percent
from benchmarks.runner import Benchmark, Task, core, run
from quoteattr.evaluation import Document, ResolutionScores, SpeakerScores, score_speakers

_RESOLUTIONS = {"name": "name", "pronoun": "pronoun", "nominal": "description", "implicit": "implicit"}


def measure(task: Task) -> dict[str, Any] | None:
    """Score speakers end to end; None where no text says who spoke."""
    if not task.labelled:
        return None
    figures = {"all": speakers(task.labelled)}
    if task.tiers:
        figures["core"] = speakers(core(task.labelled))
    return figures


def speakers(documents: Sequence[Document]) -> dict[str, Any]:
    """Right speakers of all named attributions and by resolution, and how far a given name can be trusted."""
    each = [score_speakers([document]) for document in documents]
    total = score_speakers(documents)
    return {
        "named": {
            **_row(total.named),
            "recall_error": standard_error([(s.named.right, s.named.gold) for s in each], _share),
        },
        "by_resolution": {
            name: _row(total.by_resolution[name]) for name in _RESOLUTIONS if name in total.by_resolution
        },
        "precision": total.precision,
        "precision_error": standard_error([(s.right_names, s.names) for s in each], _share),
        "names": total.names,
        **_unnamed(total),
    }


def _row(scores: ResolutionScores) -> dict[str, float | int]:
    return {
        "gold": scores.gold,
        "found": scores.found,
        "right": scores.right,
        "recall": scores.recall,
        "right_when_found": scores.right_when_found,
    }


def _unnamed(scores: SpeakerScores) -> dict[str, int]:
    return {"unnamed_found": scores.unnamed_found, "falsely_named": scores.falsely_named}


def _share(counts: Sequence[float]) -> float:
    return counts[0] / counts[1] if counts[1] else math.nan


def tables(figures: Mapping[str, Any]) -> list[Table]:
    """One table for each tier: end to end, and given that the quote was found."""
    result = []
    for tier, values in figures.items():
        rows = [
            (
                _RESOLUTIONS[name],
                str(row["gold"]),
                percent(row["found"] / row["gold"]),
                percent(row["recall"]),
                percent(row["right_when_found"]),
            )
            for name, row in values["by_resolution"].items()
        ]
        named = values["named"]
        rows.append(
            (
                "all",
                str(named["gold"]),
                percent(named["found"] / named["gold"] if named["gold"] else None),
                percent(named["recall"], named["recall_error"]),
                percent(named["right_when_found"]),
            )
        )
        title = (
            f"Speakers{'' if tier == 'all' else f', {tier} only'}: "
            f"precision of names {percent(values['precision'], values['precision_error'])}; "
            f"{values['falsely_named']} of {values['unnamed_found']} unnamed were given a name"
        )
        result.append(Table(title, ("source is a", "gold", "found", "right", "right when found"), rows))
    return result


BENCHMARK = Benchmark("speakers", measure, tables)

if __name__ == "__main__":
    raise SystemExit(run([BENCHMARK], module="speakers"))
