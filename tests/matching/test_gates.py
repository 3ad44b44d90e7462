import json
from datetime import date
from typing import Any

import pytest

from matching.codes import HSK_LEVELS, Outcome
from matching.gates import HSK_IN_CEFR, Gate, demand_of, gates_between, standing_of
from matching.profiles import (
    CandidateProfile,
    Degree,
    Employment,
    LanguageSkill,
    RoleProfile,
    Salary,
)

DAY = date(2026, 1, 15)
MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN


def gate(code: str, candidate: dict[str, Any], role: dict[str, Any]) -> Gate | None:
    standing = standing_of(CandidateProfile(**candidate), day=DAY)
    gates = gates_between(standing, demand_of(RoleProfile(**role)))
    json.dumps([[each.needed, each.have] for each in gates], allow_nan=False)
    return next((each for each in gates if each.code == code), None)


def outcome(code: str, candidate: dict[str, Any], role: dict[str, Any]) -> Outcome | None:
    found = gate(code, candidate, role)
    return found.outcome if found else None


def test_nothing_asked_leaves_salary_and_place() -> None:
    no_more = RoleProfile(degree_min="none", experience_years_min=0, languages=())
    for role in (RoleProfile(), no_more):
        gates = gates_between(standing_of(CandidateProfile(), day=DAY), demand_of(role))
        assert [(each.code, each.outcome) for each in gates] == [
            ("salary", UNKNOWN),
            ("place", UNKNOWN),
        ]


@pytest.mark.parametrize(
    ("levels", "needed", "expected", "have"),
    [
        (("bachelor", "doctor"), "master", MET, "doctor"),
        (("master",), "master", MET, "master"),
        (("bachelor",), "master", NOT_MET, "bachelor"),
        (("doctor", None), "master", MET, "doctor"),
        (("bachelor", None), "master", UNKNOWN, "bachelor"),
        ((None,), "bachelor", UNKNOWN, None),
        ((), "bachelor", NOT_MET, "none"),
        (None, "bachelor", UNKNOWN, None),
    ],
)
def test_degree(
    levels: tuple[str | None, ...] | None, needed: str, expected: Outcome, have: str | None
) -> None:
    education = None if levels is None else tuple(Degree(level=level) for level in levels)
    assert gate("degree", {"education": education}, {"degree_min": needed}) == Gate(
        "degree", expected, needed, have
    )


@pytest.mark.parametrize(
    ("spans", "expected", "have"),
    [
        ([("2020-01", "2022-12")], MET, 3.0),
        ([("2020-01", "2022-11")], NOT_MET, 2.9),
        ([("2020-01", "2021-12"), ("2021-01", "2022-12")], MET, 3.0),
        ([("2020-01", "2021-06"), ("2020-01", "2021-06")], NOT_MET, 1.5),
        ([("2023-01-15", None)], MET, 3.0),
        ([("2019", "2022")], UNKNOWN, 2.0),
        ([("2018", "2022")], MET, 3.0),
        ([("2024-01", None), (None, "2020")], UNKNOWN, 2.0),
        ([], NOT_MET, 0.0),
        (None, UNKNOWN, None),
    ],
)
def test_experience(
    spans: list[tuple[str | None, str | None]] | None, expected: Outcome, have: float | None
) -> None:
    posts = None if spans is None else tuple(Employment(start=s, end=e) for s, e in spans)
    assert gate("experience", {"experience": posts}, {"experience_years_min": 3}) == Gate(
        "experience", expected, 3, have
    )


@pytest.mark.parametrize(
    ("needed", "have", "expected"),
    [
        ([("en", "C1")], [("en", "C1")], MET),
        ([("en", "C1")], [("en", "B2")], NOT_MET),
        ([("en", "C2")], [("en", "native")], MET),
        ([("en", None)], [("en", None)], MET),
        ([("en", "A1")], [("en", None)], UNKNOWN),
        ([("en", "B1")], [("en", "A2"), ("en-GB", "B1")], MET),
        ([("zh-Hans", "HSK4")], [("zh-CN", "HSK5")], MET),
        ([("zh", "HSK8")], [("zh", "HSK7")], NOT_MET),
        ([("zh", "B2")], [("zh", "HSK4")], MET),
        ([("zh", "C1")], [("zh", "HSK4")], NOT_MET),
        ([("zh", "HSK5")], [("zh", "native")], MET),
        ([("en", "B2")], [("en", "HSK6")], UNKNOWN),
        ([("en", "B2"), ("zh", "A1")], [("en", "C1")], NOT_MET),
        ([("en", "B2"), ("zh", "A1")], [("en", "C1"), ("zh", None)], UNKNOWN),
        ([("en", "B2")], [], NOT_MET),
        ([("en", "B2")], None, UNKNOWN),
    ],
)
def test_language(
    needed: list[tuple[str, str | None]],
    have: list[tuple[str, str | None]] | None,
    expected: Outcome,
) -> None:
    def skills(pairs: list[tuple[str, str | None]]) -> tuple[LanguageSkill, ...]:
        return tuple(LanguageSkill(language=language, level=level) for language, level in pairs)

    spoken = None if have is None else skills(have)
    found = gate("language", {"languages": spoken}, {"languages": skills(needed)})
    assert found is not None
    assert found.outcome is expected
    assert found.needed == [{"language": tag, "level": level} for tag, level in needed]


def test_every_hsk_level_has_its_place() -> None:
    assert tuple(HSK_IN_CEFR) == HSK_LEVELS


def pay(amount: int | None, period: str = "year", currency: str = "CNY") -> Salary:
    return Salary(min=amount, max=amount, currency=currency, period=period)


@pytest.mark.parametrize(
    ("wish", "offer", "expected"),
    [
        (pay(400_000), pay(400_000), MET),
        (pay(400_001), pay(400_000), NOT_MET),
        (pay(10_000, "month"), pay(120_000), MET),
        (pay(10_001, "month"), pay(120_000), NOT_MET),
        (pay(260_000), pay(1_000, "day"), MET),
        (pay(2_080, "year"), pay(1, "hour"), MET),
        (pay(53, "year"), pay(1, "week"), NOT_MET),
        (pay(1), pay(400_000, currency="USD"), UNKNOWN),
        (pay(1), pay(None), UNKNOWN),
        (pay(None), pay(1), UNKNOWN),
        (None, pay(1), UNKNOWN),
        (pay(1), None, UNKNOWN),
    ],
)
def test_salary(wish: Salary | None, offer: Salary | None, expected: Outcome) -> None:
    assert outcome("salary", {"salary_min": wish}, {"salary": offer}) is expected


@pytest.mark.parametrize(
    ("hubs", "hub", "mode", "expected"),
    [
        (("beijing", "shanghai"), "shanghai", "on_site", MET),
        (("beijing",), "shanghai", "hybrid", NOT_MET),
        (("beijing",), "shanghai", "remote", MET),
        (None, None, "remote", MET),
        ((), "shanghai", None, NOT_MET),
        (None, "shanghai", None, UNKNOWN),
        (("beijing",), None, None, UNKNOWN),
    ],
)
def test_place(
    hubs: tuple[str, ...] | None, hub: str | None, mode: str | None, expected: Outcome
) -> None:
    assert outcome("place", {"hubs": hubs}, {"hub": hub, "work_mode": mode}) is expected
