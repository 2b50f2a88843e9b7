"""From the network's scores of a batch of windows to draft attributions, in words of their texts."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import torch
from torch import Tensor

from quoteattr.decode.links import FloatArray, Link, choose, nearest
from quoteattr.decode.spans import WordSpan, length, overlap, role_spans
from quoteattr.lexicon import cue_features
from quoteattr.model.crf import ROLES
from quoteattr.model.network import Network, span_vectors
from quoteattr.text.windows import Batch, Window
from quoteattr.text.words import Words

LONGEST_CUE, LONGEST_SOURCE = 8, 25
FOOTING = 0.03
"""Least probability with which a content must point to a cue that no other content points to, to be given to it."""


@dataclass(slots=True)
class Draft:
    """An attribution before it is snapped, scored and named. Spans count the words of the whole text.

    Attributes:
        contents: The content's spans, in order.
        cue: The cue; None for a quotation that nothing introduces.
        source: The source; None when there is none.
        evidence: Features for the score of the attribution, `[EVIDENCE]`.
        medium: Log-probabilities, `[3]`.
        polarity: Log-probabilities, `[4]`.
        query: Vector that asks for the speaker, `[link_size]`.
        nobody: The score of nobody being the speaker.
        inner_cues: Words of the content that may be the cue of a quote within it.
    """

    contents: list[WordSpan]
    cue: WordSpan | None
    source: WordSpan | None = None
    evidence: FloatArray = field(default_factory=lambda: np.zeros(EVIDENCE, dtype=np.float32))
    medium: FloatArray = field(default_factory=lambda: np.zeros(3, dtype=np.float32))
    polarity: FloatArray = field(default_factory=lambda: np.zeros(4, dtype=np.float32))
    query: FloatArray = field(default_factory=lambda: np.zeros(0, dtype=np.float32))
    nobody: float = 0.0
    inner_cues: list[int] = field(default_factory=list)


INNER_CUE = -2.5
"""Least log-odds at which a word of a content counts as a possible cue: the cost of reading contents again is set
by it, and hardly anything is found below."""

EVIDENCE = 12
"""Edges and inside of content, edges of cue, of source; both links against none; lengths and presence."""


@dataclass(slots=True)
class Found:
    """What a batch of windows says of one window.

    Attributes:
        drafts: Attributions found.
        uncued: Contents that point to no cue.
        keys: Key vectors of the mentions in the window, `[mentions, link_size]`.
        queries: Vectors with which the mentions ask for an antecedent, `[mentions, link_size]`.
        nobody: Their scores for having none, `[mentions]`.
    """

    drafts: list[Draft]
    uncued: list[WordSpan]
    keys: FloatArray
    queries: FloatArray
    nobody: FloatArray


@torch.inference_mode()
def read_windows(
    network: Network,
    batch: Batch,
    windows: Sequence[Window],
    *,
    words: Sequence[Words],
    texts: Sequence[str],
    loose: Sequence[Sequence[WordSpan]],
    mentions: Sequence[Sequence[WordSpan]],
) -> list[Found]:
    """Read a batch.

    Args:
        network: In evaluation mode.
        batch: The windows as tensors, on the network's device.
        windows: The same windows.
        words: The words of each text.
        texts: The texts.
        loose: For each text, quotations long enough to be quotes; one that no content touches is tried as one.
        mentions: For each window, the names and pronouns in it, in words of the text.
    """
    vectors = network.read(batch)
    raw = network.role_scores(vectors)
    paths = network.chain.decode(raw, batch.word_mask).cpu().numpy()
    tag_scores = raw.log_softmax(dim=2).cpu().numpy()
    found = []
    for row, window in enumerate(windows):
        spans = role_spans(paths[row, : window.last - window.first])
        untouched = _untouched(loose[window.text], spans["content"], window)
        spans["content"] = sorted(spans["content"] + untouched)
        found.append(spans)
    all_contents = [(row, *span) for row, spans in enumerate(found) for span in spans["content"]]
    to_cue = _log_softmax(
        network.point_to_cue(vectors, batch.word_mask, _table(all_contents, vectors))
        if all_contents
        else None
    )
    drafts: list[list[Draft]] = []
    uncued: list[list[WordSpan]] = []
    links: list[list[Link]] = []
    at = 0
    for spans in found:
        pointed = to_cue[at : at + len(spans["content"])]
        at += len(spans["content"])
        made, made_links, without = _join(spans, pointed)
        drafts.append(made)
        links.append(made_links)
        uncued.append(without)
    _add_sources(network, vectors, batch, found, drafts, links, tag_scores)
    _add_meanings(network, vectors, windows, words, texts, drafts)
    asked = _ask_mentions(network, vectors, windows, mentions)
    may_be_cue = (network.inner_cue_scores(vectors) >= INNER_CUE).cpu().numpy()
    for row, (window, made) in enumerate(zip(windows, drafts, strict=True)):
        for draft in made:
            draft.inner_cues = [
                window.first + first + int(word)
                for first, last in draft.contents
                for word in np.flatnonzero(may_be_cue[row, first : last + 1])
            ]
            draft.contents = [_shift(span, window.first) for span in draft.contents]
            draft.cue = _shift(draft.cue, window.first) if draft.cue else None
            draft.source = _shift(draft.source, window.first) if draft.source else None
    return [
        Found(made, [_shift(span, window.first) for span in without], *answers)
        for window, made, without, answers in zip(windows, drafts, uncued, asked, strict=True)
    ]


def _shift(span: WordSpan, by: int) -> WordSpan:
    return span[0] + by, span[1] + by


def _table(rows: Sequence[Sequence[int]], like: Tensor) -> Tensor:
    return torch.tensor(rows, dtype=torch.long, device=like.device).reshape(-1, 3)


def _log_softmax(pointed: Tensor | None) -> FloatArray:
    if pointed is None:
        return np.zeros((0, 2, 1), dtype=np.float32)
    return pointed.log_softmax(dim=2).cpu().numpy()


def _untouched(loose: Sequence[WordSpan], contents: Sequence[WordSpan], window: Window) -> list[WordSpan]:
    low, high = bisect_left(loose, (window.first, 0)), bisect_left(loose, (window.last, 0))
    inside = [_shift(s, -window.first) for s in loose[low:high] if s[1] < window.last]
    return [span for span in inside if not any(overlap(span, content) for content in contents)]


def _join(
    spans: dict[str, list[WordSpan]], pointed: FloatArray
) -> tuple[list[Draft], list[Link], list[WordSpan]]:
    """Contents that point to one cue are one attribution; a cue left over takes the content that fits it best."""
    contents, cues = spans["content"], spans["cue"]
    by_cue: dict[WordSpan, list[tuple[WordSpan, Link]]] = {}
    uncued = []
    for content, scores in zip(contents, pointed, strict=True):
        link = choose(scores, cues, longest=LONGEST_CUE, forbidden=contents)
        if link.target is None:
            uncued.append(content)
        else:
            by_cue.setdefault(link.target, []).append((content, link))
    for cue in cues:
        if cue not in by_cue:
            _give_content(cue, by_cue, dict(zip(contents, pointed, strict=True)))
    drafts, links = [], []
    for cue, parts in sorted(by_cue.items()):
        drafts.append(Draft([content for content, _ in parts], cue))
        links.append(max((link for _, link in parts), key=lambda link: link.score))
    return drafts, links, uncued


def _give_content(
    cue: WordSpan,
    by_cue: dict[WordSpan, list[tuple[WordSpan, Link]]],
    pointed: dict[WordSpan, FloatArray],
) -> None:
    fits = []
    for owner, parts in by_cue.items():
        for part in parts if len(parts) > 1 else []:
            scores = pointed[part[0]]
            fits.append((float(scores[0, 1 + cue[0]] + scores[1, 1 + cue[1]]), owner, part))
    if not fits:
        return
    score, owner, part = max(fits, key=lambda fit: fit[0])
    if score > 2 * np.log(FOOTING):
        by_cue[owner].remove(part)
        by_cue[cue] = [(part[0], Link(cue, score, part[1].none, True))]


def _add_sources(
    network: Network,
    vectors: Tensor,
    batch: Batch,
    found: Sequence[dict[str, list[WordSpan]]],
    drafts: Sequence[list[Draft]],
    links: Sequence[list[Link]],
    tag_scores: FloatArray,
) -> None:
    placed = [
        (row, draft, link)
        for row, (made, made_links) in enumerate(zip(drafts, links, strict=True))
        for draft, link in zip(made, made_links, strict=True)
    ]
    if not placed:
        return
    cues, leads = [], []
    for row, draft, _ in placed:
        assert draft.cue is not None
        cues.append((row, *draft.cue))
        leads.append((row, *nearest(draft.contents, draft.cue)))
    cue_table, lead_table = _table(cues, vectors), _table(leads, vectors)
    pointed = _log_softmax(network.point_to_source(vectors, batch.word_mask, cue_table, lead_table))
    source_links = []
    for (row, draft, _), scores in zip(placed, pointed, strict=True):
        forbidden = [draft.cue, *draft.contents] if draft.cue else draft.contents
        link = choose(scores, found[row]["source"], longest=LONGEST_SOURCE, forbidden=forbidden)
        draft.source = link.target
        source_links.append(link)
    asked = _table(
        [(row, *(draft.source or draft.cue or draft.contents[0])) for row, draft, _ in placed], vectors
    )
    queries, nobody = network.anaphors(span_vectors(vectors, asked))
    queries_, nobody_ = queries.float().cpu().numpy(), nobody.cpu().numpy()
    for number, ((row, draft, link), source_link) in enumerate(zip(placed, source_links, strict=True)):
        draft.query, draft.nobody = queries_[number], float(nobody_[number])
        draft.evidence = _evidence(draft, link, source_link, tag_scores[row])


def _evidence(draft: Draft, cue_link: Link, source_link: Link, tags: FloatArray) -> FloatArray:
    """What speaks for an attribution: log-probabilities of its parts and of its links."""
    content = max(draft.contents, key=length)
    edges = [_edge(tags, span, "content") for span in draft.contents]
    cue = draft.cue or content
    return np.array(
        [
            min(edge[0] for edge in edges),
            min(edge[1] for edge in edges),
            float(np.log(1e-6 + np.exp(tags[content[0] : content[1] + 1, 1:5]).sum(1)).mean()),
            sum(_edge(tags, cue, "cue")),
            sum(_edge(tags, draft.source, "source")) if draft.source else 0.0,
            cue_link.score,
            cue_link.none,
            source_link.score,
            float(draft.source is None),
            float(cue_link.tagged),
            float(source_link.tagged),
            float(np.log1p(length(content))),
        ],
        dtype=np.float32,
    )


def _edge(tags: FloatArray, span: WordSpan, role: str) -> tuple[float, float]:
    offset = 1 + 4 * ROLES.index(role)
    if span[0] == span[1]:
        value = float(tags[span[0], offset + 3])
        return value, value
    return float(tags[span[0], offset]), float(tags[span[1], offset + 2])


def _add_meanings(
    network: Network,
    vectors: Tensor,
    windows: Sequence[Window],
    words: Sequence[Words],
    texts: Sequence[str],
    drafts: Sequence[list[Draft]],
) -> None:
    placed = [(row, draft) for row, made in enumerate(drafts) for draft in made if draft.cue]
    if not placed:
        return
    cues = _table([(row, *(draft.cue or (0, 0))) for row, draft in placed], vectors)
    leads = _table([(row, *nearest(draft.contents, draft.cue or (0, 0))) for row, draft in placed], vectors)
    features = [
        _lexical(draft.cue, words[windows[row].text], texts[windows[row].text], windows[row].first)
        for row, draft in placed
        if draft.cue
    ]
    medium, polarity = network.meanings(
        vectors, cues, leads, torch.from_numpy(np.stack(features)).to(vectors.device)
    )
    for (_, draft), media, polarities in zip(
        placed, medium.log_softmax(1).cpu().numpy(), polarity.log_softmax(1).cpu().numpy(), strict=True
    ):
        draft.medium, draft.polarity = media, polarities


def _lexical(cue: WordSpan, words: Words, text: str, first: int) -> FloatArray:
    start, end = words.offsets(cue[0] + first, cue[1] + first)
    return cue_features(text[start:end], before=text[max(0, start - 40) : start], after=text[end : end + 40])


def _ask_mentions(
    network: Network, vectors: Tensor, windows: Sequence[Window], mentions: Sequence[Sequence[WordSpan]]
) -> list[tuple[FloatArray, FloatArray, FloatArray]]:
    rows = [
        (row, *_shift(span, -window.first))
        for row, (window, spans) in enumerate(zip(windows, mentions, strict=True))
        for span in spans
    ]
    spans_ = span_vectors(vectors, _table(rows, vectors))
    queries, nobody = network.anaphors(spans_)
    answers = [part.float().cpu().numpy() for part in (network.candidates(spans_), queries, nobody)]
    ends = np.cumsum([len(spans) for spans in mentions]).tolist()
    return [
        (
            answers[0][end - len(spans) : end],
            answers[1][end - len(spans) : end],
            answers[2][end - len(spans) : end],
        )
        for end, spans in zip(ends, mentions, strict=True)
    ]
