"""How a flag came out, and of what: enough to tell it, and to decide it again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from matching.codes import Outcome
from matching.policy.findings import OUTCOMES, Code, Facts, Readings, Stated
from matching.policy.operators import Value
from matching.policy.pack import UNDEFINED, DatedValue, Pack, ParameterValue, Source

ENGINE = "1"  # of the rules by which packs are evaluated; a change of outcomes raises it
IN_FORCE = "policy.in_force"  # decides alone on a day outside the pack
SUSPENDED = "policy.suspended"  # decides alone where an overlay put the flag out of use
PROVINCE = "policy.province"  # decides alone where the provinces differ and none is stated


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """One criterion of a flag: what it was asked of, on whose word, and what it found."""

    id: str
    code: Code
    source: Source
    missing: tuple[str, ...] = ()
    readings: Mapping[str, Readings] = field(default_factory=dict, compare=False, repr=False)
    parameter: str | None = None
    dated: DatedValue | None = None  # the parameter's value of the day
    place: str | None = None  # the province, where the provinces differ
    there: Outcome | None = None  # and what came out in it

    @property
    def outcome(self) -> Outcome:
        """The three-valued answer."""
        return OUTCOMES[self.code]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """One flag under one pack, as of a day, in a province."""

    flag: str
    pack: Pack  # as it stood there that day
    day: date
    province: str | None
    reforms: tuple[str, ...]
    outcome: Outcome
    because: Mapping[str, Code]  # the deciding leaves
    missing: tuple[str, ...]
    leaves: tuple[Leaf, ...]
    facts: Mapping[str | None, Facts]  # what was read, by province where it differs


def trace_of(trace: Trace) -> dict[str, Any]:
    """Return what is stored of a flag: plain data with the facts' own values, for no employer."""
    return {
        "engine": ENGINE,
        "flag": trace.flag,
        "outcome": trace.outcome.value,
        "pack": pack_reference(trace.pack),
        "as_of": trace.day.isoformat(),
        "province": trace.province,
        "reforms": list(trace.reforms),
        "because": {leaf: code.value for leaf, code in trace.because.items()},
        "missing": list(trace.missing),
        "leaves": [_plain_leaf(leaf) for leaf in trace.leaves],
        "facts": [
            {"province": province, **_plain_facts(facts)} for province, facts in trace.facts.items()
        ],
    }


def pack_reference(pack: Pack) -> dict[str, Any]:
    """Return which version decided, and the overlays with it where some applied."""
    reference: dict[str, Any] = {"id": pack.id, "version": pack.version, "digest": pack.digest}
    if pack.applied:
        reference["overlays"] = [overlay.reference() for overlay in pack.applied]
    return reference


def only(facts: Facts, names: Iterable[str]) -> Facts:
    """Keep some of what is stated."""
    wanted = set(names)
    entries = ({name: entry[name] for name in entry if name in wanted} for entry in facts.entries)
    stated = {name: facts.stated[name] for name in facts.stated if name in wanted}
    return Facts(stated, tuple(entries))


def _plain_leaf(leaf: Leaf) -> dict[str, Any]:
    plain = {
        "id": leaf.id,
        "outcome": leaf.outcome.value,
        "code": leaf.code.value,
        "cite": leaf.source.id,
        "facts": _plain_readings(leaf.readings),
        "parameter": plain_parameter(leaf),
    }
    if leaf.there is not None:
        plain |= {"province": leaf.place, "there": leaf.there.value}
    return plain


def plain_parameter(leaf: Leaf) -> dict[str, Any] | None:
    """Return the value of law that a leaf compared with."""
    dated = leaf.dated
    if dated is None:
        return None
    return {
        "id": leaf.parameter,
        "value": _plain_value(dated.value),
        "from": dated.span.start.isoformat(),
        "certainty": dated.certainty,
        "basis": dated.basis,
    }


def _plain_value(value: ParameterValue) -> str | int | list[str] | None:
    if value is UNDEFINED:
        return None
    return list(value) if isinstance(value, tuple) else value


def _plain_facts(facts: Facts) -> dict[str, Any]:
    return {
        "stated": _plain_readings(facts.stated),
        "entries": [_plain_readings(entry) for entry in facts.entries],
    }


def _plain_readings(readings: Mapping[str, Readings]) -> dict[str, list[Any]]:
    return {name: [_plain_stated(each) for each in readings[name]] for name in sorted(readings)}


def _plain_stated(stated: Stated | None) -> dict[str, Any] | None:
    if stated is None:
        return None
    return {"value": _plain_fact(stated.value), "evidence": stated.evidence.value}


def _plain_fact(value: Value) -> str | int | bool | list[str]:
    if isinstance(value, date):
        return value.isoformat()
    return sorted(value) if isinstance(value, frozenset) else value
