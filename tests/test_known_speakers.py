"""The option `known_speakers`: full names where a text has only a part of them, and never against the text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import spacy

import quoteattr
from quoteattr.analysis import Analysis, Attribution, Entity
from quoteattr.errors import SettingsError
from quoteattr.settings import Settings
from quoteattr.speakers.known import KnownSpeaker, known_speakers, use_known

LOPEZ = {"name": "Maria Lopez", "names": ["Mayor Lopez"], "descriptions": ["mayor of Eastport"], "id": "Q17"}
UNION = {"name": "Dockers’ Union", "names": ["DU"], "kind": "organization", "id": "Q18"}


def found(text: str, source: str, name: str | None, *others: str, kind: str = "person") -> Analysis:
    start = text.index(source)
    span = (start, start + len(source))
    names = [name, *others] if name else list(others)
    entities = tuple(Entity(one, kind, (span,) if one == name else ()) for one in names)  # type: ignore[arg-type]
    content = (text.index("that"), len(text) - 1)
    return Analysis(
        (Attribution((content,), (), (span,), "indirect", speaker=0 if name else None),), entities
    )


def who(text: str, analysis: Analysis, *known: dict[str, Any]) -> tuple[str, str | None] | None:
    after = use_known(text, analysis, known_speakers(list(known)))
    speaker = after.attributions[0].speaker
    return None if speaker is None else (after.entities[speaker].name, after.entities[speaker].kb_id)


@pytest.mark.parametrize(
    "text",
    [
        "Lopez said that it rained.",
        "Yesterday Mayor Lopez said that it rained.",
        "It was late. Then Lopez, the mayor, said that it rained.",
    ],
)
def test_a_surname_is_made_a_full_name(text: str) -> None:
    assert who(text, found(text, "Lopez", "Lopez"), LOPEZ, UNION) == ("Maria Lopez", "Q17")


def test_a_full_name_gets_its_id_and_another_name_the_full_one() -> None:
    text = "Maria Lopez said that it rained."
    assert who(text, found(text, "Maria Lopez", "Maria Lopez"), LOPEZ) == ("Maria Lopez", "Q17")
    text = "The DU said that it rained."
    assert who(text, found(text, "DU", "DU", kind="organization"), LOPEZ, UNION) == ("Dockers’ Union", "Q18")


def test_a_description_without_a_name_is_given_one() -> None:
    text = "The mayor of Eastport said that it rained."
    assert who(text, found(text, "The mayor of Eastport", None), LOPEZ) == ("Maria Lopez", "Q17")
    assert who(text, found(text, "The mayor of Eastport", None), UNION) is None


@pytest.mark.parametrize(
    ("text", "source", "name", "others"),
    [
        ("Jon Lopez spoke. Lopez said that it rained.", "Lopez", "Lopez", ["Jon Lopez"]),
        ("They met Carla Lopez. Lopez said that it rained.", "Lopez", "Lopez", []),
        ("Jon Lopez said that it rained.", "Jon Lopez", "Jon Lopez", []),
    ],
)
def test_who_is_somebody_else_in_the_text_stays_so(
    text: str, source: str, name: str, others: list[str]
) -> None:
    assert who(text, found(text, source, name, *others), LOPEZ) == (name, None)


@pytest.mark.parametrize(
    "text",
    [
        "Jon Abara met the mayor of Eastport, Jon Abara. The mayor of Eastport said that it rained.",
        "A former mayor of Eastport said that it rained.",
    ],
)
def test_a_description_of_somebody_else_is_left_alone(text: str) -> None:
    source = "The mayor of Eastport" if "The mayor" in text else "A former mayor of Eastport"
    assert who(text, found(text, source, None), LOPEZ) is None


def test_two_known_of_one_surname_are_not_chosen_between() -> None:
    text = "Lopez said that it rained."
    assert who(text, found(text, "Lopez", "Lopez"), LOPEZ, {"name": "Jon Lopez"}) == ("Lopez", None)


def test_nobody_known_changes_nothing() -> None:
    text = "Lopez said that it rained."
    analysis = found(text, "Lopez", "Lopez")
    assert use_known(text, analysis, ()) is analysis
    assert Settings().known_speakers == ()


def test_it_is_read_from_a_file_a_list_or_a_mapping(tmp_path: Path) -> None:
    path = tmp_path / "known.jsonl"
    path.write_text(json.dumps(LOPEZ) + "\n\n", encoding="utf-8")
    expected = (KnownSpeaker("Maria Lopez", ("Mayor Lopez",), ("mayor of Eastport",), "person", "Q17"),)
    rest = {key: value for key, value in LOPEZ.items() if key != "name"}
    assert (
        known_speakers(str(path))
        == known_speakers([LOPEZ])
        == known_speakers({"Maria Lopez": rest})
        == expected
    )


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("nowhere.jsonl", "cannot be read"),
        ([{"names": ["X"]}], "no 'name'"),
        ([{"name": "X", "kind": "robot"}], "person"),
        ([{"name": "X", "wikidata": "Q1"}], "wikidata"),
        (7, "JSONL"),
    ],
)
def test_what_is_none_of_these_is_said(source: Any, told: str) -> None:
    with pytest.raises(SettingsError, match=told):
        Settings(known_speakers=source)


def test_the_component_fills_names_and_knowledge_base_ids(stub_model: object) -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("quoteattr", config={"known_speakers": [LOPEZ]})
    doc = nlp("“It rains,” said Lopez. “No,” said Tom Becker.")
    assert [speaker.name for speaker in doc._.speakers] == ["Maria Lopez", "Tom Becker"]
    assert [span.kb_id_ for span in doc.spans["quoteattr"]] == ["Q17", ""]
    assert {span.kb_id_ for span in doc._.speakers[0].mentions} == {"Q17"}
    record = quoteattr.record(doc)
    assert quoteattr.from_record(record)._.speakers == doc._.speakers
    assert record["speakers"][0]["kb_id"] == "Q17"
    assert list(quoteattr.table([doc])["kb_id"]) == ["Q17", ""]
