"""Nobody sets by a request what only the service sets: refused by name, and nothing written."""

from typing import Any

import orjson
import pytest
import sqlalchemy as sa

from models import Account, Candidate, Role
from tests.security.requests import filled
from tests.security.world import World, role_body

ID = "01920000-0000-7000-8000-000000000009"
DAY = "2030-01-01T00:00:00Z"
ROW = {"id": ID, "created_at": DAY}
DATED = {**ROW, "updated_at": DAY}

EMPLOYER = {
    **DATED,
    "verification": {"status": "verified", "checked_at": DAY},
    "verification_status": "verified",
    "verification_checked_at": DAY,
    "verification_reason": "said so",
    "source": "import:1:name",
    "members": [{"email": "me@example.org", "part": "owner"}],
}
ROLE = {
    **DATED,
    "status": "open",
    "posted_at": DAY,
    "ended_at": DAY,
    "sectors_proposed": True,
    "reposts": 7,
    "source": "line:1",
    "source_digest": "0",
    "employer": {"verification_status": "verified"},
}
CANDIDATE = {
    **DATED,
    "code": "C-00000000",
    "number": 1,
    "account_id": ID,
    "managed_by_id": ID,
    "confirmed_at": DAY,
    "hidden_keys": [],
    "source": "import:1",
    "source_digest": "0",
    "consents": [{"purpose": "matching", "given_at": DAY, "basis": "said so"}],
    "evidence": "verified",
}
# Who sends what, and what it must not carry.
REQUESTS: list[tuple[str, str, str, dict[str, Any], dict[str, Any]]] = [
    ("owner", "POST", "/employers", {"name": "Ours", "kind": "university"}, EMPLOYER),
    ("owner", "PATCH", "/employers/{aurora}", {"city": "Hangzhou"}, EMPLOYER),
    (
        "owner",
        "POST",
        "/employers/{aurora}/members",
        {"email": "friend@example.org", "part": "viewer"},
        {**ROW, "account_id": ID, "employer_id": ID},
    ),
    ("owner", "POST", "/roles", role_body("{aurora}"), ROLE),
    ("owner", "PATCH", "/roles/{draft}", {"headcount": 2}, {**ROLE, "employer_id": "{boreal}"}),
    ("former", "POST", "/candidates", {"headline": "Mine"}, CANDIDATE),
    ("ana", "PATCH", "/candidates/{ana}", {"headline": "Mine"}, CANDIDATE),
    ("integration", "PATCH", "/candidates/{managed}", {"headline": "Theirs"}, CANDIDATE),
    (
        "nobody",
        "POST",
        "/accounts",
        {"email": "new@example.org", "password": "a long sentence is best"},
        {**ROW, "is_admin": True, "is_verifier": True, "confirmed_at": DAY, "active": True}
        | {"role": "admin", "scopes": ["admin"], "employers": [{"id": ID, "part": "owner"}]},
    ),
    (
        "ana",
        "POST",
        "/tokens",
        {"name": "mine", "scopes": ["roles:read"]},
        {**ROW, "account_id": ID, "expires_at": DAY, "revoked_at": None, "secret": "kvm_1"},
    ),
    (
        "ana",
        "POST",
        "/saved_searches",
        {"name": "mine", "query": {}},
        {**ROW, "account_id": ID, "told": [], "told_at": DAY, "seen_until": DAY, "language": "en"},
    ),
    (
        "ana",
        "POST",
        "/applications",
        {"role_id": "{second}"},
        {**ROW, "candidate_id": "{ben}", "stage": "hired", "flags": {}, "moves": []},
    ),
    (
        "recruiter",
        "POST",
        "/applications/{application}/transitions",
        {"to": "screen"},
        {"stage": "hired", "account_id": ID, "message_due_at": DAY, "moved_at": DAY},
    ),
    (
        "owner",
        "POST",
        "/invitations",
        {"role_id": "{open}", "candidate": "{ben_code}", "message": "Hello"},
        {**ROW, "status": "accepted", "candidate_id": "{ben}", "responded_at": DAY, "flags": {}},
    ),
    ("ana", "POST", "/invitations/{invitation}/response", {"accept": False}, {"status": "sent"}),
    (
        "ana",
        "POST",
        "/candidates/{ana}/evidence",
        {"section": "status", "proof": "a letter"},
        {**ROW, "evidence": "verified", "state": "verified", "candidate_id": "{ben}"}
        | {"reason": "said so", "decided_at": DAY, "decided_by_id": ID},
    ),
    (
        "verifier",
        "POST",
        "/evidence/{evidence}/decision",
        {"evidence": "verified", "reason": "seen"},
        {"decided_by_id": ID, "candidate_id": "{ben}", "section": "education", "claim_id": ID},
    ),
    (
        "ana",
        "POST",
        "/reports",
        {"role_id": "{open}", "reason": "fake"},
        {**ROW, "status": "closed", "account_id": ID},
    ),
]
FIELDS = [
    pytest.param(request, field, id=f"{request[1]} {request[2]} {field}")
    for request in REQUESTS
    for field in request[4]
]
NESTED = [
    ({"experience": [{"title": "Researcher", "evidence": "verified"}]}, "experience/0/evidence"),
    ({"education": [{"degree": "doctor", "evidence": "verified"}]}, "education/0/evidence"),
    ({"patents": [{"title": "A", "evidence_expires_on": None}]}, "patents/0/evidence_expires_on"),
    ({"languages": [{"language": "zh", "id": ID}]}, "languages/0/id"),
    ({"status": {"visa": "K", "evidence": "verified"}}, "status/evidence"),
    ({"status": {"visa": "K", "candidate_id": ID}}, "status/candidate_id"),
    ({"contact": {"account_id": ID}}, "contact/account_id"),
]


