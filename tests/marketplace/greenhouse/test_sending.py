"""What the worker sends to Greenhouse, once, and to whom nothing is said any more."""

import socket
from datetime import timedelta
from threading import Event
from typing import Any

import pytest
import sqlalchemy as sa

from marketplace.conversations.services import NOT_RELEASED, VEILED
from marketplace.events import MAIL
from marketplace.greenhouse.failures import (
    GONE,
    LED_AWAY,
    LOST,
    NAMELESS,
    NOT_FOUND,
    NOT_PERMITTED,
    REFUSED,
    SEALED,
    SHUT_OUT,
)
from marketplace.greenhouse.sending import Attempt, Installation, make_errand, settle
from marketplace.greenhouse.settling import MOST_ATTEMPTS
from marketplace.webhooks.courier import Courier
from marketplace.webhooks.leasing import LEASE
from marketplace.webhooks.requesting import Answer, Request, Requester
from models import (
    CandidateStatus,
    Employer,
    GreenhouseAccount,
    OutboxMessage,
    PushStatus,
    Role,
    VerificationStatus,
    Visibility,
    now,
)
from tests.marketplace.greenhouse.house import (
    KEY,
    MADE,
    NOBODY,
    PROFILE,
    USER,
    account,
    ask_for,
    connect,
    greenhouse,
    looks,
    pages_of,
    proof_of,
    pushes,
    run,
    run_all,
    stub,
    waiting,
)
from tests.marketplace.webhooks.sinks import PUBLIC_URL, SECRET, speaking
from tests.meetings import Employing, Seeking, applied, employing, seeking
from tests.people import People

POSTS = [
    {"title": title, "organisation": "Bell", "start": start, "end": end}
    for title, start, end in (
        ("Student", "2017", "2020"),
        ("Lead", "2021", None),
        ("Tutor", None, None),
    )
]


@pytest.fixture
def boss(people: People) -> Employing:
    return employing(people, title="Decoder engineer")


@pytest.fixture
def seeker(people: People) -> Seeking:
    made = seeking(people, summary="I hold a K visa.")
    path = f"/candidates/{made.candidate_id}"
    assert made.person.patch(path, {"experience": POSTS}).status_code == 200
    return made


def test_who_applied_is_sent_as_the_ingestion_api_asks(
    people: People, boss: Employing, seeker: Seeking
) -> None:
    with people.database.session(write=True) as session:
        session.add(CandidateStatus(candidate_id=seeker.candidate_id, visa="K", birth_year=1991))
        session.commit()
    waiting(people, boss, seeker)
    code = seeker.code_for(boss)
    with greenhouse(201) as house:
        assert run_all(people, url=house.url) == 1
        [request] = house.received
    assert request.path == "/v1/partner/candidates"
    assert request.headers["Authorization"] == proof_of(KEY)
    assert request.headers["On-Behalf-Of"] == USER
    assert request.headers["Content-Type"] == "application/json"
    assert request.told == {
        "prospect": True,
        "first_name": "Ada",
        "last_name": "Moreau",
        "title": "Lead",
        "external_id": code,
        "emails": [{"email": "ada@moreau.example", "type": "personal"}],
        "phone_numbers": [{"phone_number": "+33 1 23 45 67 89", "type": "other"}],
        "websites": [
            {
                "url": f"{PUBLIC_URL}/employer/roles/{boss.role_id}/candidates/{code}",
                "type": "other",
            }
        ],
        "notes": "Role: Decoder engineer. Strong fit.",
    }
    [push] = pushes(people)
    assert (push.status, push.profile_url) == (PushStatus.SENT, PROFILE)
    assert push.finished_at is not None
    assert looks(seeker).count("greenhouse") == 1
    assert run_all(people) == 0


def test_a_job_makes_a_candidate_of_it(people: People, boss: Employing, seeker: Seeking) -> None:
    connect(people, boss)
    applied(seeker, boss)
    assert "1 candidate is on the way" in ask_for(boss, seeker, job_id="4711").text
    with greenhouse() as house:
        run_all(people, url=house.url)
        [told] = [each.told for each in house.received]
    assert (told["prospect"], told["job_id"]) == (False, 4711)


