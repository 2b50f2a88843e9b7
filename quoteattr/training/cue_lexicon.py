"""Derive the cue lexicon from labelled cues: the file `cues.tsv` is written by `derive`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from quoteattr.analysis import MEDIA, POLARITIES, Medium, Polarity
from quoteattr.lemmas import content_lemmas
from quoteattr.lexicon import TOTAL, is_negated

MINIMUM = 3
"""Lemmas seen in fewer cues are left out."""

HEADER = """\
# Cue lemmas of attributions and how often training labels gave them each medium and polarity.
# Derived by quoteattr.training.cue_lexicon.derive, not copied from any word list.
# Source: cues of the PolNeAR 1.0 training articles (Newell, Margolin and Ruths, LREC 2018) that carry
# speaker labels of this project: each label gives the attribution's medium and polarity.
# Licence: the labels are free to use. PolNeAR states no licence and its texts belong to their publishers;
# this file holds no text of theirs, only single words and counts.
# A cue counts for its first and its last content word. Polarity is counted over cues that hold no negation
# ("did not say"), so its counts may sum to less. The line "*" counts all cues.
"""


@dataclass(frozen=True, slots=True)
class LabelledCue:
    """One training cue as written, with its labels."""

    cue: str
    medium: Medium
    polarity: Polarity


def derive(cues: Iterable[LabelledCue], texts: Iterable[str]) -> str:
    """Return the contents of the lexicon file.

    Args:
        cues: Training cues with their labels.
        texts: Training texts; how often a word form occurs in them settles ambiguous endings
            ("noting" is "note", not "not").
    """
    vocabulary = _vocabulary(texts)
    columns = (*MEDIA, *POLARITIES)
    counts: dict[str, Counter[str]] = {TOTAL: Counter()}
    for item in cues:
        names = content_lemmas(_without_names(item.cue, vocabulary), vocabulary)
        labels = [item.medium] if is_negated(item.cue) else [item.medium, item.polarity]
        for name in {TOTAL, *names[:1], *names[-1:]}:
            counts.setdefault(name, Counter()).update(labels)
    seen = {name: sum(row[medium] for medium in MEDIA) for name, row in counts.items()}
    lines = ["\t".join(("lemma", *columns))]
    for name in sorted(counts, key=lambda name: (-seen[name], name)):
        if seen[name] >= MINIMUM:
            lines.append("\t".join((name, *(str(counts[name][column]) for column in columns))))
    return HEADER + "\n".join(lines) + "\n"


_FORM = re.compile(r"(?<![\w’'-])[A-Za-z]+(?![\w’'-])")


def _vocabulary(texts: Iterable[str]) -> Counter[str]:
    """How often each word form occurs, without those that are mostly capitalised: names."""
    forms: Counter[str] = Counter()
    for text in texts:
        forms.update(_FORM.findall(text))
    names = {form for form, count in forms.items() if count < max(2, forms[form.capitalize()] + 1)}
    return Counter({form: count for form, count in forms.items() if form.islower() and form not in names})


def _without_names(cue: str, vocabulary: Counter[str]) -> str:
    return _FORM.sub(lambda word: word[0] if word[0].islower() or word[0].lower() in vocabulary else "", cue)
