from typing import Any

import pytest
import sqlalchemy as sa

from models import AuditEvent, OutboxMessage
from tests.people import People

GOOD_CODE = "91330106MA2CFLQK5E"


def test_an_employer_is_made_by_its_owner(people: People) -> None:
    owner = people.person()
    answer = owner.post("/employers", {"name": "Harbour Lab", "kind": "university"})
    assert answer.status_code == 201
    assert answer.json["verification"] == {"status": "unverified", "checked_at": None}
    assert owner.get("/account").json["employers"] == [{"id": answer.json["id"], "part": "owner"}]


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"name": ""}, "#/name"),
        ({"name": "x" * 201}, "#/name"),
        ({"name": 7}, "#/name"),
        ({"kind": "bank"}, "#/kind"),
        ({"sectors": ["ai", "mining"]}, "#/sectors/1"),
        ({"province": "Shanghai"}, "#/province"),
        ({"website": "javascript:alert(1)"}, "#/website"),
        ({"unified_social_credit_code": "91330106MA2CFLQK50"}, "#/unified_social_credit_code"),
        ({"verification": {"status": "verified"}}, "#/verification"),
        ({"owner": "me"}, "#/owner"),
    ],
)
def test_bad_fields_are_named(people: People, change: dict[str, Any], pointer: str) -> None:
    body = {"name": "Harbour Lab", "kind": "university", **change}
    answer = people.person().post("/employers", body)
    assert answer.status_code == 422
    assert answer.content_type == "application/problem+json"
    assert [error["pointer"] for error in answer.json["errors"]] == [pointer]


def test_a_new_name_has_to_be_checked_again(people: People) -> None:
    owner, employer = people.owner()
    path = f"/employers/{employer['id']}"
    assert owner.patch(path, {"city": "Chengdu"}).json["verification"]["status"] == "verified"
    assert owner.patch(path, {"name": "Other"}).json["verification"]["status"] == "pending"


def test_a_change_needs_the_tag_of_what_it_changes(people: People) -> None:
    owner, employer = people.owner()
    path = f"/employers/{employer['id']}"
    tag = owner.get(path).headers["ETag"]
    assert owner.get(path, headers={"If-None-Match": tag}).status_code == 304
    bare = {"Authorization": owner.headers["Authorization"]}
    missing = owner.client.patch(f"/api/v1{path}", json={"city": "Chengdu"}, headers=bare)
    assert missing.status_code == 428
    assert owner.patch(path, {"city": "Chengdu"}, headers={"If-Match": tag}).status_code == 200
    assert owner.patch(path, {"city": "Beijing"}, headers={"If-Match": tag}).status_code == 412


def test_verification_is_the_operators_and_audited(people: People) -> None:
    owner, employer = people.owner(verified=False)
    path = f"/employers/{employer['id']}/verification"
    decision = {"status": "verified", "reason": "licence seen"}
    assert owner.post(path, decision).status_code == 403
    assert people.admin().post(path, decision).json["verification"]["status"] == "verified"
    told = sa.select(sa.func.count()).select_from(OutboxMessage)
    assert people.scalar(told.where(OutboxMessage.type == "employer.verified")) == 1
    kept = sa.select(AuditEvent.detail).where(AuditEvent.type == "employer.verified")
    assert people.scalar(kept) == {"status": "verified"}


def test_the_last_owner_stays(people: People) -> None:
    owner, employer = people.owner()
    path = f"/employers/{employer['id']}/members"
    [member] = owner.get(path).json["data"]
    assert owner.delete(f"{path}/{member['id']}").status_code == 409
    second = people.person()
    assert owner.post(path, {"email": second.email, "part": "owner"}).status_code == 201
    assert owner.delete(f"{path}/{member['id']}").status_code == 204
    assert owner.get(path).status_code == 403
    assert second.get(path).json["page"]["total"] == 1


def test_a_credit_code_stands_for_one_employer(people: People) -> None:
    body = {"name": "A", "kind": "university", "unified_social_credit_code": GOOD_CODE}
    assert people.person().post("/employers", body).status_code == 201
    assert people.person().post("/employers", body).status_code == 409


def test_the_same_key_makes_one_employer(people: People) -> None:
    owner = people.person()
    key = {"Idempotency-Key": "once"}
    body = {"name": "Once", "kind": "university"}
    first = owner.post("/employers", body, headers=key)
    again = owner.post("/employers", body, headers=key)
    assert again.status_code == 201
    assert again.json == first.json
    assert owner.post("/employers", {**body, "name": "Twice"}, headers=key).status_code == 422
    assert len(owner.get("/account").json["employers"]) == 1
