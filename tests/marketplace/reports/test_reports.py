from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa

from models import AuditEvent, OutboxMessage, Report, RoleStatus
from tests.meetings import employing
from tests.people import People


@pytest.mark.parametrize("status", [RoleStatus.OPEN, RoleStatus.PAUSED, RoleStatus.EXPIRED])
def test_anyone_reports_a_role_that_was_published(people: People, status: RoleStatus) -> None:
    role_id = str(employing(people, status=status).role_id)
    for reporter in (people.anyone(), people.person()):
        body = {"role_id": role_id, "reason": "fee", "detail": "A deposit."}
        answer = reporter.post("/reports", body)
        assert answer.status_code == 201
        assert (answer.json["reason"], answer.json["status"]) == ("fee", "open")
    assert people.scalar(sa.select(sa.func.count()).select_from(Report)) == 2
    kept = sa.select(sa.func.count()).where(AuditEvent.type == "role.reported")
    assert people.scalar(kept) == 2
    told = sa.select(sa.func.count()).where(OutboxMessage.type == "role.reported")
    assert people.scalar(told) == 0


def test_what_nobody_has_seen_cannot_be_reported(people: People) -> None:
    draft = employing(people, status=RoleStatus.DRAFT, posted_at=None)
    for role_id in (draft.role_id, uuid4()):
        answer = draft.owner.post("/reports", {"role_id": str(role_id), "reason": "fake"})
        assert answer.status_code == 404


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"role_id": "x"}, "#/role_id"),
        ({"reason": "ugly"}, "#/reason"),
        ({"reason": None}, "#/reason"),
        ({"detail": "x" * 2001}, "#/detail"),
        ({"status": "resolved"}, "#/status"),
    ],
)
def test_bad_fields_are_named(people: People, change: dict[str, Any], pointer: str) -> None:
    body = {"role_id": str(uuid4()), "reason": "other", **change}
    answer = people.anyone().post("/reports", body)
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json["errors"]] == [pointer]
