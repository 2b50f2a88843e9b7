"""Which mentions are one person or body."""

from __future__ import annotations

import pytest

from quoteattr.analysis import NameClass
from quoteattr.speakers.groups import full_name, group_mentions
from quoteattr.speakers.mentions import find_mentions


def groups(text: str, names: dict[str, NameClass]) -> list[tuple[str, list[str]]]:
    """The fullest name and all forms of each group; the text gives every name in square brackets."""
    plain, spans = "", []
    for part in text.replace("]", "[").split("["):
        if part in names:
            spans.append((len(plain), len(plain) + len(part), names[part]))
        plain += part
    mentions = find_mentions(plain, spans)
    return [
        (" ".join(full_name(mentions, g)), [" ".join(mentions[n].words) for n in g.mentions])
        for g in group_mentions(mentions)
    ]


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        (
            "[Ida Moss] left. Mrs [Moss] and [Ida] agreed.",
            {"Ida Moss": "person", "Moss": "person", "Ida": "person"},
            [("Ida Moss", ["Ida Moss", "Moss", "Ida"])],
        ),
        (
            "Mr [Tom Moss] and Mrs [Ida Moss] left. Mr [Moss] came back.",
            {"Tom Moss": "person", "Ida Moss": "person", "Moss": "person"},
            [("Tom Moss", ["Tom Moss", "Moss"]), ("Ida Moss", ["Ida Moss"])],
        ),
        (
            "[Ivan Voronsky] met [I. Voronskiy] and [Kim Do-yun]; [Kim] left.",
            {"Ivan Voronsky": "person", "I. Voronskiy": "person", "Kim Do-yun": "person", "Kim": "person"},
            [("Ivan Voronsky", ["Ivan Voronsky", "I. Voronskiy"]), ("Kim Do-yun", ["Kim Do-yun", "Kim"])],
        ),
        (
            "[Max Hale] and his son [Max Hale Jr.] came.",
            {"Max Hale": "person", "Max Hale Jr.": "person"},
            [("Max Hale", ["Max Hale"]), ("Max Hale Jr.", ["Max Hale Jr."])],
        ),
        (
            "The [Tarn Harbour Trust] said no. The [THT] said the [Harbour Trust] was poor.",
            {"Tarn Harbour Trust": "organization", "THT": "organization", "Harbour Trust": "organization"},
            [("Tarn Harbour Trust", ["Tarn Harbour Trust", "THT", "Harbour Trust"])],
        ),
        (
            "The [Union of Dockers] and the [Union of Masons] met. The [Union] won.",
            {"Union of Dockers": "organization", "Union of Masons": "organization", "Union": "organization"},
            [
                ("Union of Dockers", ["Union of Dockers"]),
                ("Union of Masons", ["Union of Masons"]),
                ("Union", ["Union"]),
            ],
        ),
    ],
)
def test_forms_of_a_name_come_together(
    text: str, names: dict[str, NameClass], expected: list[tuple[str, list[str]]]
) -> None:
    assert groups(text, names) == expected
