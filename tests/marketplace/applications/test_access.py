import pytest
import sqlalchemy as sa

from marketplace.events import MAIL
from models import OutboxMessage
from tests.meetings import Employing, applied, employing, seeking
from tests.people import Answer, People, Person


@pytest.fixture
def employer(people: People) -> Employing:
    return employing(people)


@pytest.fixture
def application(people: People, employer: Employing) -> str:
    return f"/applications/{applied(seeking(people), employer)['id']}"


def every_call(person: Person, application: str) -> list[Answer]:
    """Send each call that names the application."""
    move = person.post(f"{application}/transitions", {"to": "withdrawn"})
    return [person.get(application), move]


@pytest.mark.parametrize("stranger", ["candidate", "employer", "account", "operator"])
def test_a_stranger_learns_nothing(people: People, application: str, stranger: str) -> None:
    person = {
        "candidate": lambda: seeking(people).person,
        "employer": lambda: employing(people).owner,
        "account": people.person,
        "operator": people.admin,
    }[stranger]()
    missing = person.get("/applications/01920000-0000-7000-8000-000000000000").json
    for answer in every_call(person, application):
        assert answer.status_code == 404
        assert answer.json["detail"] == missing["detail"]
    assert person.get("/applications").json["page"]["total"] == 0


def test_without_an_account_there_is_nothing(people: People, application: str) -> None:
    anyone = people.anyone()
    answers = [*every_call(anyone, application), anyone.get("/applications")]
    answers.append(anyone.post("/applications", {}))
    assert {answer.status_code for answer in answers} == {401}


def test_a_viewer_reads_and_moves_nothing(
    people: People, employer: Employing, application: str
) -> None:
    viewer = employer.member(people, "viewer")
    assert viewer.get(application).status_code == 200
    assert viewer.get("/applications").json["page"]["total"] == 1
    assert viewer.post(f"{application}/transitions", {"to": "screen"}).status_code == 403


def test_a_recruiter_moves(people: People, employer: Employing, application: str) -> None:
    recruiter = employer.member(people, "recruiter")
    assert recruiter.post(f"{application}/transitions", {"to": "screen"}).status_code == 200


def test_a_narrow_token_reaches_no_further(people: People, employer: Employing) -> None:
    body = {"role_id": str(employer.role_id)}
    for scopes, reads in ((("roles:write",), 403), (("applications:read",), 200)):
        person = people.person(scopes=scopes)
        assert person.get("/applications").status_code == reads
        assert person.post("/applications", body).status_code == 403


def test_without_a_profile_nobody_applies(people: People, employer: Employing) -> None:
    answer = people.person().post("/applications", {"role_id": str(employer.role_id)})
    assert answer.status_code == 403


def test_a_former_member_sees_nothing(
    people: People, employer: Employing, application: str
) -> None:
    viewer = employer.member(people, "viewer")
    members = f"/employers/{employer.employer_id}/members"
    listed = employer.owner.get(members).json["data"]
    [row] = [member for member in listed if member["email"] == viewer.email]
    assert employer.owner.delete(f"{members}/{row['id']}").status_code == 204
    assert viewer.get(application).status_code == 404


def test_an_erased_candidate_leaves_no_application_and_no_mail(
    people: People, employer: Employing
) -> None:
    person = people.person()
    profile = person.post("/candidates", {"headline": "Builds decoders"}).json
    body = {"role_id": str(employer.role_id), "message": "I would like to."}
    application = f"/applications/{person.post('/applications', body).json['id']}"
    seen = employer.owner.get(application).json["candidate"]
    assert seen["contact"]["email"] == person.email
    rejection = {"to": "rejected", "reason": "filled", "message": "It is filled."}
    assert employer.owner.post(f"{application}/transitions", rejection).status_code == 200
    log = person.get(f"/candidates/{profile['id']}/access_log").json["data"]
    assert {row["what"] for row in log} == {"contact"}
    assert person.delete(f"/candidates/{profile['id']}").status_code == 204
    assert employer.owner.get(application).status_code == 404
    assert employer.owner.get("/applications").json["page"]["total"] == 0
    mails = sa.select(sa.func.count()).where(OutboxMessage.type == MAIL)
    assert people.scalar(mails) == 0
