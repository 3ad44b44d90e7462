from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa

from marketplace.clock import today
from models import (
    Application,
    CandidateView,
    Employer,
    Membership,
    OutboxMessage,
    Purpose,
    Role,
    RoleStatus,
    VerificationStatus,
    now,
)
from tests.meetings import add_role, applied, at_once, employing, seeking
from tests.people import People


def test_a_candidate_applies_and_both_sides_see_it(people: People) -> None:
    employer, seeker = employing(people), seeking(people)
    made = applied(seeker, employer)
    assert made["stage"] == "applied"
    assert made["role"]["id"] == str(employer.role_id)
    assert [(move["who"], move["from"], move["to"]) for move in made["moves"]] == [
        ("candidate", None, "applied")
    ]
    assert seeker.person.get(f"/applications/{made['id']}").json == made
    [row] = employer.owner.get("/applications").json["data"]
    assert row["candidate"]["code"] == seeker.code_for(employer)
    assert "contact" not in row["candidate"]
    told = sa.select(OutboxMessage.payload).where(OutboxMessage.type == "application.created")
    assert people.scalar(told) == {
        "subject_id": made["id"],
        "role_id": str(employer.role_id),
        "employer_id": str(employer.employer_id),
    }


def test_applying_releases_the_contact_and_the_access_is_noted(people: People) -> None:
    employer, seeker = employing(people), seeking(people)
    made = applied(seeker, employer)
    noted = sa.select(sa.func.count()).where(CandidateView.what == "contact")
    assert people.scalar(noted) == 0
    seen = employer.owner.get(f"/applications/{made['id']}").json
    assert seen["candidate"]["contact"]["email"] == "ada@moreau.example"
    assert seen["candidate"]["profile"]["headline"] == "Builds decoders"
    assert not {"status", "hidden_from", "consents"} & set(seen["candidate"]["profile"])
    assert people.scalar(noted.where(CandidateView.account_id == employer.owner.account_id)) == 1
    seeker.person.get(f"/applications/{made['id']}")
    assert people.scalar(noted) == 1


def test_flags_are_kept_as_they_were_shown(people: People) -> None:
    employer, seeker = employing(people), seeking(people)
    made = applied(seeker, employer)
    flag = made["flags"]["k_switch"]
    assert set(flag) == {"outcome", "label", "pack", "as_of", "province"}
    assert flag["pack"]["id"] == "cn-k-seed"
    assert flag["pack"]["digest"].startswith("sha256:")
    assert flag["as_of"] == today().isoformat()


@pytest.mark.parametrize("shares", [False, True])
def test_a_member_sees_status_flags_only_if_they_are_shared(
    people: People, *, shares: bool
) -> None:
    consents = (Purpose.SENSITIVE_STATUS, Purpose.SHARE_STATUS) if shares else ()
    employer, seeker = employing(people), seeking(people, consents=consents)
    made = applied(seeker, employer)
    stored = {"outcome": "met", "label": "Looks eligible"}
    with people.database.session(write=True) as session:
        application = session.scalars(sa.select(Application)).one()
        application.flags = {n: {**flag, **stored} for n, flag in application.flags.items()}
        session.commit()
    for seen in (
        employer.owner.get(f"/applications/{made['id']}").json["flags"],
        employer.owner.get("/applications").json["data"][0]["flags"],
    ):
        assert seen["k_sponsorship"]["outcome"] == "met"
        assert seen["k_switch"]["outcome"] == ("met" if shares else "unknown")
        assert seen["pr_pathway"]["outcome"] == ("met" if shares else "unknown")
        assert shares or "Looks" not in seen["k_switch"]["label"]


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"status": RoleStatus.DRAFT, "posted_at": None}, 404),
        ({"status": RoleStatus.PAUSED}, 409),
        ({"status": RoleStatus.CLOSED, "ended_at": now()}, 409),
        ({"status": RoleStatus.EXPIRED, "ended_at": now()}, 409),
        ({"valid_through": today() - timedelta(days=1)}, 409),
        ({"valid_through": today()}, 201),
    ],
)
def test_only_an_open_role_takes_applications(
    people: People, fields: dict[str, Any], status: int
) -> None:
    employer = employing(people, **fields)
    answer = seeking(people).person.post("/applications", {"role_id": str(employer.role_id)})
    assert answer.status_code == status


