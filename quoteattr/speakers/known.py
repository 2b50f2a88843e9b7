"""Speakers that the user knows beforehand: their full names where a text has only a part of them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from quoteattr.analysis import SPEAKER_KINDS, Analysis, Attribution, Entity, Offsets, SpeakerKind
from quoteattr.errors import SettingsError
from quoteattr.speakers.lexicon import listed

_ARTICLE = re.compile(r"^(?:the|its|their|his|her|our)\s+", re.IGNORECASE)
_CAPITALS = re.compile(r"[A-ZÀ-ÖØ-Þ][\w’'.-]*")
_REACH = 80


@dataclass(frozen=True, slots=True)
class KnownSpeaker:
    """Somebody who may speak in the texts.

    Attributes:
        name: The full name.
        names: Other names: "Peskov", "D. Peskov".
        descriptions: What a text may call them instead: "Kremlin spokesman". Without "the".
        kind: "person", "organization", "group" or "document".
        id: An id of a knowledge base, such as a Wikidata number; empty for none.
    """

    name: str
    names: tuple[str, ...] = ()
    descriptions: tuple[str, ...] = ()
    kind: SpeakerKind = "person"
    id: str = ""


def known_speakers(source: Any) -> tuple[KnownSpeaker, ...]:
    """Read the option `known_speakers`.

    Args:
        source: None; the path of a JSON Lines file of objects with "name" and, as wanted, "names",
            "descriptions", "kind" and "id"; a list of such objects; or a mapping from a name to the rest.

    Returns:
        The speakers.

    Raises:
        SettingsError: It is none of these, or a speaker has no name.
    """
    if source is None:
        return ()
    if isinstance(source, (str, Path)):
        return tuple(_speaker(value, f"{source}, line {number}") for number, value in _lines(Path(source)))
    if isinstance(source, Mapping):
        source = [{"name": name, **(rest or {})} for name, rest in source.items()]
    if not isinstance(source, Iterable):
        raise SettingsError(f"'known_speakers' is {source!r}; give a JSONL file, a list or a mapping")
    return tuple(
        item if isinstance(item, KnownSpeaker) else _speaker(item, f"'known_speakers', item {number}")
        for number, item in enumerate(source, 1)
    )


def _lines(path: Path) -> list[tuple[int, Any]]:
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
        return [(number, json.loads(line)) for number, line in enumerate(lines, 1) if line.strip()]
    except (OSError, ValueError) as error:
        raise SettingsError(
            f"'known_speakers' {path} cannot be read ({error}); give a JSON Lines file"
        ) from None


def _speaker(value: Any, where: str) -> KnownSpeaker:
    if not isinstance(value, Mapping) or not isinstance(value.get("name"), str) or not value["name"].strip():
        raise SettingsError(f"{where}: {value!r} has no 'name'")
    unknown = set(value) - {"name", "names", "descriptions", "description", "kind", "id"}
    if unknown:
        raise SettingsError(
            f"{where}: unknown key {min(unknown)!r}; there are name, names, descriptions, kind, id"
        )
    kind = value.get("kind", "person")
    if kind not in SPEAKER_KINDS:
        raise SettingsError(f"{where}: 'kind' is {kind!r}; choose out of {', '.join(SPEAKER_KINDS)}")
    return KnownSpeaker(
        name=value["name"].strip(),
        names=_strings(value.get("names"), where),
        descriptions=_strings(value.get("descriptions"), where) + _strings(value.get("description"), where),
        kind=kind,
        id=str(value.get("id") or ""),
    )


def _strings(value: Any, where: str) -> tuple[str, ...]:
    listing = [value] if isinstance(value, str) else value or []
    if not isinstance(listing, (list, tuple)) or not all(isinstance(item, str) for item in listing):
        raise SettingsError(f"{where}: {value!r} is no string and no list of strings")
    return tuple(item.strip() for item in listing if item.strip())


def use_known(text: str, analysis: Analysis, known: Sequence[KnownSpeaker]) -> Analysis:
    """Give full names and ids to those who are known, and never against the text.

    A short name is made full where one known speaker alone bears it and the text names nobody else by it; a
    description without a name gives its speaker where the text does not say that somebody else is it.

    Args:
        text: The text.
        analysis: What was found in it.
        known: Who is known.

    Returns:
        The analysis with these speakers.
    """
    if not known:
        return analysis
    entities = [_named(text, entity, analysis.entities, known) for entity in analysis.entities]
    attributions = []
    for attribution in analysis.attributions:
        if attribution.speaker is None and attribution.source:
            attribution = _described(text, attribution, entities, known)
        attributions.append(attribution)
    return Analysis(tuple(attributions), tuple(entities))


def _named(text: str, entity: Entity, entities: Sequence[Entity], known: Sequence[KnownSpeaker]) -> Entity:
    own = _plain(entity.name)
    fits = [
        speaker
        for speaker in known
        if (speaker.kind == "person") == (entity.kind == "person")
        and own in {_plain(name) for name in (speaker.name, *speaker.names, *_surname(speaker))}
    ]
    if len(fits) != 1:
        return entity
    [speaker] = fits
    if own == _plain(speaker.name):
        return replace(entity, kb_id=speaker.id or None)
    if any(other is not entity and own in _plain(other.name).split() for other in entities):
        return entity  # the text knows another of this name
    if " " not in own and not _fits_the_text(text, entity.name, speaker):
        return entity
    return replace(entity, name=speaker.name, kb_id=speaker.id or None)


def _surname(speaker: KnownSpeaker) -> tuple[str, ...]:
    words = speaker.name.split()
    return (words[-1],) if speaker.kind == "person" and len(words) > 1 else ()


def _fits_the_text(text: str, surname: str, speaker: KnownSpeaker) -> bool:
    """Tell whether nobody of this surname has another first name in the text."""
    own = {_plain(word) for word in speaker.name.split()}
    for match in re.finditer(rf"\b({_CAPITALS.pattern})\s+{re.escape(surname)}\b", text):
        before = _plain(match[1])
        opens = (
            not text[: match.start()].rstrip(" “‘\"'(")
            or text[: match.start()].rstrip(" “‘\"'(")[-1] in ".!?\n"
        )
        title = before in listed("titles") or before in listed("honorifics") or before in listed("function")
        # what is written small elsewhere is no name: "Spokesman Peskov"
        if before not in own and not title and not opens and not re.search(rf"\b{re.escape(before)}\b", text):
            return False
    return True


def _described(
    text: str, attribution: Attribution, entities: list[Entity], known: Sequence[KnownSpeaker]
) -> Attribution:
    source = " ".join(text[attribution.source[0][0] : attribution.source[-1][1]].split())
    if source.lower().startswith(("a ", "an ", "one ", "some ", "another ")):
        return attribution  # one of several
    words = _plain(_ARTICLE.sub("", source))
    fits = [speaker for speaker in known if words in {_plain(name) for name in speaker.descriptions}]
    if len(fits) != 1 or _is_another(text, words, fits[0], entities):
        return attribution
    [speaker] = fits
    return replace(attribution, speaker=_place(speaker, attribution.source, entities))


def _is_another(text: str, description: str, speaker: KnownSpeaker, entities: Sequence[Entity]) -> bool:
    """Tell whether the text says that somebody else is what the description says."""
    own = set(_plain(" ".join((speaker.name, *speaker.names))).split())
    for entity in entities:
        if entity.description and description in _plain(entity.description):
            return not own & set(_plain(entity.name).split())
    for match in re.finditer(re.escape(description).replace(r"\ ", r"\s+"), text, re.IGNORECASE):
        after = re.match(rf",?\s+((?:{_CAPITALS.pattern}\s*)+)", text[match.end() : match.end() + _REACH])
        if after and not own & set(_plain(after[1]).split()):
            return True
    return False


def _place(speaker: KnownSpeaker, source: Sequence[Offsets], entities: list[Entity]) -> int:
    for index, entity in enumerate(entities):
        if entity.name == speaker.name and entity.kind == speaker.kind:
            mentions = tuple(sorted({*entity.mentions, *source}))
            entities[index] = replace(entity, mentions=mentions, kb_id=speaker.id or None)
            return index
    entities.append(Entity(speaker.name, speaker.kind, tuple(source), kb_id=speaker.id or None))
    return len(entities) - 1


def _plain(name: str) -> str:
    words = re.findall(r"[^\W_]+(?:[’'.-][^\W_]+)*", name.lower().replace("’", "'"))
    return " ".join(re.sub(r"'s$", "", word) for word in words if word != "the")
