import json
from typing import Any

import pytest
import sqlalchemy as sa

from models import Role
from tests.marketplace.roles.postings import pointers, posting
from tests.people import People

PAY = {"min": 1, "max": 2, "currency": "CNY", "period": "year"}
BAD_FIELDS: list[tuple[dict[str, Any], str]] = [
    ({"title": ""}, "#/title"),
    ({"title": "   "}, "#/title"),
    ({"title": "x" * 201}, "#/title"),
    ({"title": 7}, "#/title"),
    ({"title": "a\x00b"}, "#/title"),
    ({"title": "a\ud800b"}, "#/title"),
    ({"title": "a\x08b"}, "#/title"),
    ({"description": "x" * 50_001}, "#/description"),
    ({"description": ["x"]}, "#/description"),
    ({"skills": [{"name": "a\x00"}]}, "#/skills/0/name"),
    ({"skills": [{"name": "R", "required": "yes"}]}, "#/skills/0/required"),
    ({"skills": ["R"]}, "#/skills/0"),
    ({"skills": [{"name": "R"}] * 101}, "#/skills"),
    ({"sectors": ["ai", "mining"]}, "#/sectors/1"),
    ({"sectors": "ai"}, "#/sectors"),
    ({"kind": "gig"}, "#/kind"),
    ({"province": "Shanghai"}, "#/province"),
    ({"work_mode": "ON_SITE"}, "#/work_mode"),
    ({"employment_type": "permanent"}, "#/employment_type"),
    ({"headcount": 0}, "#/headcount"),
    ({"headcount": 10_001}, "#/headcount"),
    ({"headcount": "2"}, "#/headcount"),
    ({"headcount": True}, "#/headcount"),
    ({"headcount": 2.5}, "#/headcount"),
    ({"headcount": int("9" * 40)}, "#/headcount"),
    ({"headcount": float("nan")}, "#/headcount"),
    ({"headcount": float("inf")}, "#/headcount"),
    ({"start_date": "2026-02-30"}, "#/start_date"),
    ({"start_date": "2026-W01-1"}, "#/start_date"),
    ({"start_date": "20260101"}, "#/start_date"),
    ({"start_date": 20260101}, "#/start_date"),
    ({"start_date": "2026-03"}, "#/start_date"),
    ({"start_date": "２０２６-03-01"}, "#/start_date"),
    ({"valid_through": "0000-01-01"}, "#/valid_through"),
    ({"duration_months": 121}, "#/duration_months"),
    ({"salary": {**PAY, "min": 3}}, "#/salary/min"),
    ({"salary": {**PAY, "min": -1}}, "#/salary/min"),
    ({"salary": {**PAY, "max": 10**12 + 1}}, "#/salary/max"),
    ({"salary": {**PAY, "currency": "yuan"}}, "#/salary/currency"),
    ({"salary": {**PAY, "period": "decade"}}, "#/salary/period"),
    ({"salary": {"min": 1, "period": "year"}}, "#/salary/currency"),
    ({"salary": {**PAY, "bonus": 1}}, "#/salary/bonus"),
    ({"salary": 500}, "#/salary"),
    ({"degree_min": "phd"}, "#/degree_min"),
    ({"experience_years_min": -1}, "#/experience_years_min"),
    ({"experience_years_min": 2**31}, "#/experience_years_min"),
    ({"languages": [{"language": "zh", "level": "HSK10"}]}, "#/languages/0/level"),
    ({"languages": [{"language": "en", "level": "HSK4"}]}, "#/languages/0/level"),
    ({"languages": [{"language": "english!"}]}, "#/languages/0/language"),
    ({"offers_sponsorship": 1}, "#/offers_sponsorship"),
    ({"support": {"housing": "yes"}}, "#/support/housing"),
    ({"support": {"car": True}}, "#/support/car"),
    ({"terms": {"ip": 1}}, "#/terms/ip"),
    ({"facilities": [""]}, "#/facilities/0"),
    ({"status": "open"}, "#/status"),
    ({"sectors_proposed": True}, "#/sectors_proposed"),
    ({"employer_id": "me"}, "#/employer_id"),
    ({"employer_id": None}, "#/employer_id"),
    ({"colour": "red"}, "#/colour"),
]
BAD_BODIES = [
    (b"", 400),
    (b"{", 400),
    (b'{"title": "half', 400),
    (b"[]", 422),
    (b"null", 422),
    (b'"text"', 422),
    (b"\xff\xfe\x00\x01", 400),
    (b"\x89PNG\r\n\x1a\n", 400),
    (b'{"title": ' + b"[" * 20_000 + b"]" * 20_000 + b"}", 400),
    (b'{"title": "a", "title": "b"}', 400),
    (b'{"headcount": ' + b"9" * 400 + b"}", 422),
    (b'{"headcount": NaN}', 422),
    (b'{"headcount": -Infinity}', 422),
    (b" " * 50_000_000, 413),
]


def raw(body: dict[str, Any]) -> dict[str, Any]:
    """Return a body as Python's own JSON, which writes NaN and halves of surrogate pairs."""
    return {"data": json.dumps(body), "content_type": "application/json"}


def test_bad_fields_are_named_and_nothing_is_written(people: People) -> None:
    owner, employer = people.owner()
    for change, pointer in BAD_FIELDS:
        answer = owner.send("POST", "/roles", **raw(posting(employer, **change)))
        assert answer.status_code == 422, (change, answer.json)
        assert answer.content_type == "application/problem+json"
        assert pointers(answer) == [pointer], change
    assert people.scalar(sa.select(sa.func.count()).select_from(Role)) == 0


def test_bad_bodies_are_refused(people: People) -> None:
    owner, _ = people.owner()
    for body, status in BAD_BODIES:
        answer = owner.send("POST", "/roles", data=body, content_type="application/json")
        assert answer.status_code == status, body[:40]
        assert answer.content_type == "application/problem+json"
    plain = owner.send("POST", "/roles", data=b"title=x", content_type="text/plain")
    assert plain.status_code == 415
    assert people.scalar(sa.select(sa.func.count()).select_from(Role)) == 0


@pytest.mark.parametrize("role_id", ["1", "null", "%00", "01920000-0000-7000-8000-00000000000g"])
def test_what_is_no_id_is_not_found(people: People, role_id: str) -> None:
    assert people.anyone().get(f"/roles/{role_id}").status_code == 404


def test_the_same_bad_fields_are_refused_in_a_change(people: People) -> None:
    owner, employer = people.owner()
    role = owner.post("/roles", posting(employer)).json
    for change, pointer in BAD_FIELDS:
        if change == {"salary": {"min": 1, "period": "year"}}:
            continue  # the role has a currency already
        answer = owner.send("PATCH", f"/roles/{role['id']}", **raw(change))
        assert answer.status_code == 422, (change, answer.json)
        assert pointers(answer) == [pointer], change
    assert owner.get(f"/roles/{role['id']}").json == role


def test_an_unknown_field_says_which_was_meant(people: People) -> None:
    owner, employer = people.owner()
    body = posting(employer) | {"titel": "X", "zzz": 1, "skills": [{"nmae": "Stim"}]}
    told = {each["pointer"]: each["detail"] for each in owner.post("/roles", body).json["errors"]}
    assert told["#/titel"] == "Unknown field. Did you mean title?"
    assert told["#/zzz"] == "Unknown field."
    assert told["#/skills/0/nmae"] == "Unknown field. Did you mean name?"
