"""Which mentions are one person or body, and which name a source stands for."""

from __future__ import annotations

import pytest
from quoteattr.naming.matching import NamedEntity, find_entities
from quoteattr.naming.sources import NameIndex, name_of_source, named_in

from quoteattr.text.paragraphs import paragraphs

NORWAY = "Norway’s Foreign Ministry"


def entities(text: str) -> list[NamedEntity]:
    return find_entities(text, paragraphs(text))


def name_at(text: str, mention: str) -> str | None:
    """The name of the entity that has this mention where it stands last."""
    start = text.rindex(mention)
    for entity in entities(text):
        if (start, start + len(mention)) in entity.mentions:
            return entity.name
    return None


@pytest.mark.parametrize(
    ("text", "mention", "name"),
    [
        ("Dr. Petra Novak spoke. Then Novak left.", "Novak", "Petra Novak"),
        ("Petra A. Novak spoke. Then Petra Novak left.", "Petra Novak", "Petra A. Novak"),
        ("Petra Novak spoke. Then Petra left.", "Petra", "Petra Novak"),
        ("Martin Hale Jr. spoke. Then Hale left.", "Hale", "Martin Hale Jr."),
        ("J. D. Harlow spoke. Then JD Harlow left.", "JD Harlow", "J. D. Harlow"),
        ("Bill van der Meer spoke. Then Mr. Meer left.", "Meer", "Bill van der Meer"),
        ("Petro Voronskyy spoke. Then Voronsky left.", "Voronsky", "Petro Voronskyy"),
        ("Andrei Balin spoke. Then Andrey Balin left.", "Andrey Balin", "Andrei Balin"),
        ("José Ibáñez spoke. Then Ibanez left.", "Ibanez", "José Ibáñez"),
        ("It was Novak who came. Dr. Petra Novak spoke.", "Petra Novak", "Petra Novak"),
        ("Mark Cuban spoke. Later, Cuban left.", "Cuban", "Mark Cuban"),
    ],
)
def test_shorter_forms_of_a_person(text: str, mention: str, name: str) -> None:
    assert name_at(text, mention) == name


@pytest.mark.parametrize(
    ("text", "mention", "name"),
    [
        ("The Northern Water Agency (NWA) met. Then NWA spoke.", "NWA", "Northern Water Agency"),
        ("The FBI met. It is the Federal Bureau of Investigation.", "FBI", "Federal Bureau of Investigation"),
        ("The New Harwick Times wrote. Then the Times wrote more.", "Times", "New Harwick Times"),
        ("Norway’s Foreign Ministry met. Then the Foreign Ministry spoke.", "Foreign Ministry", NORWAY),
        (
            "Norway’s Foreign Ministry met. The Norwegian Foreign Ministry spoke.",
            "Norwegian Foreign Ministry",
            NORWAY,
        ),
        (
            "The Hale campaign met. Then Martin Hale’s campaign spoke.",
            "Martin Hale’s campaign",
            "Martin Hale’s campaign",
        ),
        (
            "The European Centre for Water met. Then the European Centre spoke.",
            "European Centre",
            "European Centre for Water",
        ),
    ],
)
def test_shorter_forms_of_a_body(text: str, mention: str, name: str) -> None:
    assert name_at(text, mention) == name


def test_two_people_of_one_surname_are_two() -> None:
    text = "Martin Hale met Susan Hale. Mrs. Susan Hale spoke, and Mr. Martin Hale left."
    assert [e.name for e in entities(text) if e.kind == "person"] == ["Martin Hale", "Susan Hale"]


def test_an_honorific_tells_them_apart() -> None:
    text = "Mr. Martin Hale met Mrs. Susan Hale. Then Mr. Hale left and Mrs. Hale stayed."
    martin, susan = (e for e in entities(text) if e.kind == "person")
    assert text.index("Hale left") in {start for start, _ in martin.mentions}
    assert text.index("Hale stayed") in {start for start, _ in susan.mentions}


def test_a_bare_surname_goes_to_whom_the_text_names_most() -> None:
    text = "Susan Hale won. Susan Hale spoke. Her husband, Martin Hale, smiled. “No,” Hale said."
    assert name_at(text, "Hale") == "Susan Hale"


def test_a_bare_surname_goes_to_the_one_named_last_when_both_are_named_alike() -> None:
    assert name_at("Susan Hale won. Martin Hale lost. “No,” Hale said.", "Hale") == "Martin Hale"


def test_a_bare_surname_stays_with_whom_the_text_calls_so() -> None:
    text = "Martin Hale won. “Yes,” Hale said. His rival was Susan Hale. “No,” Hale said."
    assert name_at(text, "Hale") == "Martin Hale"


