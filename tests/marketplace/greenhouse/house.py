"""A Greenhouse of the tests on this machine, and employers that send people there."""

import base64
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import orjson
import sqlalchemy as sa

from marketplace.greenhouse.sending import Ask, Installation, send_next
from marketplace.webhooks.requesting import Answer, Request, Requester
from models import GreenhouseAccount, GreenhousePush, now
from tests.browsing import Browser
from tests.marketplace.webhooks.sinks import PUBLIC_URL, SECRET, Sink, sink
from tests.meetings import Employing, Seeking, applied
from tests.people import People

KEY = "f06b2b153e016f8e7c3632627af56b1d-3"
USER = "recruiting@hogwarts.example"
PROFILE = "https://app.greenhouse.io/people/17681532?application_id=26234709"
MADE = {"id": 17681532, "application_id": 26234709, "external_id": "?", "profile_url": PROFILE}
NOBODY = "http://127.0.0.1:9"  # where nothing listens


@contextmanager
def greenhouse(
    status: int = 200, told: object = MADE, headers: Mapping[str, str] | None = None
) -> Iterator[Sink]:
    """Answer as Greenhouse would for as long as the block lasts."""
    with sink((status, headers or {}), body=orjson.dumps(told)) as house:
        house.url = house.url.partition("/hooks")[0]
        yield house


def pages_of(boss: Employing) -> Browser:
    """Return the browser of an employer's owner."""
    return Browser(boss.owner.client.application, boss.owner)


def connect(people: People, boss: Employing) -> None:
    """Connect an employer's Greenhouse, and take the key for good."""
    path = f"/employer/organisations/{boss.employer_id}/greenhouse"
    made = pages_of(boss).post(path, {"api_key": KEY, "user_email": USER}, follow=False)
    assert made.status_code == 303, made.text
    assert run(people, stub(200, {"full_name": "Minerva"}))


def ask_for(boss: Employing, *seekers: Seeking, **fields: str) -> Any:
    """Have people sent by the page, and return what it shows then."""
    who = [each.code_for(boss) for each in seekers]
    path = f"/employer/roles/{boss.role_id}/greenhouse"
    return pages_of(boss).post(path, {"who": who, **fields})


def waiting(people: People, boss: Employing, *seekers: Seeking) -> None:
    """Let people apply, and ask for them to be sent."""
    connect(people, boss)
    for each in seekers:
        applied(each, boss)
    assert ask_for(boss, *seekers).status_code == 200


class Stub:
    """Answers requests without a network, and keeps them."""

    def __init__(self, *answers: Answer) -> None:
        self.answers, self.requests = list(answers), list[Request]()

    def __call__(self, request: Request) -> Answer:
        """Return the next answer, the last again and again."""
        self.requests.append(request)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


def stub(status: int | None = 200, told: object = MADE, **answer: Any) -> Stub:
    """Return what answers all requests alike."""
    is_good = status is not None and 200 <= status < 300
    failure = None if is_good else f"answered {status}"
    return Stub(Answer(status=status, failure=failure, body=orjson.dumps(told), **answer))


def run(
    people: People, ask: Ask | None = None, *, url: str = NOBODY, at: datetime | None = None
) -> bool:
    """Make one attempt that is due."""
    here = Installation(url=url, public_url=PUBLIC_URL, secret=SECRET)
    asks = ask or Requester(allow_local=True, seconds=10.0)
    return send_next(people.database, asks, here, at=at or now())


def run_all(
    people: People, ask: Ask | None = None, *, url: str = NOBODY, at: datetime | None = None
) -> int:
    """Make all attempts that are due at a moment; return how many there were."""
    moment, count = at or now(), 0
    while run(people, ask, url=url, at=moment):
        count += 1
    return count


def pushes(people: People) -> list[GreenhousePush]:
    """Return all pushes as they stand, oldest first."""
    with people.database.session(write=False) as session:
        return list(session.scalars(sa.select(GreenhousePush).order_by(GreenhousePush.id)))


def account(people: People) -> GreenhouseAccount | None:
    """Return the account as it stands."""
    found: GreenhouseAccount | None = people.scalar(sa.select(GreenhouseAccount))
    return found


def looks(seeker: Seeking) -> list[str]:
    """Return what a candidate reads that was seen of them."""
    log = seeker.person.get(f"/candidates/{seeker.candidate_id}/access_log").json["data"]
    return [view["what"] for view in log]


def proof_of(key: str) -> str:
    """Return how a key is shown to Greenhouse."""
    return "Basic " + base64.b64encode(f"{key}:".encode()).decode()
