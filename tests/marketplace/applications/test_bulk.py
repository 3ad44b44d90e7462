from datetime import timedelta
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from marketplace.applications.bulk import MOST, Outcome, move_many, take_back
from marketplace.errors import Invalid, NotAllowed, NotFound
from models import Application, ApplicationMove, OutboxMessage, Stage
from tests.acting import acting
from tests.meetings import Employing, applied, employing, seeking
from tests.people import People, Person

WORDS = {"reason": "not enough experience", "message": "We chose somebody else."}


def applications(people: People, boss: Employing, count: int) -> list[UUID]:
    return [UUID(applied(seeking(people), boss)["id"]) for _ in range(count)]


def moved(people: People, boss: Employing, ids: list[UUID], to: Stage, **words: str) -> Outcome:
    with acting(people, boss.owner) as (session, caller):
        seen = dict.fromkeys(ids)
        return move_many(session, caller, boss.role_id, seen, to=to, **words)


def taken_back(people: People, boss: Employing, act: Outcome) -> Outcome:
    with acting(people, boss.owner) as (session, caller):
        return take_back(session, caller, boss.role_id, act.batch_id)


def stages(people: People, ids: list[UUID]) -> list[str]:
    with people.database.session(write=False) as session:
        return [str(session.get_one(Application, id_).stage) for id_ in ids]


def test_those_who_can_go_do_and_the_others_are_named(people: People) -> None:
    boss = employing(people)
    ids = applications(people, boss, 3)
    moved(people, boss, ids[:1], Stage.OFFER)
    stranger = applications(people, employing(people), 1)[0]
    outcome = moved(people, boss, [*ids, stranger], Stage.INTERVIEW)
    assert set(outcome.moved) == set(ids[1:])
    assert stages(people, ids) == ["offer", "interview", "interview"]
    assert "offer cannot become interview" in outcome.failures[ids[0]]
    assert outcome.failures[stranger] == NotFound().detail
    assert stages(people, [stranger]) == ["applied"]


def test_an_act_on_what_somebody_else_moved_is_refused_for_that_one(people: People) -> None:
    boss = employing(people)
    first, second = applications(people, boss, 2)
    moved(people, boss, [first], Stage.SCREEN)
    with acting(people, boss.owner) as (session, caller):
        seen: dict[UUID, Stage | None] = dict.fromkeys((first, second), Stage.APPLIED)
        outcome = move_many(session, caller, boss.role_id, seen, to=Stage.INTERVIEW)
    assert outcome.moved == [second]
    assert "now it is at: screen" in outcome.failures[first]


@pytest.mark.parametrize("to", [Stage.SCREEN, Stage.VISA, Stage.HIRED, Stage.REJECTED])
def test_every_act_can_be_taken_back_and_the_history_tells(people: People, to: Stage) -> None:
    boss = employing(people)
    ids = applications(people, boss, 2)
    words = WORDS if to is Stage.REJECTED else {}
    act = moved(people, boss, ids, to, **words)
    assert stages(people, ids) == [str(to)] * 2
    outcome = taken_back(people, boss, act)
    assert (set(outcome.moved), outcome.failures) == (set(ids), {})
    assert stages(people, ids) == ["applied"] * 2
    assert people.scalar(sa.select(sa.func.count()).select_from(ApplicationMove)) == 6
    mails = sa.select(sa.func.count()).where(OutboxMessage.type == "mail.send")
    assert people.scalar(mails.select_from(OutboxMessage)) == 0
    again = taken_back(people, boss, act)
    assert (again.moved, set(again.failures)) == ([], set(ids))


def test_what_moved_on_or_withdrew_is_not_taken_back(people: People) -> None:
    boss, seeker = employing(people), seeking(people)
    made = UUID(applied(seeker, boss)["id"])
    act = moved(people, boss, [made], Stage.SCREEN)
    seeker.person.post(f"/applications/{made}/transitions", {"to": "withdrawn"})
    assert "withdrawn" in taken_back(people, boss, act).failures[made]
    assert stages(people, [made]) == ["withdrawn"]


def test_after_ten_minutes_it_is_too_late(people: People) -> None:
    boss = employing(people)
    ids = applications(people, boss, 1)
    act = moved(people, boss, ids, Stage.SCREEN)
    with people.database.session(write=True) as session:
        for move in session.scalars(sa.select(ApplicationMove)):
            move.moved_at -= timedelta(minutes=11)
        session.commit()
    assert "too late" in taken_back(people, boss, act).failures[ids[0]]


def test_a_rejection_needs_its_words_and_a_bound(people: People) -> None:
    boss = employing(people)
    ids = applications(people, boss, 1)
    with pytest.raises(Invalid) as refused:
        moved(people, boss, ids, Stage.REJECTED, reason="not enough experience")
    assert [error["pointer"] for error in refused.value.errors] == ["#/message"]
    with pytest.raises(Invalid):
        moved(people, boss, [uuid4() for _ in range(MOST + 1)], Stage.SCREEN)


def test_only_members_who_may_move_do(people: People) -> None:
    boss, other = employing(people), employing(people)
    ids = applications(people, boss, 1)
    act = moved(people, boss, ids, Stage.SCREEN)
    strangers: list[tuple[Person, type[Exception]]] = [
        (boss.member(people, "viewer"), NotAllowed),
        (other.owner, NotFound),
    ]
    for person, refusal in strangers:
        with acting(people, person) as (session, caller):
            with pytest.raises(refusal):
                move_many(session, caller, boss.role_id, dict.fromkeys(ids), to=Stage.OFFER)
            with pytest.raises(refusal):
                take_back(session, caller, boss.role_id, act.batch_id)
    with acting(people, other.owner) as (session, caller), pytest.raises(NotFound):
        take_back(session, caller, other.role_id, act.batch_id)
