"""Fit a generation with scikit-learn; what serves requests does not import this module."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_matrix
from sklearn.feature_extraction.text import TfidfTransformer

from matching.ranking.bands import fit_bands
from matching.ranking.documents import Document
from matching.ranking.gathering import Gathering
from matching.ranking.lexicon import Lexicon
from matching.ranking.vectors import Vector
from matching.ranking.vocabulary import Vocabulary

KEPT_FROM = 2  # documents; a rarer term weighs as an unseen one, so it need not be kept
SAMPLED_DOCUMENTS = 500  # of each side, to place the bands


def fit_lexicon(roles: Iterable[Document], candidates: Iterable[Document]) -> Lexicon:
    """Learn a generation from both sides; each document is looked at once and let go."""
    vocabulary, sides = Vocabulary(), []
    for documents in (roles, candidates):
        side = Gathering(vocabulary)
        for document in documents:
            side.add(document)
        sides.append(side)
    return fit(vocabulary, *sides)


def fit(vocabulary: Vocabulary, roles: Gathering, candidates: Gathering) -> Lexicon:
    """Learn a generation from what was gathered under one vocabulary."""
    counts = [side.counts for side in (roles, candidates)]
    terms, documents = vocabulary.terms, len(roles) + len(candidates)
    if not terms:
        return empty_lexicon(documents)
    frequencies = np.zeros(len(terms), np.int64)
    for each in counts:
        frequencies[: len(each)] += each
    idf = _idf(frequencies, documents)
    kept = np.flatnonzero(frequencies >= KEPT_FROM).tolist()
    kept.sort(key=terms.__getitem__)
    lexicon = Lexicon(
        terms=tuple(map(terms.__getitem__, kept)),
        frequencies=frequencies[kept],
        idf=idf[kept],
        documents=documents,
        bands=fit_bands([], []),
    )
    bands = fit_bands(*(_sample(lexicon, side, terms) for side in (roles, candidates)))
    return replace(lexicon, bands=bands)


def _idf(frequencies: NDArray[np.int64], documents: int) -> NDArray[np.float64]:
    """Return what each term is worth, given how many documents have it."""
    ends = np.append(0, np.cumsum(frequencies))
    # Of a matrix of columns only their lengths are asked: what stands in them is never touched.
    entries, rows = np.zeros(ends[-1], np.int8), np.zeros(ends[-1], np.int32)
    marks = csc_matrix((entries, rows, ends), shape=(documents, len(frequencies)))
    idf: NDArray[np.float64] = TfidfTransformer(smooth_idf=True).fit(marks).idf_
    return idf.astype(np.float64)


def empty_lexicon(documents: int = 0) -> Lexicon:
    """Return the generation of a corpus without words."""
    nothing = np.zeros(0)
    return Lexicon((), nothing.astype(np.int64), nothing, documents, fit_bands([], []))


def _sample(lexicon: Lexicon, side: Gathering, terms: Sequence[str]) -> list[Vector]:
    """Return the vectors of a fair sample of documents, the same one every time."""
    draw = random.Random(0)  # noqa: S311 - a sample, not a secret
    rows = draw.sample(range(len(side)), min(SAMPLED_DOCUMENTS, len(side)))
    return [lexicon.weighed(dict(side.weights(row, terms))) for row in rows]