def test_who_accepted_an_invitation_is_sent_and_who_did_not_is_refused(
    people: People, boss: Employing, seeker: Seeking
) -> None:
    connect(people, boss)
    body = {
        "role_id": str(boss.role_id),
        "candidate": seeker.code_for(boss),
        "message": "Shall we talk?",
    }
    invitation = boss.owner.post("/invitations", body).json
    assert f"{seeker.code_for(boss)} is not sent: {NOT_RELEASED}" in ask_for(boss, seeker).text
    assert pushes(people) == []
    answered = seeker.person.post(f"/invitations/{invitation['id']}/response", {"accept": True})
    assert answered.status_code == 200
    ask_for(boss, seeker)
    house = stub()
    assert run_all(people, house) == 1
    assert b"Moreau" in house.requests[0].body


@pytest.mark.parametrize(
    ("status", "told", "failure", "detail"),
    [
        (
            422,
            {
                "message": "Validation error",
                "errors": [
                    {"message": "is no job\u202e\n of yours", "field": "job_id"},
                    {"message": "Blank"},
                    "odd",
                ],
            },
            REFUSED,
            "job_id: is no job of yours; Blank",
        ),
        (400, {"errors": [{"message": "invalid JSON"}]}, REFUSED, "invalid JSON"),
        (403, {"errors": "none"}, NOT_PERMITTED, None),
        (404, [], NOT_FOUND, None),
        (302, {}, LED_AWAY, None),
        (418, {}, "Greenhouse answered 418.", None),
    ],
)
def test_what_greenhouse_refuses_is_said_and_not_sent_again(
    people: People,
    boss: Employing,
    seeker: Seeking,
    status: int,
    told: object,
    failure: str,
    detail: str | None,
) -> None:
    waiting(people, boss, seeker)
    with greenhouse(status, told, {"Location": "http://127.0.0.1:9/"}) as house:
        assert run_all(people, url=house.url) == 1
        assert len(house.received) == 1
    [push] = pushes(people)
    assert (push.status, push.failure, push.detail) == (PushStatus.FAILED, failure, detail)
    assert "greenhouse" not in looks(seeker)
    assert run_all(people, at=now() + timedelta(days=2)) == 0


def test_a_key_that_is_refused_ends_all_who_wait(people: People, boss: Employing) -> None:
    first, second = seeking(people), seeking(people)
    waiting(people, boss, first, second)
    with greenhouse(401, {}) as house:
        assert run_all(people, url=house.url) == 1
    assert [push.failure for push in pushes(people)] == [SHUT_OUT, SHUT_OUT]
    kept = account(people)
    assert kept is not None
    assert (kept.failure, kept.is_to_check) == (SHUT_OUT, False)


def test_who_asks_us_to_wait_is_left_alone_so_long(
    people: People, boss: Employing, seeker: Seeking
) -> None:
    waiting(people, boss, seeker)
    at = now()
    with greenhouse(429, {}, {"Retry-After": "600"}) as house:
        assert run_all(people, url=house.url, at=at) == 1
        assert run_all(people, url=house.url, at=at + timedelta(seconds=599)) == 0
    [push] = pushes(people)
    assert (push.status, push.failure) == (PushStatus.WAITING, "Greenhouse answered 429.")
    assert push.due_at >= at + timedelta(seconds=600)
    assert run_all(people, stub(201), at=push.due_at + timedelta(minutes=1)) == 1
    assert pushes(people)[0].status is PushStatus.SENT


def test_a_fault_of_theirs_is_tried_again_and_given_up(
    people: People, boss: Employing, seeker: Seeking
) -> None:
    waiting(people, boss, seeker)
    at, house = now(), stub(500, {})
    for _ in range(MOST_ATTEMPTS):
        assert run_all(people, house, at=at) == 1
        at = pushes(people)[0].due_at
    [push] = pushes(people)
    assert (push.status, push.failure) == (PushStatus.FAILED, "Greenhouse answered 500.")
    assert push.attempts == MOST_ATTEMPTS
    assert run_all(people, house, at=at + timedelta(days=2)) == 0


