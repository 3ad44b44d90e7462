"""Blind review holds in the JSON API as on the pages."""

from typing import Any

import pytest
from flask import Flask

from marketplace.employers.dossiers import dossier_of
from marketplace.errors import Conflict
from marketplace.reviews.people import reviewed
from marketplace.reviews.unblinding import set_blind_review, unblind
from marketplace.roles.services import own_role
from marketplace.shortlists.services import add_entries, create_shortlist
from models import AuditEvent, Visibility
from tests.acting import SECRET, acting
from tests.browsing import Browser
from tests.meetings import Employing, Seeking, applied, employing, seeking
from tests.people import People

NAME = "Moreau"


def blind(people: People) -> Employing:
    """Return an employer whose role is reviewed blind."""
    return employing(people, blind_review=True)


def somebody(people: People) -> Seeking:
    """Return an open candidate who writes their name wherever they can."""
    headline = "Ada Moreau builds decoders"
    return seeking(people, visibility=Visibility.OPEN, headline=headline)


def everything_seen(boss: Employing, application: dict[str, Any] | None = None) -> str:
    """Return all that the API tells the owner of who can be found and who applied."""
    paths = [f"/roles/{boss.role_id}/matches", "/applications"]
    if application is not None:
        paths.append(f"/applications/{application['id']}")
    return "".join(boss.owner.get(path).get_data(as_text=True) for path in paths)


def test_an_open_candidate_stays_a_code(people: People) -> None:
    boss, seeker = blind(people), somebody(people)
    seen = everything_seen(boss)
    assert NAME not in seen
    assert str(seeker.candidate_id) not in seen
    assert seeker.code_for(boss) in seen
    path = f"/roles/{boss.role_id}/matches"
    assert boss.owner.get(f"{path}/{seeker.candidate_id}").status_code == 404
    shown = boss.owner.get(f"{path}/{seeker.code_for(boss)}")
    assert shown.status_code == 200
    assert NAME not in shown.text


def test_an_applicant_stays_a_code_with_their_words_masked(people: People) -> None:
    boss, seeker = blind(people), somebody(people)
    body = {"role_id": str(boss.role_id), "message": "I am Ada Moreau, ada@moreau.example."}
    made = seeker.person.post("/applications", body).json
    seen = everything_seen(boss, made)
    assert NAME not in seen
    assert "moreau.example" not in seen
    assert str(seeker.candidate_id) not in seen
    moved = boss.owner.post(f"/applications/{made['id']}/transitions", {"to": "screen"})
    assert moved.status_code == 200
    assert NAME not in moved.text
    log = seeker.person.get(f"/candidates/{seeker.candidate_id}/access_log").json["data"]
    assert "contact" not in {view["what"] for view in log}
    assert seeker.person.get(f"/applications/{made['id']}").json["message"] == body["message"]


def test_without_blind_review_they_are_seen(people: People) -> None:
    boss, seeker = employing(people), somebody(people)
    assert NAME in everything_seen(boss, applied(seeker, boss))


def test_a_meeting_lifts_the_blind(people: People) -> None:
    boss, seeker = blind(people), somebody(people)
    made = applied(seeker, boss)
    boss.owner.post(f"/applications/{made['id']}/transitions", {"to": "interview"})
    assert NAME in everything_seen(boss, made)


def test_shortlisting_lifts_the_blind_for_that_role_alone(people: People) -> None:
    boss, other, seeker = blind(people), blind(people), somebody(people)
    with acting(people, boss.owner) as (session, caller):
        made = create_shortlist(session, caller, boss.role_id, name="First")
        role = own_role(session, caller, boss.role_id)
        add_entries(session, caller, made, role, [seeker.code_for(boss)], SECRET)
    assert str(seeker.candidate_id) in everything_seen(boss)
    assert str(seeker.candidate_id) not in everything_seen(other)


def test_unblinding_needs_a_reason_that_is_kept_and_logged(people: People) -> None:
    boss, seeker = blind(people), somebody(people)
    code = seeker.code_for(boss)
    with acting(people, boss.owner) as (session, caller):
        person = reviewed(session, caller, boss.role_id, code, SECRET)
        assert NAME not in str(person.brief())
        unblind(session, caller, person, reason="A conflict of interest to rule out.")
    with acting(people, boss.owner) as (session, caller):
        person = reviewed(session, caller, boss.role_id, code, SECRET)
        assert person.brief()["name"] == "Ada Moreau"
        lifted = dossier_of(session, caller, person).lifted
        assert lifted == (boss.owner.email, "A conflict of interest to rule out.")
        with pytest.raises(Conflict):
            unblind(session, caller, person, reason="again")
        events = session.query(AuditEvent).filter_by(type="candidate.unblinded").all()
        assert [event.detail["code"] for event in events] == [code]


def test_switching_blind_review_off_is_logged(people: People) -> None:
    boss, seeker = blind(people), somebody(people)
    with acting(people, boss.owner) as (session, caller):
        role = own_role(session, caller, boss.role_id)
        set_blind_review(session, caller, role, is_blind=False)
        set_blind_review(session, caller, role, is_blind=False)
        assert session.query(AuditEvent).filter_by(type="role.unblinded").count() == 1
    assert str(seeker.candidate_id) in everything_seen(boss)


def test_switching_blind_review_on_holds_at_once_for_who_has_looked_before(people: People) -> None:
    boss, seeker = employing(people), somebody(people)
    assert str(seeker.candidate_id) in everything_seen(boss)
    with acting(people, boss.owner) as (session, caller):
        set_blind_review(session, caller, own_role(session, caller, boss.role_id), is_blind=True)
    seen = everything_seen(boss)
    assert NAME not in seen
    assert str(seeker.candidate_id) not in seen


def test_what_pages_kept_of_a_row_names_nobody_once_the_review_is_blind(
    app: Flask, people: People
) -> None:
    boss, seeker = employing(people), somebody(people)
    pages, path = Browser(app, boss.owner), f"/employer/roles/{boss.role_id}/candidates"
    for is_blind in (False, True, False):
        with acting(people, boss.owner) as (session, caller):
            set_blind_review(
                session, caller, own_role(session, caller, boss.role_id), is_blind=is_blind
            )
        for _ in range(2):  # made, and kept
            seen = pages.get(path).text
            assert seeker.code_for(boss) in seen
            assert (NAME not in seen) == is_blind


@pytest.mark.parametrize("visibility", ["anonymous", "hidden"])
def test_what_pages_kept_of_a_row_goes_when_its_person_is_open_no_more(
    app: Flask, people: People, visibility: str
) -> None:
    boss, seeker = employing(people), somebody(people)
    pages, path = Browser(app, boss.owner), f"/employer/roles/{boss.role_id}/candidates"
    assert [NAME in pages.get(path).text for _ in range(2)] == [True, True]
    own = f"/candidates/{seeker.candidate_id}"
    assert seeker.person.patch(own, {"visibility": visibility}).status_code == 200
    seen = pages.get(path).text
    assert NAME not in seen
    assert (seeker.code_for(boss) in seen) == (visibility == "anonymous")
