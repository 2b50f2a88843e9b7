"""From tags to names, and who is named together."""

from __future__ import annotations

import pytest

from quoteattr.analysis import Name
from quoteattr.speakers.mentions import find_mentions
from quoteattr.speakers.tags import settle_names


def tagged(text: str, *names: str) -> list[Name]:
    """The first place of each of the names, as persons."""
    return [(text.index(name), text.index(name) + len(name), "person") for name in names]


@pytest.mark.parametrize(
    ("text", "marked", "expected"),
    [
        ("The minister, Ana Zuma-Dole, left.", ["Dole"], ["Zuma-Dole"]),
        ("The minister, Ana Dole, left.", ["Ana", "Dole"], ["Ana Dole"]),
        ("Dr Ana Dole’s car", ["Dr Ana Dole’s"], ["Ana Dole"]),
        ("It was Max Dole Jr. who left.", ["Max Dole Jr"], ["Max Dole Jr."]),
        ("He works for Dole Inc. He left.", ["Dole Inc"], ["Dole Inc."]),
        ("He met Dole. He left.", ["Dole"], ["Dole"]),
        ("Ana Dole left. ANA DOLE: No.", ["Ana Dole"], ["Ana Dole", "ANA DOLE"]),
        ("A Rich man said that Rich left; rich men do.", ["Rich left"], ["Rich left"]),
    ],
)
def test_names_are_whole(text: str, marked: list[str], expected: list[str]) -> None:
    assert [text[start:end] for start, end, _ in settle_names(text, tagged(text, *marked))] == expected


def test_what_stands_beside_a_name_is_seen() -> None:
    text = "Harbour chief Ana Dole, a former sailor, left. Dole’s office said so. “No,” Mrs Dole said."

    mentions = find_mentions(text, [(14, 22, "person"), (47, 51, "person"), (80, 84, "person")])

    assert [(" ".join(m.words), m.title, m.apposition, m.gender) for m in mentions] == [
        ("Ana Dole", "Harbour chief", "a former sailor", None),
        ("Dole", "", "", None),
        ("Dole’s office", "", "", None),
        ("Dole", "Mrs", "", "f"),
    ]
    assert [m.made for m in mentions] == [False, False, True, False]
