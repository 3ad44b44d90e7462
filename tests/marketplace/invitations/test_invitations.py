from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa

from models import (
    AuditEvent,
    CandidateView,
    Consent,
    Employer,
    Invitation,
    OutboxMessage,
    Purpose,
    Role,
    RoleStatus,
    Visibility,
    now,
)
from tests.meetings import Employing, Seeking, add_role, applied, at_once, employing, seeking
from tests.people import Answer, People, Person


@pytest.fixture
def employer(people: People) -> Employing:
    return employing(people)


@pytest.fixture
def seeker(people: People) -> Seeking:
    return seeking(people)


def invite(employer: Employing, candidate: str, person: Person | None = None) -> Answer:
    """Invite somebody to an employer's role."""
    body = {"role_id": str(employer.role_id), "candidate": candidate, "message": "May we talk?"}
    return (person or employer.owner).post("/invitations", body)


def invited(employer: Employing, seeker: Seeking) -> str:
    """Return the path of a new invitation's response."""
    answer = invite(employer, seeker.code_for(employer))
    assert answer.status_code == 201, answer.json
    return f"/invitations/{answer.json['id']}/response"


def test_members_know_a_code_until_the_candidate_accepts(
    people: People, employer: Employing, seeker: Seeking
) -> None:
    made = invite(employer, seeker.code_for(employer)).json
    assert made["candidate"] == {"code": seeker.code_for(employer)}
    assert made["flags"]["k_switch"]["outcome"] == "unknown"
    [row] = seeker.person.get("/invitations").json["data"]
    assert (row["id"], row["message"], row["status"]) == (made["id"], "May we talk?", "sent")
    assert row["role"]["employer"]["id"] == str(employer.employer_id)
    assert employer.owner.get("/invitations").json["data"] == [made]
    answer = seeker.person.post(f"/invitations/{made['id']}/response", {"accept": True})
    assert answer.json["status"] == "accepted"
    [row] = employer.owner.get("/invitations").json["data"]
    assert row["candidate"]["contact"]["name"] == "Ada Moreau"
    told = [
        people.scalar(sa.select(sa.func.count()).where(OutboxMessage.type == event))
        for event in ("invitation.sent", "invitation.accepted", "invitation.declined")
    ]
    assert told == [1, 1, 0]


def test_the_release_and_every_sight_of_the_contact_are_noted(
    people: People, employer: Employing, seeker: Seeking
) -> None:
    noted = sa.select(sa.func.count()).where(CandidateView.what == "contact")
    path = invited(employer, seeker)
    employer.owner.get("/invitations")
    assert people.scalar(noted) == 0
    seeker.person.post(path, {"accept": True})
    assert people.scalar(noted) == 1
    employer.owner.get("/invitations")
    assert people.scalar(noted) == 2
    seeker.person.get("/invitations")
    assert people.scalar(noted) == 2


def test_declining_releases_nothing(people: People, employer: Employing, seeker: Seeking) -> None:
    seeker.person.post(invited(employer, seeker), {"accept": False})
    [row] = employer.owner.get("/invitations").json["data"]
    assert (row["status"], set(row["candidate"])) == ("declined", {"code"})
    assert people.scalar(sa.select(sa.func.count()).select_from(CandidateView)) == 0


def test_an_invitation_is_answered_once(employer: Employing, seeker: Seeking) -> None:
    path = invited(employer, seeker)
    assert seeker.person.post(path, {"accept": False}).status_code == 200
    assert seeker.person.post(path, {"accept": True}).status_code == 409


def test_of_two_answers_at_once_one_counts(
    people: People, employer: Employing, seeker: Seeking
) -> None:
    path = invited(employer, seeker)
    answers = at_once(
        lambda: seeker.person.post(path, {"accept": True}),
        lambda: seeker.person.post(path, {"accept": False}),
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    kept = sa.select(sa.func.count()).where(AuditEvent.type.in_(ANSWERS))
    assert people.scalar(kept) == 1


ANSWERS = ("invitation.accepted", "invitation.declined")


@pytest.mark.parametrize(
    "hides",
    ["as hidden", "without consent", "from the id", "from the website", "from an address"],
)
def test_who_may_not_be_found_is_not_there(people: People, hides: str) -> None:
    employer = employing(people)
    with people.database.session(write=True) as session:
        session.execute(sa.update(Employer).values(website="https://jobs.acme.example/cn"))
        session.commit()
    keys = {
        "from the id": [str(employer.employer_id)],
        "from the website": ["acme.example"],
        "from an address": ["example.org"],
    }.get(hides, [])
    visibility = Visibility.HIDDEN if hides == "as hidden" else Visibility.ANONYMOUS
    seeker = seeking(people, visibility=visibility, hidden_keys=keys)
    if hides == "without consent":
        with people.database.session(write=True) as session:
            session.execute(sa.delete(Consent).where(Consent.purpose == Purpose.MATCHING))
            session.commit()
    unknown = invite(employer, str(uuid4()))
    answer = invite(employer, seeker.code_for(employer))
    assert (answer.status_code, unknown.status_code) == (404, 404)
    differing = {"request_id"}
    assert {k: v for k, v in answer.json.items() if k not in differing} == {
        k: v for k, v in unknown.json.items() if k not in differing
    }


def test_an_id_finds_open_profiles_and_a_code_its_own_employer_alone(people: People) -> None:
    employer, other = employing(people), employing(people)
    anonymous, open_one = seeking(people), seeking(people, visibility=Visibility.OPEN)
    assert invite(employer, str(anonymous.candidate_id)).status_code == 404
    assert invite(employer, anonymous.code_for(other)).status_code == 404
    assert invite(employer, "C-nobody").status_code == 404
    assert invite(employer, str(open_one.candidate_id)).status_code == 201


def test_nobody_is_asked_twice_or_after_applying(
    people: People, employer: Employing, seeker: Seeking
) -> None:
    code = seeker.code_for(employer)
    invited(employer, seeker)
    assert invite(employer, code).status_code == 409
    employer.role_id = add_role(people, employer.employer_id)
    applied(seeker, employer)
    assert invite(employer, code).status_code == 409


def test_of_two_invitations_at_once_one_is_sent(employer: Employing, seeker: Seeking) -> None:
    code = seeker.code_for(employer)
    answers = at_once(*[lambda: invite(employer, code)] * 3)
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409]


