"""Where a name stands in its sentence, told from the words around it."""

import pytest
from quoteattr.naming.grammar import begins_clause, role_of

TEXT = "It rained. Mayor Ana Ruiz told Tom Becker that Hale’s bridge was safe, but Kim, after a talk with Lee, left."


@pytest.mark.parametrize(
    ("name", "begins", "after_preposition", "before_verb", "owns"),
    [
        ("Ana Ruiz", True, False, True, False),
        ("Tom Becker", False, False, False, False),
        ("Hale", True, False, False, True),
        ("Kim", True, False, False, False),
        ("Lee", False, True, False, False),
    ],
)
def test_role_of_a_name(name, begins, after_preposition, before_verb, owns):
    start = TEXT.index(name)
    assert role_of(TEXT, start, start + len(name)) == (begins, after_preposition, before_verb, owns)


@pytest.mark.parametrize(("text", "subject"), [("Hale left. He won.", True), ("Hale left with him.", False)])
def test_a_pronoun_may_begin_a_clause(text, subject):
    start = max(text.rfind("He "), text.find("him"))
    assert begins_clause(text, start) is subject
