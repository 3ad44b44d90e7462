import os
import signal
import socket
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from marketplace.clock import today
from marketplace.config import Config
from marketplace.events import send_mail
from marketplace.outbox import MAX_ATTEMPTS, deliver_next, lease_mail
from marketplace.worker import work
from models import IdempotencyKey, OutboxMessage, Role, RoleStatus, now
from tests.meetings import at_once, employing
from tests.people import People
from tests.serving import ROOT, settings_for

FROM = "no-reply@market.example"


def post_mail(people: People, to: str = "wang@example.org", **when: Any) -> None:
    """Put a mail into the outbox."""
    with people.database.session(write=True) as session:
        send_mail(session, to=to, subject="Hello", text="Hi.", **when)
        session.commit()


def waiting(people: People) -> OutboxMessage:
    """Return the one mail in the outbox."""
    with people.database.session(write=False) as session:
        return session.scalars(
            sa.select(OutboxMessage).where(OutboxMessage.type == "mail.send")
        ).one()


def round_of(app: Flask) -> list[Path]:
    """Let the worker do one round; return the mails in the folder."""
    settings: Config = app.config["MARKETPLACE"]
    work(app.extensions["database"], settings, stop=Event(), once=True)
    return sorted(settings.mail_folder.glob("*.eml"))


def test_a_round_delivers_what_is_due_once(app: Flask, people: People) -> None:
    post_mail(people)
    [mail] = round_of(app)
    assert b"To: wang@example.org" in mail.read_bytes()
    sent = waiting(people)
    assert sent.delivered_at is not None
    assert (sent.payload, sent.attempts, sent.leased_until) == ({}, 1, None)
    mail.unlink()
    assert round_of(app) == []


def test_a_mail_waits_until_it_is_due(app: Flask, people: People) -> None:
    post_mail(people, due_at=now() + timedelta(minutes=10))
    assert round_of(app) == []
    with people.database.session(write=True) as session:
        session.execute(sa.update(OutboxMessage).values(due_at=now()))
        session.commit()
    assert len(round_of(app)) == 1


def test_a_failing_server_is_tried_less_and_less_often(people: People) -> None:
    post_mail(people)
    at, waits = now(), []

    def refuse(message: object) -> None:
        del message
        raise ConnectionRefusedError(111, "wang@example.org refused")

    for _ in range(3):
        assert deliver_next(people.database, refuse, mail_from=FROM, at=at)
        row = waiting(people)
        waits.append((row.due_at - at).total_seconds())
        assert not deliver_next(people.database, refuse, mail_from=FROM, at=at)
        at = row.due_at
    assert waits == [30, 60, 120]
    assert row.failure == "ConnectionRefusedError 111"
    assert (row.delivered_at, row.payload["to"]) == (None, "wang@example.org")


def test_what_can_never_be_sent_is_given_up_and_forgotten(app: Flask, people: People) -> None:
    post_mail(people, to="wang@example.org\r\nBcc: thief@example.com")
    assert round_of(app) == []
    row = waiting(people)
    assert (row.attempts, row.payload, row.delivered_at) == (MAX_ATTEMPTS, {}, None)
    assert row.failure == "not one e-mail address"


def test_one_bad_mail_does_not_hold_up_the_rest(app: Flask, people: People) -> None:
    post_mail(people, to="nobody")
    for number in range(3):
        post_mail(people, to=f"wang{number}@example.org")
    assert len(round_of(app)) == 3


def test_two_workers_never_lease_the_same_mail(people: People) -> None:
    for _ in range(6):
        post_mail(people)
    at, leased = now(), []

    def take() -> Any:
        with people.database.session(write=True) as session:
            found = lease_mail(session, at)
            session.commit()
            leased.append(None if found is None else found.id)

    for _ in range(2):
        at_once(*[take] * 4)
    taken = [id_ for id_ in leased if id_ is not None]
    assert len(taken) == len(set(taken)) == 6


def test_a_round_hands_events_to_whom_they_concern(app: Flask, people: People) -> None:
    people.owner()
    event = sa.select(OutboxMessage).where(OutboxMessage.type == "employer.verified")
    assert people.scalar(event).delivered_at is None
    round_of(app)
    assert people.scalar(event).delivered_at is not None


def test_a_round_ends_roles_and_old_keys(app: Flask, people: People) -> None:
    employing(people, valid_through=today() - timedelta(days=1))
    with people.database.session(write=True) as session:
        for age in (23, 25):
            made = now() - timedelta(hours=age)
            session.add(IdempotencyKey(digest=str(age), body_digest="", created_at=made))
        session.commit()
    round_of(app)
    assert people.scalar(sa.select(Role.status)) is RoleStatus.EXPIRED
    assert people.scalar(sa.select(IdempotencyKey.digest)) == "23"


def test_a_database_that_is_away_does_not_end_the_worker(app: Flask, people: People) -> None:
    post_mail(people)
    with people.database.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE role RENAME TO gone")
    assert len(round_of(app)) == 1


@pytest.fixture
def worker(database_url: str, tmp_path: Path, request: pytest.FixtureRequest) -> Any:
    """Start a worker as a process of its own."""

    def start(**changes: str) -> "subprocess.Popen[bytes]":
        environment = {**os.environ, **settings_for(database_url, tmp_path, **changes)}
        command = [sys.executable, "-m", "flask", "--app", "wsgi", "work"]
        process = subprocess.Popen(command, cwd=ROOT, env=environment)
        request.addfinalizer(process.kill)
        return process

    return start


def test_a_worker_killed_in_the_middle_loses_nothing(
    app: Flask, people: People, worker: Any
) -> None:
    post_mail(people)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        process = worker(MAIL_SERVER=f"127.0.0.1:{silent.getsockname()[1]}")
        silent.settimeout(60)
        connection, _ = silent.accept()  # the worker has its lease and waits for a greeting
        process.kill()
        process.wait()
        connection.close()
    leased = waiting(people)
    assert leased.leased_until is not None
    assert leased.delivered_at is None
    assert round_of(app) == []
    with people.database.session(write=True) as session:
        session.execute(sa.update(OutboxMessage).values(leased_until=now()))
        session.commit()
    assert len(round_of(app)) == 1
    assert waiting(people).attempts == 2


def test_a_worker_ends_when_told(people: People, worker: Any, tmp_path: Path) -> None:
    post_mail(people)
    process = worker()
    deadline = time.monotonic() + 60
    while not list((tmp_path / "mail").glob("*.eml")) and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=20) == 0
    assert waiting(people).delivered_at is not None
