from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from marketplace.conversations import services
from marketplace.conversations.interviews import (
    cancel_interview,
    interviews_of,
    next_interviews,
    set_interview,
)
from marketplace.errors import Conflict, Invalid, NotFound, TooMany
from marketplace.reviews.people import reviewed
from models import OutboxMessage, now
from tests.acting import SECRET, acting
from tests.browsing import Browser
from tests.meetings import Employing, Seeking, applied, employing, seeking
from tests.people import People


def mails(people: People) -> list[dict[str, Any]]:
    wanted = sa.select(OutboxMessage.payload).where(OutboxMessage.type == "mail.send")
    with people.database.session(write=False) as session:
        return list(session.scalars(wanted.order_by(OutboxMessage.id)))


def write(people: People, boss: Employing, seeker: Seeking, text: str = "Hello") -> None:
    with acting(people, boss.owner) as (session, caller):
        person = reviewed(session, caller, boss.role_id, seeker.code_for(boss), SECRET, "invite")
        services.write_to_candidate(session, caller, person, text=text)


def test_both_sides_write_once_the_contact_is_released(people: People) -> None:
    boss, seeker = employing(people), seeking(people)
    with pytest.raises(Conflict):
        write(people, boss, seeker)
    with acting(people, seeker.person) as (session, caller), pytest.raises(NotFound):
        services.write_to_employer(session, caller, boss.role_id, text="Hello")
    applied(seeker, boss)
    write(people, boss, seeker, "When may we talk?")
    with acting(people, seeker.person) as (session, caller):
        services.write_to_employer(session, caller, boss.role_id, text="On Monday.")
        told = services.conversation_of(session, boss.role_id, seeker.candidate_id)
        assert [(each.by_candidate, each.text) for each in told] == [
            (False, "When may we talk?"),
            (True, "On Monday."),
        ]
    to_candidate, to_employer = mails(people)
    assert to_candidate["to"] == seeker.person.email
    assert "When may we talk?" in to_candidate["text"]
    assert to_employer["to"] == boss.owner.email
    assert "Monday" not in str(to_employer)


def test_a_candidate_reads_answers_and_sees_dates_on_their_page(app: Flask, people: People) -> None:
    boss, seeker = employing(people), seeking(people)
    path = f"/me/conversations/{boss.role_id}"
    pages = Browser(app, seeker.person)
    assert pages.get(path).status_code == 404
    applied(seeker, boss)
    write(people, boss, seeker, "When may we talk?")
    with acting(people, boss.owner) as (session, caller):
        person = reviewed(session, caller, boss.role_id, seeker.code_for(boss), SECRET)
        start = now() + timedelta(days=2)
        set_interview(session, caller, person, starts_at=start, minutes=45, place="Room 7")
    shown = pages.get(path).text
    assert "When may we talk?" in shown
    assert "Room 7" in shown
    assert pages.post(path, {"text": " "}).status_code == 422
    assert "On Monday." in pages.post(path, {"text": "On Monday."}).text
    assert Browser(app, boss.owner).get(path).status_code == 404
    assert f"{path}" in mails(people)[0]["text"]


def test_ones_area_says_what_waits_for_an_answer(app: Flask, people: People) -> None:
    boss, seeker = employing(people, title="Decoder engineer"), seeking(people)
    pages = Browser(app, seeker.person)
    made = applied(seeker, boss)
    assert "has no answer yet" not in pages.get("/me").text
    write(people, boss, seeker, "When may we talk?")
    with acting(people, boss.owner) as (session, caller):
        person = reviewed(session, caller, boss.role_id, seeker.code_for(boss), SECRET)
        start = now() + timedelta(days=2)
        talk = set_interview(session, caller, person, starts_at=start, minutes=45, place="Room 7")
        set_interview(session, caller, person, starts_at=start, minutes=45, place="Room 8")
        cancel_interview(session, caller, person, talk.id)
    shown = pages.get("/me").text
    assert shown.count("has no answer yet") == 1
    assert shown.count("Interview on") == 1
    assert f'href="/me/conversations/{boss.role_id}"' in shown
    pages.post(f"/me/conversations/{boss.role_id}", {"text": "On Monday."})
    assert "has no answer yet" not in pages.get("/me").text
    seeker.person.post(f"/applications/{made['id']}/transitions", {"to": "withdrawn"})
    assert "Interview on" not in pages.get("/me").text


