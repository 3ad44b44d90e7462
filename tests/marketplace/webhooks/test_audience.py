from typing import Any
from uuid import UUID

import orjson
import pytest
import sqlalchemy as sa
from flask import Flask

from marketplace.clock import today
from marketplace.roles.services import expire_roles
from marketplace.webhooks.catalogue import EVENTS, OF_CANDIDATES, OF_EMPLOYERS
from models import Candidate, DeliveryStatus, OutboxMessage, now
from tests.marketplace.webhooks.sinks import deliver, deliver_all, deliveries, fan, hook
from tests.marketplace.webhooks.test_delivering import OK, Stub
from tests.meetings import Employing, Seeking, applied, employing, seeking
from tests.people import People

URL = "https://hooks.example/"


@pytest.fixture
def employer(people: People) -> Employing:
    """An employer whose founding nobody has heard of."""
    made = employing(people)
    fan(people.database)
    return made


@pytest.fixture
def seeker(people: People) -> Seeking:
    """A candidate."""
    return seeking(people)


def told(people: People) -> list[dict[str, Any]]:
    """Return the bodies of what is delivered now, in the order of the events."""
    stub = Stub(OK)
    deliver_all(people, stub)
    bodies = [orjson.loads(each.body) for each in stub.attempts]
    return sorted(bodies, key=lambda body: str(body["timestamp"]))


def set_candidate(people: People, seeker: Seeking, **columns: Any) -> None:
    with people.database.session(write=True) as session:
        wanted = sa.update(Candidate).where(Candidate.id == seeker.candidate_id)
        session.execute(wanted.values(**columns))
        session.commit()


def test_an_application_is_told_by_codes(
    people: People, employer: Employing, seeker: Seeking
) -> None:
    hook(people, employer.owner, URL, *OF_EMPLOYERS, employer_id=employer.employer_id)
    application = applied(seeker, employer)
    path = f"/applications/{application['id']}/transitions"
    assert employer.owner.post(path, {"to": "screen"}).status_code == 200
    assert seeker.person.post(path, {"to": "withdrawn"}).status_code == 200
    same = {
        "application_id": application["id"],
        "role_id": str(employer.role_id),
        "employer_id": str(employer.employer_id),
        "candidate_code": seeker.code_for(employer),
    }
    created, moved, withdrawn = told(people)
    assert (created["type"], created["data"]) == ("application.created", same)
    assert moved["type"] == "application.stage_changed"
    assert moved["data"] == same | {"from": "applied", "to": "screen"}
    assert withdrawn["type"] == "application.withdrawn"
    assert withdrawn["data"] == same | {"from": "screen", "to": "withdrawn"}
    written = orjson.dumps([created, moved, withdrawn]).decode()
    for private in (str(seeker.candidate_id), "Ada", "Moreau", "moreau.example", "like to"):
        assert private not in written


def test_an_invitation_is_told_by_codes(
    people: People, employer: Employing, seeker: Seeking
) -> None:
    hook(people, employer.owner, URL, *OF_EMPLOYERS)
    code = seeker.code_for(employer)
    body = {"role_id": str(employer.role_id), "candidate": code, "message": "May we talk?"}
    invitation = employer.owner.post("/invitations", body).json
    path = f"/invitations/{invitation['id']}/response"
    assert seeker.person.post(path, {"accept": True}).status_code == 200
    sent, accepted = told(people)
    assert (sent["type"], accepted["type"]) == ("invitation.sent", "invitation.accepted")
    assert (
        sent["data"]
        == accepted["data"]
        == {
            "invitation_id": invitation["id"],
            "role_id": str(employer.role_id),
            "employer_id": str(employer.employer_id),
            "candidate_code": code,
        }
    )


def test_a_role_is_told_from_draft_to_end(people: People, employer: Employing) -> None:
    hook(people, employer.owner, URL, *OF_EMPLOYERS, employer_id=employer.employer_id)
    role_id = str(employer.role_id)
    draft = {"employer_id": str(employer.employer_id), "title": "Draft"}
    made = employer.owner.post("/roles", draft).json
    assert employer.owner.patch(f"/roles/{made['id']}", {"title": "Other"}).status_code == 200
    path = f"/roles/{role_id}/transitions"
    assert employer.owner.post(path, {"to": "closed"}).status_code == 200
    created, updated, closed = told(people)
    assert [each["type"] for each in (created, updated, closed)] == [
        "role.created", "role.updated", "role.closed",
    ]  # fmt: skip
    assert created["data"] == {
        "role_id": made["id"],
        "employer_id": str(employer.employer_id),
        "status": "draft",
    }
    assert closed["data"]["role_id"] == role_id


