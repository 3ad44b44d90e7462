"""What narrows a ranking: masks over the rows of an index."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, cast

import numpy as np
import orjson

from marketplace.matches.flags import pack_of
from matching.codes import Evidence
from matching.policy.bulk import Key, role_key
from matching.policy.crossing import OUTCOMES, cross
from matching.policy.pack import Pack
from matching.profiles import EmployerProfile, RoleProfile
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


def flag_classes(roles: Index, candidate: Key, day: date) -> dict[str, dict[object, str]]:
    """Return, for each flag, the outcome of each distinct set of facts that the roles have."""
    pack = pack_of(day)
    classes = list(one(roles, "facts").classes(everything(roles)))
    keys = [_role_key(pack, str(facts), day) for facts in classes]
    codes = cross(pack, [candidate], keys, day=day)
    told = [outcome.value for outcome in OUTCOMES]
    return {
        name: dict(zip(classes, (told[code] for code in codes[name][0]), strict=True))
        for name in FLAGS
    }


@lru_cache(maxsize=200_000)
def _role_key(pack: Pack, facts: str, day: date) -> Key:
    """Return what policy sees of the roles that have these facts."""
    stated = orjson.loads(facts)
    start = stated["start_date"]
    profile = RoleProfile(
        sectors=None if stated["sectors"] is None else tuple(stated["sectors"]),
        province=stated["province"],
        start_date=None if start is None else date.fromisoformat(start),
        employer=EmployerProfile(
            kind=stated["kind"], kind_evidence=Evidence(stated["kind_evidence"])
        ),
    )
    return role_key(pack, profile, day=day)


def flag_masks(
    roles: Index, classes: Mapping[str, Mapping[object, str]], query: Mapping[str, Any]
) -> dict[str, Mask]:
    """Return a mask for each flag that the query narrows by."""
    column = one(roles, "facts")
    return {
        name: column.where_class(
            {facts: outcome in query[name] for facts, outcome in classes[name].items()}
        )
        for name in FLAGS
        if query.get(name)
    }
