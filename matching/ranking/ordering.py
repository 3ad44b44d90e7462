"""List documents by a number, without a query."""

from dataclasses import dataclass
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from matching.ranking.columns import Mask
from matching.ranking.searching import Snapshot


@dataclass(frozen=True, slots=True)
class Order:
    """Which page of which order."""

    limit: int
    descending: bool
    after: tuple[float | None, UUID] | None  # value and id of the last one seen


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of documents in the order of a number."""

    ids: list[UUID]
    values: list[float | None]
    total: int  # allowed documents on all pages


def listing(
    snapshot: Snapshot, values: NDArray[np.float64], order: Order, where: Mask | None
) -> Listing:
    """Return a page in the order of values, ties by id, rows without a value last."""
    allowed = snapshot.allowed(where)
    rows = np.flatnonzero(allowed)
    total = len(rows)
    keys = _keys(values[rows], descending=order.descending)
    if order.after is not None:
        value, last_id = order.after
        last = _keys(np.array([np.nan if value is None else value]), descending=order.descending)
        kept = (keys > last) | ((keys == last) & snapshot.behind(rows, last_id))
        rows, keys = rows[kept], keys[kept]
    if len(keys) > order.limit:
        # Only what can be on the page is sorted.
        kept = keys <= np.partition(keys, order.limit - 1)[order.limit - 1]
        rows, keys = rows[kept], keys[kept]
    page = rows[snapshot.sorted_by(keys, rows)[: order.limit]]
    stated = [None if np.isnan(value) else float(value) for value in values[page]]
    return Listing([snapshot.id(row) for row in page.tolist()], stated, total)


def _keys(values: NDArray[np.float64], *, descending: bool) -> NDArray[np.float64]:
    """Return what sorts upwards to the order, with missing values at the end."""
    return np.where(np.isnan(values), np.inf, -values if descending else values)
