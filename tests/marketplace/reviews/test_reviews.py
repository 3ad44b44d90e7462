import pytest
import sqlalchemy as sa

from marketplace.errors import Invalid, NotAllowed, NotFound
from marketplace.reviews.notes import delete_note, notes_of, write_note
from marketplace.reviews.people import reviewed
from marketplace.reviews.scorecards import attributes_of, judge, judgements_of
from models import Note, Scorecard
from tests.acting import SECRET, acting
from tests.meetings import employing, seeking
from tests.people import People


def test_notes_are_labelled_and_deleted_by_their_author_or_an_owner(people: People) -> None:
    boss, seeker = employing(people), seeking(people)
    recruiter, code = boss.member(people, "recruiter"), seeker.code_for(boss)
    with acting(people, boss.owner) as (session, caller):
        person = reviewed(session, caller, boss.role_id, code, SECRET, "write reviews")
        mine = write_note(session, caller, person, text="Mine", is_shareable=True)
    with acting(people, recruiter) as (session, caller):
        person = reviewed(session, caller, boss.role_id, code, SECRET, "write reviews")
        theirs = write_note(session, caller, person, text="Theirs", is_shareable=False)
        told = [(note.text, note.is_shareable, by) for note, by in notes_of(session, person)]
        assert told == [("Theirs", False, recruiter.email), ("Mine", True, boss.owner.email)]
        with pytest.raises(NotAllowed):
            delete_note(session, caller, person, mine.id)
    with acting(people, boss.owner) as (session, caller):
        person = reviewed(session, caller, boss.role_id, code, SECRET)
        delete_note(session, caller, person, theirs.id)
        with pytest.raises(NotFound):
            delete_note(session, caller, person, theirs.id)


def test_a_stranger_reviews_nobody(people: People) -> None:
    boss, other, seeker = employing(people), employing(people), seeking(people)
    viewer = boss.member(people, "viewer")
    for person, code, refusal in (
        (other.owner, seeker.code_for(boss), NotFound),
        (other.owner, seeker.code_for(other), NotFound),
        (seeker.person, seeker.code_for(boss), NotFound),
        (viewer, seeker.code_for(boss), NotAllowed),
    ):
        with acting(people, person) as (session, caller), pytest.raises(refusal):
            reviewed(session, caller, boss.role_id, code, SECRET, "write reviews")


def test_scorecards_of_others_are_hidden_until_ones_own_is_in(people: People) -> None:
    skills = [{"name": "decoders", "required": True}, {"name": "Go", "required": False}]
    boss, seeker = employing(people, skills=skills), seeking(people)
    viewer, code = boss.member(people, "viewer"), seeker.code_for(boss)
    with acting(people, boss.owner) as (session, caller):
        person = reviewed(session, caller, boss.role_id, code, SECRET, "score")
        assert attributes_of(person.role)[0] == "decoders"
        assert "Go" not in attributes_of(person.role)
        judge(session, caller, person, levels={"decoders": 5}, overall=4, text="Strong.")
    with acting(people, viewer) as (session, caller):
        person = reviewed(session, caller, boss.role_id, code, SECRET, "score")
        seen = judgements_of(session, caller, person)
        assert (seen.own, seen.others, seen.hidden) == (None, [], 1)
        judge(session, caller, person, levels={}, overall=2, text=None)
        judge(session, caller, person, levels={"communication": 1}, overall=1, text=None)
        seen = judgements_of(session, caller, person)
        assert seen.own is not None
        assert (seen.own.overall, seen.own.levels) == (1, {"communication": 1})
        assert [(card.overall, by) for card, by in seen.others] == [(4, boss.owner.email)]
    assert people.scalar(sa.select(sa.func.count()).select_from(Scorecard)) == 2


@pytest.mark.parametrize(
    ("levels", "overall"), [({"beauty": 3}, 3), ({"communication": 6}, 3), ({}, 0)]
)
def test_levels_that_there_are_not(people: People, levels: dict[str, int], overall: int) -> None:
    boss, seeker = employing(people), seeking(people)
    with acting(people, boss.owner) as (session, caller):
        person = reviewed(session, caller, boss.role_id, seeker.code_for(boss), SECRET)
        with pytest.raises(Invalid):
            judge(session, caller, person, levels=levels, overall=overall, text=None)


def test_a_member_who_leaves_leaves_their_notes(people: People) -> None:
    boss, seeker = employing(people), seeking(people)
    recruiter, code = boss.member(people, "recruiter"), seeker.code_for(boss)
    with acting(people, recruiter) as (session, caller):
        person = reviewed(session, caller, boss.role_id, code, SECRET)
        write_note(session, caller, person, text="Stays", is_shareable=False)
    assert recruiter.delete("/account").status_code == 204
    assert people.scalar(sa.select(Note.account_id)) is None
    assert people.scalar(sa.select(Note.text)) == "Stays"
