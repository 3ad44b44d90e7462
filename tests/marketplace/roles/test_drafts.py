from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matching.codes import DEGREE_LEVELS, ROLE_KINDS, SALARY_PERIODS, SECTORS, WORK_MODES
from models import AuditEvent, IndexChange, OutboxMessage, Role
from tests.marketplace.roles.postings import drafted, opened, pointers
from tests.people import People

WHOLE = {
    "description": "Work on 量子纠错 and C++.\nSecond line.",
    "requirements": "A doctorate.",
    "skills": [{"name": "surface codes", "required": True}, {"name": "C++", "required": False}],
    "kind": "postdoc",
    "seniority": "senior",
    "province": "CN-SC",
    "work_mode": "on_site",
    "employment_type": "full_time",
    "start_date": "2026-03-01",
    "duration_months": 24,
    "degree_min": "doctor",
    "experience_years_min": 3,
    "languages": [{"language": "zh-Hans", "level": "HSK4"}, {"language": "en", "level": None}],
    "offers_sponsorship": True,
    "support": {
        "housing": True,
        "dependants": False,
        "schooling": None,
        "healthcare": None,
        "language_course": True,
    },
    "terms": {"ip": "The inventor's.", "publication_allowed": True, "data": None},
    "facilities": ["cryostat"],
}


def test_a_draft_lacks_nearly_everything(people: People) -> None:
    owner, employer = people.owner(verified=False)
    answer = owner.post("/roles", {"title": "Optics engineer", "employer_id": employer["id"]})
    assert answer.status_code == 201
    role = answer.json
    assert role["status"] == "draft"
    assert role["kind"] == "job"
    assert role["salary"] is role["sectors"] is role["posted_at"] is role["languages"] is None
    assert role["skills"] == role["facilities"] == []
    assert set(role["support"].values()) == set(role["terms"].values()) == {None}
    assert role["sectors_proposed"] is False


def test_what_was_posted_is_read_again(people: People) -> None:
    owner, employer = people.owner()
    role = drafted(owner, employer, **WHOLE)
    assert {name: role[name] for name in WHOLE} == WHOLE
    assert owner.get(f"/roles/{role['id']}").json == role


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=40)
LINES = TEXTS.map(str.strip).filter(bool)
UNSAID = st.none()
AMOUNTS = UNSAID | st.integers(0, 10**12)
SALARIES = st.builds(
    lambda least, more, period: {
        "min": least,
        "max": None if least is None or more is None else min(least + more, 10**12),
        "currency": "CNY",
        "period": period,
    },
    AMOUNTS,
    AMOUNTS,
    st.sampled_from(SALARY_PERIODS),
)
BODIES = st.fixed_dictionaries(
    {"title": LINES},
    optional={
        "description": UNSAID | LINES,
        "skills": st.lists(
            st.fixed_dictionaries({"name": LINES, "required": st.booleans()}), max_size=3
        ),
        "sectors": UNSAID | st.lists(st.sampled_from(SECTORS), max_size=4),
        "kind": st.sampled_from(ROLE_KINDS),
        "city": UNSAID | LINES,
        "work_mode": UNSAID | st.sampled_from(WORK_MODES),
        "headcount": UNSAID | st.integers(1, 10_000),
        "start_date": UNSAID | st.dates().filter(lambda day: 1900 <= day.year < 2100).map(str),
        "duration_months": UNSAID | st.integers(1, 120),
        "salary": UNSAID | SALARIES,
        "degree_min": UNSAID | st.sampled_from(DEGREE_LEVELS),
        "experience_years_min": UNSAID | st.integers(0, 60),
        "offers_sponsorship": UNSAID | st.booleans(),
        "facilities": st.lists(LINES, max_size=3),
    },
)


def test_whatever_is_accepted_comes_back_equal(people: People) -> None:
    owner, employer = people.owner()

    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(BODIES)
    def post_and_read(body: dict[str, Any]) -> None:
        answer = owner.post("/roles", {**body, "employer_id": employer["id"]})
        assert answer.status_code == 201, answer.json
        read = owner.get(f"/roles/{answer.json['id']}").json
        assert read == answer.json
        assert {name: read[name] for name in body} == body

    post_and_read()


