"""Which span a pointer chooses."""

import numpy as np
from quoteattr.decode.links import choose, nearest
from quoteattr.decode.settled import Settled, in_order
from quoteattr.decode.spans import role_spans
from quoteattr.model.crf import ROLE_TAGS


def pointed(start, end, words=10, none=-3.0):
    """Scores of a pointer that is sure of both ends."""
    scores = np.full((2, 1 + words), -9.0, dtype=np.float32)
    scores[:, 0] = none
    scores[0, 1 + start] = scores[1, 1 + end] = -0.1
    return scores


def test_spans_are_read_off_the_tags():
    tags = ["S-source", "B-cue", "E-cue", "O", "B-content", "I-content", "E-content", "S-content"]
    spans = role_spans(np.array([ROLE_TAGS.index(tag) for tag in tags]))
    assert spans == {"source": [(0, 0)], "cue": [(1, 2)], "content": [(4, 6), (7, 7)]}


def test_a_tagged_span_that_is_pointed_to_is_chosen():
    link = choose(pointed(3, 4), [(3, 4), (7, 7)], longest=5)
    assert link.target == (3, 4)
    assert link.tagged


def test_a_span_that_the_tagger_missed_is_drawn_by_the_pointer():
    link = choose(pointed(3, 4), [(7, 7)], longest=5)
    assert link.target == (3, 4)
    assert not link.tagged


def test_none_is_chosen_when_it_scores_best():
    assert choose(pointed(3, 4, none=-0.01), [(3, 4)], longest=5).target is None


def test_the_pointing_span_cannot_be_its_own_target():
    assert choose(pointed(3, 4), [(7, 7)], longest=5, forbidden=[(2, 3)]).target != (3, 4)


def test_the_nearest_content_leads():
    assert nearest([(0, 2), (8, 12)], (6, 6)) == (8, 12)
    assert nearest([(0, 4), (9, 12)], (6, 6)) == (0, 4)


def test_a_quote_comes_before_a_broken_one_in_it_that_begins_and_ends_with_it():
    inner = Settled(content=((0, 8), (20, 30)), cue=(), source=(), kind="indirect", parent=1)
    outer = Settled(content=((0, 30),), cue=(), source=(), kind="indirect")
    assert in_order([inner, outer]) == [outer, inner]
    assert inner.parent == 0
