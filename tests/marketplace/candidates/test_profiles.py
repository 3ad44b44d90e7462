from datetime import date
from typing import Any

import pytest

from marketplace.candidates.profiles import candidate_profile
from matching.codes import Evidence
from matching.profiles import Salary
from models import Candidate, CandidateStatus, Consent, EvidenceState, Purpose
from tests.marketplace.candidates.profiles import PROFILE

LAST = date(2026, 6, 30)


def candidate(**fields: Any) -> Candidate:
    """Return a candidate who is in no database."""
    degree = PROFILE["education"][0] | {
        "id": "x",
        "evidence": "verified",
        "evidence_expires_on": LAST.isoformat(),
    }
    stated = {"name": "Ada Moreau", "education": [degree], "consents": [], "status": None}
    return Candidate(**(stated | fields))


@pytest.mark.parametrize(
    ("day", "evidence"),
    [(LAST, Evidence.VERIFIED), (date(2026, 7, 1), Evidence.EXPIRED)],
)
def test_evidence_is_good_until_its_last_day(day: date, evidence: Evidence) -> None:
    profile = candidate_profile(candidate(), day=day)
    assert profile.education is not None
    assert profile.education[0].evidence is evidence
    assert profile.education[0].level == "master"
    assert profile.education[0].sectors == ("ai",)


@pytest.mark.parametrize("consents", [[], [Purpose.SHARE_STATUS], [Purpose.SENSITIVE_STATUS]])
def test_the_status_is_used_under_its_consent_alone(consents: list[Purpose]) -> None:
    status = CandidateStatus(
        visa="K", evidence=EvidenceState.VERIFIED, evidence_expires_on=LAST, current_sectors=["ai"]
    )
    given = [Consent(purpose=purpose, basis="-") for purpose in consents]
    profile = candidate_profile(candidate(status=status, consents=given), day=date(2027, 1, 1))
    assert (profile.status is not None) == (Purpose.SENSITIVE_STATUS in consents)
    if profile.status is not None:
        assert profile.status.evidence is Evidence.EXPIRED
        assert profile.status.current_sectors == ("ai",)


def test_not_stated_is_not_none() -> None:
    profile = candidate_profile(candidate(patents=[], awards=None, hubs=[]), day=LAST)
    assert profile.patents == ()
    assert profile.hubs == ()
    assert profile.awards is None
    assert profile.experience is None
    assert profile.salary_min is None
    assert profile.own_names == ("Ada Moreau",)


def test_the_wish_is_a_minimum() -> None:
    profile = candidate_profile(candidate(salary_min=PROFILE["salary_min"]), day=LAST)
    assert profile.salary_min == Salary(min=400_000, max=None, currency="CNY", period="year")