def test_a_relative_in_passing_does_not_take_over_the_surname() -> None:
    assert name_at("Martin Hale is the brother of Eric Hale. Then we saw Hale.", "Hale") == "Martin Hale"


@pytest.mark.parametrize("son", ["Martin Hale Jr.", "Martin Jr."])
def test_a_junior_is_not_his_father(son: str) -> None:
    text = f"Martin Hale won. His son Martin Hale Jr. came. Then we saw {son}"
    assert name_at(text, son) == "Martin Hale Jr."
    assert "Martin Hale" in [entity.name for entity in entities(text)]


def test_a_relative_named_late_does_not_take_over_the_surname() -> None:
    text = "We saw Hale. They saw Hale. All saw Hale. Then his son Eric Hale came. Then we saw Hale."
    assert name_at(text, "Hale") == "Hale"


def test_a_foundation_is_not_called_by_its_founder() -> None:
    text = "They gave to the Hale Foundation. Then they saw Hale."
    assert name_at(text, "Hale") == "Hale"


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("Petra Novak", "Petra Novak"),
        ("Novak, who won,", "Petra Novak"),
        ("Novak herself", "Petra Novak"),
        ("ministry spokeswoman Petra Novak", "Petra Novak"),
        ("Harwick Institute spokeswoman Petra Novak", "Petra Novak"),
        ("Harwick Institute Chief of Staff Petra Novak", "Petra Novak"),
        ("the spokeswoman, Petra Novak,", "Petra Novak"),
        ("journalist and author Petra Novak", "Petra Novak"),
        ("The Harwick Institute’s Petra Novak", "Petra Novak"),
        ("Petra Novak of the Harwick Institute", "Petra Novak"),
        ("Novak and Hale", "Petra Novak and Martin Hale"),
        ("Novak’s letter", "Petra Novak"),
        ("Novak’s own published letters", "Petra Novak"),
        ("critics like Novak", "Petra Novak"),
        ("some observers, including the economist Petra Novak,", "Petra Novak"),
        ("groups such as the Harwick Institute", "Harwick Institute"),
        ("lobbyist and Republican strategist Petra Novak, Hale’s former partner", "Petra Novak"),
        ("former Secretary of State and candidate Petra Novak", "Petra Novak"),
        ("an analysis of Norta data by the Harwick Institute", "Harwick Institute"),
        ("a Harwick Institute database", "Harwick Institute"),
        ("critics, including Novak’s advisers,", None),
        ("officials in cities including Boston", None),
        ("supporters of leaders like Novak", None),
        ("aides and Novak supporters", None),
        ("a Harwick Institute poll released on Monday", "Harwick Institute"),
        ("a report by the Harwick Institute", "Harwick Institute"),
        ("Novak’s office", "Novak’s office"),
        ("The regional NORTA news agency", "NORTA"),
        ("the Norta newspaper", "Norta"),
        ("the independent Norta think tank", "Norta"),
        ("the Norta newspaper’s critics", None),
        ("a Boston newspaper", None),
        ("Novak’s aide", None),
        ("Novak supporters", None),
        ("a spokesman for Novak", None),
        ("aides to Novak", None),
        ("people close to Novak and Hale", None),
        ("several Harwick Institute officials", None),
        ("a resident of Boston", None),
        ("voters in Portland, Oregon,", None),
        ("a Facebook post", None),
        ("she", None),
    ],
)
def test_the_name_a_source_stands_for(source: str, name: str | None) -> None:
    text = f"Petra Novak met Martin Hale at the Harwick Institute.\n\nIt is over, said {source}"
    found = entities(text)
    number = name_of_source(text, [(len(text) - len(source), len(text))], found)
    assert (None if number is None else found[number].name) == name


def test_a_source_in_two_pieces_is_named_by_either() -> None:
    text = "He, the doctor, thinks so, Petra Novak thinks so."
    found = entities(text)
    start = text.index("Petra")
    assert name_of_source(text, [(0, 2), (start, start + 11)], NameIndex(text, found)) == 0
    assert name_of_source(text, [], found) is None


def test_named_in_puts_the_head_first() -> None:
    text = "It was Harwick Institute spokeswoman Petra Novak."
    found = entities(text)
    span = (7, len(text) - 1)
    assert [found[n].name for n in named_in(span, found, text)] == ["Petra Novak", "Harwick Institute"]
    assert [found[n].name for n in named_in(span, found)] == ["Harwick Institute", "Petra Novak"]
