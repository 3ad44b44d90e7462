from datetime import date
from uuid import UUID

import pytest
import sqlalchemy as sa

from marketplace.errors import Conflict, Invalid, NotAllowed, NotFound
from marketplace.notifications.services import choose_topics
from marketplace.permissions import Caller
from marketplace.review_requests.services import (
    MOST_OPEN,
    decide_review,
    list_own_reviews,
    list_reviews,
    request_review,
    withdraw_review,
)
from models import AuditEvent, OutboxMessage, ReviewRequest, RoleStatus
from tests.meetings import Seeking, add_role, employing, seeking
from tests.people import People

DAY = date(2026, 3, 1)


def asked(people: People, seeker: Seeking, role_id: UUID, subject: str = "rank") -> UUID:
    with people.database.session(write=True) as session:
        made = request_review(
            session,
            seeker.caller,
            role_id,
            subject=subject,
            message="My degree counts.",
            shown={"score": 0.2},
            day=DAY,
        )
        session.commit()
        return made.id


def operator(people: People) -> Caller:
    return Caller(account_id=people.admin().account_id, is_admin=True)


def mails(people: People) -> list[dict[str, str]]:
    with people.database.session(write=False) as session:
        wanted = sa.select(OutboxMessage.payload).where(OutboxMessage.type == "mail.send")
        return list(session.scalars(wanted))


def test_a_person_answers_by_the_deadline(people: People) -> None:
    employer, seeker = employing(people), seeking(people)
    review_id, admin = asked(people, seeker, employer.role_id), operator(people)
    with people.app.test_request_context(), people.database.session(write=True) as session:
        [(request, role)], total = list_reviews(session, admin, status="open", limit=5, after=None)
        assert (request.id, role.id, total) == (review_id, employer.role_id, 1)
        assert request.due_on == date(2026, 3, 16)
        decide_review(session, admin, review_id, outcome="corrected", answer="You are right.")
        session.commit()
        [(answered, _)] = list_own_reviews(session, seeker.caller)
        assert (str(answered.status), answered.answer) == ("corrected", "You are right.")
        with pytest.raises(Conflict):
            decide_review(session, admin, review_id, outcome="confirmed", answer="No.")
        with pytest.raises(Conflict):
            withdraw_review(session, seeker.caller, review_id)
    [mail] = mails(people)
    assert mail["to"] == seeker.person.email
    assert "You are right." in mail["text"]
    assert mail["unsubscribe"] in mail["text"]
    trail = sa.select(AuditEvent.detail).where(AuditEvent.type == "review.decided")
    assert people.scalar(trail)["status"] == "corrected"


def test_who_wants_no_mail_gets_none(people: People) -> None:
    employer, seeker = employing(people), seeking(people)
    review_id, admin = asked(people, seeker, employer.role_id), operator(people)
    with people.app.test_request_context(), people.database.session(write=True) as session:
        choose_topics(session, seeker.caller, ["searches"])
        decide_review(session, admin, review_id, outcome="confirmed", answer="Checked.")
        session.commit()
    assert mails(people) == []


def test_the_most_urgent_come_first_and_in_pages(people: People) -> None:
    employer, seeker = employing(people), seeking(people)
    ids = [asked(people, seeker, employer.role_id, each) for each in ("rank", "k_sponsorship")]
    urgent, admin = asked(people, seeking(people), employer.role_id), operator(people)
    with people.database.session(write=True) as session:
        session.get_one(ReviewRequest, urgent).due_on = DAY
        session.commit()
        seen: list[UUID] = []
        after = None
        for _ in range(3):
            rows, total = list_reviews(session, admin, status=None, limit=1, after=after)
            assert total == 3
            request = rows[0][0]
            seen.append(request.id)
            after = [request.due_on.isoformat(), str(request.id)]
    assert seen == [urgent, *ids]


def test_who_may_ask_for_what(people: People) -> None:
    employer, seeker = employing(people), seeking(people)
    draft = add_role(people, employer.employer_id, status=RoleStatus.DRAFT, posted_at=None)
    nobody = Caller(account_id=people.person().account_id)
    with people.database.session(write=True) as session:

        def ask(caller: Caller, role_id: UUID, subject: str) -> None:
            request_review(
                session, caller, role_id, subject=subject, message="x", shown={}, day=DAY
            )

        for caller, role_id, subject, refusal in (
            (nobody, employer.role_id, "rank", NotFound),
            (seeker.caller, draft, "rank", NotFound),
            (seeker.caller, UUID(int=7), "rank", NotFound),
            (seeker.caller, employer.role_id, "weather", Invalid),
        ):
            with pytest.raises(refusal):
                ask(caller, role_id, subject)
        ask(seeker.caller, employer.role_id, "rank")
        with pytest.raises(Conflict):
            ask(seeker.caller, employer.role_id, "rank")


def test_so_many_and_no_more_at_once(people: People) -> None:
    employer, seeker = employing(people), seeking(people)
    for _ in range(MOST_OPEN):
        asked(people, seeker, add_role(people, employer.employer_id))
    with pytest.raises(Conflict):
        asked(people, seeker, employer.role_id)
    with people.database.session(write=True) as session:
        [(request, _), *_] = list_own_reviews(session, seeker.caller)
        withdraw_review(session, seeker.caller, request.id)
        session.commit()
    asked(people, seeker, employer.role_id)


def test_strangers_see_and_decide_nothing(people: People) -> None:
    employer, seeker, other = employing(people), seeking(people), seeking(people)
    review_id, admin = asked(people, seeker, employer.role_id), operator(people)
    both = Caller(
        account_id=seeker.person.account_id, candidate_id=seeker.candidate_id, is_admin=True
    )
    with people.database.session(write=True) as session:
        assert list_own_reviews(session, other.caller) == []
        with pytest.raises(NotFound):
            withdraw_review(session, other.caller, review_id)
        with pytest.raises(NotAllowed):
            list_reviews(session, other.caller, status=None, limit=5, after=None)
        for caller in (other.caller, both):
            with pytest.raises(NotAllowed):
                decide_review(session, caller, review_id, outcome="confirmed", answer="x")
        with pytest.raises(Invalid):
            decide_review(session, admin, review_id, outcome="open", answer="x")
        with pytest.raises(NotFound):
            decide_review(session, admin, UUID(int=7), outcome="confirmed", answer="x")
