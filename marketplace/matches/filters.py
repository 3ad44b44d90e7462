"""What narrows a ranking: masks over the rows of an index."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, cast

import numpy as np
import orjson

from matching.ranking.columns import Flag, Many, Mask, Number, One
from matching.ranking.index import Index

FLAGS = ("k_sponsorship", "k_self_initiated", "k_switch", "pr_pathway")


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
    masks: dict[str, Mask] = {}
    for name in ("sector", "language"):
        if query.get(name):
            known = [code for code in query[name] if code in many(roles, name).codes]
            masks[name] = many(roles, name).any_of(known)
    for name in ("hub", "city", "province", "employer_kind", "degree", "work_mode", "kind"):
        if query.get(name):
            masks[name] = one(roles, name).any_of(query[name])
    return masks


def candidate_masks(candidates: Index, query: Mapping[str, Any]) -> dict[str, Mask]:
    """Return a mask for each filter of candidates that the query names."""
    masks: dict[str, Mask] = {}
    for name in ("sector", "hub"):
        if query.get(name):
            masks[name] = many(candidates, name).any_of(query[name])
    if query.get("degree"):
        masks["degree"] = one(candidates, "degree").any_of(query["degree"])
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