@pytest.mark.parametrize(("request_", "field"), FIELDS)
def test_a_field_of_ours_is_refused(world: World, request_: Any, field: str) -> None:
    who, method, path, body, ours = request_
    sent = filled({**body, field: ours[field]}, world.things)
    answer = world.persons[who].send(method, path.format_map(world.things), json=sent)
    assert answer.status_code == 422
    assert f"#/{field}" in [error["pointer"] for error in answer.json["errors"]]
    assert world.changed() == []


@pytest.mark.parametrize(("body", "pointer"), NESTED, ids=lambda value: str(value)[:40])
def test_a_nested_field_of_ours_is_refused(world: World, body: Any, pointer: str) -> None:
    answer = world.persons["ana"].patch(f"/candidates/{world.things['ana']}", body)
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json["errors"]] == [f"#/{pointer}"]
    assert world.changed() == []


def test_a_query_sets_nothing(world: World) -> None:
    register = {"email": "query@example.org", "password": "a long sentence is best"}
    answer = world.persons["nobody"].post("/accounts?is_admin=true&confirmed_at=now", register)
    assert answer.headers["X-Ignored-Params"] == "is_admin,confirmed_at"
    found = sa.select(Account.is_admin, Account.confirmed_at)
    with world.people.database.session(write=False) as session:
        row = session.execute(found.where(Account.email == register["email"])).one()
    assert tuple(row) == (False, None)
    made = world.persons["owner"].post("/employers?verification_status=verified", EMPLOYER_BODY)
    assert made.json["verification"]["status"] == "unverified"


EMPLOYER_BODY = {"name": "Queried", "kind": "university"}


def test_an_imported_posting_is_a_draft_of_the_importers_own_employer(world: World) -> None:
    posting = {
        "@type": "JobPosting",
        "title": "Taken",
        "identifier": "T-1",
        "hiringOrganization": {"name": "aurora laboratory", "id": world.things["aurora"]},
        "employer_id": world.things["aurora"],
        "status": "open",
        "verification_status": "verified",
    }
    [line] = imported(world, "roles", posting)
    with world.people.database.session(write=False) as session:
        role = session.scalars(
            sa.select(Role).where(Role.title == "Taken").options(sa.orm.joinedload(Role.employer))
        ).one()
    assert (str(role.id), str(role.status)) == (line["id"], "draft")
    assert str(role.employer_id) != world.things["aurora"]
    assert str(role.employer.verification_status) == "unverified"


def test_an_imported_person_is_hidden_and_consents_to_nothing(world: World) -> None:
    resume = {
        "basics": {"label": "Engineer"},
        "meta": {"canonical": "https://people.example/2"},
        **{name: CANDIDATE[name] for name in ("consents", "account_id", "confirmed_at")},
        "visibility": "open",
        "managed_by_id": None,
    }
    [line] = imported(world, "candidates", resume)
    integration = world.persons["integration"]
    shown = integration.get(f"/candidates/{line['id']}").json
    assert (shown["visibility"], shown["consents"]) == ("hidden", [])
    found = sa.select(Candidate.managed_by_id).where(Candidate.headline == "Engineer")
    assert world.people.scalar(found) == integration.account_id


def imported(world: World, noun: str, line: dict[str, Any]) -> list[dict[str, Any]]:
    """Import one line; return the report on it."""
    person = world.persons["integration"]
    sent = {"data": orjson.dumps(line) + b"\n", "content_type": "application/x-ndjson"}
    answer = person.send("POST", f"/imports/{noun}", **sent)
    assert answer.json["summary"]["created"] == 1, answer.json
    lines: list[dict[str, Any]] = answer.json["lines"]
    return lines


def test_the_bodies_are_good_without_the_fields_of_ours(world: World) -> None:
    """Last, for it writes: without this, a body that is always refused would pass above."""
    for who, method, path, body, _ in REQUESTS:
        filled_path = path.format_map(world.things)
        sent = filled(body, world.things)
        answer = world.persons[who].send(method, filled_path, json=sent)
        assert answer.status_code in (200, 201, 202), (path, answer.json)
