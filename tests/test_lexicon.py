"""The cue lexicon: lemmas, priors, features, and the file they come from."""

from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from quoteattr.lemmas import content_lemmas, lemma
from quoteattr.lexicon import FEATURE_NAMES, FEATURES, cue_features, lexicon, read_lexicon
from quoteattr.training.cue_lexicon import LabelledCue, derive

from quoteattr.analysis import MEDIA, POLARITIES

HEAD_MEDIUM = slice(0, len(MEDIA))
HEAD_POLARITY = slice(len(MEDIA), len(MEDIA) + len(POLARITIES))


def feature(name: str, cue: str, before: str = "", after: str = "") -> float:
    return float(cue_features(cue, before, after)[FEATURE_NAMES.index(name)])


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("said", "say"),
        ("says", "say"),
        ("denies", "deny"),
        ("denied", "deny"),
        ("noting", "note"),
        ("hoped", "hope"),
        ("planned", "plan"),
        ("calling", "call"),
        ("added", "add"),
        ("stating", "state"),
        ("agreed", "agree"),
        ("dismisses", "dismiss"),
        ("raises", "raise"),
        ("wrote", "write"),
        ("press", "press"),
        ("thing", "thing"),
    ],
)
def test_lemma(word: str, expected: str) -> None:
    known = dict.fromkeys(("plan", "call", "add", "state", "agree", "dismiss", "raise", "press"), 1)
    assert lemma(word, known) == expected


@pytest.mark.parametrize(
    ("cue", "expected"),
    [
        ("did not immediately respond to", ["respond"]),
        ("has begun to rebut", ["rebut"]),
        ("refused to comment", ["refuse", "comment"]),
        ("didn’t say on Monday", ["say"]),
        ("in", ["in"]),
        (":", []),
        ("", []),
    ],
)
def test_content_lemmas(cue: str, expected: list[str]) -> None:
    assert content_lemmas(cue, {"refuse": 1}) == expected


@pytest.mark.parametrize(
    ("cue", "medium"),
    [("told", "speech"), ("has written", "writing"), ("tweeted", "writing"), ("hopes", "thought")],
)
def test_the_lemma_gives_the_medium(cue: str, medium: str) -> None:
    assert MEDIA[int(cue_features(cue)[HEAD_MEDIUM].argmax())] == medium


@pytest.mark.parametrize(("cue", "polarity"), [("said", "asserted"), ("questioned", "questioned")])
def test_the_lemma_gives_the_polarity(cue: str, polarity: str) -> None:
    assert POLARITIES[int(cue_features(cue)[HEAD_POLARITY].argmax())] == polarity


def test_denying_verbs_raise_the_prior_of_denied() -> None:
    denied = FEATURE_NAMES.index("head_denied")
    assert cue_features("rejected")[denied] > cue_features("said")[denied] + 2


def test_priors_are_distributions() -> None:
    for cue in ("said", "denied", "zzz", "", "declined to comment"):
        vector = np.exp(cue_features(cue).astype(float))
        assert vector[HEAD_MEDIUM].sum() == pytest.approx(1)
        assert vector[HEAD_POLARITY].sum() == pytest.approx(1)


def test_an_unknown_lemma_has_the_corpus_prior() -> None:
    unknown, empty = cue_features("zzzed"), cue_features("")
    assert np.array_equal(unknown[: HEAD_POLARITY.stop], empty[: HEAD_POLARITY.stop])
    assert feature("head_known", "zzzed") == 0
    assert feature("head_known", "said") == 1


