"""Reports over many articles."""

from __future__ import annotations

from quoteattr.report.build import Report, report

__all__ = ["Report", "report"]
