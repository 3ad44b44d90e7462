"""A document as bytes, and back: analysed once, read by whoever ranks and explains."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import orjson

from matching.ranking.documents import FIELD_WEIGHTS, Document, NamedSkill, Place
from matching.text.copies import Runs

FIELDS = tuple(FIELD_WEIGHTS)


@dataclass(frozen=True, slots=True)
class Words:
    """What analysis made of one side's texts.

    Attributes:
        document: of all that ranks.
        told: the terms that may be told to the other side, each as written there.
        runs: what shows that texts were taken over.
        headline: as told to the other side.
    """

    document: Document
    told: Mapping[str, str] = field(default_factory=dict)
    runs: Runs = ((), ())
    headline: str | None = None


def surfaces(document: Document) -> dict[str, str]:
    """Return every term of a document as it was written."""
    return {term: place.surface for term, place in document.places.items()}


def pack_words(words: Words) -> bytes:
    """Return words as bytes."""
    document = words.document
    own = surfaces(document)
    return orjson.dumps(
        {
            "weights": document.weights,
            "fields": [FIELDS.index(place.field) for place in document.places.values()],
            "surfaces": own,
            "skills": [[each.name, each.required, sorted(each.terms)] for each in document.skills],
            "cut": document.cut,
            "told": None if words.told == own else words.told,
            "runs": words.runs,
            "headline": words.headline,
        }
    )


def unpack_words(packed: bytes) -> Words:
    """Undo ``pack_words``."""
    kept = orjson.loads(packed)
    document = _document(kept)
    told = kept["surfaces"] if kept["told"] is None else kept["told"]
    runs = tuple(tuple(each) for each in kept["runs"])
    return Words(document, told, runs, kept["headline"])


def _document(kept: Mapping[str, Any]) -> Document:
    skills = (
        NamedSkill(name, required, frozenset(terms)) for name, required, terms in kept["skills"]
    )
    return Document(
        kept["weights"],
        tuple(skills),
        kept["cut"],
        partial(_places, kept["fields"], kept["surfaces"]),
    )


def _places(fields: list[int], surfaces: Mapping[str, str]) -> dict[str, Place]:
    return {
        term: Place(FIELDS[number], surface)
        for number, (term, surface) in zip(fields, surfaces.items(), strict=True)
    }
