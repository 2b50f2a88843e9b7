"""From labelled texts to what the network is held against."""

from __future__ import annotations

import pytest
import torch
from corpus import articles
from tiny import tiny_tokenizer

from quoteattr.network.heads import ARGUMENTS, CUE_TAGS, NAME_TAGS
from quoteattr.text.windows import Window
from quoteattr.training.examples import IGNORED, Example, Targets, build
from quoteattr.training.gather import LabelledText
from quoteattr.training.name_labels import NameLabels

TOKENIZER = tiny_tokenizer()
ARTICLES = {article["id"]: article for article in articles()}


def labelled(name: str, *, inner: bool = True, scheme: str = "world") -> LabelledText:
    article = ARTICLES[name]
    return LabelledText(name, article["text"], scheme, article["attributions"], inner=inner)


def example_of(text: LabelledText) -> tuple[Example, list[str]]:
    """An example and its words."""
    example = text.example(TOKENIZER)
    words = example.words
    return example, [text.text[s:e] for s, e in zip(words.starts, words.ends, strict=True)]


def whole(example: Example) -> tuple[Window, ...]:
    return (Window(0, 0, len(example.words)),)


def marked(words: list[str], labels: torch.Tensor, role: str) -> list[str]:
    """The words of each span with this role."""
    spans: list[list[str]] = []
    for word, label in zip(words, labels.tolist(), strict=False):
        if label == ARGUMENTS.index(f"B-{role}"):
            spans.append([word])
        elif label == ARGUMENTS.index(f"I-{role}"):
            spans[-1].append(word)
    return [" ".join(span) for span in spans]


def test_cues_are_tagged_at_every_level() -> None:
    example, words = example_of(labelled("boats"))
    tags = example.cue_tags()
    assert [(word, CUE_TAGS[tag]) for word, tag in zip(words, tags, strict=True) if tag] == [
        ("wrote", "B"),
        ("had", "B"),
        ("told", "I"),
        ("said", "B"),
    ]


def test_a_content_without_a_cue_is_tagged_at_its_first_word() -> None:
    example, words = example_of(labelled("market"))
    (start,) = (example.cue_tags() == CUE_TAGS.index("start")).nonzero()[0].tolist()
    assert words[start : start + 2] == ["“", "Nobody"]


def test_inside_contents_nothing_is_known_but_what_is_marked_there() -> None:
    example, words = example_of(labelled("boats", inner=False))
    tags = dict(zip(words, example.cue_tags().tolist(), strict=True))
    assert tags["neighbours"] == tags["left"] == IGNORED
    assert tags["Harbour"] == CUE_TAGS.index("O")
    assert tags["had"] == CUE_TAGS.index("B")


def test_where_nothing_is_labelled_nothing_is_known() -> None:
    example, _ = example_of(LabelledText("x", "Ana said no."))
    assert example.attributions is None
    assert set(example.cue_tags()) == {IGNORED}


def test_an_attribution_whose_content_holds_no_word_is_left_out() -> None:
    row = {"content": [[3, 4]], "cue": [[4, 8]], "source": [[0, 3]]}
    example, _ = example_of(LabelledText("x", "Ana said no.", attributions=[row]))
    assert example.attributions == []


