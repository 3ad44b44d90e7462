from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from matching.codes import Evidence
from matching.policy.consistency import consistency_of
from matching.policy.loading import PACKS, load_packs
from matching.profiles import CandidateProfile, EmployerProfile, RoleProfile, VisaStatus

WHOLE = load_packs(PACKS, Path(__file__).parent / "packs")["cn-k-seed"]["2025.1"]
INVENTED = {"x-test-cn-zz-suspends-switch", "x-test-cn-yy-adds-sector"}
PACK = replace(WHOLE, overlays=tuple(each for each in WHOLE.overlays if each.id in INVENTED))
HOLDER = CandidateProfile(
    status=VisaStatus(
        visa="K",
        k_expires=date(2027, 10, 1),
        current_sectors=("ai",),
        evidence=Evidence.VERIFIED,
    )
)
EMPLOYER = EmployerProfile(kind="university", kind_evidence=Evidence.VERIFIED)
SUSPENDED = date(2026, 3, 1)  # the first day on which ZZ suspends switching


@pytest.mark.parametrize(
    ("day", "sector", "differs"),
    [
        (date(2026, 2, 28), "ai", ()),
        (SUSPENDED, "ai", ("CN-ZZ",)),
        (date(2026, 9, 1), "ai", ()),
        (date(2026, 2, 28), "robotics", ("CN-YY",)),  # which adds it to the approved sectors
    ],
)
def test_the_share_is_that_of_the_provinces_that_agree(
    day: date, sector: str, differs: tuple[str, ...]
) -> None:
    role = RoleProfile(sectors=(sector,), province="CN-SH", employer=EMPLOYER)
    found = consistency_of(PACK, HOLDER, role, day=day, flags=["k_switch"])
    assert found.differs == differs
    local = 2 if day == SUSPENDED else 1  # beside the 31 of the mainland: those of the tests
    assert found.share == pytest.approx(1 - len(differs) / (31 + local))


def test_only_the_flags_that_are_asked_for_count() -> None:
    role = RoleProfile(sectors=("ai",), province="CN-ZZ", employer=EMPLOYER)
    found = consistency_of(PACK, HOLDER, role, day=SUSPENDED, flags=["k_sponsorship"])
    assert (found.share, found.differs) == (1.0, ())