def test_the_end_by_date_is_told(people: People, employer: Employing) -> None:
    hook(people, employer.owner, URL, "role.expired")
    with people.database.session(write=True) as session:
        session.execute(sa.text("UPDATE role SET valid_through = '2020-01-01'"))
        expire_roles(session, today())
        session.commit()
    [expired] = told(people)
    assert expired["data"]["status"] == "expired"


def test_the_operators_decisions_are_told_to_the_employer(
    people: People, employer: Employing
) -> None:
    other, _ = people.owner()
    fan(people.database)
    for person in (employer.owner, other):
        hook(people, person, URL, "employer.verified", "employer.suspended")
    path = f"/employers/{employer.employer_id}/verification"
    people.admin().post(path, {"status": "suspended", "reason": "asked for money"})
    [suspended] = told(people)
    assert suspended["type"] == "employer.suspended"
    assert suspended["data"] == {"employer_id": str(employer.employer_id), "status": "suspended"}


def test_what_one_chose_is_told_and_nothing_else(people: People, employer: Employing) -> None:
    chosen, _ = hook(people, employer.owner, URL, "role.closed")
    off, _ = hook(people, employer.owner, URL, "role.created")
    assert employer.owner.patch(f"/webhooks/{off}", {"enabled": False}).status_code == 200
    draft = {"employer_id": str(employer.employer_id), "title": "Draft"}
    employer.owner.post("/roles", draft)
    assert told(people) == []
    assert (deliveries(people, chosen), deliveries(people, off)) == ([], [])


def test_what_happened_before_a_webhook_was_made_is_not_told(
    people: People, employer: Employing
) -> None:
    draft = {"employer_id": str(employer.employer_id), "title": "Draft"}
    employer.owner.post("/roles", draft)
    body = {"url": URL, "events": list(EVENTS)}
    assert employer.owner.post("/webhooks", body).status_code == 201
    assert told(people) == []


def test_strangers_hear_nothing(people: People, employer: Employing, seeker: Seeking) -> None:
    strangers = [people.person(), people.owner()[0], people.admin(), seeking(people).person]
    fan(people.database)
    for stranger in strangers:
        hook(people, stranger, URL, *EVENTS)
    applied(seeker, employer)
    assert (
        seeker.person.patch(f"/candidates/{seeker.candidate_id}", {"headline": "Other"}).status_code
        == 200
    )
    employer.owner.post("/roles", {"employer_id": str(employer.employer_id), "title": "Draft"})
    assert told(people) == []


def test_members_hear_of_their_employers_and_leavers_of_nothing(
    people: People, employer: Employing, seeker: Seeking
) -> None:
    viewer = employer.member(people, "viewer")
    id_, _ = hook(people, viewer, URL, "application.created", "role.updated")
    applied(seeker, employer)
    assert [each["type"] for each in told(people)] == ["application.created"]
    path = f"/roles/{employer.role_id}"
    assert employer.owner.post(f"{path}/transitions", {"to": "paused"}).status_code == 200
    fan(people.database)
    members = employer.owner.get(f"/employers/{employer.employer_id}/members").json["data"]
    [left] = [each["id"] for each in members if each["email"] == viewer.email]
    gone = employer.owner.delete(f"/employers/{employer.employer_id}/members/{left}")
    assert gone.status_code == 204
    assert told(people) == []
    assert deliveries(people, id_)[-1].status is DeliveryStatus.WITHHELD


def test_a_candidate_hears_of_their_profile(people: People, seeker: Seeking) -> None:
    hook(people, seeker.person, URL, *OF_CANDIDATES)
    path = f"/candidates/{seeker.candidate_id}"
    assert seeker.person.patch(path, {"headline": "Other"}).status_code == 200
    assert seeker.person.send("PUT", f"{path}/consents/contact", json={}).status_code == 200
    assert [each["type"] for each in told(people)] == ["candidate.updated"] * 2
    assert seeker.person.delete(path).status_code == 204
    [erased] = told(people)
    assert erased["type"] == "candidate.erased"
    assert erased["data"] == {"candidate_id": str(seeker.candidate_id)}