def test_a_change_leaves_what_it_does_not_name(people: People) -> None:
    owner, employer = people.owner()
    role = drafted(owner, employer, **WHOLE)
    change = {
        "city": None,
        "salary": {"max": 500_000},
        "support": {"schooling": True},
        "terms": {"ip": None},
    }
    changed = owner.patch(f"/roles/{role['id']}", change).json
    assert changed["city"] is None
    assert changed["salary"] == {**role["salary"], "max": 500_000}
    assert changed["support"] == {**role["support"], "schooling": True}
    assert changed["terms"] == {**role["terms"], "ip": None}
    kept = role.keys() - change.keys() - {"updated_at"}
    assert {name: changed[name] for name in kept} == {name: role[name] for name in kept}
    assert owner.patch(f"/roles/{role['id']}", {"salary": None}).json["salary"] is None


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"employer_id": "01920000-0000-7000-8000-000000000001"}, "#/employer_id"),
        ({"status": "open"}, "#/status"),
        ({"title": None}, "#/title"),
        ({"salary": {"min": 450_001}}, "#/salary/min"),
        ({"salary": {"currency": None}}, "#/salary/currency"),
        ({"support": None}, "#/support"),
    ],
)
def test_a_change_that_makes_no_sense_changes_nothing(
    people: People, change: dict[str, Any], pointer: str
) -> None:
    owner, employer = people.owner()
    role = drafted(owner, employer)
    answer = owner.patch(f"/roles/{role['id']}", {"city": "Hangzhou", **change})
    assert answer.status_code == 422
    assert pointers(answer) == [pointer]
    assert owner.get(f"/roles/{role['id']}").json == role


def test_an_amount_needs_its_currency(people: People) -> None:
    owner, employer = people.owner()
    role = drafted(owner, employer, salary=None)
    assert pointers(owner.patch(f"/roles/{role['id']}", {"salary": {"min": 5}})) == [
        "#/salary/currency"
    ]


def test_sectors_that_we_proposed_are_the_employers_once_it_says_so(people: People) -> None:
    owner, employer = people.owner()
    role = drafted(owner, employer)
    with people.database.session(write=True) as session:
        session.execute(sa.update(Role).values(sectors_proposed=True))
        session.commit()
    path = f"/roles/{role['id']}"
    assert owner.patch(path, {"headcount": 3}).json["sectors_proposed"] is True
    assert owner.patch(path, {"sectors": ["ai"]}).json["sectors_proposed"] is False


def test_only_a_draft_is_deleted(people: People) -> None:
    owner, employer = people.owner()
    draft, role = drafted(owner, employer), opened(owner, employer)
    assert owner.delete(f"/roles/{draft['id']}").status_code == 204
    assert owner.get(f"/roles/{draft['id']}").status_code == 404
    refused = owner.delete(f"/roles/{role['id']}")
    assert refused.status_code == 409
    assert "close it" in refused.json["detail"]


def test_a_change_needs_the_tag_of_what_it_changes(people: People) -> None:
    owner, employer = people.owner()
    path = f"/roles/{drafted(owner, employer)['id']}"
    tag = owner.get(path).headers["ETag"]
    assert owner.get(path, headers={"If-None-Match": tag}).status_code == 304
    for method, place in [("PATCH", path), ("DELETE", path), ("POST", f"{path}/transitions")]:
        body = {"to": "open"} if method == "POST" else {"city": "Beijing"}
        bare = owner.client.open(f"/api/v1{place}", method=method, json=body, headers=owner.headers)
        assert bare.status_code == 428
    assert owner.patch(path, {"city": "Chengdu"}, headers={"If-Match": tag}).status_code == 200
    assert owner.patch(path, {"city": "Hefei"}).status_code == 200
    stale = owner.post(f"{path}/transitions", {"to": "open"}, headers={"If-Match": tag})
    assert stale.status_code == 412
    fresh = owner.get(path).headers["ETag"]
    moved = owner.post(f"{path}/transitions", {"to": "open"}, headers={"If-Match": fresh})
    assert moved.status_code == 200
    assert moved.headers["ETag"] == owner.get(path).headers["ETag"]


def test_the_same_key_makes_one_role(people: People) -> None:
    owner, employer = people.owner()
    body = {"title": "Once", "employer_id": employer["id"]}
    key = {"Idempotency-Key": "once"}
    first = owner.post("/roles", body, headers=key)
    assert owner.post("/roles", body, headers=key).json == first.json
    assert owner.post("/roles", {**body, "title": "2"}, headers=key).status_code == 422
    assert people.scalar(sa.select(sa.func.count()).select_from(Role)) == 1


def test_every_change_is_recorded_told_and_indexed(people: People) -> None:
    owner, employer = people.owner()
    path = f"/roles/{opened(owner, employer)['id']}"
    owner.patch(path, {"headcount": 4})
    owner.patch(path, {"headcount": 4})
    for to in ("paused", "open", "closed"):
        assert owner.post(f"{path}/transitions", {"to": to}).status_code == 200
    told = [
        "role.created",
        "role.published",
        "role.updated",
        "role.updated",
        "role.published",
        "role.closed",
    ]
    with people.database.session(write=False) as session:
        for table in (OutboxMessage, AuditEvent):
            types = sa.select(table.type).where(table.type.like("role.%")).order_by(table.id)
            assert list(session.scalars(types)) == told
        changes = sa.select(sa.func.count()).select_from(IndexChange)
        assert session.scalar(changes) == len(told)
        first = session.scalars(sa.select(OutboxMessage).order_by(OutboxMessage.id)).all()[-1]
        assert first.payload["employer_id"] == employer["id"]
        assert first.payload["status"] == "closed"