def verify(people: People, status: VerificationStatus) -> None:
    with people.database.session(write=True) as session:
        session.execute(sa.update(Employer).values({"verification_status": status}))
        session.commit()


def test_a_suspended_employers_role_is_not_there_for_others(people: People) -> None:
    employer, seeker = employing(people), seeking(people)
    verify(people, VerificationStatus.SUSPENDED)
    body = {"role_id": str(employer.role_id)}
    assert seeker.person.post("/applications", body).status_code == 404
    assert seeker.person.get(f"/roles/{employer.role_id}").status_code == 404
    assert people.anyone().get(f"/roles/{employer.role_id}").status_code == 404
    assert employer.owner.get(f"/roles/{employer.role_id}").status_code == 200


def test_an_employer_to_be_checked_again_gets_no_applications(people: People) -> None:
    employer, seeker = employing(people), seeking(people)
    verify(people, VerificationStatus.PENDING)
    body = {"role_id": str(employer.role_id)}
    assert seeker.person.post("/applications", body).status_code == 409


def test_who_withdraws_takes_the_contact_back(people: People) -> None:
    employer, seeker = employing(people), seeking(people)
    made = applied(seeker, employer)
    withdrawn = {"to": "withdrawn"}
    path = f"/applications/{made['id']}"
    assert seeker.person.post(f"{path}/transitions", withdrawn).status_code == 200
    seen = employer.owner.get(path).json
    assert seen["stage"] == "withdrawn"
    assert not {"contact", "profile"} & set(seen["candidate"])


def test_without_the_consent_no_outcome_of_the_status_is_kept(people: People) -> None:
    seeker = seeking(people, consents=(Purpose.SENSITIVE_STATUS, Purpose.SHARE_STATUS))
    made = applied(seeker, employing(people))
    with people.database.session(write=True) as session:
        application = session.scalars(sa.select(Application)).one()
        met = {"outcome": "met", "label": "Looks eligible"}
        application.flags = {name: {**flag, **met} for name, flag in application.flags.items()}
        session.commit()
    consent = f"/candidates/{seeker.candidate_id}/consents/sensitive_status"
    assert seeker.person.delete(consent).status_code == 200
    flags = seeker.person.get(f"/applications/{made['id']}").json["flags"]
    assert {name for name, flag in flags.items() if flag["outcome"] != "met"} == {
        "k_switch",
        "pr_pathway",
    }
    assert flags["k_switch"]["label"].startswith("Cannot be confirmed under cn-k-seed ")


def test_a_suspended_employer_sees_no_contact_any_more(people: People) -> None:
    employer, seeker = employing(people), seeking(people)
    made = applied(seeker, employer)
    verify(people, VerificationStatus.SUSPENDED)
    seen = employer.owner.get(f"/applications/{made['id']}").json["candidate"]
    assert not {"contact", "profile"} & set(seen)
    assert people.scalar(sa.select(sa.func.count()).select_from(CandidateView)) == 0


def test_applying_is_the_candidates_own_act_whatever_they_hide(people: People) -> None:
    employer = employing(people)
    hidden = [str(employer.employer_id)]
    seeker = seeking(people, visibility="hidden", hidden_from=hidden, hidden_keys=hidden)
    assert applied(seeker, employer)["stage"] == "applied"


def test_nobody_applies_twice(people: People) -> None:
    employer, seeker = employing(people), seeking(people)
    applied(seeker, employer)
    body = {"role_id": str(employer.role_id)}
    assert seeker.person.post("/applications", body).status_code == 409
    assert people.scalar(sa.select(sa.func.count()).select_from(Application)) == 1


def test_of_two_applications_at_once_one_is_made(people: People) -> None:
    employer, seeker = employing(people), seeking(people)
    body = {"role_id": str(employer.role_id)}
    answers = at_once(*[lambda: seeker.person.post("/applications", body)] * 4)
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]


