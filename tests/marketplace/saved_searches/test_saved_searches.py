"""Saved searches over HTTP."""

import pytest

from tests.browsing import Browser
from tests.people import Answer, People

WANTED = {
    "name": "Quantum",
    "query": {"q": "decoders", "not_hub": ["beijing", "shanghai"], "salary_min": 400_000},
}


def saved(people: People, **fields: object) -> Answer:
    return people.person().post("/saved_searches", {**WANTED, **fields})


def test_a_search_is_kept_listed_and_forgotten(people: People) -> None:
    person, other = people.person(), people.person()
    made = person.post("/saved_searches", WANTED)
    assert made.status_code == 201, made.json
    assert made.json["query"] == WANTED["query"]
    assert made.json["frequency"] == "daily"
    second = person.post("/saved_searches", {**WANTED, "frequency": "off", "query": {}})
    first_page = person.get("/saved_searches?limit=1").json
    assert first_page["data"] == [second.json]
    assert first_page["page"]["total"] == 2
    cursor = first_page["page"]["next_cursor"]
    assert person.get(f"/saved_searches?limit=1&cursor={cursor}").json["data"] == [made.json]
    assert other.get("/saved_searches").json["data"] == []
    path = f"/saved_searches/{made.json['id']}"
    assert other.send("DELETE", path).status_code == 404
    assert person.send("DELETE", path).status_code == 204
    assert person.send("DELETE", path).status_code == 404
    assert person.get("/saved_searches").json["page"]["total"] == 1


def test_what_was_saved_on_a_page_is_found_by_the_api(people: People) -> None:
    person = people.person()
    browser = Browser(people.app, person)
    fields = {"name": "Typed", "frequency": "off", "q": "laser", "sector": ["ai", "aerospace"]}
    browser.post("/me/searches", {**fields, "salary_min": "lots", "nonsense": "1"})
    [search] = person.get("/saved_searches").json["data"]
    assert search["query"] == {"q": "laser", "sector": ["ai", "aerospace"]}
    person.post("/saved_searches", WANTED)
    page = browser.get("/me/searches").text
    assert "Quantum" in page
    assert "Without: Beijing" in page
    assert "q=decoders" in page
    assert "not_hub=beijing&amp;not_hub=shanghai" in page


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"name": ""}, "#/name"),
        ({"frequency": "hourly"}, "#/frequency"),
        ({"query": {"hub": ["atlantis"]}}, "#/query/hub/0"),
        ({"query": {"hubb": ["beijing"]}}, "#/query/hubb"),
        ({"query": {"q": ["one"]}}, "#/query/q"),
        ({"query": {"salary_min": "lots"}}, "#/query/salary_min"),
        ({"query": {"salary_min": -1}}, "#/query/salary_min"),
        ({"query": {"sort": "salary"}}, "#/query/sort"),
        ({"query": {"posted_after": "2026-01-01"}}, "#/query/posted_after"),
        ({"query": {"hub": "beijing"}}, "#/query/hub"),
        ({"query": {"city": [""]}}, "#/query/city/0"),
        ({"query": {"not_province": ["CN-ZZ"]}}, "#/query/not_province/0"),
        ({"query": None}, "#/query"),
        ({"language": "zh-Hans"}, "#/language"),
        (
            {"query": {"city": [f"{n:03}" * 26 for n in range(50)]}},
            "#/query",
        ),
    ],
)
def test_what_the_search_would_refuse_is_refused(
    people: People, fields: dict[str, object], pointer: str
) -> None:
    answer = saved(people, **fields)
    assert answer.status_code == 422, answer.json
    assert [each["pointer"] for each in answer.json["errors"]] == [pointer]


def test_as_many_are_kept_as_may_be(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("marketplace.searches.saving.MOST", 1)
    person = people.person()
    assert person.post("/saved_searches", WANTED).status_code == 201
    assert person.post("/saved_searches", WANTED).status_code == 409
