"""A file of labels, read beside its article."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from quoteattr.analysis import MEDIA, POLARITIES, SPEAKER_KINDS, Offsets
from quoteattr.labelling.places import NotFoundError, find_content, find_near, occurrences, paragraphs

RESOLUTIONS: Final = {"n": "name", "p": "pronoun", "d": "nominal", "i": "implicit", "-": "none"}
TIERS: Final = {"c": "core", "t": "topic"}
_MEDIA: Final = {medium[0]: medium for medium in MEDIA}
_POLARITIES: Final = {polarity[0]: polarity for polarity in POLARITIES}
_FIELDS = 6


@dataclass(slots=True)
class Labelled:
    """An article and what its labels say.

    Attributes:
        text: The article.
        attributions: In the order of the file; None for a line that could not be read.
        entities: Who speaks, with name, kind and aliases.
        not_quotes: Stretches in quotation marks that attribute nothing.
        problems: What is wrong, each with its line.
        notes: What could be meant otherwise, by the attribution's place.
    """

    text: str
    attributions: list[dict[str, Any] | None] = field(default_factory=list)
    entities: list[dict[str, Any]] = field(default_factory=list)
    not_quotes: list[Offsets] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    notes: dict[int, list[str]] = field(default_factory=dict)

    def record(self, id: str) -> dict[str, Any]:
        """A record in the form that training and scoring read."""
        attributions = [item for item in self.attributions if item is not None]
        return {
            "id": id,
            "text": self.text,
            "attributions": attributions,
            "entities": self.entities,
            "not_quotes": [list(span) for span in self.not_quotes],
        }


def read_labels(text: str, labels: str) -> Labelled:
    """Read labels; whatever is wrong with them is told in `problems`."""
    article = Labelled(text)
    lines = paragraphs(text)
    for number, line in enumerate(map(str.strip, labels.splitlines()), start=1):
        if not line or line.startswith("#"):
            continue
        try:
            if line.startswith("="):
                article.entities.append(_entity(line[1:]))
            elif line.startswith("!"):
                article.not_quotes.append(_not_quote(text, lines, line[1:]))
            else:
                article.attributions.append(None)  # keeps the count that parents go by
                article.attributions[-1] = _attribution(article, lines, line)
        except ValueError as error:
            article.problems.append(f"line {number}: {error}")
    _link(article)
    return article


def _entity(line: str) -> dict[str, Any]:
    name, kind, *aliases = (part.strip() for part in line.split("|"))
    if kind not in SPEAKER_KINDS:
        raise ValueError(f"{kind!r} is no kind of speaker; use one of {', '.join(SPEAKER_KINDS)}")
    forms = aliases[0].split(";") if aliases else []
    return {"name": name, "kind": kind, "aliases": [form.strip() for form in forms if form.strip()]}


def _not_quote(text: str, lines: Sequence[Offsets], line: str) -> Offsets:
    place, _, words = line.partition("|")
    found = occurrences(text, words, *lines[_paragraph(place, lines)])
    if not found:
        raise NotFoundError(f"{words.strip()!r} is not in the paragraph")
    return found[0]


def _paragraph(field: str, lines: Sequence[Offsets]) -> int:
    if not field.strip().isdigit() or not 1 <= int(field) <= len(lines):
        raise ValueError(f"there is no paragraph {field.strip()!r}; they are counted from 1 to {len(lines)}")
    return int(field) - 1


def _attribution(article: Labelled, lines: Sequence[Offsets], line: str) -> dict[str, Any]:
    parts = [part.strip() for part in line.split("|")]
    if len(parts) != _FIELDS:
        raise ValueError(
            f"{len(parts)} fields and not {_FIELDS}: PARAGRAPH | CONTENT | CUE | SOURCE | SPEAKER | CODES"
        )
    paragraph, words, cue_words, source_words, speaker, codes = parts
    first = _paragraph(paragraph, lines)
    labels = _codes(codes)
    if (speaker == "-") != (labels["resolution"] == "none"):
        raise ValueError("a speaker needs a resolution n, p, d or i, and '-' has the resolution '-'")
    content = find_content(article.text, lines, first, words)
    cue = find_near(article.text, lines, first, content, cue_words)
    beside = cue.span if cue is not None else None
    source = find_near(article.text, lines, first, content, source_words, beside=beside)
    for what, place in (("cue", cue), ("source", source)):
        if place is not None and place.others:
            near = article.text[max(0, place.span[0] - 25) : place.span[1] + 20].replace("\n", " ")
            note = f"{what}: {place.others} more would do; taken: …{near}… (or say #1, #2 …)"
            article.notes.setdefault(len(article.attributions) - 1, []).append(note)
    return {
        "content": [list(span) for span in content],
        "cue": [list(cue.span)] if cue is not None else [],
        "source": [list(source.span)] if source is not None else [],
        "speaker": None if speaker == "-" else speaker,
        **labels,
    }


def _codes(field: str) -> dict[str, Any]:
    codes = field.split()
    if len(codes) != 5:
        raise ValueError(
            f"{field!r} are {len(codes)} codes and not 5: resolution, medium, polarity, tier, parent"
        )
    tables: Mapping[str, Mapping[str, str]] = {
        "resolution": RESOLUTIONS,
        "medium": _MEDIA,
        "polarity": _POLARITIES,
        "tier": TIERS,
    }
    labels: dict[str, Any] = {}
    for (name, table), code in zip(tables.items(), codes[:4], strict=True):
        if code not in table:
            raise ValueError(f"{code!r} is no {name}; use one of {', '.join(table)}")
        labels[name] = table[code]
    if codes[4] != "-" and not codes[4].isdigit():
        raise ValueError(f"{codes[4]!r} is no parent; give an attribution's number, or '-'")
    labels["nested_in"] = None if codes[4] == "-" else int(codes[4]) - 1
    return labels


def _link(article: Labelled) -> None:
    """Check parents, and give every attribution its speaker's kind and other names."""
    known = {entity["name"]: entity for entity in article.entities}
    for number, item in enumerate(article.attributions):
        if item is None:
            continue
        if item["nested_in"] is not None:
            _check_parent(article, number, item)
        if item["speaker"] in known:
            entity = known[item["speaker"]]
            item["speaker_kind"], item["speaker_aliases"] = entity["kind"], entity["aliases"]
        elif item["speaker"] is not None:
            article.problems.append(
                f"attribution {number + 1}: no line '= {item['speaker']} | kind | other forms'"
            )


def _check_parent(article: Labelled, number: int, item: Mapping[str, Any]) -> None:
    parent = item["nested_in"]
    if not 0 <= parent < len(article.attributions) or parent == number:
        article.problems.append(f"attribution {number + 1}: there is no attribution {parent + 1} to stand in")
        return
    outer = article.attributions[parent]
    start, end = item["content"][0]
    if outer is not None and not any(low <= start and end <= high for low, high in outer["content"]):
        article.problems.append(f"attribution {number + 1} does not stand in attribution {parent + 1}")
