"""Nobody learns from an answer or its time who has an account or a profile."""

import re
from collections.abc import Callable, Iterator
from itertools import count, repeat
from time import process_time
from typing import Any

import pytest
import sqlalchemy as sa
from passlib.context import CryptContext

from marketplace.accounts.identity import hash_password
from models import Account, now
from tests.browsing import Browser
from tests.people import Answer
from tests.security.world import World

PASSWORD = "a long sentence is best"
UNKNOWN = "nobody-at-all@example.org"


def told(answer: Answer, address: str) -> tuple[int, str, list[str]]:
    """Return all that an answer tells, but for the address and what differs every time."""
    names = sorted(name for name, _ in answer.headers)
    return answer.status_code, answer.text.replace(address, "…"), names


@pytest.mark.parametrize("body", [PASSWORD, "short"])
def test_registering_tells_nothing(world: World, body: str) -> None:
    nobody, known = world.persons["nobody"], world.persons["ana"].email
    answers = [
        told(nobody.post("/accounts", {"email": address, "password": body}), address)
        for address in (known, known.upper(), f"{len(body)}-{UNKNOWN}")
    ]
    first = [(status, names) for status, _, names in answers]
    assert first == [first[0]] * 3
    if body == PASSWORD:
        assert answers[0][1].replace(known.upper(), "…") == answers[2][1].replace(
            f"{len(body)}-", ""
        )


@pytest.fixture
def hashing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords are hashed as slowly as in the running service, not cheaply as in tests."""
    security = world.people.app.extensions["security"]
    monkeypatch.setattr(security, "pwd_context", CryptContext(["argon2"]))


def spent(call: Callable[[str], object], known: str, unknown: Iterator[str]) -> float:
    """Return what calls with a known address cost, as a multiple of those with unknown ones."""
    call(next(unknown))  # what is made once is not of any address

    def seconds(address: str) -> float:
        start = process_time()  # of the processor: others' work on it does not count
        call(address)
        return process_time() - start

    rounds = [(seconds(known), seconds(next(unknown))) for _ in range(5)]
    least: list[float] = [min(times) for times in zip(*rounds, strict=True)]
    return least[0] / least[1]


@pytest.mark.usefixtures("hashing")
def test_registering_takes_as_long_for_a_known_address(world: World) -> None:
    nobody = world.persons["nobody"]

    def call(address: str) -> object:
        return nobody.post("/accounts", {"email": address, "password": PASSWORD})

    new = (f"{number}-{UNKNOWN}" for number in count())
    assert 0.6 < spent(call, world.persons["ana"].email, new) < 1.6  # without care it is 0.02


SIGN_IN: dict[str, dict[str, Any]] = {
    "login": {"password": "not the password at all"},
    "reset": {},
    "confirm": {},
}


@pytest.mark.parametrize("way", SIGN_IN)
def test_signing_in_tells_nothing(world: World, way: str) -> None:
    known = world.persons["ana"].email
    give_password(world, known)
    ways = []
    for address in (known, UNKNOWN):
        fields = {"email": address, **SIGN_IN[way]}
        answer: Any = Browser(world.people.app).post(f"/account/{way}", fields)
        shown = told(answer, address)
        ways.append((shown[0], re.sub(r'value="[^"]{20,}"', "", shown[1]), shown[2]))
    assert ways[0] == ways[1]


def test_registering_in_a_browser_tells_nothing(world: World) -> None:
    ways = []
    for address in (world.persons["ana"].email, f"browser-{UNKNOWN}"):
        fields = {"email": address, "password": PASSWORD}
        answer: Any = Browser(world.people.app).post("/account/register", fields)
        ways.append(told(answer, address))
    assert ways[0] == ways[1]
    assert "Check your email" in ways[0][1]


@pytest.mark.usefixtures("hashing")
@pytest.mark.parametrize("way", ["reset", "confirm"])
def test_asking_for_a_link_takes_as_long_for_a_known_address(world: World, way: str) -> None:
    known = world.persons["ben"].email
    state = {"confirmed_at": None if way == "confirm" else now()}
    with world.people.database.session(write=True) as session:
        session.execute(sa.update(Account).where(Account.email == known).values(**state))
        session.commit()

    def call(address: str) -> object:
        return Browser(world.people.app).post(f"/account/{way}", {"email": address})

    assert 0.5 < spent(call, known, repeat(UNKNOWN)) < 2


def give_password(world: World, address: str) -> None:
    """Give an account a password, as people who registered have one."""
    with world.people.app.test_request_context():
        hashed = hash_password(PASSWORD)
    change = sa.update(Account).where(Account.email == address).values(password=hashed)
    with world.people.database.session(write=True) as session:
        session.execute(change)
        session.commit()


def test_a_profile_for_somebody_tells_not_who_has_one(world: World) -> None:
    integration = world.persons["integration"]
    shown = [
        integration.post("/candidates", {"contact": {"email": address}})
        for address in (world.persons["ben"].email, UNKNOWN)
    ]
    assert [answer.status_code for answer in shown] == [201, 201]
    varying = ("id", "code", "contact", "created_at", "updated_at")
    bodies = [{k: v for k, v in answer.json.items() if k not in varying} for answer in shown]
    assert bodies[0] == bodies[1]


def test_a_part_for_somebody_tells_not_who_has_an_account(world: World) -> None:
    path = f"/employers/{world.things['aurora']}/members"
    shown = [
        world.persons["owner"].post(path, {"email": address, "part": "viewer"})
        for address in (world.persons["ben"].email, UNKNOWN)
    ]
    assert [answer.status_code for answer in shown] == [201, 201]
    assert shown[0].json.keys() == shown[1].json.keys() == {"id", "email", "part", "created_at"}
