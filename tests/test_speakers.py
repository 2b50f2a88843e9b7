"""Who the sources of a text stand for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from safetensors.torch import load_file, save_file
from speaker_texts import model, read, said

from quoteattr.errors import ModelError
from quoteattr.speakers.reading import Said
from quoteattr.speakers.speaking import Spoken, name_speakers
from quoteattr.speakers.storage import SPEAKERS, SpeakerModel, load_speakers, save_speakers

TEXT = read(
    "[Ola Brekke|p], a sailor, said he was sure. [Frost|p]’s mother said it rained.\n"
    "Mrs [Eva Frost|p] said the boat leaked. “It sank,” she said.\n"
    "A spokesman for [Tide Board|o] said no."
)
SAID = [
    said(TEXT.text, "Ola Brekke, a sailor", "he was sure"),
    said(TEXT.text, "Frost’s mother", "it rained"),
    said(TEXT.text, "Mrs Eva Frost", "the boat leaked"),
    said(TEXT.text, "she", "“It sank,”"),
    said(TEXT.text, "A spokesman for Tide Board", "no", at=TEXT.text.index("spokesman")),
]


def names(spoken: Spoken) -> list[str | None]:
    return [None if number is None else spoken.entities[number].name for number in spoken.speakers]


def test_each_source_gets_its_speaker_or_nobody() -> None:
    spoken = name_speakers(TEXT, SAID, model())

    assert names(spoken) == ["Ola Brekke", None, "Eva Frost", "Eva Frost", "Tide Board"]
    assert all(0 <= certainty <= 1 for certainty in spoken.certainty)


def test_speakers_come_with_their_mentions_and_what_they_are() -> None:
    spoken = name_speakers(TEXT, SAID, model())

    sailor, frost, board = spoken.entities
    assert (sailor.kind, sailor.description) == ("person", "sailor")
    assert (frost.kind, board.kind) == ("person", "organization")
    said_of = [TEXT.text[start:end] for start, end in frost.mentions]
    assert said_of[0] == "Frost"
    assert "she" in said_of


def test_who_says_i_inside_a_quote_is_whose_quote_it_is() -> None:
    text = read("“I told you that I was ill,” Mrs [Eva Frost|p] said.")
    outer = said(text.text, "Mrs Eva Frost", "“I told you that I was ill,”")
    inner = Said(((17, 26),), source=((1, 2),), parent=0)

    assert names(name_speakers(text, [outer, inner], model())) == ["Eva Frost", "Eva Frost"]


def test_what_carries_on_has_the_same_speaker() -> None:
    text = read("Mrs [Eva Frost|p] said the boat leaked.\n“It sank.”")
    first = said(text.text, "Mrs Eva Frost", "the boat leaked")
    second = Said(((text.text.index("“It"), len(text.text)),), follows=0)

    assert names(name_speakers(text, [first, second], model())) == ["Eva Frost", "Eva Frost"]


def test_a_group_lists_its_members() -> None:
    text = read("[Eva Frost|p] and [Ola Brekke|p] said the boat leaked.")

    spoken = name_speakers(text, [said(text.text, "Eva Frost and Ola Brekke", "the boat leaked")], model())

    group = [entity for entity in spoken.entities if entity.kind == "group"]
    assert [entity.members for entity in group] in ([], [("Eva Frost", "Ola Brekke")])


@pytest.mark.parametrize("marked", ["Nobody said no.", ""])
def test_a_text_without_names_has_no_speakers(marked: str) -> None:
    text = read(marked)
    asked = [said(text.text, "Nobody", "no")] if marked else []

    assert names(name_speakers(text, asked, model())) == [None] * len(asked)


def test_clusters_of_another_component_go_before_our_own() -> None:
    she = SAID[3].source[0]
    brekke = (0, len("Ola Brekke"))

    spoken = name_speakers(TEXT, SAID, model(), clusters=[[brekke, she]])

    assert names(spoken)[3] == "Ola Brekke"


def test_a_long_text_is_decided_in_blocks() -> None:
    line = "Mrs [Eva Frost|p] said the boat leaked. “It sank,” she said.\n"
    text = read(line * 300)
    asked = [said(text.text, "she", "“It sank,”", at=match * len(text.text) // 300) for match in range(300)]

    likeliest = replace(model(), level=0.0)
    assert set(names(name_speakers(text, asked, likeliest))) == {"Eva Frost"}


def test_a_model_is_the_same_after_it_was_stored(tmp_path: Path) -> None:
    save_speakers(tmp_path, model())

    loaded = load_speakers(tmp_path)

    assert loaded.level == model().level
    assert names(name_speakers(TEXT, SAID, loaded)) == names(name_speakers(TEXT, SAID, model()))


def test_weights_for_features_that_are_unknown_are_refused(tmp_path: Path) -> None:
    wrong = model().first
    strange = type(wrong)([*wrong.pair_features[:-1], "shoe_size"], wrong.alone_features, 2)
    save_speakers(tmp_path, SpeakerModel(strange, model().second))

    with pytest.raises(ModelError, match="shoe_size"):
        load_speakers(tmp_path)


@pytest.mark.parametrize("harm", ["missing", "cut", "bare"])
def test_a_broken_file_is_named(tmp_path: Path, harm: str) -> None:
    save_speakers(tmp_path, model())
    path = tmp_path / SPEAKERS
    if harm == "missing":
        path.unlink()
    elif harm == "cut":
        path.write_bytes(path.read_bytes()[:100])
    else:
        save_file(load_file(path), path)

    with pytest.raises(ModelError, match="speakers"):
        load_speakers(tmp_path)
