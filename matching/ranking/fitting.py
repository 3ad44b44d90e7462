"""Fit a generation with scikit-learn; what serves requests does not import this module."""

import random
from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer

from matching.ranking.bands import fit_bands
from matching.ranking.documents import Document
from matching.ranking.lexicon import Lexicon

KEPT_FROM = 2  # documents; a rarer term weighs as an unseen one, so it need not be kept
SAMPLED_DOCUMENTS = 500  # of each side, to place the bands


def fit_lexicon(roles: Iterable[Document], candidates: Iterable[Document]) -> Lexicon:
    """Learn a generation from both sides; each document is looked at once and let go."""
    sampled_roles, sampled_candidates = _Sample(), _Sample()
    lexicon = _fit(_chain(sampled_roles.through(roles), sampled_candidates.through(candidates)))
    bands = fit_bands(
        [lexicon.vector(document) for document in sampled_roles.kept],
        [lexicon.vector(document) for document in sampled_candidates.kept],
    )
    return replace(lexicon, bands=bands)


def _fit(documents: Iterable[Document]) -> Lexicon:
    counts, terms = _count(documents)
    if not terms:
        return empty_lexicon(counts.shape[0])
    idf = TfidfTransformer(smooth_idf=True).fit(counts).idf_
    frequencies = np.asarray(counts.sum(axis=0), dtype=np.int64).ravel()
    kept = np.flatnonzero(frequencies >= KEPT_FROM)
    return Lexicon(
        terms=tuple(terms[number] for number in kept),
        frequencies=frequencies[kept],
        idf=idf[kept].astype(np.float64),
        documents=counts.shape[0],
        bands=fit_bands([], []),
    )


def empty_lexicon(documents: int = 0) -> Lexicon:
    """Return the generation of a corpus without words."""
    nothing = np.zeros(0)
    return Lexicon((), nothing.astype(np.int64), nothing, documents, fit_bands([], []))


def _count(documents: Iterable[Document]) -> tuple[csr_matrix, list[str]]:
    """Return which document holds which term, and the terms in ascending order."""
    vectorizer = CountVectorizer(analyzer=lambda document: document.terms, binary=True)
    try:
        counts = vectorizer.fit_transform(documents)
    except ValueError as error:
        if "empty vocabulary" not in str(error):
            raise
        return csr_matrix((0, 0)), []
    return counts, vectorizer.get_feature_names_out().tolist()


def _chain(*sides: Iterable[Document]) -> Iterator[Document]:
    for side in sides:
        yield from side


class _Sample:
    """A fair sample of a stream, the same one every time (Vitter's algorithm R)."""

    def __init__(self) -> None:
        self.kept: list[Document] = []
        self._draw = random.Random(0)  # noqa: S311 - a sample, not a secret

    def through(self, documents: Iterable[Document]) -> Iterator[Document]:
        for seen, document in enumerate(documents, start=1):
            if len(self.kept) < SAMPLED_DOCUMENTS:
                self.kept.append(document)
            elif (place := self._draw.randrange(seen)) < SAMPLED_DOCUMENTS:
                self.kept[place] = document
            yield document
