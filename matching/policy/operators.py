"""What each operator compares, and how."""

import operator
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from matching.policy.pack import Fact, FactKind, Operator, ParameterValue
from matching.policy.reading import parse_day

Value = str | int | bool | date | frozenset[str]  # what a fact is stated to be, what is wanted


class WrongValue(ValueError):
    """A pack compares a fact with something of another type or outside its taxonomy."""


ORDERED = {Operator.GTE, Operator.LTE, Operator.GT}
_COMPARABLE = {FactKind.INTEGER, FactKind.DATE, FactKind.CODE}
FACT_KINDS: Mapping[Operator, set[FactKind]] = {
    Operator.OVERLAPS: {FactKind.CODES},
    Operator.IN: {FactKind.CODE, FactKind.TEXT},
    Operator.GTE: _COMPARABLE,
    Operator.LTE: _COMPARABLE,
    Operator.GT: _COMPARABLE,
    Operator.EQ: {FactKind.CODE, FactKind.INTEGER, FactKind.DATE, FactKind.TEXT},
    Operator.BEFORE: {FactKind.DATE},
    Operator.IS_TRUE: {FactKind.BOOLEAN},
    Operator.IS_FALSE: {FactKind.BOOLEAN},
}
TESTS: Mapping[Operator, Callable[[Any, Any], bool]] = {
    Operator.OVERLAPS: lambda have, wanted: not have.isdisjoint(wanted),
    Operator.IN: lambda have, wanted: have in wanted,
    Operator.GTE: operator.ge,
    Operator.LTE: operator.le,
    Operator.GT: operator.gt,
    Operator.EQ: operator.eq,
    Operator.BEFORE: operator.lt,
    Operator.IS_TRUE: lambda have, _: have is True,
    Operator.IS_FALSE: lambda have, _: have is False,
}


def wanted_value(fact: Fact, compare: Operator, value: ParameterValue) -> Value:
    """Turn what a pack writes into what its operator compares the fact with.

    Raises:
        ValueError: the value does not fit the fact; WrongValue or, for a date, its own.
    """
    if compare in {Operator.OVERLAPS, Operator.IN}:
        return _wanted_codes(fact, value)
    if fact.kind is FactKind.INTEGER:
        return _wanted_integer(value)
    if not isinstance(value, str):
        raise WrongValue(f"`{fact.id}` is compared with one word")
    if fact.kind is FactKind.DATE:
        return parse_day(value)
    return _known(fact, value)


def _wanted_codes(fact: Fact, value: ParameterValue) -> frozenset[str]:
    if not isinstance(value, tuple):
        raise WrongValue(f"`{fact.id}` is compared with a list")
    return frozenset(_known(fact, word) for word in value)


def _wanted_integer(value: ParameterValue) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise WrongValue("a whole number is wanted")
    return value


def _known(fact: Fact, word: str) -> str:
    if fact.taxonomy and word not in fact.taxonomy:
        raise WrongValue(f"`{word}` is outside the taxonomy: {', '.join(fact.taxonomy)}")
    return word
