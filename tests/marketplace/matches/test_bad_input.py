"""What no honest person sends has a defined outcome."""

from typing import Any

import pytest

from marketplace.http.fields import DOCUMENT, MAX_ITEMS
from tests.people import People

ROLE = {"title": "Decoder engineer", "description": "You decode surface codes in Python."}


@pytest.mark.parametrize(
    "profile",
    [
        {},
        {"headline": "the of and", "summary": "to be or not to be"},
        {"headline": "🎉", "summary": "🎉🎉"},
        {"headline": "的 了", "summary": "。。。"},
        {"summary": "\u200b\u200b"},
    ],
)
def test_a_profile_without_words_scores_nothing(people: People, profile: dict[str, Any]) -> None:
    answer = people.person().post("/matches/preview", {"profile": profile, "role": ROLE})
    assert answer.status_code == 200, answer.json
    assert (answer.json["score"], answer.json["band"]) == (0.0, "weak")
    assert answer.json["contributions"] == []


@pytest.mark.parametrize("title", ["🎉", "的", "of the"])
def test_a_role_without_words_asks_for_nothing(people: People, title: str) -> None:
    asked = {"profile": {"headline": "Decoder engineer"}, "role": {"title": title}}
    answer = people.person().post("/matches/preview", asked)
    assert answer.status_code == 200, answer.json
    assert (answer.json["score"], answer.json["missing"]) == (0.0, [])


def test_a_third_language_matches_itself_alone(people: People) -> None:
    profile = {"headline": "инженер данных", "summary": "مهندس برمجيات"}
    other = people.person().post("/matches/preview", {"profile": profile, "role": ROLE})
    assert other.json["score"] == 0.0
    same = people.person().post(
        "/matches/preview", {"profile": profile, "role": {"title": "Инженер"}}
    )
    assert same.json["score"] > 0.0


@pytest.mark.parametrize(
    ("profile", "pointer", "limit"),
    [
        ({"summary": "word " * 15_000}, "#/profile/summary", DOCUMENT),
        (
            {"skills": [{"name": f"skill {n}"} for n in range(10_000)]},
            "#/profile/skills",
            MAX_ITEMS,
        ),
        ({"summary": "a\x00b"}, "#/profile/summary", None),
    ],
)
def test_what_is_too_much_is_refused_with_its_limit(
    people: People, profile: dict[str, Any], pointer: str, limit: int | None
) -> None:
    answer = people.person().post("/matches/preview", {"profile": profile, "role": ROLE})
    assert answer.status_code == 422, answer.json
    [error] = answer.json["errors"]
    assert error["pointer"] == pointer
    assert limit is None or f"{limit:,}" in error["detail"] or str(limit) in error["detail"]


def test_two_hundred_thousand_words_are_refused_with_the_limit(people: People) -> None:
    profile = {"summary": "word " * 200_000}
    answer = people.person().post("/matches/preview", {"profile": profile, "role": ROLE})
    assert (answer.status_code, answer.json["detail"]) == (413, "The body is over 1,000,000 bytes.")


def test_an_empty_corpus_ranks_to_nothing(people: People) -> None:
    answer = people.person().post("/matches/preview", {"profile": {"headline": "Decoder engineer"}})
    assert answer.status_code == 200, answer.json
    assert (answer.json["data"], answer.json["page"]["total"]) == ([], 0)