class TestTargets:
    def build(self, name: str, *windows: Window) -> tuple[Targets, list[str]]:
        example, words = example_of(labelled(name))
        _, targets = build(windows or whole(example), [example])
        return targets, words

    def test_each_cue_has_its_own_arguments(self) -> None:
        targets, words = self.build("boats")
        found = [
            (words[first : last + 1], marked(words, labels, "source"), marked(words, labels, "content"))
            for (_, first, last), labels in zip(targets.cues.tolist(), targets.arguments, strict=True)
        ]
        assert found == [
            (["wrote"], ["The Harbour Post"], ["that Tom Hale had told his neighbours the boats were sold"]),
            (["had", "told"], ["Tom Hale"], ["the boats were sold"]),
            (["said"], ["Hale"], ["“ Not one of them is left , ”"]),
        ]
        assert targets.introduced.tolist() == [1, 1, 1]

    def test_contents_in_parts_are_led_by_what_spans_them(self) -> None:
        targets, words = self.build("school")
        _, first, last = targets.leads[1].tolist()
        assert marked(words, targets.arguments[1], "content") == [
            "“ We wear our coats all day , ”",
            "“ and hats . ”",
        ]
        assert (words[first + 1], words[last - 2]) == ("We", "hats")

    def test_meanings_are_classes_or_unknown(self) -> None:
        targets, _ = self.build("letter")
        assert targets.media.tolist() == [1, 0]
        assert targets.polarities.tolist() == [0, 3]
        row = {"content": [[9, 11]], "cue": [[4, 8]], "source": []}
        bare, _ = example_of(LabelledText("x", "Ana said no.", attributions=[row]))
        _, unknown = build(whole(bare), [bare])
        assert unknown.media.tolist() == unknown.polarities.tolist() == unknown.tiers.tolist() == [IGNORED]

    def test_topics_are_told_from_statements(self) -> None:
        assert self.build("bridge")[0].tiers.tolist() == [1, 0]

    def test_a_window_has_the_attributions_whose_cues_it_holds_and_their_parts_in_it(self) -> None:
        _, words = example_of(labelled("boats"))
        cut = words.index("his")
        targets, _ = self.build("boats", Window(0, 0, cut), Window(0, cut, len(words)))
        left, right = words[:cut], words[cut:]
        by_window = {0: left, 1: right}
        found = [
            marked(by_window[window], labels, "content")
            for (window, *_), labels in zip(targets.cues.tolist(), targets.arguments, strict=True)
        ]
        # what Hale told lies in the second window: in the first his cue has no content to be found
        assert found == [["that Tom Hale had told"], ["“ Not one of them is left , ”"]]

    def test_a_window_that_begins_inside_a_content_begins_it_anew(self) -> None:
        _, words = example_of(labelled("mill"))
        cut = words.index("said") - 2
        targets, _ = self.build("mill", Window(0, cut, len(words)))
        (labels,) = targets.arguments
        assert marked(words[cut:], labels, "content") == [", ”"]
        assert marked(words[cut:], labels, "source") == ["Lind"]

    def test_a_source_that_its_content_begins_in_goes_on_behind_it(self) -> None:
        text = "Ana of Tarn said no."
        row = {"content": [[0, 6]], "cue": [[12, 16]], "source": [[0, 11]]}
        example, words = example_of(LabelledText("x", text, attributions=[row]))
        _, targets = build(whole(example), [example])
        assert marked(words, targets.arguments[0], "content") == ["Ana of"]
        assert marked(words, targets.arguments[0], "source") == ["Tarn"]

    def test_windows_of_two_texts_know_their_own_labels_alone(self) -> None:
        (one, _), (other, words) = example_of(labelled("mill")), example_of(labelled("pier"))
        windows = [Window(1, 0, len(other.words)), Window(0, 0, len(one.words))]
        batch, targets = build(windows, [one, other])
        assert [window for window, *_ in targets.cues.tolist()] == [0, 0, 1, 1]
        assert set(targets.cue_tags[0, len(words) :].tolist()) <= {IGNORED}
        assert batch.schemes.tolist() == [0, 0]


class TestReferences:
    TEXT = "Ana Dole met Li Wen. She smiled at the map, and he left."

    def example(self) -> tuple[Example, list[str]]:
        she, he = self.TEXT.index("She"), self.TEXT.index("he left")
        return example_of(
            LabelledText(
                "x",
                self.TEXT,
                mentions=[(0, 8), (13, 19)],
                references=[((she, she + 3), frozenset({0})), ((he, he + 2), frozenset())],
            )
        )

    def test_references_point_to_the_names_that_they_may_stand_for(self) -> None:
        example, words = self.example()
        _, targets = build(whole(example), [example])
        assert [words[first] for _, first, _ in targets.references.tolist()] == ["She", "he"]
        assert [words[first] for _, first, _ in targets.mentions.tolist()] == ["Ana", "Li"]
        assert targets.stands_for.tolist() == [[True, False], [False, False]]

    def test_who_is_named_in_another_window_cannot_be_asked_for(self) -> None:
        example, words = self.example()
        cut = words.index("She")
        _, targets = build([Window(0, cut, len(words))], [example])
        assert [words[cut + first] for _, first, _ in targets.references.tolist()] == ["he"]

    def test_references_are_left_out_on_request(self) -> None:
        text = LabelledText("x", self.TEXT, mentions=[(0, 8)], references=[((21, 24), frozenset({0}))])
        assert not text.example(TOKENIZER, with_references=False).references


@pytest.mark.parametrize("masked", [True, False])
def test_names_are_tagged_and_doubtful_words_are_not(masked: bool) -> None:
    text = LabelledText("x", "Ana Ruiz of Tarn said no.")
    text.names = NameLabels([(0, 8, "person")], [(12, 16)] if masked else [])
    example, words = example_of(text)
    assert example.name_tags is not None
    found = {word: tag for word, tag in zip(words, example.name_tags.tolist(), strict=True) if tag}
    person = {"Ana": NAME_TAGS.index("B-person"), "Ruiz": NAME_TAGS.index("I-person")}
    assert found == person | ({"Tarn": IGNORED} if masked else {})


def test_another_rendering_has_its_labels_in_the_same_places() -> None:
    text = labelled("pier")
    example = text.example(TOKENIZER, text=text.text.upper())
    assert example.attributions == text.example(TOKENIZER).attributions
