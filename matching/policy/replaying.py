"""Decide a stored flag again, under the very packs and facts of then."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from matching.codes import Evidence
from matching.policy.composing import pack_on
from matching.policy.findings import Facts, Readings, Stated
from matching.policy.loading import Packs
from matching.policy.operators import Value
from matching.policy.pack import FactKind, Pack
from matching.policy.reading import parse_day
from matching.policy.trace import ENGINE, pack_reference, trace_of
from matching.policy.tracing import trace_flags


class CannotReplay(LookupError):
    """The engine, the pack or an overlay of a stored flag is not at hand as it was."""


def replay(trace: Mapping[str, Any], packs: Packs) -> dict[str, Any]:
    """Return the trace of a stored flag, decided anew: the same, byte for byte.

    Raises:
        CannotReplay: the engine, the pack or an overlay is another one now.
    """
    pack = _pack_of(trace, packs)
    day, province, reforms = parse_day(trace["as_of"]), trace["province"], trace["reforms"]
    if pack_reference(pack_on(pack, day, province, reforms)) != trace["pack"]:
        raise CannotReplay(f"{pack.name} has other overlays on {day} than it had")
    stored = {each["province"]: each for each in trace["facts"]}

    def read(view: Pack, place: str | None) -> Facts:
        known = stored.get(place) or stored.get(None)
        return _read_facts(view, known) if known else Facts()

    return trace_of(
        trace_flags(pack, read, day=day, province=province, reforms=reforms)[trace["flag"]]
    )


def _pack_of(trace: Mapping[str, Any], packs: Packs) -> Pack:
    if trace["engine"] != ENGINE:
        raise CannotReplay(f"engine {trace['engine']} is not {ENGINE}")
    wanted = trace["pack"]
    pack = packs.get(wanted["id"], {}).get(wanted["version"])
    if pack is None or pack.digest != wanted["digest"]:
        raise CannotReplay(f"{wanted['id']} {wanted['version']} is not at hand as it was")
    return pack


def _read_facts(pack: Pack, stored: Mapping[str, Any]) -> Facts:
    entries = (_read_readings(pack, entry) for entry in stored["entries"])
    return Facts(_read_readings(pack, stored["stated"]), tuple(entries))


def _read_readings(pack: Pack, stored: Mapping[str, Any]) -> dict[str, Readings]:
    return {
        name: tuple(_read_stated(pack.facts[name].kind, each) for each in readings)
        for name, readings in stored.items()
    }


def _read_stated(kind: FactKind, stored: Mapping[str, Any] | None) -> Stated | None:
    if stored is None:
        return None
    return Stated(_read_value(kind, stored["value"]), Evidence(stored["evidence"]))


def _read_value(kind: FactKind, value: Any) -> Value:  # noqa: ANN401 - what JSON can hold
    if kind is FactKind.CODES:
        return frozenset(value)
    if kind is FactKind.DATE:
        return date.fromisoformat(value)
    plain: Value = value
    return plain
