"""Pages for people who would rather look: one article with its quotes, or many articles in a report."""

from __future__ import annotations

from quoteattr.pages.article import render, render_records
from quoteattr.pages.page import Page

__all__ = ["Page", "render", "render_records"]
