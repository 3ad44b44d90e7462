"""Receivers of deliveries on this machine, and what tests need to deliver to them."""

import socket
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any
from uuid import UUID

import orjson
import sqlalchemy as sa
from standardwebhooks import Webhook as Verifier

from marketplace.database import Database, commit
from marketplace.webhooks.delivering import deliver_next
from marketplace.webhooks.fanning import fan_out
from marketplace.webhooks.posting import Attempt, Poster
from marketplace.webhooks.requesting import Answer, Requester
from models import Webhook, WebhookDelivery, now
from tests.people import People, Person

SECRET = "a secret of the tests"
PUBLIC_URL = "https://market.example"
ALL = ("role.created", "role.published", "application.created", "application.stage_changed")
Reply = tuple[int, Mapping[str, str]]


@dataclass
class Received:
    """One request that a sink got."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def told(self) -> Any:
        """The body, read."""
        return orjson.loads(self.body)


@dataclass
class Sink:
    """A receiver and what it got.

    Attributes:
        replies: what it answers, one after the other, the last again and again.
    """

    url: str
    replies: list[Reply] = field(default_factory=lambda: [(200, {})])
    received: list[Received] = field(default_factory=list)

    def verified(self, secret: str) -> list[Any]:
        """Return the bodies, each of them checked against its signature."""
        return [Verifier(secret).verify(each.body, each.headers) for each in self.received]


@contextmanager
def sink(*replies: Reply, body: bytes = b"thanks") -> Iterator[Sink]:
    """Receive for as long as the block lasts."""
    made = Sink("")
    if replies:
        made.replies = list(replies)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers["Content-Length"]))
            made.received.append(Received(self.path, dict(self.headers), sent))
            status, headers = made.replies.pop(0) if len(made.replies) > 1 else made.replies[0]
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST  # noqa: N815 - the server calls it so

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.handle_error = lambda *_: None  # type: ignore[method-assign]  # we hang up early
        made.url = f"http://127.0.0.1:{server.server_port}/hooks?of=us"
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield made
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def speaking(talk: Callable[[socket.socket, Event], None]) -> Iterator[str]:
    """Accept connections for as long as the block lasts, and let a function talk on each."""
    over = Event()
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.05)

        def listen() -> None:
            while not over.is_set():
                try:
                    connection, _ = server.accept()
                except TimeoutError:
                    continue
                with connection:
                    talk(connection, over)

        thread = Thread(target=listen)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.getsockname()[1]}/"
        finally:
            over.set()
            thread.join()


def hook(
    people: People,
    person: Person,
    url: str,
    *events: str,
    employer_id: UUID | str | None = None,
    at: datetime | None = None,
) -> tuple[UUID, str]:
    """Return id and secret of a new webhook, made a minute ago, wherever it leads."""
    wanted: dict[str, Any] = {"url": "https://hooks.example/", "events": list(events or ALL)}
    if employer_id is not None:
        wanted["employer_id"] = str(employer_id)
    answer = person.post("/webhooks", wanted)
    assert answer.status_code == 201, answer.json
    made_at = (at or now()) - timedelta(minutes=1)
    change(people, UUID(answer.json["id"]), url=url, created_at=made_at)
    return UUID(answer.json["id"]), answer.json["secret"]


def change(people: People, webhook_id: UUID, **columns: Any) -> None:
    """Change a webhook in the database."""
    with people.database.session(write=True) as session:
        session.execute(sa.update(Webhook).where(Webhook.id == webhook_id).values(**columns))
        session.commit()


def webhook(people: People, webhook_id: UUID) -> Webhook:
    """Return a webhook as it stands."""
    found = people.scalar(sa.select(Webhook).where(Webhook.id == webhook_id))
    assert isinstance(found, Webhook)
    return found


def deliveries(people: People, webhook_id: UUID) -> Sequence[WebhookDelivery]:
    """Return the deliveries of a webhook, oldest first."""
    wanted = sa.select(WebhookDelivery).where(WebhookDelivery.webhook_id == webhook_id)
    with people.database.session(write=False) as session:
        return session.scalars(wanted.order_by(WebhookDelivery.id)).all()


def fan(database: Database, at: datetime | None = None) -> int:
    """Fan out what is new."""
    with database.session(write=True) as session:
        count = fan_out(session, at or now())
        commit(session)
    return count


Post = Callable[[Attempt, datetime], Answer]


def local(**changes: Any) -> Poster:
    """Return what posts to this machine."""
    return Poster(Requester(allow_local=True, **{"seconds": 10.0, **changes}))


def deliver(people: People, post: Post | None = None, *, at: datetime | None = None) -> bool:
    """Make one attempt that is due."""
    return deliver_next(
        people.database,
        post or local(),
        secret=SECRET,
        public_url=PUBLIC_URL,
        at=at or now(),
    )


def deliver_all(people: People, post: Post | None = None, *, at: datetime | None = None) -> int:
    """Fan out, and make the attempts that are due at a moment; return how many there were."""
    moment = at or now()
    fan(people.database, moment)
    count = 0
    while deliver(people, post, at=moment):
        count += 1
    return count
