from datetime import UTC, datetime, timedelta
from threading import Event, Thread
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from marketplace.webhooks.courier import Courier
from marketplace.webhooks.delivering import settle
from marketplace.webhooks.leasing import LEASE, WAITS
from marketplace.webhooks.posting import Attempt
from marketplace.webhooks.requesting import Answer
from models import DeliveryStatus, DisabledBecause, OutboxMessage, now
from tests.marketplace.webhooks.sinks import (
    PUBLIC_URL,
    SECRET,
    change,
    deliver,
    deliver_all,
    deliveries,
    fan,
    hook,
    sink,
    webhook,
)
from tests.meetings import at_once
from tests.people import People, Person


@pytest.fixture
def owner(people: People) -> Person:
    """Somebody with an employer, whose events nobody has heard yet."""
    person, _ = people.owner()
    fan(people.database)
    return person


def happen(people: People, count: int = 1, at: datetime | None = None) -> None:
    """Let something happen to an employer of the owner's."""
    employer = str(people.scalar(sa.text("SELECT id FROM employer")))
    with people.database.session(write=True) as session:
        for number in range(count):
            payload = {
                "subject_id": str(UUID(int=number)),
                "employer_id": str(UUID(employer)),
                "status": "open",
            }
            event = OutboxMessage(type="role.published", payload=payload)
            event.created_at = at or now()
            session.add(event)
        session.commit()


class Stub:
    """Answers attempts without a network, and keeps them."""

    def __init__(self, *answers: Answer) -> None:
        self.answers, self.attempts = list(answers), list[Attempt]()

    def __call__(self, attempt: Attempt, at: datetime) -> Answer:
        """Return the next answer, the last again and again."""
        del at
        self.attempts.append(attempt)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


OK = Answer(status=200, failure=None)


def failed(status: int | None = 500, **told: Any) -> Answer:
    return Answer(status=status, failure=f"answered {status}", **told)


def test_a_flaky_receiver_gets_the_same_event_again(people: People, owner: Person) -> None:
    with sink((500, {}), (200, {})) as receiver:
        id_, _ = hook(people, owner, receiver.url)
        happen(people)
        at = now()
        assert deliver_all(people, at=at) == 1
        [row] = deliveries(people, id_)
        assert (row.status, row.attempts, row.response_status) == (DeliveryStatus.PENDING, 1, 500)
        assert row.failure == "answered 500"
        assert webhook(people, id_).failing_since == at
        assert deliver_all(people, at=row.due_at + timedelta(minutes=1)) == 1
        first, second = receiver.received
        assert first.headers["webhook-id"] == second.headers["webhook-id"] == str(row.event_id)
        assert first.body == second.body
    [row] = deliveries(people, id_)
    assert (row.status, row.attempts, row.failure) == (DeliveryStatus.DELIVERED, 2, None)
    assert webhook(people, id_).failing_since is None
    assert deliver_all(people, at=row.due_at + timedelta(days=2)) == 0


def test_the_body_is_what_the_standard_says(people: People, owner: Person) -> None:
    with sink() as receiver:
        _, secret = hook(people, owner, receiver.url)
        happen(people, at=datetime.now(UTC))
        deliver_all(people)
        [told] = receiver.verified(secret)
    assert told.keys() == {"type", "timestamp", "data"}
    assert told["type"] == "role.published"
    assert told["timestamp"].endswith("Z")
    assert datetime.fromisoformat(told["timestamp"]) <= now()
    assert told["data"]["status"] == "open"


def test_attempts_become_rarer_and_end(people: People, owner: Person) -> None:
    id_, _ = hook(people, owner, "https://hooks.example/")
    happen(people)
    at, waits = now(), []
    for _ in range(len(WAITS)):
        assert deliver_all(people, Stub(failed()), at=at) == 1
        [row] = deliveries(people, id_)
        waits.append(row.due_at - at)
        assert deliver_all(people, Stub(failed()), at=row.due_at - timedelta(seconds=1)) == 0
        at = row.due_at
    assert [str(each) for each in WAITS][:3] == ["0:00:05", "0:05:00", "0:30:00"]
    for wait, least in zip(waits, WAITS, strict=True):
        assert least <= wait <= least * 1.1
    assert deliver_all(people, Stub(failed()), at=at) == 1
    [row] = deliveries(people, id_)
    assert (row.status, row.attempts) == (DeliveryStatus.FAILED, 10)
    assert row.finished_at == at
    stopped = webhook(people, id_)
    assert (stopped.enabled, stopped.disabled_because) == (False, DisabledBecause.FAILING)
    mail = people.scalar(sa.select(OutboxMessage).where(OutboxMessage.type == "mail.send"))
    assert mail.payload["to"] == owner.email
    assert f"{PUBLIC_URL}/employer/webhooks/{id_}" in mail.payload["text"]


