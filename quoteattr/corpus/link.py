"""A corpus linked: who is who over articles, and which quotes give the same statement."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from quoteattr.articles import Article, Source, articles_of
from quoteattr.corpus.kin import Kin
from quoteattr.corpus.names import name_of
from quoteattr.corpus.people import Bearer, CorpusSpeaker, bearers_of, join, speakers_of
from quoteattr.corpus.statements import Language, Voice, group
from quoteattr.corpus.vectors import WordVectors, bundled_vectors, near_words
from quoteattr.corpus.wording import Piece, Wording, weights_of
from quoteattr.spans import DEFAULT_SPANS_KEY


@dataclass(frozen=True, slots=True)
class Wordings:
    """One quote's words for a statement.

    Attributes:
        article: The index of its article.
        quote: The quote's id there.
        span: Where the words stand in the article, in characters.
    """

    article: int
    quote: str
    span: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Statement:
    """What several quotes say alike.

    Attributes:
        id: "t0", "t1" …, those that most articles carry first.
        wordings: The quotes, the shortest wording first.
    """

    id: str
    wordings: tuple[Wordings, ...]

    @property
    def articles(self) -> tuple[int, ...]:
        """The articles that carry it, in order."""
        return tuple(sorted({item.article for item in self.wordings}))


@dataclass(frozen=True, slots=True)
class Corpus:
    """Articles with what holds over all of them.

    Attributes:
        articles: The articles, in the order given.
        speakers: Who speaks, most quotes first.
        statements: What is said more than once.
    """

    articles: tuple[Article, ...]
    speakers: tuple[CorpusSpeaker, ...]
    statements: tuple[Statement, ...]
    _speaker_of: dict[tuple[int, str], CorpusSpeaker] = field(repr=False, default_factory=dict)

    def speaker(self, article: int, id: str) -> CorpusSpeaker:
        """Give the speaker over all articles that an article's own speaker is.

        Args:
            article: The index of the article.
            id: The speaker's id there.

        Raises:
            KeyError: There is no such article or speaker.
        """
        return self._speaker_of[article, id]


def link(
    sources: Iterable[Source],
    *,
    vectors: WordVectors | None = bundled_vectors,
    spans_key: str = DEFAULT_SPANS_KEY,
) -> Corpus:
    """Link the speakers and the statements of many articles.

    Args:
        sources: Docs that the component has seen, records, or `Article`s.
        vectors: A function from words to vectors, by which words of like meaning count as alike; None
            compares words alone, and loads no model.
        spans_key: The component's `spans_key`, for Docs.

    Returns:
        The corpus.

    Raises:
        RecordError: A source is no article.
    """
    articles = articles_of(sources, spans_key=spans_key)
    bearers = bearers_of(articles)
    speakers = speakers_of(bearers, join(bearers))
    speaker_of = {member: speaker for speaker in speakers for member in speaker.members}
    return Corpus(
        articles=tuple(articles),
        speakers=tuple(speakers),
        statements=tuple(_statements(articles, bearers, speaker_of, vectors)),
        _speaker_of=speaker_of,
    )


def _statements(
    articles: Sequence[Article],
    bearers: Sequence[Bearer],
    speaker_of: dict[tuple[int, str], CorpusSpeaker],
    vectors: WordVectors | None,
) -> list[Statement]:
    wording = Wording()
    pieces: list[Piece] = []
    voices: list[Voice] = []
    owners: list[tuple[int, str]] = []
    numbers = {member: int(speaker.id[1:]) for member, speaker in speaker_of.items()}
    allies = _allies(bearers, numbers)
    for index, article in enumerate(articles):
        ids: dict[tuple[str, str], str] = {
            (item["name"], item["kind"]): item["id"] for item in article.record["speakers"]
        }
        for quote in article.record["quotes"]:
            speaker = None
            if quote["speaker"] is not None:
                speaker = numbers[index, ids[quote["speaker"], quote["speaker_kind"] or ""]]
            voices.append(Voice(speaker, allies.get(speaker, frozenset()), quote["polarity"]))
            pieces += wording.pieces(len(owners), article.record["text"], quote["content"])
            owners.append((index, quote["id"]))
    if not pieces:
        return []
    near = near_words(wording.words(), vectors)
    kin = Kin([article.record["text"] for article in articles], wording)
    groups = group(
        pieces,
        voices,
        Language(weights_of(pieces), near, wording.names()),
        lambda one, other: kin.of(owners[one][0], owners[other][0]),
    )
    made = []
    for members in groups:
        items: dict[tuple[int, str], Wordings] = {}
        for piece in (pieces[member] for member in members):
            article_index, quote_id = owners[piece.quote]
            items.setdefault(
                (article_index, quote_id), Wordings(article_index, quote_id, (piece.start, piece.end))
            )
        made.append(tuple(items.values()))
    made.sort(key=lambda items: (-len({item.article for item in items}), -len(items), items[0].article))
    return [Statement(f"t{number}", items) for number, items in enumerate(made)]


def _allies(
    bearers: Sequence[Bearer], numbers: dict[tuple[int, str], int]
) -> dict[int | None, frozenset[int]]:
    """Say which persons speak for which bodies: those whose role names the body, as "Kremlin spokesman" does."""
    bodies: dict[tuple[str, ...], set[int]] = {}
    for bearer in bearers:
        if bearer.kind != "person":
            bodies.setdefault(name_of(bearer.name).plain, set()).add(numbers[bearer.article, bearer.id])
    allies: dict[int | None, set[int]] = {}
    for bearer in bearers:
        if bearer.kind != "person":
            continue
        own = numbers[bearer.article, bearer.id]
        for words, found in bodies.items():
            if words and set(words) <= bearer.roles:
                for body in found:
                    allies.setdefault(own, set()).add(body)
                    allies.setdefault(body, set()).add(own)
    return {one: frozenset(others) for one, others in allies.items()}
