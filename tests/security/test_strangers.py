"""Every call with every kind of stranger: what they get, and that nothing else happens."""

import pytest
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from marketplace.database import roll_back
from marketplace.permissions import CALLS
from tests.people import Answer, Person
from tests.security.bodies import BODIES
from tests.security.matrix import EXPORTS, HANDED_OUT, KNOWN, LACKING, ROWS, WRITTEN_ABOUT, Row
from tests.security.requests import filled, foreign, narrowed, problem_of, send
from tests.security.world import World

DEAD = ("expired owner", "revoked owner", "expired ana", "revoked ana", "deleted", "locked")


def routes(world: World) -> list[Rule]:
    """Return the routes that the table must hold."""
    return [
        rule
        for rule in world.people.app.url_map.iter_rules()
        if rule.endpoint != "static" and not rule.endpoint.startswith("security.")
    ]


def test_every_route_is_in_the_table_of_permissions(world: World) -> None:
    assert {rule.endpoint for rule in routes(world)} == set(CALLS)


def test_every_call_is_in_the_matrix(world: World) -> None:
    walked = {(row.endpoint, row.method) for row in ROWS}
    known = {
        (rule.endpoint, method)
        for rule in routes(world)
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert walked == known


def test_every_scope_is_missed_once() -> None:
    missed = {row.endpoint for row in ROWS if "narrow" in row.statuses}
    assert {endpoint for endpoint, rule in CALLS.items() if rule.scope} <= missed


@pytest.mark.parametrize("name", [name for name, rule in CALLS.items() if rule.also])
def test_a_page_of_two_kinds_of_things_asks_for_both_scopes(world: World, name: str) -> None:
    row, scope = next(row for row in ROWS if row.endpoint == name), CALLS[name].also
    assert scope is not None
    answer = send(world.narrowed("owner", scope), row, world.things)
    assert answer.status_code == 403
    assert answer.json["detail"] == f"The token lacks the scope {scope}."


def test_no_row_is_there_twice_and_no_body_without_a_row() -> None:
    names = [row.name for row in ROWS]
    assert len(names) == len(set(names))
    assert (BODIES.keys() | LACKING.keys()) <= set(names)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_strangers_get_what_the_matrix_says(world: World, row: Row) -> None:
    faults = {}
    for column, expected in row.statuses.items():
        with pytest.MonkeyPatch.context() as patch:
            if expected < 400 and row.method != "GET":  # each writer meets the same world
                patch.setattr("marketplace.edge.commit", undo)
            person = narrowed(world, row) if column == "narrow" else world.persons[column]
            answer = send(person, row, world.things)
        given = WRITTEN_ABOUT if column == "ana" and row.endpoint in EXPORTS else ()
        found = foreign(answer, column, filled(row.body, world.things))
        found = [each for each in found if each not in given]
        if (answer.status_code, found) != (expected, []):
            faults[column] = (answer.status_code, found, answer.get_data(as_text=True)[:500])
        elif expected >= 400:
            check_refusal(world, person, row, answer)
    assert faults == {}
    assert world.changed() == (["audit_event"] if row.endpoint in HANDED_OUT else [])


def undo(session: Session) -> None:
    """Write, as a commit does, and take it back."""
    session.flush()
    roll_back(session)


def check_refusal(world: World, person: Person, row: Row, answer: Answer) -> None:
    """A refusal is a problem; what is hidden looks like what is not there."""
    problem = problem_of(answer)
    assert problem["status"] == answer.status_code
    if answer.status_code == 404:
        assert problem_of(send(person, row, world.nowhere())) == problem
    if row.method == "GET":
        head = send(person, row, world.things, method="HEAD")
        assert (head.status_code, head.get_data()) == (answer.status_code, b"")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_a_dead_token_opens_nothing(world: World, row: Row) -> None:
    for who in DEAD:
        answer = send(world.persons[who], row, world.things)
        assert (who, answer.status_code, foreign(answer, who)) == (who, 401, [])
        assert problem_of(answer)["title"] == "Not signed in"
    assert world.changed() == []


def test_the_canaries_are_there_for_those_who_may_read_them(world: World) -> None:
    """Without this, a world without canaries would pass."""
    for column, path, canary in (
        ("owner", "/roles/{draft}", "owner-draft"),
        ("viewer", "/applications/{application}", "ana-phone"),
        ("ana", "/candidates/{ana}", "ana-organisation"),
        ("ana", "/invitations", "owner-invitation"),
        ("integration", "/candidates/{managed}", "integration-name"),
        ("owner", "/roles/{open}/matches/{ben_code}", "ben-summary"),
    ):
        answer = world.persons[column].get(path.format_map(world.things))
        assert canary in foreign(answer, "nobody"), (column, path)
    assert set(KNOWN) >= {column for row in ROWS for column in row.statuses} - {"narrow"}


@pytest.mark.parametrize("who", ["viewer", "recruiter", "former", "employer", "admin"])
def test_only_owners_export_an_employers_roles(world: World, who: str) -> None:
    lines = world.persons[who].get("/exports/roles.ndjson").get_data(as_text=True)
    assert world.things["aurora"] not in lines
    assert world.things["draft"] in world.persons["owner"].get("/exports/roles.ndjson").text
