"""From the data folder to texts with labels, in characters: one shape for every corpus."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from quoteattr.analysis import Offsets
from quoteattr.evaluation.speakers import plain_name
from quoteattr.network.heads import NAME_TAGS
from quoteattr.network.network import SCHEMES
from quoteattr.speakers.entities import Named, find_entities
from quoteattr.speakers.reading import ReadText
from quoteattr.text.marks import pair
from quoteattr.text.paragraphs import paragraphs
from quoteattr.text.words import Words
from quoteattr.training import name_labels
from quoteattr.training.examples import IGNORED, Example, Reference, label, read_words, span_of
from quoteattr.training.name_labels import NameLabels
from quoteattr.training.name_swaps import swap_names
from quoteattr.training.speaker_articles import right_names
from quoteattr.wordlists import word_set

_OTHER_PERSONS = word_set("i me my mine myself we us our ours ourselves you your yours yourself yourselves")
HE_AND_SHE = frozenset({"he", "him", "his", "himself", "she", "her", "hers", "herself"})
_SPEAKING_TYPES = frozenset({"person", "organization"})


@dataclass(slots=True)
class LabelledText:
    """A text and all that is labelled in it.

    Attributes:
        id: Its id in its corpus.
        text: The text.
        scheme: Name of the annotation scheme.
        attributions: As in the exchange record; None where they are not labelled.
        inner: Whether attributions inside contents are labelled too.
        references: References, each with the numbers of the mentions that it may stand for.
        mentions: Name mentions.
        names: All names and where it is not known whether there are any; None where none is labelled.
    """

    id: str
    text: str
    scheme: str = SCHEMES[0]
    attributions: Sequence[Mapping[str, Any]] | None = None
    inner: bool = True
    references: list[tuple[Offsets, frozenset[int]]] = field(default_factory=list)
    mentions: list[Offsets] = field(default_factory=list)
    names: NameLabels | None = None

    def example(
        self, tokenizer: Tokenizer, *, text: str | None = None, with_references: bool = True
    ) -> Example:
        """As a training example; `text` is another rendering of it, as long as it is."""
        words = read_words(text or self.text, tokenizer)
        labelled = None if self.attributions is None else [label(words, row) for row in self.attributions]
        example = Example(
            words,
            SCHEMES.index(self.scheme),
            attributions=None if labelled is None else [row for row in labelled if row is not None],
            inner=self.inner,
            name_tags=None if self.names is None else _name_tags(words, self.names),
        )
        if with_references:
            spans = [span_of(words, *span) for span in self.mentions]
            place = {n: i for i, n in enumerate(n for n, span in enumerate(spans) if span is not None)}
            example.mentions = [span for span in spans if span is not None]
            for span, antecedents in self.references:
                asked = span_of(words, *span)
                if asked is not None:
                    known = frozenset(place[n] for n in antecedents if n in place)
                    example.references.append(Reference(asked, known))
        return example

    def with_other_names(self, rng: np.random.Generator) -> LabelledText:
        """The same text about other people and bodies."""
        if self.names is None:
            return self
        spans = [{"content": [span], "cue": [], "source": []} for span in self.mentions]
        asked = [{"content": [span], "cue": [], "source": []} for span, _ in self.references]
        rows = [*(self.attributions or ()), *spans, *asked]
        moved, names = swap_names({"text": self.text, "attributions": rows}, self.names, rng)
        place = len(self.attributions or ())
        first = [tuple(row["content"][0]) for row in moved["attributions"][place:]]
        return replace(
            self,
            text=moved["text"],
            attributions=None if self.attributions is None else moved["attributions"][:place],
            mentions=first[: len(spans)],
            references=[
                (span, known) for span, (_, known) in zip(first[len(spans) :], self.references, strict=True)
            ],
            names=names,
        )


def _name_tags(words: Words, names: NameLabels) -> np.ndarray:
    tags = np.zeros(len(words), dtype=np.int64)
    for start, end in names.masked:
        first, last = words.covered_by(start, end)
        tags[first:last] = IGNORED
    for start, end, kind in names.names:
        first, last = words.covered_by(start, end)
        tags[first:last] = NAME_TAGS.index(f"I-{kind}")
        tags[first : first + 1] = NAME_TAGS.index(f"B-{kind}")
    return tags


def read_jsonl(path: Path) -> list[dict[str, Any]]:
    """All records of a file; an error names the file and says where the data comes from."""
    if not path.is_file():
        raise FileNotFoundError(f"{path} is missing; docs/training.md says what the data folder must hold")
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def polnear(folder: Path, split: str) -> dict[str, list[LabelledText]]:
    """Articles of one PolNeAR split by id: the main annotation first, then those of further annotators."""
    known = {row["id"]: row["labels"] for row in read_jsonl(folder / "polnear" / f"speakers.{split}.jsonl")}
    entities = {
        row["id"]: row["entities"] for row in read_jsonl(folder / "polnear" / f"corenlp.{split}.jsonl")
    }
    texts: dict[str, list[LabelledText]] = {}
    for name in (f"{split}.jsonl", f"{split}.second.jsonl"):
        for record in read_jsonl(folder / "polnear" / name):
            first = record["id"] not in texts
            labels = {row["i"]: row for row in known.get(record["id"], ())} if first else {}
            rows = [{**row, **labels.get(i, {})} for i, row in enumerate(record["attributions"])]
            text = LabelledText(record["id"], record["text"], "polnear", rows, inner=False)
            text.names = name_labels.polnear_names(
                record["text"], entities.get(record["id"], ()), known.get(record["id"], ())
            )
            if labels:
                _add_speakers(text, [row for row in rows if "speaker" in row])
            texts.setdefault(record["id"], []).append(text)
    return texts


def labelled_by_reading(path: Path, *, printed: Mapping[str, str]) -> list[LabelledText]:
    """Articles labelled at every level, as the labelling tool writes them (docs/labelling.md).

    Args:
        path: The file; a record without `text` holds labels of an article whose text may not be passed on.
        printed: Such texts by id; a record whose text is not there is left out.
    """
    texts = []
    for record in read_jsonl(path):
        if "text" not in record:
            if record["id"] not in printed:
                continue
            record["text"] = printed[record["id"]]
        text = LabelledText(record["id"], record["text"], "world", record["attributions"])
        text.names = name_labels.speaker_names(record)
        _add_speakers(text, record["attributions"])
        texts.append(text)
    return texts


def _add_speakers(text: LabelledText, rows: Sequence[Mapping[str, Any]]) -> None:
    names = _Names(text.text, text.names)
    text.mentions = names.mentions
    for row in rows:
        asked = row["source"] or row["cue"]
        wanted = right_names(row)
        antecedents = names.of([plain_name(entity.name) in wanted for entity in names.entities])
        if asked and (antecedents or not row["speaker"]):
            text.references.append(((asked[0][0], asked[-1][1]), antecedents))


def gum(folder: Path, split: str) -> Iterator[LabelledText]:
    """Pronouns and descriptions of people and bodies in GUM, by whether the text names them."""
    full = {row["id"]: row for row in read_jsonl(folder / "gum" / f"coref.full.{split}.jsonl")}
    for record in read_jsonl(folder / "gum" / f"coref.{split}.jsonl"):
        text = LabelledText(record["id"], record["text"])
        text.names = name_labels.gum_names(full[record["id"]]) if record["id"] in full else None
        names = _Names(record["text"], text.names)
        text.mentions = names.mentions
        for cluster, kind, heads, types in zip(
            record["clusters"], record["entity_types"], record["heads"], record["mention_types"], strict=True
        ):
            if kind not in _SPEAKING_TYPES:
                continue
            own = [(m, h) for m, h, t in zip(cluster, heads, types, strict=True) if t == "name"]
            antecedents = names.of([_named_by(e, own) for e in names.entities])
            for (start, end), mention_type in zip(cluster, types, strict=True):
                if mention_type != "name" and record["text"][start:end].lower() not in _OTHER_PERSONS:
                    text.references.append(((start, end), antecedents))
        yield text


def litbank(folder: Path, split: str) -> Iterator[LabelledText]:
    """The "he" and "she" of LitBank's fiction whose bearers have names (Bamman et al., LREC 2020)."""
    for record in read_jsonl(folder / "litbank" / f"coref.{split}.jsonl"):
        text = LabelledText(record["id"], record["text"])
        text.names = name_labels.litbank_names(record)
        names = _Names(record["text"], text.names)
        text.mentions = names.mentions
        for cluster, kind, types in zip(
            record["clusters"], record["entity_types"], record["mention_types"], strict=True
        ):
            if kind != "PER":
                continue
            own = [(m, (m[1] - 1, m[1])) for m, t in zip(cluster, types, strict=True) if t == "name"]
            antecedents = names.of([_named_by(e, own) for e in names.entities])
            for start, end in cluster:
                if antecedents and record["text"][start:end].lower() in HE_AND_SHE:
                    text.references.append(((start, end), antecedents))
        yield text


