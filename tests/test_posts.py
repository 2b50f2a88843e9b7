"""Descriptions that only one named person can stand for."""

import pytest
import spacy


@pytest.fixture(scope="module")
def nlp():
    pipeline = spacy.blank("en")
    pipeline.add_pipe("quoteattr")
    return pipeline


def speakers(nlp, text):
    return [quote.speaker and quote.speaker.name for quote in nlp(text)._.quotes]


@pytest.mark.parametrize(
    "text",
    [
        "Bank spokesman Tom Becker said the rate would rise. “It will not rise twice,” the spokesman said.",
        "The ministry’s spokeswoman, Ana Ruiz, said that talks had failed. The spokeswoman said they would go on.",
        "Ana Ruiz, the mayor of Norta, said that the bridge was safe. The mayor said that it would open soon.",
        "City Hall denied it. Spokesman John Hale said it was false. The City Hall spokesman said nothing was signed.",
    ],
)
def test_the_only_holder_of_a_post_is_who_it_stands_for(nlp, text):
    first, second = speakers(nlp, text)[-2:]
    assert first is not None
    assert second == first


def test_a_post_that_two_people_hold_names_neither(nlp):
    text = "Spokesman Tom Becker and spokeswoman Ana Ruiz met. The spokesperson said that the rate would fall."
    assert speakers(nlp, text)[-1] is None
