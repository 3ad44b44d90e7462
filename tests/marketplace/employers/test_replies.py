from datetime import timedelta

from marketplace.employers.replies import Replies, reply_days
from models import Application, ApplicationMove, Stage, now
from tests.meetings import Employing, employing, seeking
from tests.people import People

AT = now()


def answer(people: People, employer: Employing, days: float) -> None:
    """Have an application first moved after some days."""
    asked_at = AT - timedelta(days=20)
    with people.database.session(write=True) as session:
        made = Application(
            role_id=employer.role_id,
            candidate_id=seeking(people).candidate_id,
            flags={},
            created_at=asked_at,
        )
        session.add(made)
        session.flush()
        for before, after, moved_at in (
            (None, Stage.APPLIED, asked_at),
            (Stage.APPLIED, Stage.SCREEN, asked_at + timedelta(days=days)),
            (Stage.SCREEN, Stage.REJECTED, asked_at + timedelta(days=days + 9)),
        ):
            session.add(
                ApplicationMove(
                    application_id=made.id, from_stage=before, to_stage=after, moved_at=moved_at
                )
            )
        session.commit()


def test_half_of_the_answers_came_within_so_many_days(people: People) -> None:
    quick, few = employing(people), employing(people)
    for days in (0.1, 2.5, 8):
        answer(people, quick, days)
    for days in (1, 2):
        answer(people, few, days)
    asked = [quick.employer_id, few.employer_id]
    with people.database.session(write=False) as session:
        assert reply_days(session, asked, at=AT) == {quick.employer_id: 3}
        assert reply_days(session, asked, at=AT + timedelta(days=170)) == {}
        replies = Replies()
        assert replies.days(session, asked, at=AT) == {quick.employer_id: 3}
        assert replies.days(session, asked, at=AT + timedelta(minutes=9)) == {quick.employer_id: 3}
        assert replies.days(session, asked, at=AT + timedelta(days=170)) == {}
