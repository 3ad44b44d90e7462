"""Use cases called in tests as somebody, without a request."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from sqlalchemy.orm import Session

from marketplace.auth import make_caller
from marketplace.database import commit
from marketplace.employers.ranking import Desk
from marketplace.permissions import Caller
from models import Account, Candidate
from tests.people import People, Person

SECRET = "a secret of the tests"


@contextmanager
def acting(people: People, person: Person) -> Iterator[tuple[Session, Caller]]:
    """Give a session and the person as its caller; commit unless something was refused."""
    with people.app.app_context(), people.database.session(write=True) as session:
        account = session.get_one(Account, person.account_id)
        profile = sa.select(Candidate.id).where(Candidate.account_id == account.id)
        yield session, make_caller(session, account, session.scalar(profile))
        commit(session)


def desk_of(people: People, session: Session, caller: Caller) -> Desk:
    """Return with what a caller works."""
    kept = people.app.extensions["catalogue"]
    return Desk(session=session, catalogue=kept, caller=caller, secret=SECRET)
