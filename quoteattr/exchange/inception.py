"""INCEpTION's files (UIMA CAS as XMI or JSON), out and back in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from os import PathLike
from pathlib import Path
from typing import Any

from quoteattr.errors import RecordError
from quoteattr.exchange.brat import file_name
from quoteattr.exchange.marks import VALUES, Mark, marks_of, record_of
from quoteattr.optional import need
from quoteattr.records import Record

LAYER = "webanno.custom.Quote"
"""The span layer: make one of this name in the project, with a text feature for each of `FEATURES`."""
FEATURES = ("role", "quote", "name", "kind", *VALUES)


def write_inception(records: Iterable[Record], folder: str | PathLike[str]) -> int:
    """Write records as a folder of "UIMA CAS JSON" files for INCEpTION.

    Args:
        records: The records.
        folder: Made if need be.

    Returns:
        The number of records.
    """
    place = Path(folder)
    place.mkdir(parents=True, exist_ok=True)
    used: set[str] = set()
    count = 0
    for count, record in enumerate(records, 1):
        _cas_of(record).to_json(place / f"{file_name(record['id'], count, used)}.json")
    return count


def read_inception(path: str | PathLike[str]) -> Iterator[Record]:
    """Read what was corrected in INCEpTION.

    Args:
        path: A file (`.json` or `.xmi`), or a folder of them; a type system lies beside an XMI file as
            `TypeSystem.xml`, as INCEpTION exports it.

    Yields:
        One record a file, named by the file.

    Raises:
        RecordError: A file is none of these, or holds no layer of this library.
    """
    place = Path(path)
    files = (
        sorted(file for file in place.rglob("*") if file.suffix in (".json", ".xmi"))
        if place.is_dir()
        else [place]
    )
    if not files:
        raise RecordError(f"{place}: no .json or .xmi file in this folder")
    for file in files:
        yield _record_of(file)


def _library() -> Any:
    return need("cassis", extra="tables", purpose="INCEpTION’s format")


def _cas_of(record: Record) -> Any:
    cassis = _library()
    types = cassis.TypeSystem()
    layer = types.create_type(name=LAYER, supertypeName="uima.tcas.Annotation")
    for feature in FEATURES:
        types.create_feature(domainType=layer, name=feature, rangeType="uima.cas.String")
    cas = cassis.Cas(types, sofa_string=record["text"], sofa_mime="text/plain", document_language="en")
    for mark in marks_of(record):
        values = {name: value for name, value in mark.values.items() if name in FEATURES}
        cas.add(layer(begin=mark.start, end=mark.end, role=mark.role, quote=mark.of, **values))
    return cas


def _record_of(file: Path) -> Record:
    cassis = _library()
    try:
        with file.open("rb") as stream:
            if file.suffix == ".xmi":
                with (file.parent / "TypeSystem.xml").open("rb") as types:
                    system = cassis.load_typesystem(types)
                cas = cassis.load_cas_from_xmi(stream, typesystem=system)
            else:
                cas = cassis.load_cas_from_json(stream)
        found = list(cas.select(LAYER))
    except OSError:
        raise
    except Exception as error:  # the library raises many kinds, for broken files and for missing layers
        raise RecordError(
            f"{file}: no readable UIMA CAS with the layer {LAYER} ({error}); export it as "
            "'UIMA CAS JSON', or as XMI with its TypeSystem.xml"
        ) from error
    marks = []
    for number, item in enumerate(found):
        values = {name: str(getattr(item, name)) for name in FEATURES[2:] if getattr(item, name, None)}
        role = getattr(item, "role", None) or "content"
        marks.append(Mark(item.begin, item.end, role, getattr(item, "quote", None) or f"new{number}", values))
    return record_of(cas.sofa_string, marks, id=file.stem)