def test_an_integration_hears_of_a_profile_until_it_is_claimed(people: People) -> None:
    integration, person = people.person("integration"), people.person("claimer")
    hook(people, integration, URL, *OF_CANDIDATES)
    body = {"contact": {"email": person.email, "name": "Ada"}, "headline": "Builds"}
    made = integration.post("/candidates", body).json
    [created] = told(people)
    assert created["data"] == {"candidate_id": made["id"]}
    with people.database.session(write=True) as session:
        claimed = sa.update(Candidate).values(account_id=person.account_id, confirmed_at=now())
        session.execute(claimed)
        session.commit()
    assert person.patch(f"/candidates/{made['id']}", {"headline": "Other"}).status_code == 200
    assert told(people) == []


def test_a_turned_flag_is_told_to_the_candidate_alone(
    people: People, employer: Employing, seeker: Seeking
) -> None:
    mine, _ = hook(people, seeker.person, URL, "match.flag_changed")
    theirs, _ = hook(people, employer.owner, URL, "match.flag_changed")
    application = applied(seeker, employer)
    facts = {
        "candidate_id": str(seeker.candidate_id),
        "role_id": str(employer.role_id),
        "flag": "k_switch",
        "from": "met",
        "to": "unknown",
        "policy": "cn-k-seed",
        "version": "2025.2",
    }
    with people.database.session(write=True) as session:
        payload = {"subject_id": application["id"], **facts}
        session.add(OutboxMessage(type="match.flag_changed", payload=payload))
        session.commit()
    [turned] = told(people)
    assert turned["data"] == {"application_id": application["id"], **facts}
    assert (len(deliveries(people, mine)), len(deliveries(people, theirs))) == (1, 0)


def test_nothing_is_told_of_who_hides(people: People, employer: Employing, seeker: Seeking) -> None:
    id_, _ = hook(people, employer.owner, URL, *OF_EMPLOYERS, employer_id=employer.employer_id)
    set_candidate(people, seeker, hidden_keys=[str(employer.employer_id)])
    applied(seeker, employer)
    assert told(people) == []
    [row] = deliveries(people, id_)
    assert (row.status, row.attempts) == (DeliveryStatus.WITHHELD, 0)


def test_who_hides_after_the_first_attempt_is_told_of_no_more(
    people: People, employer: Employing, seeker: Seeking
) -> None:
    id_, _ = hook(people, employer.owner, URL, *OF_EMPLOYERS)
    applied(seeker, employer)
    stub = Stub(OK.__class__(status=500, failure="answered 500"))
    assert deliver_all(people, stub) == 1
    domain = employer.owner.email.rpartition("@")[2]
    set_candidate(people, seeker, hidden_keys=[domain])
    [row] = deliveries(people, id_)
    assert deliver(people, stub, at=row.due_at)
    assert len(stub.attempts) == 1
    assert deliveries(people, id_)[0].status is DeliveryStatus.WITHHELD


def test_nothing_is_told_of_who_was_erased_meanwhile(
    people: People, employer: Employing, seeker: Seeking
) -> None:
    theirs, _ = hook(people, employer.owner, URL, *OF_EMPLOYERS)
    mine, _ = hook(people, seeker.person, URL, "candidate.updated")
    applied(seeker, employer)
    path = f"/candidates/{seeker.candidate_id}"
    assert seeker.person.patch(path, {"headline": "Other"}).status_code == 200
    fan(people.database)
    assert seeker.person.delete(path).status_code == 204
    assert told(people) == []
    for id_ in (theirs, mine):
        assert [row.status for row in deliveries(people, id_)] == [DeliveryStatus.WITHHELD]


def test_a_webhook_goes_with_its_account(people: People, seeker: Seeking) -> None:
    id_, _ = hook(people, seeker.person, URL, *OF_CANDIDATES)
    seeker.person.patch(f"/candidates/{seeker.candidate_id}", {"headline": "Other"})
    fan(people.database)
    assert seeker.person.delete("/account").status_code == 204
    assert deliveries(people, id_) == []
    assert told(people) == []


def test_every_event_in_the_outbox_is_of_the_catalogue(
    people: People, employer: Employing, seeker: Seeking, app: Flask
) -> None:
    del app
    applied(seeker, employer)
    seeker.person.delete(f"/candidates/{seeker.candidate_id}")
    kinds = sa.select(OutboxMessage.type).where(OutboxMessage.type != "mail.send").distinct()
    with people.database.session(write=False) as session:
        assert set(session.scalars(kinds)) <= set(EVENTS)


def test_bodies_are_small(people: People, employer: Employing, seeker: Seeking) -> None:
    hook(people, employer.owner, URL, *OF_EMPLOYERS)
    applied(seeker, employer)
    stub = Stub(OK)
    deliver_all(people, stub)
    assert len(stub.attempts[0].body) < 1_000
    assert UUID(str(stub.attempts[0].event_id)).version == 7
