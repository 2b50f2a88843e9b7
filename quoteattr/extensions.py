"""The extension attributes `doc._.quotes` and `doc._.speakers`."""

from __future__ import annotations

from spacy.tokens import Doc

from quoteattr.errors import SettingsError
from quoteattr.quotes import quotes, speakers

_EXTENSIONS = {"quotes": quotes, "speakers": speakers}


def register_extensions() -> None:
    """Add `doc._.quotes` and `doc._.speakers`, unless something else has taken their names."""
    # the component is imported for every pipeline of spaCy: a clash must not break those without the component
    for name, getter in _EXTENSIONS.items():
        if not Doc.has_extension(name):
            Doc.set_extension(name, getter=getter)


def claim_extensions() -> None:
    """Make sure that `doc._.quotes` is ours once a pipeline has the component."""
    for name, ours in _EXTENSIONS.items():
        getter = Doc.get_extension(name)[2] if Doc.has_extension(name) else ours
        if (getattr(getter, "__module__", ""), getattr(getter, "__name__", "")) != (
            ours.__module__,
            ours.__name__,
        ):
            raise SettingsError(
                f"Doc._.{name} is taken by something else, so 'quoteattr' cannot set it; set the other under "
                f"another name, or give it up by Doc.remove_extension({name!r}), and add the component again"
            )
    register_extensions()
