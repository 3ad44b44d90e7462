"""Which outcomes and codes the demo's people and roles reach under cn-k-seed."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from marketplace import demo
from matching.codes import Evidence
from matching.policy.facts import flags_of
from matching.policy.loading import active_pack, load_packs
from matching.profiles import (
    Achievement,
    CandidateProfile,
    Degree,
    EmployerProfile,
    Employment,
    RoleProfile,
    VisaStatus,
)

DEMO = Path(demo.__file__).parent
DAY = date(2026, 11, 23)
REACHED = {
    ("k_sponsorship", "met"),
    ("k_sponsorship", "not_met"),
    ("k_sponsorship", "unknown"),
    ("k_self_initiated", "met"),
    ("k_self_initiated", "not_met"),
    ("k_self_initiated", "unknown"),
    ("k_switch", "met"),
    ("k_switch", "not_met"),
    ("k_switch", "unknown"),
    ("pr_pathway", "not_met"),
    ("pr_pathway", "unknown"),  # never met: nobody has said what "outstanding" is
}
CODES = (
    "OK",
    "VALUE_FAILS",
    "EVIDENCE_MISSING",
    "EVIDENCE_EXPIRED",
    "EVIDENCE_REJECTED",
    "FACT_MISSING",
    "POLICY_UNDEFINED",
)


def read_all(pattern: str) -> Iterator[dict[str, Any]]:
    for path in sorted(DEMO.glob(pattern)):
        yield from yaml.safe_load(path.read_text(encoding="utf-8"))


def listed(values: Any) -> tuple[Any, ...] | None:
    return None if values is None else tuple(values)


def entries(person: Mapping[str, Any], section: str, make: Any) -> tuple[Any, ...] | None:
    found = person.get(section)
    return None if found is None else tuple(make(entry) for entry in found)


def employment(entry: Mapping[str, Any]) -> Employment:
    return Employment(**{**entry, "evidence": Evidence(entry["evidence"])})


def degree(entry: Mapping[str, Any]) -> Degree:
    return Degree(
        level=entry["degree"],
        sectors=listed(entry.get("sectors")),
        evidence=Evidence(entry["evidence"]),
    )


def achievement(entry: Mapping[str, Any]) -> Achievement:
    return Achievement(evidence=Evidence(entry["evidence"]))


def visa_status(person: Mapping[str, Any]) -> VisaStatus | None:
    status = person.get("status")
    if status is None or "sensitive_status" not in person["consents"]:
        return None
    days = status.get("k_expires_in_days")
    return VisaStatus(
        visa=status["visa"],
        k_expires=None if days is None else DAY + timedelta(days=days),
        current_sectors=listed(status.get("current_sectors")),
        evidence=Evidence(status["evidence"]),
    )


def candidate(person: Mapping[str, Any]) -> CandidateProfile:
    return CandidateProfile(
        experience=entries(person, "experience", employment),
        education=entries(person, "education", degree),
        patents=entries(person, "patents", achievement),
        publications=entries(person, "publications", achievement),
        awards=entries(person, "awards", achievement),
        status=visa_status(person),
    )


def role(posting: Mapping[str, Any], kind: str) -> RoleProfile:
    days = posting.get("starts_in_days")
    return RoleProfile(
        sectors=tuple(posting["sectors"]),
        province=posting["province"],
        start_date=None if days is None else DAY + timedelta(days=days),
        employer=EmployerProfile(kind=kind, kind_evidence=Evidence.VERIFIED),
    )


@cache
def reached() -> tuple[dict[tuple[str, str], set[str]], dict[str, set[str]]]:
    """Evaluate every match that can be listed: by flag and outcome, and by deciding code."""
    pack = active_pack(load_packs(), "cn-k-seed", DAY)
    kinds = {employer["key"]: employer["kind"] for employer in read_all("employers.yaml")}
    ranked = {
        person["key"]: candidate(person)
        for person in read_all("people/*.yaml")
        if person["visibility"] != "hidden" and "matching" in person["consents"]
    }
    roles = [
        role(posting, kinds[posting["employer"]])
        for posting in read_all("roles/*.yaml")
        if posting["status"] == "open"
    ]
    outcomes, deciding = defaultdict(set), defaultdict(set)
    for key, profile in ranked.items():
        for posting in roles:
            for name, flag in flags_of(pack, profile, posting, day=DAY).items():
                outcomes[name, flag.outcome.value].add(key)
                for code in flag.because.values():
                    deciding[code.value].add(key)
    return dict(outcomes), dict(deciding)


def test_every_reachable_outcome_of_every_flag_appears() -> None:
    assert set(reached()[0]) == REACHED


@pytest.mark.parametrize("code", CODES)
def test_every_code_that_stored_data_can_reach_decides_some_match(code: str) -> None:
    assert code in reached()[1]


def test_nothing_else_decides_a_match() -> None:
    assert set(reached()[1]) == set(CODES)