def test_who_cannot_be_reached_is_asked_again(
    people: People, boss: Employing, seeker: Seeking
) -> None:
    waiting(people, boss, seeker)
    assert run_all(people) == 1
    [push] = pushes(people)
    assert push.status is PushStatus.WAITING
    assert push.failure == "no connection (ConnectionRefusedError)"
    assert "greenhouse" not in looks(seeker)


def test_who_may_have_arrived_is_not_sent_again_by_itself(
    people: People, boss: Employing, seeker: Seeking
) -> None:
    waiting(people, boss, seeker)

    def be_silent(connection: socket.socket, over: Event) -> None:
        over.wait(20)
        connection.close()

    with speaking(be_silent) as url:
        hasty = Requester(allow_local=True, seconds=0.3)
        assert run_all(people, hasty, url=url.rstrip("/")) == 1
    [push] = pushes(people)
    assert (push.status, push.failure) == (PushStatus.FAILED, LOST)
    assert looks(seeker).count("greenhouse") == 1
    assert run_all(people, at=now() + timedelta(days=2)) == 0


class Killed(BaseException):
    """The end of a worker in the middle of a request."""


def kill(request: Request) -> Answer:
    raise Killed(request.url)


def test_a_killed_worker_sends_nobody_twice(
    people: People, boss: Employing, seeker: Seeking
) -> None:
    waiting(people, boss, seeker)
    at = now()
    with pytest.raises(Killed):
        run(people, kill, at=at)
    assert pushes(people)[0].status is PushStatus.UNDER_WAY
    assert run_all(people, stub(), at=at + LEASE / 2) == 0
    house = stub()
    assert run_all(people, house, at=at + LEASE) == 1
    assert house.requests == []
    [push] = pushes(people)
    assert (push.status, push.failure) == (PushStatus.FAILED, LOST)
    assert looks(seeker).count("greenhouse") == 1


def test_an_answer_that_comes_after_its_lease_still_counts(
    people: People, boss: Employing, seeker: Seeking
) -> None:
    waiting(people, boss, seeker)
    at = now()
    with pytest.raises(Killed):
        run(people, kill, at=at)
    run_all(people, stub(), at=at + LEASE)
    [push] = pushes(people)
    kept = account(people)
    assert kept is not None
    request = Request(url=NOBODY, headers={})
    late = Attempt(account_id=kept.id, push_id=push.id, request=request, at=at)
    with people.database.session(write=True) as session:
        settle(session, late, stub()(request))
        session.commit()
    [push] = pushes(people)
    assert (push.status, push.profile_url) == (PushStatus.SENT, PROFILE)
    assert looks(seeker).count("greenhouse") == 1


def test_an_answer_that_cannot_be_read_still_says_that_they_arrived(
    people: People, boss: Employing, seeker: Seeking
) -> None:
    waiting(people, boss, seeker)
    harmful = stub(201, {**MADE, "profile_url": "javascript:alert(1)"})
    assert run_all(people, harmful) == 1
    [push] = pushes(people)
    assert (push.status, push.profile_url) == (PushStatus.SENT, None)


def withheld(people: People, because: str) -> None:
    """Look whether nobody was sent, and why."""
    house = stub()
    run_all(people, house)
    assert house.requests == []
    assert [(push.status, push.failure) for push in pushes(people)] == [
        (PushStatus.WITHHELD, because)
    ]


def test_who_withdraws_meanwhile_is_not_sent(
    people: People, boss: Employing, seeker: Seeking
) -> None:
    connect(people, boss)
    application = applied(seeker, boss)
    ask_for(boss, seeker)
    path = f"/applications/{application['id']}/transitions"
    assert seeker.person.post(path, {"to": "withdrawn"}).status_code == 200
    withheld(people, NOT_RELEASED)
    assert "greenhouse" not in looks(seeker)


def test_who_takes_their_name_back_meanwhile_is_not_sent(
    people: People, boss: Employing, seeker: Seeking
) -> None:
    waiting(people, boss, seeker)
    path = f"/candidates/{seeker.candidate_id}"
    contact: dict[str, Any] = {
        "name": None,
        "email": seeker.person.email,
        "phone": None,
        "links": [],
    }
    assert seeker.person.patch(path, {"contact": contact}).status_code == 200
    withheld(people, NAMELESS)


