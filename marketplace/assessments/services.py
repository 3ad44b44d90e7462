"""Use cases of assessments."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from marketplace.assessments.problems import told
from marketplace.assessments.telling import tell
from marketplace.errors import Invalid, NotAllowed
from marketplace.messages import Message
from marketplace.permissions import Caller
from matching.policy.assessment import FactsError, parse_facts
from matching.policy.composing import pack_on
from matching.policy.engine import evaluate
from matching.policy.findings import Facts
from matching.policy.loading import Packs, UnknownPack, active_pack
from matching.policy.overlays import UnknownReform, provinces_on, require_reforms
from matching.policy.pack import Language, Pack
from matching.policy.provinces import UnknownProvince, require_province
from matching.policy.reading import PackError


def pack_in_force(packs: Packs, pack_id: str, day: date) -> Pack:
    """Return the active version of a pack in force on a day, else the newest active one.

    Raises:
        Invalid: there is no such pack.
    """
    try:
        return active_pack(packs, pack_id, day)
    except UnknownPack as error:
        raise Invalid.at("#/pack", f"{error}") from None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Under which rules facts are assessed."""

    pack_id: str
    day: date
    province: str | None
    reforms: Sequence[str]


def assess(
    caller: Caller, packs: Packs, asked: Question, facts: Mapping[str, Any], language: Language
) -> dict[str, Any]:
    """Return every flag of a pack for the facts that were stated.

    Raises:
        Invalid: the pack, the province, a draft or a fact is not known, or a value does not fit.
        NotAllowed: only the operator may try draft reforms.
    """
    pack = pack_in_force(packs, asked.pack_id, asked.day)
    day, province, reforms = asked.day, asked.province, asked.reforms
    if reforms and not caller.is_admin:
        raise NotAllowed(Message("Only the operator may assess under draft reforms."))
    _require_known(pack, province, reforms)
    _require_harmony(pack, day, province, reforms)
    parsed = _parsed(pack, facts, day)
    flags = evaluate(pack, parsed, day=day, province=province, language=language, reforms=reforms)
    return {"flags": tell(flags, language)}


def _require_known(pack: Pack, province: str | None, reforms: Sequence[str]) -> None:
    """Refuse a province or a draft that there is none of."""
    try:
        if province is not None:
            require_province(pack, province)
    except UnknownProvince as error:
        raise Invalid.at("#/province", f"{error}") from None
    for place, name in enumerate(reforms):
        try:
            require_reforms(pack.overlays, [name])
        except UnknownReform as error:
            raise Invalid.at(f"#/reforms/{place}", f"{error}") from None


def _require_harmony(pack: Pack, day: date, province: str | None, reforms: Sequence[str]) -> None:
    """Refuse drafts that contradict each other or the province."""
    others = () if province else provinces_on(pack.overlays, day, tuple(reforms))
    try:
        for each in (province, *others):
            pack_on(pack, day, each, reforms)
    except PackError as error:
        raise Invalid.at("#/reforms", error.problem) from None


def _parsed(pack: Pack, facts: Mapping[str, Any], day: date) -> Facts:
    try:
        return parse_facts(pack, facts, day=day)
    except FactsError as error:
        raise Invalid(Message("Some facts cannot be read."), told(error.problems)) from None
