"""Facts that follow from others, and whose facts they are."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import lru_cache

from matching.policy.findings import Readings, Stated
from matching.policy.pack import GROUPS, Fact, Pack


class Side(StrEnum):
    """Who states a fact: the candidate of a match, or the employer with its role."""

    CANDIDATE = "candidate"
    EMPLOYER = "employer"


def side_of(fact: Fact) -> Side:
    """Return whose fact it is; a derived one is of the side it derives from."""
    return Side(GROUPS[fact.group])


@lru_cache(maxsize=256)
def facts_of_side(pack: Pack, side: Side) -> frozenset[str]:
    """Return the names of one side's facts."""
    return frozenset(name for name, fact in pack.facts.items() if side_of(fact) is side)


def derived_facts(pack: Pack, stated: Mapping[str, Readings], day: date) -> dict[str, Readings]:
    """Return the facts that follow: the later of the day asked and a date, where it is stated."""
    derived: dict[str, Readings] = {}
    for name, derived_from in _origins(pack):
        origin = stated.get(derived_from, ())
        dates = [each.value for each in origin if each and isinstance(each.value, date)]
        derived[name] = (Stated(max([day, *dates])),)
    return derived


@lru_cache(maxsize=256)
def _origins(pack: Pack) -> tuple[tuple[str, str], ...]:
    """Return each fact that follows from another, and from which."""
    facts = pack.facts.items()
    return tuple((name, fact.derived_from) for name, fact in facts if fact.derived_from is not None)