@pytest.mark.parametrize(
    ("name", "cue", "before", "after"),
    [
        ("not", "did not say", "", ""),
        ("not", "wouldn’t discuss", "", ""),
        ("never", "has never claimed", "", ""),
        ("no", "gave no hint", "", ""),
        ("refusing", "declined to say", "", ""),
        ("rejecting", "brushed off", "", ""),
        ("rejecting", "disputed", "", ""),
        ("asking", "wondered", "", ""),
        ("reportedly", "reportedly said", "", ""),
        ("colon", ":", "", ""),
        ("no_word", "", "", ""),
        ("noun_cue", "her insistence", "", ""),
        ("passive", "was asked", "", ""),
        ("whether_after", "asked", "", " whether the bridge would open"),
        ("interrogative_after", "explained", "", " why the bridge is shut"),
        ("quote_after", "said", "", ", “The bridge is shut"),
        ("negated_after", "offered", "", " no proof of that"),
        ("negated_before", "expects", "No one in the town ", ""),
        ("asked_before", "said", "Asked about the bridge, the mayor ", ""),
        ("written_before", "said", "In a letter to the council, she ", ""),
        ("question_mark_before", "said", "“Is it open?” she ", ""),
    ],
)
def test_flags(name: str, cue: str, before: str, after: str) -> None:
    assert feature(name, cue, before, after) == 1
    assert feature(name, "said", "The mayor ", " the bridge is shut.") == 0


def test_a_negated_cue_leaves_the_verb_its_own_prior() -> None:
    assert np.array_equal(cue_features("did not say")[:7], cue_features("said")[:7])


@given(st.text(max_size=300), st.text(max_size=60), st.text(max_size=60))
def test_any_text_gives_finite_numbers(cue: str, before: str, after: str) -> None:
    vector = cue_features(cue, before, after)
    assert vector.shape == (FEATURES,)
    assert vector.dtype == np.float32
    assert np.isfinite(vector).all()


def test_context_beyond_the_window_changes_nothing() -> None:
    far = cue_features("said", "Asked whether? never " + "x" * 60, " y" * 30 + "? letter")
    assert np.array_equal(far, cue_features("said", "x" * 60, " y" * 30))


def test_speed() -> None:
    cues = [f"said {number}" for number in range(500)]
    start = time.perf_counter()
    for _ in range(10):
        for cue in cues:
            cue_features(
                cue, "The mayor of the small town on the river ", " that the bridge would open again soon"
            )
    assert time.perf_counter() - start < 1.0


CUES = [LabelledCue("noted", "speech", "asserted")] * 3 + [
    LabelledCue("denied", "speech", "denied"),
    LabelledCue("denies", "writing", "denied"),
    LabelledCue("has not denied", "speech", "negated"),
    LabelledCue("Zorblatt", "speech", "asserted"),
    LabelledCue("mused", "thought", "asserted"),
]
TEXTS = ["They note it and deny it. A note, to deny, is not a note."]


def test_derive_counts_lemmas_and_leaves_rare_ones_and_names_out() -> None:
    file = derive(CUES * 2, ["Zorblatt, Zorblatt and Zorblatt.", *TEXTS])
    found = read_lexicon(file.splitlines())
    assert set(found.lemmas) == {"note", "deny"}
    assert found.lemmas["deny"].medium == (4, 2, 0)
    assert found.lemmas["deny"].polarity == (0, 4, 0, 0)  # the negated cues do not count against the verb
    assert sum(found.total.medium) == 2 * len(CUES)


def test_the_file_names_its_source_and_terms() -> None:
    header = derive(CUES, TEXTS).split("lemma\t")[0]
    assert "PolNeAR" in header
    assert "Licence" in header


def test_a_label_seen_once_is_not_trusted() -> None:
    columns = "rare\t3\t0\t0\t2\t1\t0\t0", "often\t30\t0\t0\t20\t10\t0\t0", "*\t900\t50\t50\t960\t10\t20\t10"
    found = read_lexicon(columns)
    denied = len(MEDIA) + POLARITIES.index("denied")
    unknown, rare, often = (found.log_priors(name)[denied] for name in (None, "rare", "often"))
    assert rare == pytest.approx(unknown, abs=0.3)
    assert often > unknown + 3


@pytest.mark.parametrize("line", ["say\t1\t2", "say\t1\t2\t3\t4\t5\t6\tx"])
def test_a_broken_file_is_refused_with_its_line(line: str) -> None:
    with pytest.raises(ValueError, match="line 2"):
        read_lexicon(["# a comment", line])


def test_the_bundled_lexicon_has_no_names() -> None:
    assert len(lexicon().lemmas) > 300
    assert not {name for name in lexicon().lemmas if not name.islower()}
