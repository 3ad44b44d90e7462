"""A name that nobody answers holds up its own delivery, and no other."""

import socket
from collections.abc import Iterator
from threading import Event, Thread

import pytest

from marketplace.webhooks.addresses import UNKNOWN_NAME, Found, Unreachable
from marketplace.webhooks.looking_up import LookUp
from marketplace.webhooks.posting import Poster
from marketplace.webhooks.requesting import Requester
from models import DeliveryStatus, now
from tests.marketplace.webhooks.sinks import deliver, deliveries, fan, hook, local, sink
from tests.marketplace.webhooks.test_delivering import happen
from tests.marketplace.webhooks.test_posting import attempt
from tests.people import People

HERE: Found = [(socket.AF_INET, "127.0.0.1")]


class Resolver:
    """Answers at once, but for names of ``silent.example``: those when it is told to."""

    def __init__(self) -> None:
        self.go_on = Event()

    def __call__(self, host: str, port: int) -> Found:
        """Return the address of a name."""
        del port
        if host.endswith("silent.example"):
            self.go_on.wait()
        if host == "lost.example":
            raise Unreachable(UNKNOWN_NAME)
        return HERE


@pytest.fixture
def resolver() -> Iterator[Resolver]:
    """A resolver that hangs for as long as the test lasts."""
    made = Resolver()
    yield made
    made.go_on.set()


def test_a_silent_name_is_given_up_in_time(resolver: Resolver) -> None:
    poster = Poster(Requester(allow_local=True, resolve=LookUp(resolver, seconds=0.05)))
    answer = poster(attempt("http://silent.example/"), now())
    assert answer.failure == "the name was not found in time"
    assert not resolver.go_on.is_set()


def test_what_a_look_up_finds_is_handed_on(resolver: Resolver) -> None:
    look_up = LookUp(resolver)
    assert look_up("here.example", 443) == HERE
    with pytest.raises(Unreachable, match="the name has no address"):
        look_up("lost.example", 443)


def test_a_thread_that_cannot_start_takes_no_place(
    resolver: Resolver, monkeypatch: pytest.MonkeyPatch
) -> None:
    look_up = LookUp(resolver, seconds=0.05, most=1)
    with monkeypatch.context() as patched:
        patched.setattr(Thread, "start", _refuse)
        with pytest.raises(Unreachable, match="not found in time"):
            look_up("here.example", 443)
    assert look_up("here.example", 443) == HERE


def _refuse(thread: Thread) -> None:
    raise RuntimeError(f"can't start {thread.name}")


def test_a_silent_name_holds_up_no_other_delivery(people: People, resolver: Resolver) -> None:
    owner, _ = people.owner()
    fan(people.database)
    with sink() as receiver:
        port = receiver.url.split(":")[2].split("/")[0]
        silent, _ = hook(people, owner, f"http://silent.example:{port}/", "role.published")
        heard, _ = hook(people, owner, f"http://here.example:{port}/", "role.published")
        happen(people)
        fan(people.database)
        post = local(resolve=LookUp(resolver, seconds=2))
        assert deliver(people, post)
        assert deliver(people, post)
        assert len(receiver.received) == 1
    assert [each.status for each in deliveries(people, heard)] == [DeliveryStatus.DELIVERED]
    assert [each.failure for each in deliveries(people, silent)] == [
        "the name was not found in time"
    ]


def test_only_so_many_are_looked_up_at_once(resolver: Resolver) -> None:
    look_up = LookUp(resolver, seconds=0.05, most=2)
    for host in ("a.silent.example", "b.silent.example", "here.example"):
        with pytest.raises(Unreachable, match="in time"):
            look_up(host, 443)
    one_by_one = LookUp(resolver, most=1)
    assert [one_by_one("here.example", 443) for _ in range(3)] == [HERE] * 3