def test_an_employer_that_is_suspended_meanwhile_gets_nobody(
    people: People, boss: Employing, seeker: Seeking
) -> None:
    waiting(people, boss, seeker)
    change(people, sa.update(Employer).values(verification_status=VerificationStatus.SUSPENDED))
    withheld(people, NOT_RELEASED)


def test_who_is_reviewed_blind_meanwhile_is_not_sent(
    people: People, boss: Employing, seeker: Seeking
) -> None:
    waiting(people, boss, seeker)
    change(people, sa.update(Role).values(blind_review=True))
    withheld(people, VEILED)


def test_who_is_not_shown_any_more_is_not_sent(people: People, boss: Employing) -> None:
    seeker = seeking(people, visibility=Visibility.HIDDEN)
    waiting(people, boss, seeker)
    change(people, sa.text("DELETE FROM application_move"), sa.text("DELETE FROM application"))
    withheld(people, GONE)


def change(people: People, *statements: sa.Executable) -> None:
    with people.database.session(write=True) as session:
        for statement in statements:
            session.execute(statement)
        session.commit()


def test_who_is_erased_meanwhile_is_not_sent(
    people: People, boss: Employing, seeker: Seeking
) -> None:
    waiting(people, boss, seeker)
    assert seeker.person.delete(f"/candidates/{seeker.candidate_id}").status_code == 204
    assert pushes(people) == []
    house = stub()
    assert run_all(people, house) == 0
    assert house.requests == []


def test_whose_copy_is_there_has_it_said_when_they_erase_themselves(
    people: People, boss: Employing, seeker: Seeking
) -> None:
    waiting(people, boss, seeker)
    assert run_all(people, stub(201)) == 1
    assert seeker.person.delete(f"/candidates/{seeker.candidate_id}").status_code == 204
    wanted = sa.select(OutboxMessage.payload).where(OutboxMessage.type == MAIL)
    with people.database.session(write=False) as session:
        [mail] = [told for told in session.scalars(wanted) if told["to"] == boss.owner.email]
    assert mail["subject"] == "Erase somebody from your Greenhouse"
    assert PROFILE in mail["text"]
    assert "Decoder engineer" in mail["text"]
    assert "Moreau" not in str(mail)


def test_who_is_erased_under_way_leaves_nothing_here(
    people: People, boss: Employing, seeker: Seeking
) -> None:
    waiting(people, boss, seeker)

    def erase(request: Request) -> Answer:
        assert seeker.person.delete(f"/candidates/{seeker.candidate_id}").status_code == 204
        return stub()(request)

    assert run_all(people, erase) == 1
    assert pushes(people) == []
    kept = account(people)
    assert kept is not None
    assert kept.leased_until is None


def test_a_key_sealed_by_another_installation_is_not_used(
    people: People, boss: Employing, seeker: Seeking
) -> None:
    waiting(people, boss, seeker)
    change(people, sa.update(GreenhouseAccount).values(key=b"sealed by another"))
    house = stub()
    assert run_all(people, house) == 1
    assert house.requests == []
    assert [push.failure for push in pushes(people)] == [SEALED]


def test_disconnecting_under_way_keeps_what_came_of_it(
    people: People, boss: Employing, seeker: Seeking
) -> None:
    waiting(people, boss, seeker)
    path = f"/employer/organisations/{boss.employer_id}/greenhouse/disconnect"

    def disconnect(request: Request) -> Answer:
        assert "is disconnected" in pages_of(boss).post(path).text
        assert pushes(people)[0].failure == LOST
        return stub()(request)

    assert run_all(people, disconnect) == 1
    assert account(people) is None
    assert pushes(people)[0].status is PushStatus.SENT
    assert looks(seeker).count("greenhouse") == 1


def test_the_worker_sends_beside_its_deliveries(
    people: People, boss: Employing, seeker: Seeking
) -> None:
    waiting(people, boss, seeker)
    here = Installation(url=NOBODY, public_url=PUBLIC_URL, secret=SECRET)
    errand = make_errand(people.database, stub(201), here)
    courier = Courier(
        people.database,
        lambda *_: Answer(status=200, failure=None),
        secret=SECRET,
        public_url=PUBLIC_URL,
        stop=Event(),
        errands=[errand],
    )
    courier.do_all()
    assert pushes(people)[0].status is PushStatus.SENT
