"""From the data folder to training examples: PolNeAR for everything, GUM, LitBank and GAP for references."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer

from quoteattr.analysis import MEDIA, POLARITIES, Offsets
from quoteattr.text.marks import pair
from quoteattr.text.words import Words
from quoteattr.naming.matching import NamedEntity, find_entities
from quoteattr.text.paragraphs import paragraphs
from quoteattr.training.examples import Example, Labelled, Reference, WordSpan, label, read_words
from quoteattr.training.restyle import restyled
from quoteattr.wordlists import word_set

_TITLE = re.compile(
    r"^(the|mr|mrs|ms|dr|sen|gov|rep|gen|president|vice president|former|senator|governor|secretary)\.?\s+",
    re.I,
)
_OTHER_PERSONS = word_set("i me my mine myself we us our ours ourselves you your yours yourself yourselves")
_HE_AND_SHE = frozenset({"he", "him", "his", "himself", "she", "her", "hers", "herself"})
_SPEAKING_TYPES = frozenset({"person", "organization"})


def read_jsonl(path: Path) -> list[dict[str, Any]]:
    """All records of a file; an error names the file and says where the data comes from."""
    if not path.is_file():
        raise FileNotFoundError(f"{path} is missing; docs/training.md says what the data folder must hold")
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def polnear(
    folder: Path,
    split: str,
    tokenizer: Tokenizer,
    *,
    speakers: Mapping[str, Sequence[Mapping[str, Any]]],
    restyle: bool = False,
) -> dict[str, list[Example]]:
    """Articles of one PolNeAR split by id: the main annotation first, then those of further annotators.

    `speakers` holds labels of who spoke, by article. With `restyle` quotation marks are in the other style.
    """
    examples: dict[str, list[Example]] = {}
    for record in read_jsonl(folder / "polnear" / f"{split}.jsonl"):
        record["text"] = restyled(record["text"]) if restyle else record["text"]
        examples[record["id"]] = [polnear_example(record, speakers.get(record["id"]), tokenizer)]
    for record in read_jsonl(folder / "polnear" / f"{split}.second.jsonl"):
        if record["id"] in examples:
            record["text"] = restyled(record["text"]) if restyle else record["text"]
            examples[record["id"]].append(polnear_example(record, None, tokenizer))
    return examples


def polnear_example(
    record: Mapping[str, Any], speakers: Sequence[Mapping[str, Any]] | None, tokenizer: Tokenizer
) -> Example:
    """One annotated article, with who spoke where that is known."""
    text = record["text"]
    example = Example(read_words(text, tokenizer), has_roles=True)
    entities = _Names(text, example.words) if speakers else None
    if entities:
        example.names = entities.spans
    by_index = {row["i"]: row for row in speakers or ()}
    for index, row in enumerate(record["attributions"]):
        attribution = label(text, example.words, content=row["content"], cue=row["cue"], source=row["source"])
        if attribution is None:
            continue
        known = by_index.get(index)
        if known is not None and entities is not None:
            attribution = _with_meaning(attribution, known) if "medium" in known else attribution
            asked = attribution.source or attribution.cue
            wanted = speaker_names(known)
            antecedents = entities.of([plain_name(e.name) in wanted for e in entities.entities])
            if asked and (antecedents or not known["speaker"]):
                example.references.append(Reference(asked, antecedents))
        example.attributions.append(attribution)
    return example


def speaker_names(known: Mapping[str, Any]) -> set[str]:
    """All names that count as right for a labelled speaker; empty when nobody is named."""
    return (
        {plain_name(name) for name in [known["speaker"], *known["aliases"]] if name}
        if known["speaker"]
        else set()
    )


def plain_name(name: str) -> str:
    """A name without title, article, possessive and case, for comparison with the labels."""
    name = re.sub(r"['’]s$", "", re.sub(r"\s+", " ", name.strip()))
    while (match := _TITLE.match(name)) is not None:
        name = name[match.end() :]
    return name.casefold()


def gum(folder: Path, split: str, tokenizer: Tokenizer) -> list[Example]:
    """Pronouns and descriptions of people and bodies in GUM, by whether the text names them."""
    examples = []
    for record in read_jsonl(folder / "gum" / f"coref.{split}.jsonl"):
        text = record["text"]
        example, entities = _of_references(text, tokenizer)
        for cluster, kind, heads, types in zip(
            record["clusters"], record["entity_types"], record["heads"], record["mention_types"], strict=True
        ):
            if kind not in _SPEAKING_TYPES:
                continue
            own = [(m, h) for m, h, t in zip(cluster, heads, types, strict=True) if t == "name"]
            antecedents = entities.of([_named_by(e, own) for e in entities.entities])
            for (start, end), mention_type in zip(cluster, types, strict=True):
                span = _span(example.words, start, end)
                if mention_type == "name" or span is None or text[start:end].lower() in _OTHER_PERSONS:
                    continue
                example.references.append(Reference(span, antecedents))
        examples.append(example)
    return examples


def litbank(folder: Path, split: str, tokenizer: Tokenizer) -> list[Example]:
    """The "he" and "she" of LitBank's fiction whose bearers have names (Bamman et al., LREC 2020)."""
    examples = []
    for record in read_jsonl(folder / "litbank" / f"coref.{split}.jsonl"):
        text = record["text"]
        example, entities = _of_references(text, tokenizer)
        for cluster, kind, types in zip(
            record["clusters"], record["entity_types"], record["mention_types"], strict=True
        ):
            if kind != "PER":
                continue
            own = [(m, (m[1] - 1, m[1])) for m, t in zip(cluster, types, strict=True) if t == "name"]
            antecedents = entities.of([_named_by(e, own) for e in entities.entities])
            for start, end in cluster:
                span = _span(example.words, start, end)
                if antecedents and span is not None and text[start:end].lower() in _HE_AND_SHE:
                    example.references.append(Reference(span, antecedents))
        examples.append(example)
    return examples


