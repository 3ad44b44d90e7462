from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from models import ApplicationMove, AuditEvent, OutboxMessage, now
from tests.meetings import Employing, Seeking, applied, at_once, employing, seeking
from tests.people import People

REJECTION = {"to": "rejected", "reason": "no doctorate", "message": "We chose another."}


@pytest.fixture
def employer(people: People) -> Employing:
    return employing(people)


@pytest.fixture
def seeker(people: People) -> Seeking:
    return seeking(people)


@pytest.fixture
def application(employer: Employing, seeker: Seeking) -> str:
    return f"/applications/{applied(seeker, employer)['id']}"


def ten_minutes_later(people: People) -> None:
    """Make the last rejection ten minutes older."""
    with people.database.session(write=True) as session:
        session.execute(sa.update(ApplicationMove).values(message_due_at=now()))
        session.commit()


def test_an_application_goes_along_the_line(
    people: People, employer: Employing, seeker: Seeking, application: str
) -> None:
    for to in ("screen", "interview", "offer", "visa", "hired"):
        answer = employer.owner.post(f"{application}/transitions", {"to": to, "reason": "good"})
        assert (answer.status_code, answer.json["stage"]) == (200, to)
    moves = answer.json["moves"]
    assert [move["to"] for move in moves][-2:] == ["visa", "hired"]
    assert moves[-1]["account_id"] == str(employer.owner.account_id)
    assert moves[-1]["reason"] == "good"
    for move in seeker.person.get(application).json["moves"]:
        assert not {"reason", "account_id"} & set(move)
    changed = sa.select(sa.func.count()).where(OutboxMessage.type == "application.stage_changed")
    assert people.scalar(changed) == 5


@pytest.mark.parametrize(
    ("before", "to", "legal"),
    [
        ("interview", "screen", "offer, visa, hired, rejected."),
        ("interview", "interview", "offer, visa, hired, rejected."),
        ("hired", "rejected", "final"),
    ],
)
def test_an_illegal_move_names_the_legal_ones(
    employer: Employing, application: str, before: str, to: str, legal: str
) -> None:
    path = f"{application}/transitions"
    assert employer.owner.post(path, {"to": before}).status_code == 200
    answer = employer.owner.post(path, {**REJECTION, "to": to})
    assert answer.status_code == 409
    assert legal in answer.json["detail"]


def test_each_side_has_its_own_moves(
    people: People, employer: Employing, seeker: Seeking, application: str
) -> None:
    path = f"{application}/transitions"
    assert seeker.person.post(path, {"to": "hired"}).status_code == 403
    assert employer.owner.post(path, {"to": "withdrawn"}).status_code == 403
    answer = seeker.person.post(path, {"to": "withdrawn"})
    assert answer.json["stage"] == "withdrawn"
    assert answer.json["moves"][-1]["who"] == "candidate"
    assert employer.owner.post(path, {"to": "screen"}).status_code == 409
    told = sa.select(sa.func.count()).where(AuditEvent.type == "application.withdrawn")
    assert people.scalar(told) == 1


def test_a_rejection_says_why(employer: Employing, application: str) -> None:
    answer = employer.owner.post(f"{application}/transitions", {"to": "rejected", "reason": " "})
    assert answer.status_code == 422
    answer = employer.owner.post(f"{application}/transitions", {"to": "rejected"})
    assert {error["pointer"] for error in answer.json["errors"]} == {"#/reason", "#/message"}


def test_the_candidate_reads_a_rejection_once_it_is_sent(
    people: People, employer: Employing, seeker: Seeking, application: str
) -> None:
    assert employer.owner.post(f"{application}/transitions", REJECTION).status_code == 200
    mail = sa.select(OutboxMessage).where(OutboxMessage.type == "mail.send")
    waiting = people.scalar(mail)
    assert waiting.payload["to"] == seeker.person.email
    assert "We chose another." in waiting.payload["text"]
    assert "no doctorate" not in str(waiting.payload)
    assert timedelta(minutes=9) < waiting.due_at - now() <= timedelta(minutes=10)
    move = seeker.person.get(application).json["moves"][-1]
    assert (move["to"], move["message"]) == ("rejected", None)
    ten_minutes_later(people)
    move = seeker.person.get(application).json["moves"][-1]
    assert move["message"] == "We chose another."
    assert "reason" not in move


