from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from marketplace.clock import today
from marketplace.database import commit
from marketplace.roles.opening import Approved, approved_today
from marketplace.roles.services import expire_roles, roles_by_ids
from matching.policy.loading import load_packs
from models import OutboxMessage, Role
from tests.marketplace.roles.postings import drafted, opened, pointers
from tests.people import People

OTHER_SECTORS = {"sectors": ["hospitality", "fintech"]}
MOVES = {
    "draft": {"open"},
    "open": {"paused", "closed"},
    "paused": {"open", "closed"},
    "closed": set[str](),
}
WAYS = {"draft": [], "open": ["open"], "paused": ["open", "paused"], "closed": ["open", "closed"]}


def in_days(days: int) -> str:
    return (today() + timedelta(days=days)).isoformat()


@pytest.mark.parametrize(
    ("lacking", "pointer"),
    [
        ({"headcount": None}, "#/headcount"),
        ({"city": None}, "#/city"),
        ({"salary": None}, "#/salary"),
        ({"salary": {"currency": "CNY", "period": "year"}}, "#/salary"),
        ({"description": None}, "#/description"),
        ({"sectors": None}, "#/sectors"),
        (OTHER_SECTORS, "#/sectors"),
        ({"valid_through": None}, "#/valid_through"),
        ({"valid_through": in_days(-1)}, "#/valid_through"),
        ({"valid_through": in_days(91)}, "#/valid_through"),
        ({"title": "Salesman, male only"}, "#/title"),
        ({"requirements": "限男性"}, "#/requirements"),
        ({"skills": [{"name": "R"}, {"name": "women only"}]}, "#/skills/1/name"),
        ({"terms": {"data": "Applicants must be under 35."}}, "#/terms/data"),
        ({"facilities": ["Christians preferred"]}, "#/facilities/0"),
    ],
)
def test_a_role_opens_only_when_nothing_lacks(
    people: People, lacking: dict[str, Any], pointer: str
) -> None:
    owner, employer = people.owner()
    role = drafted(owner, employer, **lacking)
    answer = owner.post(f"/roles/{role['id']}/transitions", {"to": "open"})
    assert answer.status_code == 422
    assert pointers(answer) == [pointer]
    assert owner.get(f"/roles/{role['id']}").json == role


@pytest.mark.parametrize(
    "enough",
    [
        {"city": None, "province": "CN-SC"},
        {"city": None, "work_mode": "remote"},
        {"salary": {"min": 1, "currency": "CNY", "period": "month"}},
        {"salary": {"max": 1, "currency": "EUR", "period": "hour"}},
        {"valid_through": in_days(0)},
        {"valid_through": in_days(90)},
        {"sectors": ["fintech", "ai"]},
    ],
)
def test_just_enough_opens(people: People, enough: dict[str, Any]) -> None:
    owner, employer = people.owner()
    role = opened(owner, employer, **enough)
    assert role["status"] == "open"
    assert role["posted_at"].endswith("Z")


def test_everything_that_lacks_is_said_at_once(people: People) -> None:
    owner, employer = people.owner(kind="staffing_agency")
    draft = owner.post("/roles", {"title": "Nurse, women only", "employer_id": employer["id"]})
    answer = owner.post(f"/roles/{draft.json['id']}/transitions", {"to": "open"})
    assert answer.status_code == 422
    assert pointers(answer) == [
        "#/employer_id",
        "#/sectors",
        "#/headcount",
        "#/city",
        "#/salary",
        "#/description",
        "#/valid_through",
        "#/title",
    ]
    assert '"women only"' in answer.json["errors"][-1]["detail"]
    assert "quantum_computing" in answer.json["errors"][1]["detail"]


@pytest.mark.parametrize("state", ["unverified", "pending", "rejected", "suspended"])
def test_an_unverified_employer_opens_nothing(people: People, state: str) -> None:
    owner, employer = people.owner(verified=False)
    if state != "unverified":
        decision = {"status": state, "reason": "looked into"}
        people.admin().post(f"/employers/{employer['id']}/verification", decision)
    role = drafted(owner, employer, headcount=None)
    answer = owner.post(f"/roles/{role['id']}/transitions", {"to": "open"})
    assert answer.status_code == 409
    assert state in answer.json["detail"]
    assert pointers(answer) == ["#/employer_id", "#/headcount"]


@pytest.mark.parametrize("status", WAYS)
def test_a_role_moves_as_the_table_says(people: People, status: str) -> None:
    owner, employer = people.owner()
    for to in ("open", "paused", "closed"):
        path = f"/roles/{drafted(owner, employer)['id']}/transitions"
        for step in WAYS[status]:
            owner.post(path, {"to": step})
        answer = owner.post(path, {"to": to})
        if to in MOVES[status]:
            assert answer.json["status"] == to
        else:
            assert answer.status_code == 409
            assert all(legal in answer.json["detail"] for legal in MOVES[status])
            assert "expired" not in answer.json["detail"]


