"""Labels of names, and other names in their place."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from quoteattr.training.name_labels import NameLabels, polnear_names, speaker_names
from quoteattr.training.name_swaps import swap_names

TEXT = (
    "Harbour chief Dr Mira Dole said the pier was safe. “We test it,” Dole said.\n\n"
    "The Courier reported that Ulm disagreed. But Dole’s aides said no."
)


def record() -> dict[str, Any]:
    at = TEXT.index("“We")
    return {
        "text": TEXT,
        "attributions": [
            {
                "content": [[at, TEXT.index("” Dole") + 1]],
                "cue": [[TEXT.index("said.\n"), TEXT.index("said.\n") + 4]],
                "source": [[TEXT.index("Dole said."), TEXT.index("Dole said.") + 4]],
                "speaker": "Mira Dole",
                "speaker_aliases": ["Dole"],
            }
        ],
        "entities": [
            {"name": "Mira Dole", "kind": "person", "aliases": ["Dole", "Dr Dole"]},
            {"name": "The Courier", "kind": "organization", "aliases": []},
        ],
    }


def shown(text: str, labels: NameLabels) -> list[tuple[str, str]]:
    return [(text[start:end], name) for start, end, name in labels.names]


def test_speakers_are_named_wherever_they_stand_and_other_capitals_are_unknown() -> None:
    labels = speaker_names(record())

    assert shown(TEXT, labels) == [
        ("Mira Dole", "person"),
        ("Dole", "person"),
        ("Courier", "organization"),
        ("Dole", "person"),
    ]
    assert [TEXT[start:end] for start, end in labels.masked] == ["Harbour", "Ulm"]


def test_labels_of_speakers_correct_a_machine() -> None:
    at, title = TEXT.index("Courier"), TEXT.index("Dr Mira")
    silver = [[at, at + 7, "PERSON"], [title, title + 12, "PERSON"]]

    labels = polnear_names(TEXT, silver, [{"speaker": "The Courier", "aliases": [], "kind": "organization"}])

    assert shown(TEXT, labels) == [("Mira Dole", "person"), ("Courier", "organization")]


@pytest.mark.parametrize("seed", range(5))
def test_swapped_names_move_all_offsets_along(seed: int) -> None:
    old = record()

    new, labels = swap_names(old, speaker_names(old), np.random.default_rng(seed), share=1.0)

    text, row = new["text"], new["attributions"][0]
    assert "Dole" not in text
    assert "Courier" not in text
    assert text[slice(*row["content"][0])] == "“We test it,”"
    assert text[slice(*row["cue"][0])] == "said"
    assert [text[slice(*row["source"][0])]] == row["speaker_aliases"]
    names = [name for name, _ in shown(text, labels)]
    assert names[0] == row["speaker"] == new["entities"][0]["name"]
    assert names[1] == names[3] == row["speaker_aliases"][0]
