"""What a role asks and what one's profile states beside it, in words."""

from html import unescape

import pytest

from tests.browsing import Browser
from tests.meetings import employing, seeking
from tests.people import People

DEGREE = {"institution": None, "field": None, "sectors": None, "stem": None, "end": None}


TOLD = {
    "en": (
        "Degree asked for: Doctorate · yours: Master's",
        "Experience asked for: 3 years · yours: not filled in",
        "Languages asked for: English C1 · yours: Chinese HSK4, English",
        "Pay asked for: up to CN¥600,000 a year · yours: at least CN¥400,000 a year",
        "Place asked for: Hangzhou · yours: Hangzhou, Beijing",
    ),
    "zh": ("学历 要求：博士 · 您的：硕士", "工作经验 要求：3 年 · 您的：未填写"),
}


@pytest.mark.parametrize("language", TOLD)
def test_each_gate_says_what_is_asked_and_what_is_stated(people: People, language: str) -> None:
    boss = employing(
        people,
        city="Hangzhou",
        degree_min="doctor",
        experience_years_min=3,
        languages=[{"language": "en", "level": "C1"}],
        salary_min=400_000,
        salary_max=600_000,
        salary_currency="CNY",
        salary_period="year",
    )
    spoken = [("zh", "HSK4"), ("en", None)]
    seeker = seeking(
        people,
        education=[{**DEGREE, "degree": "master", "evidence": "none"}],
        experience=None,
        languages=[
            {"language": each, "level": level, "evidence": "none"} for each, level in spoken
        ],
        hubs=["hangzhou", "beijing"],
        salary_min={"amount": 400_000, "currency": "CNY", "period": "year"},
    )
    browser = Browser(people.app, seeker.person, language=language)
    page = browser.get(f"/me/matches/{boss.role_id}").text
    plain = " ".join(unescape(page).replace('<span class="small soft">', "").split())
    for told in TOLD[language]:
        assert told in plain


def test_what_is_asked_for_remote_work_and_of_nobody_is_said(people: People) -> None:
    boss = employing(people, work_mode="remote")
    seeker = seeking(people, hubs=[], salary_min=None)
    page = Browser(people.app, seeker.person).get(f"/me/matches/{boss.role_id}").text
    assert "asked for: Remote · yours: none" in page
    assert "asked for: not filled in · yours: not filled in" in page
