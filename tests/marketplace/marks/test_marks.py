from uuid import UUID

import pytest

from marketplace.errors import Conflict, Gone, NotFound
from marketplace.marks import services
from marketplace.marks.services import (
    hidden_roles,
    list_marked,
    mark_role,
    marks_of,
    unmark_role,
)
from models import RoleStatus
from tests.meetings import add_role, employing, seeking
from tests.people import People


def test_a_role_is_saved_or_hidden_and_neither_again(people: People) -> None:
    employer, seeker, other = employing(people), seeking(people), seeking(people)
    hidden = add_role(people, employer.employer_id)
    with people.database.session(write=True) as session:
        for _ in range(2):
            mark_role(session, seeker.caller, employer.role_id, "saved")
        mark_role(session, seeker.caller, hidden, "saved")
        mark_role(session, seeker.caller, hidden, "hidden")
        session.commit()
        assert marks_of(session, seeker.caller, [employer.role_id, hidden]) == {
            employer.role_id: "saved",
            hidden: "hidden",
        }
        assert hidden_roles(session, seeker.caller) == {hidden}
        [(role, _)], total = list_marked(session, seeker.caller, "saved", limit=5, after=None)
        assert (role.id, role.employer.id, total) == (employer.role_id, employer.employer_id, 1)
        assert marks_of(session, other.caller, [hidden]) == {}
        unmark_role(session, other.caller, hidden)
        assert hidden_roles(session, seeker.caller) == {hidden}
        unmark_role(session, seeker.caller, hidden)
        assert hidden_roles(session, seeker.caller) == frozenset()


def test_marks_come_in_pages(people: People) -> None:
    employer, seeker = employing(people), seeking(people)
    roles = [employer.role_id, *(add_role(people, employer.employer_id) for _ in range(4))]
    with people.database.session(write=True) as session:
        for role_id in roles:
            mark_role(session, seeker.caller, role_id, "saved")
        session.commit()
        seen: list[UUID] = []
        after = None
        while True:
            rows, total = list_marked(session, seeker.caller, "saved", limit=2, after=after)
            assert total == 5
            seen += [role.id for role, _ in rows[:2]]
            if len(rows) < 3:
                break
            role, marked_at = rows[1]
            after = [marked_at.isoformat(), str(role.id)]
    assert seen == roles[::-1]


def test_what_cannot_be_marked(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    employer, seeker = employing(people), seeking(people)
    draft = add_role(people, employer.employer_id, status=RoleStatus.DRAFT, posted_at=None)
    closed = add_role(people, employer.employer_id, status=RoleStatus.CLOSED)
    second = add_role(people, employer.employer_id)
    monkeypatch.setattr(services, "MOST", 1)
    with people.database.session(write=True) as session:
        for role_id, refusal in ((UUID(int=7), NotFound), (draft, NotFound), (closed, Gone)):
            with pytest.raises(refusal):
                mark_role(session, seeker.caller, role_id, "saved")
        mark_role(session, seeker.caller, employer.role_id, "saved")
        with pytest.raises(Conflict):
            mark_role(session, seeker.caller, second, "saved")
