"""Quotes of predicted Docs against those of reference Docs, for `nlp.evaluate` and `spacy train`."""

# no postponed annotations here: spaCy may read a registered function's
from collections.abc import Callable, Iterable
from typing import Any

from spacy import util
from spacy.training import Example

from quoteattr.quotes import record
from quoteattr.spans import DEFAULT_SPANS_KEY

Scorer = Callable[..., dict[str, Any]]


def score_quotes(
    examples: Iterable[Example], *, spans_key: str = DEFAULT_SPANS_KEY, **_: Any
) -> dict[str, Any]:
    """Score the quotes of predicted Docs against those of reference Docs.

    Args:
        examples: Pairs of Docs; those whose reference holds no span group `spans_key` are left out.
        spans_key: Where the quotes are stored, in both Docs.

    Returns:
        The figures of `quoteattr.evaluation.score_records`, each name preceded by "quotes_", and by
        "quotes_KEY_" for another spans key, so that several components can be told apart.
    """
    from quoteattr.evaluation import score_records

    pairs = [
        (
            record(example.reference, id=str(number), spans_key=spans_key),
            record(example.predicted, id=str(number), spans_key=spans_key),
        )
        for number, example in enumerate(examples)
        if spans_key in example.reference.spans
    ]
    if not pairs:
        return {}
    figures = score_records([gold for gold, _ in pairs], [found for _, found in pairs])
    prefix = "quotes" if spans_key == DEFAULT_SPANS_KEY else f"quotes_{spans_key}"
    return {f"{prefix}_{name}": value for name, value in figures.items()}


@util.registry.scorers("quoteattr.scorer.v1")  # type: ignore[untyped-decorator]
def make_scorer() -> Scorer:
    """Give the component's scorer to spaCy's registry."""
    return score_quotes