def test_an_accepted_invitation_releases_and_an_open_one_does_not(people: People) -> None:
    boss, seeker = employing(people), seeking(people)
    body = {"role_id": str(boss.role_id), "candidate": seeker.code_for(boss), "message": "Talk?"}
    invited = boss.owner.post("/invitations", body).json
    with pytest.raises(Conflict):
        write(people, boss, seeker)
    seeker.person.post(f"/invitations/{invited['id']}/response", {"accept": True})
    write(people, boss, seeker)
    with acting(people, seeker.person) as (session, caller):
        services.write_to_employer(session, caller, boss.role_id, text="Gladly.")


def test_withdrawing_ends_the_conversation(people: People) -> None:
    boss, seeker = employing(people), seeking(people)
    made = applied(seeker, boss)
    seeker.person.post(f"/applications/{made['id']}/transitions", {"to": "withdrawn"})
    with pytest.raises(Conflict):
        write(people, boss, seeker)
    with acting(people, seeker.person) as (session, caller), pytest.raises(NotFound):
        services.role_in_touch(session, caller, boss.role_id)


def test_blind_review_withholds_the_conversation(people: People) -> None:
    boss, seeker = employing(people, blind_review=True), seeking(people)
    applied(seeker, boss)
    with pytest.raises(Conflict, match="Blind"):
        write(people, boss, seeker)


def test_a_day_has_so_many_messages(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "DAILY", 1)
    boss, seeker = employing(people), seeking(people)
    applied(seeker, boss)
    write(people, boss, seeker)
    with pytest.raises(TooMany):
        write(people, boss, seeker)
    with acting(people, seeker.person) as (session, caller):
        services.write_to_employer(session, caller, boss.role_id, text="One")
        with pytest.raises(TooMany):
            services.write_to_employer(session, caller, boss.role_id, text="Two")


def test_a_date_is_told_and_cancelled(people: People) -> None:
    boss, seeker = employing(people), seeking(people)
    applied(seeker, boss)
    start = now().replace(microsecond=0) + timedelta(days=2)
    with acting(people, boss.owner) as (session, caller):
        person = reviewed(session, caller, boss.role_id, seeker.code_for(boss), SECRET)
        made = set_interview(session, caller, person, starts_at=start, minutes=45, place="Room 7")
        ids = [seeker.candidate_id]
        assert next_interviews(session, person.role, ids, at=now()) == {ids[0]: start}
        cancel_interview(session, caller, person, made.id)
        assert next_interviews(session, person.role, ids, at=now()) == {}
        with pytest.raises(Conflict):
            cancel_interview(session, caller, person, made.id)
        assert len(interviews_of(session, person)) == 1
    told, cancelled = mails(people)
    assert "Room 7" in told["text"]
    assert f"{start:%Y-%m-%d %H:%M}" in told["text"]
    assert cancelled["subject"] == "Your interview is cancelled"


@pytest.mark.parametrize(("days", "minutes"), [(-1, 30), (400, 30), (1, 1), (1, 601)])
def test_dates_that_make_no_sense(people: People, days: int, minutes: int) -> None:
    boss, seeker = employing(people), seeking(people)
    applied(seeker, boss)
    start = now() + timedelta(days=days)
    with acting(people, boss.owner) as (session, caller):
        person = reviewed(session, caller, boss.role_id, seeker.code_for(boss), SECRET)
        with pytest.raises(Invalid):
            set_interview(session, caller, person, starts_at=start, minutes=minutes, place="x")
