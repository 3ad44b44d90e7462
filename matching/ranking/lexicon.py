"""The lexicon: what each term is worth, frozen for one generation."""

import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import repeat
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.ranking.bands import Bands
from matching.ranking.documents import Document
from matching.ranking.storage import (
    DamagedIndex,
    join_terms,
    read_folder,
    split_terms,
    write_folder,
)
from matching.ranking.vectors import Vector, few_of_length_1, of_length_1
from matching.text.version import analyzer_version

FEW_TERMS = 24  # of a query in a few words: arrays are slower
CUT_TERMS = 400  # a document keeps its strongest terms, as query and as document alike
_KIND = "lexicon"


@dataclass(frozen=True)
class Lexicon:
    """Vocabulary, document frequencies and weights of one generation.

    Terms of a single document are not kept: they weigh what an unseen term weighs.

    Attributes:
        terms: ascending; a term's place is its number.
        frequencies: documents with each term, shape (terms,).
        idf: ``ln((1 + n) / (1 + frequency)) + 1``, shape (terms,).
        documents: n, how many documents it was fitted on.
    """

    terms: tuple[str, ...]
    frequencies: NDArray[np.int64]
    idf: NDArray[np.float64]
    documents: int
    bands: Bands
    numbers: dict[str, int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        numbers = dict(zip(self.terms, range(len(self.terms)), strict=True))
        object.__setattr__(self, "numbers", numbers)

    @cached_property
    def generation(self) -> str:
        """Name the generation by the analyzer that reads now and by its content."""
        digest = hashlib.sha256(join_terms(self.terms).tobytes())
        digest.update(self.idf.tobytes() + self.frequencies.tobytes())
        digest.update(repr((self.documents, self.bands)).encode())
        return analyzer_version() + digest.hexdigest()[:24]

    @staticmethod
    def is_current(name: str) -> bool:
        """Whether a generation was fitted with the analyzer that reads now."""
        return name.startswith(analyzer_version())

    @cached_property
    def unseen(self) -> float:
        """Weigh a term that no or one document of the generation holds."""
        return math.log((1 + max(self.documents, 1)) / 2) + 1.0

    def vector(self, document: Document) -> Vector:
        """Weigh a document's terms, keep its strongest, bring them to unit length."""
        return self.weighed(document.weights)

    def weighed(self, mentions: Mapping[str, float]) -> Vector:
        """Do so with what the terms weigh in the document."""
        terms = sorted(mentions)
        if len(terms) <= FEW_TERMS <= CUT_TERMS:
            number, worth, unknown = self.numbers.get, self._worth.data, len(self.terms)
            return few_of_length_1(
                terms, [mentions[term] * worth[number(term, unknown)] for term in terms]
            )
        found = map(self.numbers.get, terms, repeat(len(self.terms)))
        numbers = np.fromiter(found, np.int64, len(terms))
        weights = np.fromiter(map(mentions.__getitem__, terms), np.float64, len(terms))
        weights *= self._worth[numbers]
        if len(terms) > CUT_TERMS:
            # A stable sort, so that ties go by the terms' text.
            strongest = np.sort(np.argsort(-weights, kind="stable")[:CUT_TERMS])
            terms, weights = [terms[place] for place in strongest.tolist()], weights[strongest]
        return of_length_1(terms, weights)

    @cached_property
    def _worth(self) -> NDArray[np.float64]:
        """The terms' idf, and behind it that of a term that is not kept."""
        return np.append(self.idf, self.unseen)

    def save(self, folder: Path) -> None:
        """Write the generation as plain arrays."""
        arrays: dict[str, NDArray[Any]] = {"frequencies": self.frequencies, "idf": self.idf}
        arrays["terms"] = join_terms(self.terms)
        facts = {"documents": self.documents, "bands": [self.bands.fair, self.bands.strong]}
        write_folder(folder, _KIND, arrays, {**facts, "generation": self.generation})

    @classmethod
    def load(cls, folder: Path) -> "Lexicon":
        """Read a generation.

        Raises:
            DamagedIndex: it is not as it was saved.
        """
        arrays, facts = read_folder(folder, _KIND)
        lexicon = cls(
            terms=split_terms(arrays["terms"]),
            frequencies=arrays["frequencies"],
            idf=arrays["idf"],
            documents=facts["documents"],
            bands=Bands(*facts["bands"]),
        )
        if lexicon.generation != facts["generation"]:
            raise DamagedIndex(f"{folder}: not the generation it says")
        return lexicon