def test_applying_and_closing_at_once_leave_no_application_behind(people: People) -> None:
    employer, seeker = employing(people), seeking(people)
    path = f"/roles/{employer.role_id}/transitions"
    body = {"role_id": str(employer.role_id)}
    by_path = {
        answer.request.path: answer.status_code
        for answer in at_once(
            lambda: seeker.person.post("/applications", body),
            lambda: employer.owner.post(path, {"to": "closed"}),
        )
    }
    assert by_path[f"/api/v1{path}"] == 200
    made = people.scalar(sa.select(sa.func.count()).select_from(Application))
    assert (by_path["/api/v1/applications"], made) in {(201, 1), (409, 0)}


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "#/role_id"),
        ({"role_id": "7"}, "#/role_id"),
        ({"role_id": None}, "#/role_id"),
        ({"role_id": str(uuid4()), "message": "x" * 5_001}, "#/message"),
        ({"role_id": str(uuid4()), "message": ["x"]}, "#/message"),
        ({"role_id": str(uuid4()), "stage": "hired"}, "#/stage"),
    ],
)
def test_bad_fields_are_named(people: People, body: dict[str, Any], pointer: str) -> None:
    answer = seeking(people).person.post("/applications", body)
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json["errors"]] == [pointer]


def test_lists_are_filtered_and_paged(people: People) -> None:
    employer, seeker = employing(people), seeking(people)
    first = applied(seeker, employer)
    employer.role_id = add_role(people, employer.employer_id)
    second = applied(seeker, employer)
    employer.owner.post(f"/applications/{first['id']}/transitions", {"to": "offer"})
    for caller in (seeker.person, employer.owner):
        listed = caller.get("/applications?limit=1").json
        assert [row["id"] for row in listed["data"]] == [second["id"]]
        assert listed["page"]["total"] == 2
        onward = caller.get(f"/applications?limit=1&cursor={listed['page']['next_cursor']}").json
        assert [row["id"] for row in onward["data"]] == [first["id"]]
        by_stage = caller.get("/applications?stage=offer").json["data"]
        assert [row["id"] for row in by_stage] == [first["id"]]
        by_role = caller.get(f"/applications?role_id={employer.role_id}").json["data"]
        assert [row["id"] for row in by_role] == [second["id"]]
        assert caller.get("/applications?stage=sleeping").status_code == 422


def test_a_role_that_has_ended_keeps_its_title(people: People) -> None:
    employer, seeker = employing(people, title="Decoder builder"), seeking(people)
    made = applied(seeker, employer)
    with people.database.session(write=True) as session:
        ended = {"status": RoleStatus.CLOSED, "ended_at": now()}
        session.execute(sa.update(Role).where(Role.id == employer.role_id).values(ended))
        session.commit()
    role = seeker.person.get(f"/applications/{made['id']}").json["role"]
    assert (role["title"], role["status"]) == ("Decoder builder", "closed")


def test_the_number_of_selects_does_not_grow_with_the_list(people: People) -> None:
    employer = employing(people)
    counts = []
    for _ in range(2):
        for _ in range(3):
            applied(seeking(people), employer)
        statements: list[str] = []

        def note(*event: Any, statements: list[str] = statements) -> None:
            statements.append(event[2])

        sa.event.listen(people.database.engine, "before_cursor_execute", note)
        assert employer.owner.get("/applications").status_code == 200
        sa.event.remove(people.database.engine, "before_cursor_execute", note)
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_somebody_who_is_both_sides_is_the_candidate(people: People) -> None:
    employer, seeker = employing(people), seeking(people)
    with people.database.session(write=True) as session:
        session.add(
            Membership(
                employer_id=employer.employer_id,
                account_id=seeker.person.account_id,
                email=seeker.person.email,
                part="owner",
            )
        )
        session.commit()
    made = applied(seeker, employer)
    path = f"/applications/{made['id']}/transitions"
    assert seeker.person.post(path, {"to": "hired"}).status_code == 403
    assert seeker.person.post(path, {"to": "withdrawn"}).status_code == 200