@pytest.mark.parametrize("to", ["expired", "draft", "", None, 1, ["open"]])
def test_a_role_goes_nowhere_else(people: People, to: Any) -> None:
    owner, employer = people.owner()
    path = f"/roles/{drafted(owner, employer)['id']}/transitions"
    answer = owner.post(path, {"to": to})
    assert answer.status_code == 422
    assert pointers(answer) == ["#/to"]


@pytest.mark.parametrize("moves", [(), ("paused",)])
def test_what_the_public_sees_stays_fit_to_be_seen(people: People, moves: tuple[str, ...]) -> None:
    owner, employer = people.owner()
    role = opened(owner, employer)
    path = f"/roles/{role['id']}"
    for to in moves:
        owner.post(f"{path}/transitions", {"to": to})
    assert owner.patch(path, {"headcount": 9}).json["headcount"] == 9
    assert pointers(owner.patch(path, {"headcount": None})) == ["#/headcount"]
    assert pointers(owner.patch(path, {"description": "Men only."})) == ["#/description"]
    assert owner.get(path).json["headcount"] == 9


def test_an_ended_role_is_not_changed(people: People) -> None:
    owner, employer = people.owner()
    path = f"/roles/{opened(owner, employer)['id']}"
    owner.post(f"{path}/transitions", {"to": "closed"})
    assert owner.patch(path, {"headcount": 9}).status_code == 409


def test_a_first_day_in_public_is_kept(people: People) -> None:
    owner, employer = people.owner()
    role = opened(owner, employer)
    path = f"/roles/{role['id']}"
    owner.post(f"{path}/transitions", {"to": "paused"})
    again = owner.post(f"{path}/transitions", {"to": "open"})
    assert again.json["posted_at"] == role["posted_at"]


def test_roles_expire_after_their_last_day(people: People) -> None:
    owner, employer = people.owner()
    last = today() + timedelta(days=3)
    over = opened(owner, employer, valid_through=last.isoformat())
    paused = opened(owner, employer, valid_through=last.isoformat())
    owner.post(f"/roles/{paused['id']}/transitions", {"to": "paused"})
    later = opened(owner, employer)
    draft = drafted(owner, employer, valid_through=last.isoformat())
    with people.database.session(write=True) as session:
        assert expire_roles(session, last) == 0
        assert expire_roles(session, last + timedelta(days=1)) == 2
        assert expire_roles(session, last + timedelta(days=1)) == 0
        commit(session)
    status = {
        each["id"]: owner.get(f"/roles/{each['id']}").json["status"]
        for each in (over, paused, later, draft)
    }
    assert list(status.values()) == ["expired", "expired", "open", "draft"]
    told = sa.select(sa.func.count()).where(OutboxMessage.type == "role.expired")
    assert people.scalar(told) == 2
    gone = people.anyone().get(f"/roles/{over['id']}")
    assert gone.status_code == 410


def test_roles_are_fetched_together_with_their_employers(people: People) -> None:
    owner, employer = people.owner()
    ids = [UUID(drafted(owner, employer)["id"]) for _ in range(3)]
    with people.database.session(write=False) as session:
        found = roles_by_ids(session, [*ids, UUID(int=1)])
        assert set(found) == set(ids)
        assert {role.employer.name for role in found.values()} == {employer["name"]}
        assert roles_by_ids(session, []) == {}
        assert all(isinstance(role, Role) for role in found.values())


def test_before_the_pack_is_in_force_nothing_is_approved() -> None:
    assert approved_today(load_packs(), date(2025, 9, 30)) == Approved()
    assert "ai" in approved_today(load_packs(), date(2025, 10, 1)).sectors
    assert "staffing_agency" not in approved_today(load_packs(), date(2025, 10, 1)).kinds


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"city": "male only"}, "#/city"),
        ({"facilities": ["Gym", "only for men"]}, "#/facilities/1"),
        ({"skills": [{"name": "未婚"}]}, "#/skills/0/name"),
        ({"terms": {"data": "whites only"}}, "#/terms/data"),
        ({"seniority": "Max. age 35"}, "#/seniority"),
    ],
)
def test_every_text_of_a_role_is_read(people: People, fields: dict[str, Any], pointer: str) -> None:
    owner, employer = people.owner()
    role = drafted(owner, employer, **fields)
    answer = owner.post(f"/roles/{role['id']}/transitions", {"to": "open"})
    assert answer.status_code == 422
    assert pointers(answer) == [pointer]
