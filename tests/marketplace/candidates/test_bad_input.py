from typing import Any

import pytest
import sqlalchemy as sa

from marketplace.clock import today
from models import Candidate
from tests.marketplace.candidates.profiles import STATUS, consent, profiled
from tests.people import BASE, People

BAD = [
    ({"headline": ""}, "#/headline"),
    ({"headline": 7}, "#/headline"),
    ({"headline": "x" * 201}, "#/headline"),
    ({"headline": "bell \x07"}, "#/headline"),
    ({"headline": "nul \x00"}, "#/headline"),
    ({"summary": "x" * 50_001}, "#/summary"),
    ({"contact": None}, "#/contact"),
    ({"contact": {"email": "nobody"}}, "#/contact/email"),
    ({"contact": {"links": ["javascript:alert(1)"]}}, "#/contact/links/0"),
    ({"contact": {"links": ["https://a.example/\n"]}}, "#/contact/links/0"),
    ({"contact": {"links": ["https://a.example/" + "x" * 300]}}, "#/contact/links/0"),
    ({"contact": {"fax": "1"}}, "#/contact/fax"),
    ({"skills": [{"name": "R", "years": 1.5}]}, "#/skills/0/years"),
    ({"skills": [{"name": "R", "years": True}]}, "#/skills/0/years"),
    ({"skills": ["R"]}, "#/skills/0"),
    ({"skills": "R"}, "#/skills"),
    ({"skills": [{"name": "R"}] * 101}, "#/skills"),
    ({"experience": [{"sector": "mining"}]}, "#/experience/0/sector"),
    ({"experience": [{"start": "2026-02-30"}]}, "#/experience/0/start"),
    ({"experience": [{"start": "soon"}]}, "#/experience/0/start"),
    ({"experience": [{"start": "2020-05", "end": "2020-04-30"}]}, "#/experience/0/end"),
    ({"experience": [{"start": "2020-05", "end": "2019"}]}, "#/experience/0/end"),
    ({"experience": [{"leads_rd": "yes"}]}, "#/experience/0/leads_rd"),
    ({"education": [{"degree": "wizard"}]}, "#/education/0/degree"),
    ({"education": [{"sectors": ["ai", "x"]}]}, "#/education/0/sectors/1"),
    ({"patents": [{"title": None}]}, "#/patents/0/title"),
    ({"languages": [{"language": "fr", "level": "HSK2"}]}, "#/languages/0/level"),
    ({"languages": [{"language": "zh", "level": "HSK10"}]}, "#/languages/0/level"),
    ({"languages": [{"language": "!"}]}, "#/languages/0/language"),
    ({"hubs": ["paris"]}, "#/hubs/0"),
    ({"notice_weeks": -1}, "#/notice_weeks"),
    ({"notice_weeks": 53}, "#/notice_weeks"),
    ({"notice_weeks": True}, "#/notice_weeks"),
    ({"salary_min": {"amount": -1, "currency": "CNY", "period": "year"}}, "#/salary_min/amount"),
    ({"salary_min": {"amount": 1, "currency": "yuan", "period": "year"}}, "#/salary_min/currency"),
    ({"salary_min": {"amount": 1, "currency": "CNY", "period": "eon"}}, "#/salary_min/period"),
    ({"salary_min": {"amount": 2**60, "currency": "CNY", "period": "day"}}, "#/salary_min/amount"),
    ({"visibility": "loud"}, "#/visibility"),
    ({"visibility": None}, "#/visibility"),
    ({"hidden_from": ["no domain"]}, "#/hidden_from/0"),
    ({"hidden_from": ["a.example", "x" * 253]}, "#/hidden_from/1"),
    ({"hidden_from": ["01920000-0000-7000-8000-000000000001"]}, "#/hidden_from/0"),
    ({"nationality": "FR"}, "#/nationality"),
]
BAD_STATUS = [
    ({"visa": "Q"}, "visa"),
    ({"k_expires": "2026-02-30"}, "k_expires"),
    ({"k_expires": "20260101"}, "k_expires"),
    ({"current_province": "Shanghai"}, "current_province"),
    ({"birth_year": 1899}, "birth_year"),
    ({"birth_year": today().year + 1}, "birth_year"),
    ({"birth_year": "1990"}, "birth_year"),
    ({"work_permit": 1}, "work_permit"),
]
RAW = [
    (rb'{"summary": "\ud800"}', 422, "#/summary"),
    (b'{"headline": NaN}', 422, "#/headline"),
    (b'{"salary_min": {"amount": 1e999}}', 422, "#/salary_min/amount"),
    (b'{"salary_min": {"amount": ' + b"9" * 400 + b"}}", 422, "#/salary_min/amount"),
    (b'{"skills": ' + b"[" * 20_000 + b"]" * 20_000 + b"}", 400, None),
    (b"[]", 422, "#"),
    (b'{"headline": "half', 400, None),
    (b"\xff\xfe\x00", 400, None),
    (b'{"headline": "a", "headline": "b"}', 400, None),
]


@pytest.mark.parametrize(("change", "pointer"), BAD)
def test_bad_fields_are_named_and_nothing_is_kept(
    people: People, change: dict[str, Any], pointer: str
) -> None:
    newcomer = people.person()
    refused = newcomer.post("/candidates", change)
    assert refused.status_code == 422
    assert [error["pointer"] for error in refused.json["errors"]] == [pointer]
    assert people.scalar(sa.select(sa.func.count()).select_from(Candidate)) == 0
    person, made = profiled(people)
    path = f"/candidates/{made['id']}"
    refused = person.patch(path, {"phone": None} | change if "contact" in change else change)
    assert refused.status_code == 422
    assert pointer in [error["pointer"] for error in refused.json["errors"]]
    assert person.get(path).json == made


@pytest.mark.parametrize(("change", "field"), BAD_STATUS)
def test_a_bad_status_is_refused(people: People, change: dict[str, Any], field: str) -> None:
    person, made = profiled(people)
    consent(person, made["id"], "sensitive_status")
    refused = person.patch(f"/candidates/{made['id']}", {"status": STATUS | change})
    assert refused.status_code == 422
    assert [error["pointer"] for error in refused.json["errors"]] == [f"#/status/{field}"]
    assert person.get(f"/candidates/{made['id']}").json["status"] is None


@pytest.mark.parametrize(("body", "status", "pointer"), RAW)
def test_bodies_that_are_no_profile(
    people: People, body: bytes, status: int, pointer: str | None
) -> None:
    person = people.person()
    answer = person.client.post(
        f"{BASE}/candidates", data=body, content_type="application/json", headers=person.headers
    )
    problem: Any = answer.json
    assert answer.status_code == status
    assert pointer is None or problem["errors"][0]["pointer"] == pointer
    assert person.get("/account").json["candidate_id"] is None


@pytest.mark.parametrize("text", ["É" * 200, "𠮷" * 200, "🙂" * 200, "'; DROP TABLE candidate;--"])
def test_odd_text_comes_back_as_it_was(people: People, text: str) -> None:
    _, made = profiled(people, headline=text)
    assert made["headline"] == text


def test_marks_that_turn_what_stands_around_a_text_are_left_out(people: People) -> None:
    person, made = profiled(people)
    turned = {"headline": "\N{RIGHT-TO-LEFT OVERRIDE}tsicisyhP\N{POP DIRECTIONAL ISOLATE}"}
    changed = person.patch(f"/candidates/{made['id']}", turned)
    assert changed.json["headline"] == "tsicisyhP"
