"""Many articles at once: speakers joined over articles, quotes that give the same statement."""

from __future__ import annotations

from quoteattr.articles import Article
from quoteattr.corpus.link import Corpus, Statement, Wordings, link
from quoteattr.corpus.people import CorpusSpeaker

__all__ = ["Article", "Corpus", "CorpusSpeaker", "Statement", "Wordings", "link"]
