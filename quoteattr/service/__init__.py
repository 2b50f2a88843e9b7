"""Quotes over HTTP: one model, batches across requests, limits on size and time (the extra "serve")."""

from __future__ import annotations

from quoteattr.service.app import Limits, create_app

__all__ = ["Limits", "create_app"]
