"""The attributions of a text, from what the network drafted: the way into this folder."""

from __future__ import annotations

from collections.abc import Sequence

from quoteattr.analysis import Name
from quoteattr.attributions.forms import apply_forms
from quoteattr.attributions.settle import Settled, settle
from quoteattr.network.decoding import Draft
from quoteattr.text.layout import Layout


def find_attributions(layout: Layout, drafts: Sequence[Draft], names: Sequence[Name]) -> list[Settled]:
    """Attributions in characters, in the order of their contents, a parent before what it holds.

    Args:
        layout: The text and what it is made of.
        drafts: What the network found.
        names: The text's names.
    """
    return apply_forms(layout, names, settle(layout, drafts))