def test_a_rejection_can_be_taken_back_for_ten_minutes(
    people: People, employer: Employing, seeker: Seeking, application: str
) -> None:
    path = f"{application}/transitions"
    employer.owner.post(path, {"to": "interview"})
    employer.owner.post(path, REJECTION)
    wrong = employer.owner.post(path, {"to": "offer"})
    assert (wrong.status_code, "interview" in wrong.json["detail"]) == (409, True)
    assert employer.owner.post(path, {"to": "interview"}).json["stage"] == "interview"
    mails = sa.select(sa.func.count()).where(OutboxMessage.type == "mail.send")
    assert people.scalar(mails) == 0
    ten_minutes_later(people)
    moves = seeker.person.get(application).json["moves"]
    assert [move["to"] for move in moves] == ["applied", "interview", "rejected", "interview"]
    assert moves[2]["message"] is None


def test_a_rejection_of_a_fresh_application_can_be_taken_back(
    people: People, employer: Employing, seeker: Seeking, application: str
) -> None:
    path = f"{application}/transitions"
    forward = employer.owner.post(path, {"to": "applied"})
    assert (forward.status_code, "withdrawn" in forward.json["detail"]) == (409, False)
    employer.owner.post(path, REJECTION)
    late = seeker.person.post(path, {"to": "withdrawn"})
    assert (late.status_code, "final" in late.json["detail"]) == (409, True)
    assert seeker.person.post(path, {"to": "applied"}).status_code == 403
    assert employer.owner.post(path, {"to": "applied"}).json["stage"] == "applied"
    employer.owner.post(path, REJECTION)
    ten_minutes_later(people)
    assert employer.owner.post(path, {"to": "applied"}).status_code == 409


def test_a_rejection_stands_after_ten_minutes(
    people: People, employer: Employing, application: str
) -> None:
    employer.owner.post(f"{application}/transitions", REJECTION)
    ten_minutes_later(people)
    answer = employer.owner.post(f"{application}/transitions", {"to": "screen"})
    assert (answer.status_code, "final" in answer.json["detail"]) == (409, True)


def test_a_move_needs_what_was_seen(employer: Employing, application: str) -> None:
    path = f"{application}/transitions"
    seen = {"If-Match": employer.owner.get(application).headers["ETag"]}
    moved = employer.owner.post(path, {"to": "screen"}, headers=seen)
    assert moved.status_code == 200
    assert moved.headers["ETag"] == employer.owner.get(application).headers["ETag"]
    assert employer.owner.post(path, {"to": "offer"}, headers=seen).status_code == 412
    blind = employer.owner.client.post(
        f"/api/v1{path}", json={"to": "offer"}, headers=employer.owner.headers
    )
    assert blind.status_code == 428


def test_of_two_moves_at_once_one_is_made(
    people: People, employer: Employing, application: str
) -> None:
    path = f"{application}/transitions"
    answers = at_once(*[lambda: employer.owner.post(path, {"to": "screen"})] * 4)
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409]
    assert people.scalar(sa.select(sa.func.count()).select_from(ApplicationMove)) == 2


def test_moving_and_withdrawing_at_once_leave_one_line_of_moves(
    people: People, employer: Employing, seeker: Seeking, application: str
) -> None:
    path = f"{application}/transitions"
    answers = at_once(
        lambda: employer.owner.post(path, REJECTION),
        lambda: seeker.person.post(path, {"to": "withdrawn"}),
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    assert people.scalar(sa.select(sa.func.count()).select_from(ApplicationMove)) == 2


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "#/to"),
        ({"to": "sleeping"}, "#/to"),
        ({"to": "screen", "reason": "x" * 201}, "#/reason"),
        ({"to": "screen", "by": "me"}, "#/by"),
    ],
)
def test_bad_fields_are_named(
    employer: Employing, application: str, body: dict[str, Any], pointer: str
) -> None:
    answer = employer.owner.post(f"{application}/transitions", body)
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json["errors"]] == [pointer]
