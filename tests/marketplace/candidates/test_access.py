from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from marketplace.candidates.services import view_candidate
from marketplace.permissions import Caller
from models import ApiToken, CandidateView
from tests.marketplace.candidates.profiles import consent, profiled
from tests.people import People, Person

CALLS: list[tuple[str, str, Any]] = [
    ("GET", "", None),
    ("PATCH", "", {"headline": "taken"}),
    ("DELETE", "", None),
    ("PUT", "/consents/contact", {}),
    ("DELETE", "/consents/matching", None),
    ("GET", "/access_log", None),
    ("POST", "/evidence", {"section": "status", "proof": "mine"}),
]
STRANGERS = {
    "anyone": 401,
    "narrow": 403,
    "other": 404,
    "owner": 404,
    "admin": 404,
    "verifier": 404,
    "integration": 404,
}


def stranger(people: People, who: str) -> Person:
    """Return somebody whom the profile does not concern."""
    if who == "anyone":
        return people.anyone()
    if who == "narrow":
        return people.person(scopes=("roles:write",))
    if who == "owner":
        return people.owner()[0]
    if who == "other":
        return profiled(people)[0]
    if who == "integration":
        integration = people.person()
        body = {"contact": {"email": "someone@there.example"}}
        assert integration.post("/candidates", body).status_code == 201
        return integration
    return people.person(who, is_admin=who == "admin", is_verifier=who == "verifier")


@pytest.mark.parametrize("who", STRANGERS)
def test_a_profile_is_nobody_elses(people: People, who: str) -> None:
    person, made = profiled(people)
    path = f"/candidates/{made['id']}"
    consent(person, made["id"], "matching")
    before = person.get(path).json
    nosy = stranger(people, who)
    for method, rest, body in CALLS:
        answer = nosy.send(method, path + rest, json=body)
        assert answer.status_code == STRANGERS[who], (method, rest)
        nowhere = f"/candidates/{UUID(int=7)}"
        missing = nosy.send(method, nowhere + rest, json=body)
        assert missing.status_code == answer.status_code
        assert missing.json["detail"] == answer.json["detail"]
        assert "Moreau" not in answer.text
    assert person.get(path).json == before


def test_reading_is_not_writing(people: People) -> None:
    person, made = profiled(people)
    with people.database.session(write=True) as session:
        mine = ApiToken.account_id == person.account_id
        session.execute(sa.update(ApiToken).where(mine).values(scopes=["candidates:read"]))
        session.commit()
    path = f"/candidates/{made['id']}"
    assert person.get(path).status_code == 200
    for method, rest, body in CALLS:
        if method != "GET":
            assert person.send(method, path + rest, json=body).status_code == 403


def test_the_candidate_sees_who_saw_them(people: People) -> None:
    person, made = profiled(people)
    owner, employer = people.owner()
    body = {"title": "Role", "employer_id": employer["id"]}
    role_id = UUID(owner.post("/roles", body).json["id"])
    caller = Caller(account_id=owner.account_id)
    with people.database.session(write=True) as session:
        for what in ("match", "contact", "match"):
            view_candidate(session, caller, UUID(made["id"]), role_id, what)
        view_candidate(session, caller, UUID(made["id"]), None, "evidence")
        session.flush()
        moment = datetime(2026, 1, 1, tzinfo=UTC)
        for place, view in enumerate(session.scalars(sa.select(CandidateView))):
            view.seen_at = moment + timedelta(minutes=place // 2)
        session.commit()
    path = f"/candidates/{made['id']}/access_log"
    whole = person.get(path).json
    assert whole["page"] == {"next_cursor": None, "total": 4}
    shown = [view for view in whole["data"] if view["what"] == "contact"]
    assert [view.pop("seen_at")[:19] for view in shown] == ["2026-01-01T00:00:00"]
    seen_by = {"id": employer["id"], "name": employer["name"]}
    assert shown == [{"what": "contact", "employer": seen_by, "role_id": str(role_id)}]
    [evidence] = [view for view in whole["data"] if view["what"] == "evidence"]
    assert evidence["employer"] is None
    whole = person.get(path).json
    times = [view["seen_at"] for view in whole["data"]]
    assert times == sorted(times, reverse=True)
    walked, cursor = [], ""
    while cursor is not None:
        page = person.get(f"{path}?limit=1{cursor and f'&cursor={cursor}'}").json
        walked += page["data"]
        cursor = page["page"]["next_cursor"]
    assert walked == whole["data"]