def gap(folder: Path, split: str) -> Iterator[LabelledText]:
    """GAP's pronouns, each with its two candidates (Webster et al., TACL 2018)."""
    for record in read_jsonl(folder / "gap" / f"{split}.jsonl"):
        candidates = [(record[side][0], record[side][1]) for side in "AB"]
        right = frozenset(number for number, side in enumerate("AB") if record[f"{side}_coref"])
        start, end = record["pronoun"]
        yield LabelledText(
            record["id"], record["text"], mentions=candidates, references=[((start, end), right)]
        )


class _Names:
    """Who is named in a text, grouped as the library groups names when it is used."""

    def __init__(self, text: str, names: NameLabels | None) -> None:
        nowhere = np.zeros(0, dtype=np.int64)
        blocks = paragraphs(text)
        quoted = [(quotation.start, quotation.end) for quotation in pair(text, blocks)]
        vectors = np.zeros((0, 0), dtype=np.float32)
        known = names.names if names else ()
        self.entities = find_entities(
            ReadText(text, blocks, quoted, nowhere, nowhere, vectors, known)
        ).entities
        self.mentions = [mention for entity in self.entities for mention in entity.mentions]
        self._owners = [index for index, entity in enumerate(self.entities) for _ in entity.mentions]

    def of(self, chosen: Sequence[bool]) -> frozenset[int]:
        """Numbers of the mentions of all entities that are chosen."""
        return frozenset(number for number, owner in enumerate(self._owners) if chosen[owner])


def _named_by(entity: Named, own: Sequence[tuple[Offsets, Offsets]]) -> bool:
    return any(
        mention[0] <= head[0] and head[1] <= mention[1] and start <= mention[0] and mention[1] <= end
        for mention in entity.mentions
        for (start, end), head in own
    )
