"""Which documents score so much that a band's word holds for them."""

from collections.abc import Collection
from uuid import UUID

import numpy as np

from marketplace.matches.copies import Copies
from marketplace.matches.states import State
from matching.ranking.columns import Mask
from matching.ranking.index import Index
from matching.ranking.vectors import Vector


def in_bands(
    state: State,
    index: Index,
    vector: Vector,
    where: Mask,
    bands: Collection[str],
    copies: Copies | None,
) -> Mask:
    """Mark the documents, of some, whose score has one of some bands.

    Args:
        copies: documents whose score is not the product with the vector, but at most that.
    """
    named: dict[str, list[UUID]] = {"fair": [], "strong": []}
    for id_, score in _scores(index, vector, where, copies).items():
        named.setdefault(state.lexicon.bands.band(score), []).append(id_)
    better = {band: index.mask_of(named[band]) for band in ("fair", "strong")}
    better["weak"] = ~(better["fair"] | better["strong"])
    found = np.zeros(len(where), np.bool_)
    for band in bands:
        found |= where & better[band]
    return found


def _scores(index: Index, vector: Vector, where: Mask, copies: Copies | None) -> dict[UUID, float]:
    """Return what each document scores that shares a word with the vector."""
    scores = _hits(index, vector, where)
    if copies is not None:
        copied = list(_hits(index, vector, copies.suspects & where))
        scores |= zip(copied, copies.scores(copied), strict=True)
    return scores


def _hits(index: Index, vector: Vector, where: Mask) -> dict[UUID, float]:
    count = int(np.count_nonzero(where))
    if not count:
        return {}
    hits = index.search(vector, limit=count, where=where)
    return dict(zip(hits.ids, hits.scores, strict=True))
