from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from marketplace.clock import today
from marketplace.errors import NotFound
from marketplace.permissions import Caller
from marketplace.pipelines import services
from marketplace.pipelines.limits import limits_of, set_limits
from marketplace.roles.services import own_role
from marketplace.shortlists.services import add_entries, create_shortlist, shortlists_of
from models import ColumnLimit, Role, now
from tests.acting import SECRET, acting, desk_of
from tests.meetings import Employing, Seeking, applied, employing, seeking
from tests.people import People, Person


def shortlisted(people: People, boss: Employing, *seekers: Seeking) -> None:
    with acting(people, boss.owner) as (session, caller):
        made = create_shortlist(session, caller, boss.role_id, name="First")
        role = own_role(session, caller, boss.role_id)
        codes = [seeker.code_for(boss) for seeker in seekers]
        add_entries(session, caller, made, role, codes, SECRET)


def board(
    people: People, session: Session, caller: Caller, role_id: UUID, **pages: Any
) -> tuple[Role, list[services.Column]]:
    desk = desk_of(people, session, caller)
    return services.pipeline_of(desk, role_id, day=today(), at=now(), **pages)


def columns(people: People, person: Person, role_id: UUID) -> dict[str, list[str]]:
    with acting(people, person) as (session, caller):
        found = board(people, session, caller, role_id)[1]
        assert all(column.total == len(column.cards) for column in found)
        return {c.name: [card.person.code for card in c.cards] for c in found if c.cards}


def test_each_person_stands_where_they_have_come_to(people: People) -> None:
    boss = employing(people)
    sourced, invited, new, met, gone, declined = (seeking(people) for _ in range(6))
    shortlisted(people, boss, sourced, invited, met)
    for seeker in (invited, declined):
        code = seeker.code_for(boss)
        body = {"role_id": str(boss.role_id), "candidate": code, "message": "Talk?"}
        made = boss.owner.post("/invitations", body).json
    declined.person.post(f"/invitations/{made['id']}/response", {"accept": False})
    applied(new, boss)
    moves = ((met, boss.owner, "interview"), (gone, gone.person, "withdrawn"))
    for seeker, by, to in moves:
        by.post(f"/applications/{applied(seeker, boss)['id']}/transitions", {"to": to})
    assert columns(people, boss.owner, boss.role_id) == {
        "sourced": [sourced.code_for(boss)],
        "invited": [invited.code_for(boss)],
        "applied": [new.code_for(boss)],
        "interview": [met.code_for(boss)],
        "closed": [declined.code_for(boss), gone.code_for(boss)],
    }


def test_who_hides_is_counted_nowhere(people: People) -> None:
    boss = employing(people)
    listed, invited, met = (seeking(people) for _ in range(3))
    shortlisted(people, boss, listed, invited, met)
    code = invited.code_for(boss)
    body = {"role_id": str(boss.role_id), "candidate": code, "message": "Talk?"}
    assert boss.owner.post("/invitations", body).status_code == 201
    applied(met, boss)
    assert counted(people, boss) == ({"sourced": 1, "invited": 1, "applied": 1}, [3])
    for seeker in (listed, met):
        hides = {"hidden_from": [str(boss.employer_id)]}
        assert seeker.person.patch(f"/candidates/{seeker.candidate_id}", hides).status_code == 200
    assert counted(people, boss) == ({"invited": 1, "applied": 1}, [2])
    hidden = {"visibility": "hidden"}
    assert invited.person.patch(f"/candidates/{invited.candidate_id}", hidden).status_code == 200
    assert counted(people, boss) == ({"applied": 1}, [1])


def counted(people: People, boss: Employing) -> tuple[dict[str, int], list[int]]:
    """Return how many the board, which the head of each page repeats, and each list count."""
    with acting(people, boss.owner) as (session, caller):
        role, found = board(people, session, caller, boss.role_id)
        totals = {column.name: column.total for column in found if column.total}
        counts = services.counts_of(session, role)
        assert totals == {name: count for name, count in counts.items() if count}
        lists = shortlists_of(session, caller, role)
    return totals, [count for _, count in lists]


def test_the_time_in_a_stage_begins_with_the_last_move(people: People) -> None:
    boss, seeker = employing(people), seeking(people)
    made, before = applied(seeker, boss), now()
    boss.owner.post(f"/applications/{made['id']}/transitions", {"to": "screen"})
    with acting(people, boss.owner) as (session, caller):
        _, found = board(people, session, caller, boss.role_id)
    [card] = next(column for column in found if column.name == "screen").cards
    assert before <= card.since <= now()


def test_columns_have_pages(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "CARDS", 1)
    boss, one, two = employing(people), seeking(people), seeking(people)
    applied(one, boss)
    applied(two, boss)
    with acting(people, boss.owner) as (session, caller):
        for page, seeker, more in ((1, one, True), (2, two, False)):
            _, found = board(people, session, caller, boss.role_id, pages={"applied": page})
            column = next(column for column in found if column.name == "applied")
            assert [card.person.code for card in column.cards] == [seeker.code_for(boss)]
            assert (column.total, column.has_more) == (2, more)


def test_strangers_see_no_pipeline(people: People) -> None:
    boss, other = employing(people), employing(people)
    with pytest.raises(NotFound):
        columns(people, other.owner, boss.role_id)


def test_the_number_of_statements_does_not_grow_with_the_people(people: People) -> None:
    boss = employing(people, blind_review=True)

    def statements() -> int:
        columns(people, boss.owner, boss.role_id)  # what changed is read once
        seen: list[str] = []
        engine = people.database.engine
        sa.event.listen(engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
        columns(people, boss.owner, boss.role_id)
        return len(seen)

    applied(seeking(people), boss)
    few = statements()
    for _ in range(4):
        applied(seeking(people), boss)
    assert statements() == few


def test_a_column_says_how_far_it_is_over_its_limit(people: People) -> None:
    boss = employing(people)
    for _ in range(3):
        applied(seeking(people), boss)
    with acting(people, boss.owner) as (session, caller):
        set_limits(session, caller, boss.role_id, {"applied": 2, "screen": 5})
        _, found = board(people, session, caller, boss.role_id)
        told = {c.name: (c.total, c.limit, c.excess) for c in found}
        assert told["applied"] == (3, 2, 1)
        assert told["screen"] == (0, 5, 0)
        assert told["visa"] == (0, None, 0)
        set_limits(session, caller, boss.role_id, {"applied": None, "visa": 1, "hired": 4})
        assert limits_of(session, own_role(session, caller, boss.role_id)) == {"visa": 1}


def test_limits_go_with_their_role(people: People) -> None:
    boss = employing(people)
    with acting(people, boss.owner) as (session, caller):
        role = set_limits(session, caller, boss.role_id, {"offer": 3})
        session.delete(role)
        session.flush()
        assert session.scalar(sa.select(sa.func.count()).select_from(ColumnLimit)) == 0
