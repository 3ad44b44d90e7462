"""What was acknowledged is in the next answer of each of two web processes, while others write."""

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from tests.market import PROFILE, Market, market
from tests.people import BASE, People, Person
from tests.serving import Served, serve, settings_for

__all__ = ["market"]

SECONDS = 8


class Voice:
    """Somebody who calls a served application, each time over a new connection."""

    def __init__(self, person: Person, port: str) -> None:
        self.headers = {**person.headers, "Connection": "close", "If-Match": "*"}
        self.port = int(port)

    def send(self, method: str, path: str, body: object = None) -> Any:
        """Send a request, which must succeed, and return what its answer says."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {**self.headers, "Content-Type": "application/json"}
        sent = None if body is None else json.dumps(body)
        connection.request(method, BASE + path, sent, headers)
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        assert answer.status < 300, (method, path, answer.status, text)
        return json.loads(text) if text else None


class Story:
    """Writes through one service, and who may see them."""

    def __init__(self, people: People, market: Market, port: str) -> None:
        self.people, self.port = people, port
        self.employer = Voice(market.owner, port)
        self.wanted = market.open_role(title="Surface code decoders", skills=["Python"])
        ines = market.candidate(visibility="hidden")
        self.seeker, self.seeker_id = Voice(ines.person, port), ines.id
        self.draft = market.owner.get(f"/roles/{self.wanted}").json
        self.employer_id = market.employer["id"]

    def new_person(self) -> Voice:
        return Voice(self.people.person("candidate"), self.port)

    def open_role(self) -> str:
        kept = ("title", "description", "sectors", "city", "province", "work_mode", "headcount")
        body = {name: self.draft[name] for name in (*kept, "salary", "valid_through")}
        role: str = self.employer.send("POST", "/roles", {**body, "employer_id": self.employer_id})[
            "id"
        ]
        self.move(role, "open")
        return role

    def move(self, role: str, to: str) -> None:
        self.employer.send("POST", f"/roles/{role}/transitions", {"to": to})

    def appear(self, person: Voice) -> str:
        """Make a profile that everybody may find; return its path."""
        path = f"/candidates/{person.send('POST', '/candidates', PROFILE)['id']}"
        person.send("PUT", f"{path}/consents/matching", {})
        person.send("PATCH", path, {"visibility": "open"})
        return path

    def roles(self) -> set[str]:
        ranked = self.seeker.send("GET", f"/candidates/{self.seeker_id}/matches?limit=100")
        return {match["role"]["id"] for match in ranked["data"]}

    def searched(self) -> set[str]:
        found = self.seeker.send("GET", "/roles?q=decoders&limit=100")
        return {role["id"] for role in found["data"]}

    def candidates(self) -> set[str]:
        ranked = self.employer.send("GET", f"/roles/{self.wanted}/matches?limit=100")
        return {f"/candidates/{match['candidate']['id']}" for match in ranked["data"]}


class Watch:
    """Asks one process after the other, each alone, and notes who answers with the past."""

    def __init__(self, served: Served) -> None:
        self.processes = web_processes(served.process.pid)
        self.faults: list[str] = []
        self.questions, self.slowest = 0, 0.0

    def expect(self, found: Callable[[], set[str]], subject: str, *, there: bool, act: str) -> None:
        for process in self.processes:
            with stopped(other for other in self.processes if other != process):
                began = time.monotonic()
                if (subject in found()) is not there:
                    self.faults.append(f"process {process}: {act}: {subject}")
                self.slowest = max(self.slowest, time.monotonic() - began)
                self.questions += 1


def web_processes(server: int) -> list[int]:
    """Return the two web processes of a gunicorn server; the second may still be coming."""
    for _ in range(100):
        listed = subprocess.run(
            ["ps", "--ppid", str(server), "-o", "pid=,args="],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        found = [int(line.split()[0]) for line in listed.splitlines() if "gunicorn" in line]
        if len(found) == 2:
            return found
        time.sleep(0.1)
    raise AssertionError(listed)


@contextmanager
def stopped(processes: Iterator[int]) -> Iterator[None]:
    """Hold processes still, so that only others can answer."""
    held = list(processes)
    for process in held:
        os.kill(process, signal.SIGSTOP)
        while "\nState:\tT" not in Path(f"/proc/{process}/status").read_text():
            time.sleep(0.001)
    try:
        yield
    finally:
        for process in held:
            os.kill(process, signal.SIGCONT)


def write_and_look(story: Story, watch: Watch, person: Voice) -> None:
    """Walk a role and a candidate through what can become of them."""
    role = story.open_role()
    for found in (story.roles, story.searched):
        watch.expect(found, role, there=True, act="opened")
    story.move(role, "closed")
    for found in (story.roles, story.searched):
        watch.expect(found, role, there=False, act="closed")
    path = story.appear(person)
    watch.expect(story.candidates, path, there=True, act="appeared")
    person.send("PATCH", path, {"visibility": "hidden"})
    watch.expect(story.candidates, path, there=False, act="hid")
    person.send("PATCH", path, {"visibility": "open"})
    watch.expect(story.candidates, path, there=True, act="came back")
    person.send("DELETE", path)
    watch.expect(story.candidates, path, there=False, act="erased")


@contextmanager
def others_write(story: Story, faults: list[str]) -> Iterator[None]:
    """Have two others write, and a new generation come into force, meanwhile."""
    over: list[bool] = []

    def keep(work: Callable[[], None]) -> None:
        while not over:
            try:
                work()
            except (AssertionError, OSError) as error:
                faults.append(f"a writer: {error!r}")

    def post_roles() -> None:
        story.move(story.open_role(), "closed")

    seeker = story.new_person()
    works = (post_roles, lambda: seeker.send("DELETE", story.appear(seeker)))
    threads = [Thread(target=keep, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        over.append(True)
        for thread in threads:
            thread.join()


@pytest.mark.slow
def test_each_process_answers_with_every_acknowledged_write(
    people: People, market: Market, database_url: str, tmp_path: Path
) -> None:
    environment = settings_for(database_url, tmp_path, PROFILE_LIMIT="1000000/minute")
    story = Story(people, market, environment["PORT"])
    rounds = 0
    with serve(environment, tmp_path / "log") as served:
        watch, person = Watch(served), story.new_person()
        with others_write(story, watch.faults):
            reindex = Thread(target=served.flask, args=("reindex", "--force"))
            reindex.start()
            until = time.monotonic() + SECONDS
            while time.monotonic() < until or rounds < 2:
                write_and_look(story, watch, person)
                rounds += 1
            reindex.join()
            write_and_look(story, watch, person)
    assert watch.faults == []
    assert "Traceback" not in (tmp_path / "log").read_text(encoding="utf-8")
