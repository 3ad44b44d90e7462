"""A document as bytes, and back: analysed once, read by whoever ranks and explains."""

from collections.abc import Mapping, Sequence
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
    """Return words as bytes: every term once, in order, and what is not as one expects."""
    document = words.document
    terms, own = sorted(document.weights), surfaces(document)
    return orjson.dumps(
        {
            "terms": terms,
            "weights": [document.weights[term] for term in terms],
            "fields": [FIELDS.index(document.places[term].field) for term in terms],
            "surfaces": {term: surface for term, surface in own.items() if surface != term},
            "skills": [[each.name, each.required, sorted(each.terms)] for each in document.skills],
            "cut": document.cut,
            "told": None if words.told == own else _told(words.told, own, terms),
            "runs": words.runs,
            "headline": words.headline,
        }
    )


def _told(
    told: Mapping[str, str], own: Mapping[str, str], terms: Sequence[str]
) -> tuple[list[int], dict[str, str]]:
    """Return the numbers of the terms that are told as they were written, and all others."""
    same = [number for number, term in enumerate(terms) if told.get(term) == own[term]]
    alike = {terms[number] for number in same}
    return same, {term: surface for term, surface in told.items() if term not in alike}


def unpack_words(packed: bytes) -> Words:
    """Undo ``pack_words``."""
    kept = orjson.loads(packed)
    terms = kept["terms"]
    own = dict(zip(terms, terms, strict=True)) | kept["surfaces"]
    told = own
    if kept["told"] is not None:
        same, others = kept["told"]
        told = {terms[number]: own[terms[number]] for number in same} | others
    runs = tuple(tuple(each) for each in kept["runs"])
    return Words(_document(kept, own), told, runs, kept["headline"])


def _document(kept: Mapping[str, Any], own: Mapping[str, str]) -> Document:
    skills = (
        NamedSkill(name, required, frozenset(terms)) for name, required, terms in kept["skills"]
    )
    return Document(
        dict(zip(kept["terms"], kept["weights"], strict=True)),
        tuple(skills),
        kept["cut"],
        partial(_places, kept["fields"], own),
    )


def _places(fields: Sequence[int], own: Mapping[str, str]) -> dict[str, Place]:
    """Return where the terms stand; they and their fields are in one order."""
    return {
        term: Place(FIELDS[number], surface)
        for number, (term, surface) in zip(fields, own.items(), strict=True)
    }