def gap(folder: Path, split: str, tokenizer: Tokenizer) -> list[Example]:
    """GAP's pronouns whose antecedent is one of the two candidates (Webster et al., TACL 2018)."""
    examples = []
    for record in read_jsonl(folder / "gap" / f"{split}.jsonl"):
        right = [record[side] for side in "AB" if record[f"{side}_coref"]]
        example, entities = _of_references(record["text"], tokenizer)
        span = _span(example.words, *record["pronoun"])
        antecedents = entities.of(
            [any(_overlaps(m, r) for m in entity.mentions for r in right) for entity in entities.entities]
        )
        if right and span and antecedents:
            example.references.append(Reference(span, antecedents))
            examples.append(example)
    return examples


class _Names:
    """The name mentions of a text, found by rule, as the library finds them when it is used."""

    def __init__(self, text: str, words: Words) -> None:
        blocks = paragraphs(text)
        self.entities = find_entities(text, blocks, pair(text, blocks))
        mentions = [
            (span, index)
            for index, entity in enumerate(self.entities)
            for mention in entity.mentions
            if (span := _span(words, *mention)) is not None
        ]
        self.spans: list[WordSpan] = [span for span, _ in mentions]
        self._owners = [index for _, index in mentions]

    def of(self, chosen: Sequence[bool]) -> frozenset[int]:
        """Numbers of the mentions of all entities that are chosen."""
        return frozenset(number for number, owner in enumerate(self._owners) if chosen[owner])


def _of_references(text: str, tokenizer: Tokenizer) -> tuple[Example, _Names]:
    """An example without roles, and the names that its references may stand for."""
    words = read_words(text, tokenizer)
    entities = _Names(text, words)
    return Example(words, has_roles=False, names=entities.spans), entities


def _with_meaning(attribution: Labelled, known: Mapping[str, Any]) -> Labelled:
    return Labelled(
        contents=attribution.contents,
        cue=attribution.cue,
        source=attribution.source,
        features=attribution.features,
        medium=MEDIA.index(known["medium"]),
        polarity=POLARITIES.index(known["polarity"]),
    )


def _named_by(entity: NamedEntity, own: Sequence[tuple[Offsets, Offsets]]) -> bool:
    return any(
        mention[0] <= head[0] and head[1] <= mention[1] and start <= mention[0] and mention[1] <= end
        for mention in entity.mentions
        for (start, end), head in own
    )


def _overlaps(left: Sequence[int], right: Sequence[int]) -> bool:
    return left[0] < right[1] and right[0] < left[1]


def _span(words: Words, start: int, end: int) -> WordSpan | None:
    first, last = words.covered_by(start, end)
    return (first, last - 1) if last > first else None
