"""The spaCy component "quoteattr": from a Doc to the quotes in `doc.spans`.

Importing this module registers the factory, the scorer and the extension attributes `doc._.quotes` and
`doc._.speakers`. It imports no torch: the model is loaded at first use.
"""

# no postponed annotations here: spaCy reads the factory's to check a config
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from spacy import util
from spacy.language import Language
from spacy.pipeline import Pipe
from spacy.tokens import Doc
from spacy.training import Example

from quoteattr.analysis import KINDS, MEDIA, QUOTES, Analysis, Hints
from quoteattr.engine import Engine
from quoteattr.errors import ModelError, SettingsError
from quoteattr.extensions import claim_extensions, register_extensions
from quoteattr.records import to_record
from quoteattr.scoring import Scorer, score_quotes
from quoteattr.selection import select
from quoteattr.settings import DEFAULT_BATCH_SIZE, DEFAULT_THRESHOLD, Settings
from quoteattr.spans import DEFAULT_SPANS_KEY, align, write

_ORIGIN = "origin.json"
"""Where a saved component says which `model` its weights came from."""


class QuoteAttributor(Pipe):
    """Find who says what in a Doc and store it in `doc.spans`; made by `nlp.add_pipe("quoteattr")`.

    Args:
        name: The component's name in its pipeline.
        settings: What to find and with which model.
        spans_key: The name of the first span group to write; see `quoteattr.spans`.
        scorer: The scoring function.
        entities: Whether to help itself to `doc.ents`, which are read and never changed.
        clusters: The name by which another component stores its coreference clusters, to be used in place
            of our own: with "coref_clusters", every span group "coref_clusters_1", "coref_clusters_2" …
            is one cluster. None uses our own.
    """

    def __init__(
        self,
        name: str = "quoteattr",
        *,
        settings: Settings | None = None,
        spans_key: str = DEFAULT_SPANS_KEY,
        scorer: Scorer | None = score_quotes,
        entities: bool = False,
        clusters: str | None = None,
    ) -> None:
        if not spans_key.strip():
            raise SettingsError("'spans_key' is empty; give the name of a span group, such as 'quoteattr'")
        if clusters is not None and not clusters.strip():
            raise SettingsError(
                "'clusters' is empty; give the first part of span group names, or leave it out"
            )
        self.name = name
        self.engine = Engine(settings)
        self.spans_key = spans_key
        self.scorer = scorer
        self.entities = entities
        self.clusters = clusters

    @property
    def settings(self) -> Settings:
        """What to find and with which model; set by the pipeline's config and fixed from then on."""
        return self.engine.settings

    def __call__(self, doc: Doc, **options: Any) -> Doc:
        """Find the quotes of one Doc and store them in it; the options are those of `pipe`."""
        return next(self.pipe([doc], **options), doc)

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 128, **options: Any) -> Iterator[Doc]:
        """Find the quotes of a stream of Docs.

        Args:
            stream: The Docs.
            batch_size: How many Docs to hold at a time.
            **options: Settings to change for this call ("nested", "kinds", "media", "threshold"), as in
                `nlp(text, component_cfg={"quoteattr": {"threshold": 0.5}})`.

        Yields:
            The Docs in order. One that fails is handed to the error handler, and the rest go on.

        Raises:
            SettingsError: An option cannot be changed for one call, or its value means nothing.
        """
        self.settings.changed(**options)  # refused before the first Doc, whatever the error handler does
        fail: Callable[..., Any] = self.get_error_handler()
        for docs in util.minibatch(stream, batch_size):  # type: ignore[no-untyped-call]
            try:
                self.set_annotations(docs, self.predict(docs, **options))
            except Exception as error:
                if isinstance(error, (ModelError, SettingsError)) or len(docs) == 1:
                    fail(self.name, self, docs, error)
                    continue
                # one Doc's fault must not cost its batch
                for doc in docs:
                    try:
                        self.set_annotations([doc], self.predict([doc], **options))
                    except Exception as single:
                        fail(self.name, self, [doc], single)
                        continue
                    yield doc
            else:
                yield from docs

    def predict(self, docs: Sequence[Doc], **options: Any) -> list[Analysis]:
        """Analyze Docs without changing them.

        Args:
            docs: The Docs.
            **options: Settings to change for this call; see `pipe`.

        Returns:
            One analysis a Doc, with the character offsets of its text.
        """
        hints = None
        if self.entities or self.clusters is not None:
            hints = [self._hints(doc) for doc in docs]
        return self.engine.analyze([doc.text for doc in docs], hints=hints, **options)

    def set_annotations(self, docs: Iterable[Doc], analyses: Iterable[Analysis]) -> None:
        """Store analyses in the span groups of their Docs, in place of earlier ones.

        Args:
            docs: The Docs.
            analyses: What `predict` gave for them.
        """
        for doc, analysis in zip(docs, analyses, strict=True):
            # widening to tokens may leave nothing of a span of blanks
            aligned = select(align(doc, analysis), kinds=KINDS, media=MEDIA)
            write(doc, to_record(aligned, ""), spans_key=self.spans_key)

    def score(self, examples: Iterable[Example], **kwargs: Any) -> dict[str, Any]:
        """Score examples with the component's scorer."""
        if self.scorer is None:
            return {}
        return self.scorer(examples, **{"spans_key": self.spans_key, **kwargs})

    def _hints(self, doc: Doc) -> Hints:
        clusters = None
        if self.clusters is not None:
            name = re.compile(re.escape(self.clusters) + r"_\d+")
            clusters = tuple(
                tuple((span.start_char, span.end_char) for span in group)
                for key, group in doc.spans.items()
                if name.fullmatch(key)
            )
        entities = None
        if self.entities:
            entities = tuple((ent.start_char, ent.end_char, ent.label_) for ent in doc.ents)
        return Hints(clusters=clusters, entities=entities)

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """Give the model as bytes.

        Args:
            exclude: "model" leaves the model out.

        Returns:
            The bytes.
        """
        return util.to_bytes(
            {"model": self.engine.to_bytes, _ORIGIN: lambda: self._origin().encode()},
            [*exclude, *([_ORIGIN] if "model" in exclude else [])],
        )

    def from_bytes(self, bytes_data: bytes, *, exclude: Iterable[str] = ()) -> "QuoteAttributor":
        """Load the model from bytes.

        Args:
            bytes_data: What `to_bytes` gave.
            exclude: "model" keeps the model that the settings name.

        Returns:
            The component itself.
        """
        held: dict[str, bytes] = {}
        util.from_bytes(
            bytes_data,
            {key: partial(held.__setitem__, key) for key in ("model", _ORIGIN)},
            exclude,
        )
        if "model" in held:
            self._check_origin(held[_ORIGIN].decode())
            self.engine.from_bytes(held["model"])
        elif "model" not in exclude:
            raise ModelError(
                "the bytes hold no model; they were written with exclude=['model'], so read them so"
            )
        return self

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Save the model inside the pipeline's folder, so that the folder can be moved.

        Args:
            path: The component's folder.
            exclude: "model" leaves the model out.
        """
        folder = Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        if "model" not in exclude:
            self.engine.to_disk(folder / "model")
            (folder / _ORIGIN).write_text(self._origin(), encoding="utf-8")

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> "QuoteAttributor":
        """Load the model from the pipeline's folder.

        Args:
            path: The component's folder.
            exclude: "model" keeps the model that the settings name.

        Returns:
            The component itself.
        """
        folder = Path(path)
        if "model" not in exclude:
            if (folder / _ORIGIN).is_file():
                self._check_origin((folder / _ORIGIN).read_text(encoding="utf-8"))
            self.engine.from_disk(folder / "model")
        return self

    def _origin(self) -> str:
        return json.dumps({"model": self.settings.model})

    def _check_origin(self, origin: str) -> None:
        """Refuse to read saved weights over others that were asked for by name."""
        saved = json.loads(origin)["model"]
        if self.settings.model not in (None, saved):
            raise SettingsError(
                f"'model' is {self.settings.model!r}, but the saved pipeline holds weights of its own (from "
                f"{saved or 'the bundled model'}), which would be used in its place; load it with "
                f"exclude=[{self.name!r}] and add the component with the other model, or leave 'model' out"
            )


@Language.factory(
    "quoteattr",
    assigns=["doc.spans", "doc._.quotes", "doc._.speakers"],
    default_config={
        "model": None,
        "nested": True,
        "kinds": list(QUOTES),
        "media": list(MEDIA),
        "threshold": DEFAULT_THRESHOLD,
        "batch_size": DEFAULT_BATCH_SIZE,
        "device": None,
        "spans_key": DEFAULT_SPANS_KEY,
        "entities": False,
        "clusters": None,
        "known_speakers": None,
        "scorer": {"@scorers": "quoteattr.scorer.v1"},
    },
    default_score_weights={"quotes_source_f": 1.0, "quotes_f": 0.0, "quotes_speaker_r": 0.0},
)
def make_quoteattr(
    nlp: Language,
    name: str,
    model: str | None,
    nested: bool,
    kinds: list[str],
    media: list[str],
    threshold: float,
    batch_size: int,
    device: str | int | None,
    spans_key: str,
    entities: bool,
    clusters: str | None,
    known_speakers: Any,
    scorer: Scorer | None,
) -> QuoteAttributor:
    """Make the component from its config; the options are those of `Settings` and `QuoteAttributor`."""
    claim_extensions()
    settings = Settings(
        model=model,
        nested=nested,
        kinds=tuple(kinds),
        media=tuple(media),
        threshold=threshold,
        batch_size=batch_size,
        device=device,
        known_speakers=known_speakers,
    )
    return QuoteAttributor(
        name, settings=settings, spans_key=spans_key, scorer=scorer, entities=entities, clusters=clusters
    )


register_extensions()
