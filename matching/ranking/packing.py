"""A document as bytes, and back: analysed once, read by whoever ranks and explains."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from matching.ranking.documents import FIELD_WEIGHTS, Document, NamedSkill, Occurrence
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
    return {term: occurrence.surface for term, occurrence in document.terms.items()}


def pack_words(words: Words) -> bytes:
    """Return words as bytes."""
    document = words.document
    occurrences = document.terms.values()
    own = surfaces(document)
    return orjson.dumps(
        {
            "terms": list(document.terms),
            "weights": [each.weight for each in occurrences],
            "fields": [FIELDS.index(each.field) for each in occurrences],
            "surfaces": list(own.values()),
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
    told = surfaces(document) if kept["told"] is None else kept["told"]
    runs = tuple(tuple(each) for each in kept["runs"])
    return Words(document, told, runs, kept["headline"])


def _document(kept: Mapping[str, Any]) -> Document:
    columns = (kept["terms"], kept["weights"], kept["fields"], kept["surfaces"])
    return Document(
        terms={
            term: Occurrence(weight, FIELDS[place], surface)
            for term, weight, place, surface in zip(*columns, strict=True)
        },
        skills=tuple(
            NamedSkill(name, required, frozenset(terms)) for name, required, terms in kept["skills"]
        ),
        cut=kept["cut"],
    )