def test_a_webhook_that_gets_others_stays_enabled(people: People, owner: Person) -> None:
    id_, _ = hook(people, owner, "https://hooks.example/")
    happen(people)
    fan(people.database)
    with people.database.session(write=True) as session:
        session.execute(sa.text("UPDATE webhook_delivery SET attempts = 9"))
        session.commit()
    assert deliver(people, Stub(failed()))
    assert deliveries(people, id_)[0].status is DeliveryStatus.FAILED
    assert webhook(people, id_).enabled


def test_who_is_gone_is_asked_no_more(people: People, owner: Person) -> None:
    id_, _ = hook(people, owner, "https://hooks.example/")
    happen(people, 2)
    assert deliver_all(people, Stub(failed(410))) == 1
    first, second = deliveries(people, id_)
    assert (first.status, second.status) == (DeliveryStatus.FAILED, DeliveryStatus.PENDING)
    stopped = webhook(people, id_)
    assert (stopped.enabled, stopped.disabled_because) == (False, DisabledBecause.GONE)
    happen(people)
    assert deliver_all(people, Stub(OK)) == 0
    mail = people.scalar(sa.select(OutboxMessage).where(OutboxMessage.type == "mail.send"))
    assert "410" in mail.payload["text"]
    assert owner.patch(f"/webhooks/{id_}", {"enabled": True}).json["disabled_because"] is None
    assert deliver_all(people, Stub(OK)) == 1


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_who_asks_to_wait_is_left_alone(people: People, owner: Person, status: int) -> None:
    id_, _ = hook(people, owner, "https://hooks.example/")
    happen(people, 2)
    at = now()
    assert deliver_all(people, Stub(failed(status, retry_after="3600")), at=at) == 1
    due = min(row.due_at for row in deliveries(people, id_) if row.attempts)
    assert due >= at + timedelta(hours=1)
    assert deliver_all(people, Stub(OK), at=at + timedelta(minutes=59)) == 0
    assert deliver_all(people, Stub(OK), at=at + timedelta(minutes=61)) == 2


def test_nobody_asks_us_to_wait_for_ever(people: People, owner: Person) -> None:
    id_, _ = hook(people, owner, "https://hooks.example/")
    happen(people)
    at = now()
    deliver_all(people, Stub(failed(429, retry_after="999999999")), at=at)
    assert deliveries(people, id_)[0].due_at <= at + timedelta(hours=24)


def test_who_keeps_us_waiting_rests(people: People, owner: Person) -> None:
    hook(people, owner, "https://hooks.example/")
    happen(people, 3)
    at = now()
    assert deliver_all(people, Stub(failed(None, seconds=15.0)), at=at) == 1
    assert deliver_all(people, Stub(OK), at=at + timedelta(seconds=74)) == 0
    assert deliver_all(people, Stub(OK), at=at + timedelta(seconds=76)) == 3


def test_a_kill_between_lease_and_answer_loses_nothing(people: People, owner: Person) -> None:
    id_, _ = hook(people, owner, "https://hooks.example/")
    happen(people)
    at, sent = now(), []

    def die(attempt: Attempt, at: datetime) -> Answer:
        del at
        sent.append(attempt)
        raise SystemExit

    fan(people.database, at)
    with pytest.raises(SystemExit):
        deliver(people, die, at=at)
    assert not deliver(people, Stub(OK), at=at + LEASE - timedelta(seconds=1))
    again = Stub(OK)
    assert deliver(people, again, at=at + LEASE)
    assert [each.event_id for each in again.attempts] == [each.event_id for each in sent]
    [row] = deliveries(people, id_)
    assert (row.status, row.attempts) == (DeliveryStatus.DELIVERED, 2)


def test_a_kill_while_fanning_out_loses_nothing(people: People, owner: Person) -> None:
    id_, _ = hook(people, owner, "https://hooks.example/")
    happen(people)
    from marketplace.webhooks.fanning import fan_out  # noqa: PLC0415 - without its commit

    with people.database.session(write=True) as session:
        assert fan_out(session, now()) == 1
        session.rollback()
    assert deliveries(people, id_) == []
    assert deliver_all(people, Stub(OK)) == 1
    assert deliver_all(people, Stub(OK)) == 0


