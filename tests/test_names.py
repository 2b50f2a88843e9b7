"""Finding names in plain text: what is one, and where it starts and ends."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from quoteattr.naming.matching import NamedEntity, find_entities

from quoteattr.text.marks import pair
from quoteattr.text.paragraphs import paragraphs


def entities(text: str) -> list[NamedEntity]:
    blocks = paragraphs(text)
    return find_entities(text, blocks, pair(text, blocks))


def names(text: str) -> list[str]:
    return [entity.name for entity in entities(text)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Later, Sen. Laura Whitfield spoke.", "Laura Whitfield"),
        ("It was former Secretary of State Peter Hale who spoke.", "Peter Hale"),
        ("It was House Majority Leader Ann Brook who spoke.", "Ann Brook"),
        ("The plan is dead, Mr. Okafor said.", "Okafor"),
        ("The plan is dead, J. D. Harlow said.", "J. D. Harlow"),
        ("The plan is dead, JD Harlow said.", "JD Harlow"),
        ("The plan is dead, said Martin Hale Jr. on the steps.", "Martin Hale Jr."),
        ("The plan is dead, said Anna Smith-Jones.", "Anna Smith-Jones"),
        ("The plan is dead, said Conor O'Dowd.", "Conor O'Dowd"),
        ("The plan is dead, said Conor O’Dowd.", "Conor O’Dowd"),
        ("The plan is dead, said Pieter van der Meer.", "Pieter van der Meer"),
        ("The plan is dead, said Omar bin Rashid.", "Omar bin Rashid"),
        ("The plan is dead, said Samir al-Nouri.", "Samir al-Nouri"),
        ("The plan is dead, said José Ibáñez.", "José Ibáñez"),
        ("The plan is dead, said Petra\xa0Novak.", "Petra Novak"),
        ("Ohio Gov. Petra Novak spoke.", "Petra Novak"),
        ("Republican Petra Novak spoke.", "Petra Novak"),
        ("It was Water Board Deputy Chairman Dorvin Malek who spoke.", "Dorvin Malek"),
        ("It was Chairman of the Water Council Dorvin Malek who spoke.", "Dorvin Malek"),
        ("Chairman of the Council of Harwick Bank, Dorvin Malek, spoke.", "Dorvin Malek"),
        ("He wrote to the Houses of Assembly Anna Berg and Jan Novak.", "Anna Berg"),
        ("“So [Dorvin] Malek left,” he said. Malek agreed.", "Dorvin Malek"),
        ('The plan is dead, said Marta "Mia" Novak.', 'Marta "Mia" Novak'),
        ("The plan is dead, said Anthony (Tony) Hale.", "Anthony (Tony) Hale"),
        ("The plan is dead, said Senators Petra Novak and Jan Malek.", "Petra Novak"),
        ("The plan is dead, Pres. Novak said.", "Novak"),
        ("It was Republican National Committee Chairman Petra Novak.", "Petra Novak"),
        ("It was Virginia Sen. Petra Novak.", "Petra Novak"),
        ("He met House Petra Novak. Petra Novak spoke.", "Petra Novak"),
        ("He left the U.S. While Novak stayed, he ran.", "Novak"),
        ("He met Celebrities Petra Novak and Jan Malek. Petra Novak spoke.", "Petra Novak"),
        ("It was University of Norway at Harwick professor Petra Novak.", "Petra Novak"),
    ],
)
def test_a_person_is_found_without_titles(text: str, name: str) -> None:
    assert name in names(text)


def test_a_name_goes_on_in_the_next_line_of_its_paragraph() -> None:
    text = "It is over, said Petra\nNovak."
    assert [entity.name for entity in find_entities(text, [(0, len(text))])] == ["Petra Novak"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("He left the Department of Health and Human Services.", "Department of Health and Human Services"),
        ("He read the University of Northfield study.", "University of Northfield"),
        ("He left Harwick & Sons.", "Harwick & Sons"),
        ("He left the Committee for a Better Norway.", "Committee for a Better Norway"),
        ("He left the Committee on Food, Health and Trade.", "Committee on Food, Health and Trade"),
        ("He left the Brotherhood of Water Workers.", "Brotherhood of Water Workers"),
        ("He left the Harwick Officers' Association.", "Harwick Officers' Association"),
        ("He left the University of Norway at Harwick.", "University of Norway at Harwick"),
        ("The plan is dead, the Hale campaign said.", "Hale campaign"),
        ("The plan is dead, Petra Novak’s office said.", "Petra Novak’s office"),
        ("The plan is dead, Norway’s Foreign Ministry said.", "Norway’s Foreign Ministry"),
        ("The plan is dead, the Norwegian government said.", "Norwegian government"),
        ("The plan is dead, Northfield police said.", "Northfield police"),
        ("The plan is dead, the White House said.", "White House"),
        ("The plan is dead, Norway said.", "Norway"),
        ("They met Citizens for Tax Justice.", "Citizens for Tax Justice"),
        ("They read the Norwegian Household Survey.", "Norwegian Household Survey"),
        ("It rained. The Associated Water spoke.", "Associated Water"),
        ("The plan is dead, the House said.", "House"),
        ("They read it on Norta.Mk.", "Norta.Mk"),
        ("He wrote to Daily.io twice.", "Daily.io"),
        ("He left for Norta.He came back.", "Norta"),
        ("Norta could not verify the claim.", "Norta"),
        ("Intra and Norta reported it.", "Intra"),
    ],
)
def test_a_body_is_found_whole(text: str, name: str) -> None:
    found = {entity.name: entity.kind for entity in entities(text)}
    assert found.get(name) == "organization"


@pytest.mark.parametrize(
    "text",
    [
        "But nobody came. Meanwhile, it rained. However, they stayed.",
        "They met on Tuesday, and again in December.",
        "The president spoke. The President spoke again. Republicans laughed.",
        "Nobody could verify it. Critics said no. Inflation has been reported. Ministers of the crown left.",
        "Russian and American officials met the anti-European crowd.",
        "I said that I'm tired, and then I left.",
        "",
    ],
)
def test_words_that_name_nobody(text: str) -> None:
    assert names(text) == []


def test_a_sentence_start_is_no_part_of_the_name() -> None:
    text = "But Petra Novak said no. Well, Novak did not say it twice."
    assert names(text) == ["Petra Novak"]


def test_a_conjunction_joins_two_people_and_one_firm() -> None:
    found = names("Petra Novak and Martin Hale met. Harwick & Sons paid.")
    assert {"Petra Novak", "Martin Hale", "Harwick & Sons"} <= set(found)


def test_two_people_named_together_are_a_group_by_their_full_names() -> None:
    text = "Petra Novak met Martin Hale. Novak and Mr. Hale said so."
    groups = [entity for entity in entities(text) if entity.kind == "group"]
    assert [entity.name for entity in groups] == ["Petra Novak and Martin Hale"]
    assert [text[start:end] for start, end in groups[0].mentions] == ["Novak and Mr. Hale"]


def test_two_outlets_named_together_are_a_group_and_so_is_a_longer_list() -> None:
    found = entities(
        "Intra and the Norta reported it. Russia and Norway heard it from Dagen, Intra and Norta."
    )
    groups = [(entity.name, len(entity.mentions)) for entity in found if entity.kind == "group"]
    assert groups == [("Intra and Norta", 1), ("Russia and Norway", 1), ("Dagen, Intra and Norta", 1)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Petra Novak, Anna Berg and Jan Malek left.", "Petra Novak, Anna Berg and Jan Malek"),
        (
            "So Petra Novak, Ohio Gov. Anna Berg and NWA aide Jan Malek did it.",
            "Petra Novak, Anna Berg and Jan Malek",
        ),
        ("Sens. Petra Novak (Ohio) and Jan Malek (Iowa) left.", "Petra Novak and Jan Malek"),
        ("Senator Petra Novak of Ohio and Senator Jan Malek of Iowa left.", "Petra Novak and Jan Malek"),
        ("Petra Novak, R-Ohio, and Jan Malek, R-Iowa, left.", "Petra Novak and Jan Malek"),
        ("Petra Novak, the mayor of Harwick, and Jan Malek, her aide, left.", "Petra Novak and Jan Malek"),
        ("Petra Novak, and her lawyer, Jan Malek, left.", "Petra Novak and Jan Malek"),
        ("Petra Novak and the Harwick Bank left.", "Petra Novak and Harwick Bank"),
        ("The Harwick Bank and the Malek Fund left.", "Harwick Bank and the Malek Fund"),
    ],
)
def test_a_list_of_names_is_a_group_by_their_full_names(text: str, name: str) -> None:
    assert [entity.name for entity in entities(text) if entity.kind == "group"] == [name]


@pytest.mark.parametrize(
    "text",
    [
        "Anna Petra Novak met a Republican. Malek left.",
        "Petra Novak and others want Jan Malek.",
        "Petra Novak left, and Jan Malek came.",
        "Petra Novak spoke of Jan Malek.",
    ],
)
def test_names_that_only_stand_near_each_other_are_no_group(text: str) -> None:
    assert not [entity for entity in entities(text) if entity.kind == "group"]


@pytest.mark.parametrize(
    ("headline", "name"),
    [
        ("Angry Berg leaves talks", "Anna Berg"),
        ("Angry Berg Leaves Talks After Row", "Anna Berg"),
        ("Angry Berg and Jan Novak leave talks", "Anna Berg and Jan Novak"),
    ],
)
def test_an_adjective_is_no_part_of_the_name_in_a_headline(headline: str, name: str) -> None:
    found = {e.name: e for e in entities(f"{headline}\n\nAnna Berg left. So did Jan Novak.")}
    assert found[name].mentions[0][0] == headline.index("Berg")
    assert not any("Angry" in other for other in found)


def test_a_surname_that_a_person_bears_elsewhere_is_a_persons() -> None:
    found = entities(
        "We saw Malek. They saw Malek. Nobody saw his son Martin Malek. The talk [with Malek] ended."
    )
    assert {e.name: e.kind for e in found} == {"Malek": "person", "Martin Malek": "person"}


def test_a_body_before_a_titled_person_is_a_name_of_its_own() -> None:
    assert names("It was FBI Director Petra Novak who spoke.") == ["FBI", "Petra Novak"]


@pytest.mark.parametrize(
    "headline",
    [
        "Novak Blasts Senate Plan As Hopeless And Far Too Late",
        "NOVAK BLASTS SENATE PLAN AS HOPELESS AND LATE",
    ],
)
def test_a_headline_is_read_with_the_names_of_the_body(headline: str) -> None:
    text = f"{headline}\n\nThe plan is hopeless, Petra Novak said on Monday."
    found = entities(text)
    assert [entity.name for entity in found] == ["Petra Novak"]
    assert found[0].mentions[0] == (0, 5)


def test_the_title_of_a_work_in_quotation_marks_is_a_document() -> None:
    found = entities("She wrote “The Long Winter” in a year.")
    assert [(entity.name, entity.kind) for entity in found] == [("The Long Winter", "document")]


def test_gender_comes_from_the_texts_own_honorifics() -> None:
    found = entities("Petra Novak met Martin Hale and Kim Lee. Mrs. Novak smiled. Mr. Hale did not.")
    genders = {entity.name: entity.gender for entity in found if entity.kind == "person"}
    assert genders == {"Petra Novak": "f", "Martin Hale": "m", "Kim Lee": None}


def test_titles_and_possessives_stay_outside_mentions() -> None:
    text = "Sen. Petra Novak’s aides left. Ms. Novak stayed."
    (novak,) = entities(text)
    assert [text[start:end] for start, end in novak.mentions] == ["Petra Novak", "Novak"]


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("AbZé ’'.-,&/\n\xa0“”@ıǅ中1"), max_size=80))
def test_any_text_gives_sound_offsets(text: str) -> None:
    for entity in entities(text):
        assert entity.name
        assert list(entity.mentions) == sorted(entity.mentions)
        for start, end in entity.mentions:
            assert 0 <= start < end <= len(text)
            assert text[start:end].strip() == text[start:end]


@pytest.mark.parametrize(
    "unit", ["TRUE WORDS ", "Anna's ", "A.", "and ", "Anna, ", "President ", "A-b'", "A\n"]
)
def test_nasty_texts_take_no_longer_than_their_length(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    started = time.process_time()
    find_entities(text, [(0, len(text))])
    assert time.process_time() - started < 5


def test_many_names_take_linear_time() -> None:
    text = " said. ".join(f"Anna{number} Smith" for number in range(10_000))
    started = time.process_time()
    found = find_entities(text, [(0, len(text))])
    assert time.process_time() - started < 10
    assert len(found) > 1_000
