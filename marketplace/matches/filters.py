"""What narrows a ranking: masks over the rows of an index."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, cast

import numpy as np
import orjson

from matching.ranking.columns import Flag, Many, Mask, Number, One
from matching.ranking.index import Index

FLAGS = ("k_sponsorship", "k_self_initiated", "k_switch", "pr_pathway")
NOT = "not_"  # before the name of a filter: none of its values, and what states nothing stays


def everything(index: Index) -> Mask:
    """Mark every row."""
    return np.ones(index.rows, dtype=np.bool_)


def many(index: Index, name: str) -> Many:
    """Return a column of several codes a row."""
    return cast("Many", index.columns[name])


def one(index: Index, name: str) -> One:
    """Return a column of one word a row."""
    return cast("One", index.columns[name])


def number(index: Index, name: str) -> Number:
    """Return a column of numbers."""
    return cast("Number", index.columns[name])


def truth(index: Index, name: str) -> Flag:
    """Return a column of truth values."""
    return cast("Flag", index.columns[name])


def live_roles(roles: Index, day: date) -> Mask:
    """Mark the roles that a day finds open: an end may pass before the worker notes it."""
    return number(roles, "closing").at_least(float(day.toordinal()))


def role_masks(roles: Index, query: Mapping[str, Any]) -> dict[str, Mask]:
    """Return a mask for each filter of roles that the query names."""
    words = ("hub", "city", "province", "employer_kind", "degree", "work_mode", "kind")
    return _code_masks(
        query,
        {name: many(roles, name).any_of for name in ("sector", "language")}
        | {name: one(roles, name).any_of for name in words},
    )


def candidate_masks(candidates: Index, query: Mapping[str, Any]) -> dict[str, Mask]:
    """Return a mask for each filter of candidates that the query names."""
    return _code_masks(
        query,
        {name: many(candidates, name).any_of for name in ("sector", "hub")}
        | {"degree": one(candidates, "degree").any_of},
    )


def _code_masks(
    query: Mapping[str, Any], columns: Mapping[str, Callable[[Sequence[str]], Mask]]
) -> dict[str, Mask]:
    """Mark what has any of the codes that a filter wants, and what has none that it leaves out."""
    masks: dict[str, Mask] = {}
    for name, any_of in columns.items():
        if wanted := query.get(name):
            masks[name] = any_of(wanted)
        if left_out := query.get(NOT + name):
            masks[NOT + name] = ~any_of(left_out)
    return masks


def not_hidden_from(candidates: Index, keys: Sequence[str]) -> Mask:
    """Mark the candidates who do not hide from an employer, known by its id and its domains."""
    mine = frozenset(keys)
    column = one(candidates, "hidden_from")
    return column.where_class({key: mine.isdisjoint(_hidden(str(key))) for key in column.known})


@lru_cache(maxsize=100_000)
def _hidden(key: str) -> tuple[str, ...]:
    """Return from whom the candidates hide who have this key."""
    return tuple(orjson.loads(key)) if key else ()


def all_of(index: Index, masks: Mapping[str, Mask], *, but: str | None = None) -> Mask:
    """Mark the rows that every mask marks, one of them left out where named."""
    found = everything(index)
    for name, mask in masks.items():
        if name != but:
            found &= mask
    return found