def test_an_answer_after_the_lease_changes_nothing_that_is_done(
    people: People, owner: Person
) -> None:
    id_, _ = hook(people, owner, "https://hooks.example/")
    happen(people)
    late = Stub(OK)
    deliver_all(people, late)
    with people.database.session(write=True) as session:
        settle(session, late.attempts[0], failed(), public_url=PUBLIC_URL, at=now())
        session.commit()
    assert deliveries(people, id_)[0].status is DeliveryStatus.DELIVERED


def test_a_webhook_deleted_meanwhile_is_no_trouble(people: People, owner: Person) -> None:
    id_, _ = hook(people, owner, "https://hooks.example/")
    happen(people)

    def delete(attempt: Attempt, at: datetime) -> Answer:
        del attempt, at
        assert owner.delete(f"/webhooks/{id_}").status_code == 204
        return OK

    assert deliver_all(people, delete) == 1
    assert deliveries(people, id_) == []


def test_two_workers_never_deliver_to_one_webhook_at_once(people: People, owner: Person) -> None:
    hook(people, owner, "https://hooks.example/")
    happen(people, 2)
    fan(people.database)
    at, beside = now(), Stub(OK)

    def post(attempt: Attempt, _: datetime) -> Answer:
        del attempt
        assert not deliver(people, beside, at=at)
        return OK

    assert deliver(people, post, at=at)
    assert beside.attempts == []
    assert deliver(people, beside, at=at)


def test_many_workers_deliver_each_event_once(people: People, owner: Person) -> None:
    for name in ("one", "two", "three"):
        hook(people, owner, f"https://{name}.example/")
    happen(people, 4)
    fan(people.database)
    stub, at = Stub(OK), now()

    def take() -> Any:
        while deliver(people, stub, at=at):
            pass

    at_once(*[take] * 4)
    while deliver(people, stub, at=at):  # two that met at one webhook may both have gone
        pass
    told = [each.delivery_id for each in stub.attempts]
    assert len(told) == len(set(told)) == 12


def test_a_silent_receiver_holds_up_nobody(people: People, owner: Person) -> None:
    silent, _ = hook(people, owner, "https://silent.example/")
    quick, _ = hook(people, owner, "https://quick.example/")
    happen(people, 3)
    over, stop, got = Event(), Event(), Event()
    heard: list[str] = []

    def post(attempt: Attempt, at: datetime) -> Answer:
        del at
        if "silent" in attempt.url:
            over.wait()
            return failed(None, seconds=15.0)
        heard.append(str(attempt.event_id))
        if len(heard) == 3:
            got.set()
        return OK

    courier = Courier(people.database, post, secret=SECRET, public_url=PUBLIC_URL, stop=stop)
    thread: Thread = courier.start()
    assert got.wait(60)
    assert not over.is_set()
    assert [row.attempts for row in deliveries(people, silent)].count(0) >= 2
    stop.set()
    over.set()
    thread.join()
    assert {row.status for row in deliveries(people, quick)} == {DeliveryStatus.DELIVERED}


def test_the_courier_does_what_is_due_and_ends(people: People, owner: Person) -> None:
    id_, _ = hook(people, owner, "https://hooks.example/")
    happen(people, 5)
    courier = Courier(people.database, Stub(OK), secret=SECRET, public_url=PUBLIC_URL, stop=Event())
    courier.do_all()
    assert {row.status for row in deliveries(people, id_)} == {DeliveryStatus.DELIVERED}


def test_a_secret_of_another_installation_signs_nothing(people: People, owner: Person) -> None:
    id_, _ = hook(people, owner, "https://hooks.example/")
    happen(people)
    change(people, id_, secret=b"sealed by another key")
    stub, at = Stub(OK), now()
    assert deliver_all(people, stub, at=at) == 1
    assert stub.attempts == []
    assert webhook(people, id_).held_until == at + timedelta(hours=1)
    assert deliveries(people, id_)[0].status is DeliveryStatus.PENDING


def test_a_rotation_signs_with_both_for_a_day(people: People, owner: Person) -> None:
    id_, old = hook(people, owner, "https://hooks.example/")
    answer = owner.patch(f"/webhooks/{id_}", {"rotate_secret": True})
    new = answer.json["secret"]
    assert new != old
    happen(people, 2)
    stub, at = Stub(OK), now()
    fan(people.database, at)
    deliver(people, stub, at=at)
    deliver(people, stub, at=at + timedelta(hours=25))
    assert [each.secrets for each in stub.attempts] == [(new, old), (new,)]
