"""What is old enough goes by itself, stands in the trail, and is told to the operator."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa

from marketplace.clock import now
from marketplace.events import MAIL
from marketplace.outbox import MAX_ATTEMPTS
from marketplace.retention.rules import RULES
from marketplace.retention.services import GRACE, PURGED, purge, standings
from marketplace.worker import purge_old
from models import (
    AuditEvent,
    Base,
    IdempotencyKey,
    ImportRun,
    OutboxMessage,
    RoleVisit,
    Webhook,
    WebhookDelivery,
)
from tests.browsing import Browser
from tests.meetings import Employing, employing
from tests.people import People

HOOK = uuid4()


@pytest.fixture
def boss(people: People) -> Employing:
    return employing(people)


def row_of(name: str, since: datetime, boss: Employing) -> Base:
    """Return a row that a rule is about, kept since a moment."""
    mail: dict[str, Any] = {"type": MAIL, "payload": {}, "created_at": since, "due_at": since}
    counts = dict.fromkeys(("created", "updated", "unchanged", "refused"), 0)
    who = {"role_id": boss.role_id, "account_id": boss.owner.account_id}
    made: dict[str, Callable[[], Base]] = {
        "idempotency_keys": lambda: IdempotencyKey(
            digest=f"{since}"[:64], body_digest="", created_at=since
        ),
        "delivered_mail": lambda: OutboxMessage(**mail, delivered_at=since),
        "events": lambda: OutboxMessage(**(mail | {"type": "role.closed"}), delivered_at=since),
        "webhook_deliveries": lambda: WebhookDelivery(
            webhook_id=HOOK,
            event_id=uuid4(),
            type="role.closed",
            payload={},
            happened_at=since,
            due_at=since,
            created_at=since,
        ),
        "failed_mail": lambda: OutboxMessage(**mail, attempts=MAX_ATTEMPTS),
        "imports": lambda: ImportRun(
            kind="roles", by_command=True, refusals=[], ended_at=since, **counts
        ),
        "visits": lambda: RoleVisit(begun_at=since, last_at=since, **who),
    }
    return made[name]()


def kept_for(people: People, boss: Employing, name: str, age: timedelta) -> None:
    with people.database.session(write=True) as session:
        if name == "webhook_deliveries" and session.get(Webhook, HOOK) is None:
            owner, url = boss.owner.account_id, "https://hooks.example/"
            session.add(Webhook(id=HOOK, account_id=owner, url=url, events=[], secret=b""))
            session.flush()
        session.add(row_of(name, now() - age, boss))
        session.commit()


def count_of(people: People, name: str) -> int:
    rule = RULES[name]
    wanted = sa.select(sa.func.count()).select_from(rule.table).where(rule.among)
    found: int = people.scalar(wanted)
    return found


@pytest.mark.parametrize("name", RULES)
def test_each_rule_takes_what_is_old_and_leaves_what_is_not(
    people: People, boss: Employing, name: str
) -> None:
    before = count_of(people, name)
    kept_for(people, boss, name, RULES[name].kept - timedelta(hours=1))
    purge_old(people.database)
    assert count_of(people, name) == before + 1
    assert people.scalar(sa.select(AuditEvent.id).where(AuditEvent.type == PURGED)) is None
    with people.database.session(write=True) as session:
        assert purge(session, now() + timedelta(hours=2))[name] == 1
        session.commit()
    assert count_of(people, name) <= before
    event = people.scalar(sa.select(AuditEvent.detail).where(AuditEvent.type == PURGED))
    assert event[name] == 1


def test_mail_and_events_that_wait_stay(people: People) -> None:
    long_ago = now() - timedelta(days=5_000)
    rows = [
        OutboxMessage(type=MAIL, payload={"to": "a@b.example"}, due_at=long_ago, attempts=1),
        OutboxMessage(type="role.created", payload={}, due_at=long_ago),
    ]
    with people.database.session(write=True) as session:
        session.add_all(rows)
        session.flush()
        assert purge(session, now()) == {}
        assert {row.id for row in rows} <= set(session.scalars(sa.select(OutboxMessage.id)))


def test_one_look_takes_no_more_than_it_may(
    people: People, boss: Employing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("marketplace.retention.services.MOST_AT_ONCE", 2)
    for days in range(3):
        kept_for(people, boss, "imports", timedelta(days=200 + days))
    with people.database.session(write=True) as session:
        assert [purge(session, now()) for _ in range(3)] == [{"imports": 2}, {"imports": 1}, {}]


def test_what_nobody_removes_is_late(people: People, boss: Employing) -> None:
    kept_for(people, boss, "imports", RULES["imports"].kept + GRACE / 2)
    with people.database.session(write=False) as session:
        [soon] = [each for each in standings(session, now()) if each.name == "imports"]
        late = standings(session, now() + GRACE)
    assert (soon.due, soon.is_late) == (1, False)
    assert [each.is_late for each in late if each.name == "imports"] == [True]


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_the_operator_sees_what_is_due_and_what_went(
    people: People, boss: Employing, language: str
) -> None:
    browser = Browser(people.app, people.admin(), language=language)
    kept_for(people, boss, "imports", RULES["imports"].kept + 2 * GRACE)
    shown = browser.get("/operator/retention")
    assert shown.status_code == 200
    assert 'class="notice warning"' in shown.text
    assert len(re.findall("outcome-not_met", shown.text)) == 1
    purge_old(people.database)
    after = browser.get("/operator/retention").text
    assert 'class="notice warning"' not in after
    if language == "en":
        assert "1 on " in after
    assert "imports=1" in browser.get("/operator/trail?type=retention.purged").text
