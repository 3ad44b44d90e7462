"""What a session finds once."""

from itertools import count

import pytest

from marketplace.database import once_while_reading
from tests.people import People


@pytest.mark.parametrize(("write", "found"), [(False, [1, 1, 2, 3]), (True, [1, 2, 3, 4])])
def test_a_session_that_only_reads_asks_once_in_each_transaction(
    people: People, *, write: bool, found: list[int]
) -> None:
    asked = count(1)
    with people.database.session(write=write) as session:
        told = [once_while_reading(session, "name", lambda: next(asked)) for _ in range(2)]
        told.append(once_while_reading(session, "another", lambda: next(asked)))
        session.commit()
        told.append(once_while_reading(session, "name", lambda: next(asked)))
    assert told == found
