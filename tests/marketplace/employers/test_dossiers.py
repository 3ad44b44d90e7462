"""All that stands about one candidate of a role, as the members read it."""

from datetime import timedelta

import pytest

from marketplace.conversations.interviews import cancel_interview, set_interview
from marketplace.conversations.services import write_to_candidate, write_to_employer
from marketplace.employers.dossiers import Dossier, dossier_of
from marketplace.reviews.notes import write_note
from marketplace.reviews.people import reviewed
from marketplace.reviews.scorecards import judge
from marketplace.reviews.unblinding import set_blind_review, unblind
from marketplace.roles.services import own_role
from models import Stage, now
from tests.acting import SECRET, acting
from tests.meetings import Employing, Seeking, applied, employing, seeking
from tests.people import People, Person


def dossier(people: People, boss: Employing, seeker: Seeking, reader: Person) -> Dossier:
    with acting(people, reader) as (session, caller):
        person = reviewed(session, caller, boss.role_id, seeker.code_for(boss), SECRET)
        return dossier_of(session, caller, person)


def test_everything_of_both_sides_stands_there_in_order(people: People) -> None:
    boss, seeker, other = employing(people), seeking(people), seeking(people)
    recruiter = boss.member(people, "recruiter")
    made = applied(seeker, boss)
    applied(other, boss)
    moved = {"to": "rejected", "reason": "Late.", "message": "Thank you."}
    for body in ({"to": "screen"}, moved):
        assert boss.owner.post(f"/applications/{made['id']}/transitions", body).status_code == 200
    soon = now() + timedelta(days=2)
    with acting(people, boss.owner) as (session, caller):
        person = reviewed(session, caller, boss.role_id, seeker.code_for(boss), SECRET)
        write_note(session, caller, person, text="First", is_shareable=False)
        write_note(session, caller, person, text="Second", is_shareable=True)
        judge(session, caller, person, levels={"communication": 4}, overall=5, text="Good.")
        write_to_candidate(session, caller, person, text="When?")
        for days, place in ((1, "Later"), (0, "Room 4")):
            at = soon + timedelta(days=days)
            date = set_interview(session, caller, person, starts_at=at, minutes=30, place=place)
        cancel_interview(session, caller, person, date.id)
    with acting(people, seeker.person) as (session, caller):
        write_to_employer(session, caller, boss.role_id, text="Monday.")
    found = dossier(people, boss, seeker, recruiter)
    notes = [(note.text, note.is_shareable, note.author) for note in found.notes]
    assert notes == [("Second", True, boss.owner.email), ("First", False, boss.owner.email)]
    assert (found.judgements.own, found.judgements.others, found.judgements.hidden) == (None, [], 1)
    said = [(message.by_candidate, message.text) for message in found.messages]
    assert said == [(False, "When?"), (True, "Monday.")]
    dates = [(each.place, each.minutes, each.cancelled_at is None) for each in found.interviews]
    assert dates == [("Room 4", 30, False), ("Later", 30, True)]
    assert found.interviews[0].starts_at == soon
    assert [
        (move.from_stage, move.to_stage, move.reason, move.message) for move in found.moves
    ] == [
        (None, Stage.APPLIED, None, None),
        (Stage.APPLIED, Stage.SCREEN, None, None),
        (Stage.SCREEN, Stage.REJECTED, "Late.", "Thank you."),
    ]
    own = dossier(people, boss, seeker, boss.owner).judgements.own
    assert own is not None
    assert (own.levels, own.overall, own.text) == ({"communication": 4}, 5, "Good.")
    nothing = dossier(people, boss, other, boss.owner)
    assert (nothing.notes, nothing.messages, nothing.interviews, len(nothing.moves)) == (
        [],
        [],
        [],
        1,
    )


@pytest.mark.parametrize("is_lifted", [False, True])
def test_what_was_said_shows_once_the_blind_is_lifted(people: People, *, is_lifted: bool) -> None:
    boss, seeker = employing(people), seeking(people)
    applied(seeker, boss)
    with acting(people, boss.owner) as (session, caller):
        person = reviewed(session, caller, boss.role_id, seeker.code_for(boss), SECRET)
        write_to_candidate(session, caller, person, text="When?")
        at = now() + timedelta(days=2)
        set_interview(session, caller, person, starts_at=at, minutes=30, place="Room 4")
        role = own_role(session, caller, boss.role_id)
        set_blind_review(session, caller, role, is_blind=True)
    if is_lifted:
        with acting(people, boss.owner) as (session, caller):
            person = reviewed(session, caller, boss.role_id, seeker.code_for(boss), SECRET)
            unblind(session, caller, person, reason="We met.")
    found = dossier(people, boss, seeker, boss.owner)
    assert (len(found.messages), len(found.interviews)) == (is_lifted, is_lifted)
    assert found.lifted == ((boss.owner.email, "We met.") if is_lifted else None)
