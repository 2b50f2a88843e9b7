"""All figures of an evaluation under flat names, as spaCy's scorers give them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

from quoteattr.evaluation.attributions import BY_MARKS, score_attributions
from quoteattr.evaluation.calibration import calibrate, outcomes
from quoteattr.evaluation.documents import Document, pair_documents
from quoteattr.evaluation.meaning import score_labels
from quoteattr.evaluation.rates import Rates
from quoteattr.evaluation.speakers import score_speakers

_LABELS: tuple[Literal["polarity", "medium", "kind"], ...] = ("polarity", "medium", "kind")


def score_records(
    gold: Iterable[Mapping[str, Any]], predicted: Iterable[Mapping[str, Any]]
) -> dict[str, float]:
    """Score predicted records against gold ones, paired by "id".

    Args:
        gold: Exchange records, or mappings with "id", "text" and "attributions".
        predicted: The same for the predictions. Texts without any may be missing.

    Returns:
        Figures between 0 and 1, each absent where gold has nothing to judge it by:

        - `p`, `r`, `f`: attributions whose contents overlap by half, matched one to one;
          `source_p`, `source_r`, `source_f`: with their sources as well.
        - `direct_f`, `source_direct_f` and the like for the other kinds.
        - `content_exact_*`, `cue_exact_*`, `source_exact_*`, `content_soft_*` with p, r and f.
        - `nested_f`: attributions inside another, with their sources.
        - `polarity_acc`, `medium_acc`, `kind_acc` over the attributions found, and an F by label such as
          `polarity_denied_f`.
        - `speaker_r`: right speakers among the named; `speaker_acc`: among those whose quote was found;
          `speaker_p`: right names among those given.
        - `ece`: expected calibration error of the scores.

    Raises:
        RecordError: Records cannot be paired, or one has no text or no attributions.
    """
    documents = pair_documents(gold, predicted)
    return {
        **_attribution_figures(documents),
        **_label_figures(documents),
        **_speaker_figures(documents),
        "ece": calibrate(outcomes(documents)).error,
    }


def _attribution_figures(documents: Sequence[Document]) -> dict[str, float]:
    scores = score_attributions(documents)
    figures = {
        **_three("", scores.attribution[0.5]),
        **_three("source_", scores.with_source[0.5]),
        **_three("content_exact_", scores.content),
        **_three("content_soft_", scores.content_soft),
        **_three("cue_exact_", scores.cue),
        **_three("source_exact_", scores.source),
    }
    for kind in BY_MARKS:
        of_kind = score_attributions(documents, only=kind)
        if of_kind.attribution[0.5].gold:
            figures[f"{kind}_f"] = of_kind.attribution[0.5].f
            figures[f"source_{kind}_f"] = of_kind.with_source[0.5].f
    nested = score_attributions(documents, only="nested").with_source[0.5]
    if nested.gold:
        figures["nested_f"] = nested.f
    return figures


def _three(prefix: str, rates: Rates) -> dict[str, float]:
    return {f"{prefix}p": rates.precision, f"{prefix}r": rates.recall, f"{prefix}f": rates.f}


def _label_figures(documents: Sequence[Document]) -> dict[str, float]:
    figures: dict[str, float] = {}
    for label in _LABELS:
        scores = score_labels(documents, label)
        if scores.total:
            figures[f"{label}_acc"] = scores.accuracy
            figures |= {f"{label}_{name}_f": rates.f for name, rates in scores.by_label.items()}
    return figures


def _speaker_figures(documents: Sequence[Document]) -> dict[str, float]:
    scores = score_speakers(documents)
    named = scores.named
    if not named.gold:
        return {}
    return {"speaker_r": named.recall, "speaker_acc": named.right_when_found, "speaker_p": scores.precision}
