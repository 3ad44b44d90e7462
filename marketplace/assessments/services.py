"""Use cases of assessments."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from marketplace.assessments.telling import tell
from marketplace.errors import Invalid, NotAllowed
from marketplace.permissions import Caller
from matching.policy.assessment import FactsError, parse_facts
from matching.policy.engine import evaluate
from matching.policy.loading import UnknownPack, active_pack, load_packs
from matching.policy.pack import Language, Pack


def pack_in_force(pack_id: str, day: date) -> Pack:
    """Return the active version of a pack in force on a day, else the newest active one.

    Raises:
        Invalid: there is no such pack.
    """
    try:
        return active_pack(load_packs(), pack_id, day)
    except UnknownPack as error:
        raise Invalid.at("#/pack", f"{error}") from None


def assess(
    caller: Caller,
    *,
    pack_id: str,
    day: date,
    province: str | None,
    facts: Mapping[str, Any],
    reforms: Sequence[str],
    language: Language = "en",
) -> dict[str, Any]:
    """Return every flag of a pack for the facts that were stated.

    Raises:
        Invalid: the pack, a draft or a fact is not known, or a value does not fit.
        NotAllowed: only the operator may try draft reforms.
    """
    pack = pack_in_force(pack_id, day)
    if reforms and not caller.is_admin:
        raise NotAllowed("Only the operator may assess under draft reforms.")
    if reforms:
        raise Invalid.at("#/reforms/0", f"There is no draft reform {reforms[0]!r}.")
    try:
        parsed = parse_facts(pack, facts, day=day)
    except FactsError as error:
        problems = [{"pointer": place, "detail": detail} for place, detail in error.problems]
        raise Invalid("Some facts cannot be read.", problems) from None
    flags = evaluate(pack, parsed, day=day, province=province, language=language)
    return {"flags": tell(flags, language)}