def test_an_employer_sends_fifty_a_day(
    people: People, employer: Employing, seeker: Seeking
) -> None:
    with people.database.session(write=True) as session:
        people_invited = [seeking(people).candidate_id for _ in range(2)]
        roles = [add_role(people, employer.employer_id) for _ in range(25)]
    with people.database.session(write=True) as session:
        for role_id in roles:
            for candidate_id in people_invited:
                session.add(
                    Invitation(role_id=role_id, candidate_id=candidate_id, message="?", flags={})
                )
        session.commit()
    answer = invite(employer, seeker.code_for(employer))
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    with people.database.session(write=True) as session:
        session.execute(sa.update(Invitation).values(created_at=now().replace(year=2020)))
        session.commit()
    assert invite(employer, seeker.code_for(employer)).status_code == 201


@pytest.mark.parametrize("status", [RoleStatus.DRAFT, RoleStatus.PAUSED, RoleStatus.CLOSED])
def test_only_an_open_role_invites(people: People, seeker: Seeking, status: RoleStatus) -> None:
    employer = employing(people, status=status)
    assert invite(employer, seeker.code_for(employer)).status_code == 409


def test_nothing_is_released_to_a_role_that_has_ended(
    people: People, employer: Employing, seeker: Seeking
) -> None:
    path = invited(employer, seeker)
    with people.database.session(write=True) as session:
        session.execute(sa.update(Role).values(status=RoleStatus.CLOSED))
        session.commit()
    assert seeker.person.post(path, {"accept": True}).status_code == 409
    assert seeker.person.post(path, {"accept": False}).status_code == 200


def test_a_notice_is_mailed_only_with_consent(people: People, employer: Employing) -> None:
    mails = sa.select(OutboxMessage).where(OutboxMessage.type == "mail.send")
    invited(employer, seeking(people))
    assert people.scalar(mails) is None
    told = seeking(people, consents=(Purpose.CONTACT,))
    invited(employer, told)
    payload = people.scalar(mails).payload
    assert payload["to"] == told.person.email
    assert "May we talk?" in payload["text"]


def test_strangers_are_refused(people: People, employer: Employing, seeker: Seeking) -> None:
    path, code = invited(employer, seeker), seeker.code_for(employer)
    for stranger in (seeking(people).person, employing(people).owner, people.admin()):
        assert stranger.post(path, {"accept": True}).status_code == 404
        assert stranger.get("/invitations").json["page"]["total"] == 0
        assert invite(employer, code, stranger).status_code == 404
    assert employer.owner.post(path, {"accept": True}).status_code == 403
    viewer = employer.member(people, "viewer")
    assert viewer.get("/invitations").json["page"]["total"] == 1
    assert invite(employer, code, viewer).status_code == 403
    anyone = people.anyone()
    assert anyone.get("/invitations").status_code == 401
    assert anyone.post(path, {"accept": True}).status_code == 401
    assert people.person(scopes=("applications:write",)).get("/invitations").status_code == 403


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"role_id": 5}, "#/role_id"),
        ({"candidate": ""}, "#/candidate"),
        ({"candidate": "x" * 41}, "#/candidate"),
        ({"message": None}, "#/message"),
        ({"message": " "}, "#/message"),
        ({"contact": True}, "#/contact"),
    ],
)
def test_bad_fields_are_named(employer: Employing, change: dict[str, Any], pointer: str) -> None:
    body = {"role_id": str(employer.role_id), "candidate": "C-1", "message": "?", **change}
    answer = employer.owner.post("/invitations", body)
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json["errors"]] == [pointer]


def test_an_answer_is_true_or_false(employer: Employing, seeker: Seeking) -> None:
    path = invited(employer, seeker)
    for body in ({}, {"accept": "yes"}, {"accept": 1}, {"accept": None}):
        assert seeker.person.post(path, body).status_code == 422


def test_lists_are_filtered_and_paged(people: People, employer: Employing, seeker: Seeking) -> None:
    first = invited(employer, seeker)
    seeker.person.post(first, {"accept": False})
    employer.role_id = add_role(people, employer.employer_id)
    invited(employer, seeker)
    listed = employer.owner.get("/invitations?limit=1").json
    assert listed["page"]["total"] == 2
    onward = employer.owner.get(
        f"/invitations?limit=1&cursor={listed['page']['next_cursor']}"
    ).json["data"]
    declined = employer.owner.get("/invitations?status=declined").json["data"]
    assert onward == declined
    by_role = seeker.person.get(f"/invitations?role_id={employer.role_id}").json["data"]
    assert [row["status"] for row in by_role] == ["sent"]
