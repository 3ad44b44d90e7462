"""CPU of requests under gunicorn, beside a bare one: ``python -m benchmarks.request_cost``."""

import argparse
import http.client
import os
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir

import sqlalchemy as sa

from benchmarks.bare_answer import FOLDER
from benchmarks.invented_market import Made, make_market
from benchmarks.request_parts import report_parts
from marketplace.database import make_engine
from models import Candidate, ChangedKind, IndexChange, Membership, Role

BASE = "/api/v1"
BARE, OURS = "python:benchmarks.bare_answer", "gunicorn.conf.py"
THREADS = 2
QUESTIONS = 40  # different ones, asked in turn
ROUNDS = 5
CHANGED = 500  # candidates, one before each question of a changing market
LIMITS = {"long": 6.0, "short": 4.0}
Headers = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Question:
    """A request of one kind."""

    path: str
    headers: Headers
    change: Callable[[], None] | None = None  # what happens to the market just before


def main() -> None:
    """Serve both, ask both in turn, print what each costs and where it goes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=100_000, help="roles, and candidates")
    parser.add_argument("--folder", type=Path, default=Path(gettempdir()) / "request_cost")
    parser.add_argument("--requests", type=int, default=200, help="of each kind in a round")
    parser.add_argument("--no-parts", action="store_true")
    options = parser.parse_args()
    made = make_market(options.folder, options.documents)
    questions = _questions(made)
    measure(made, questions, options.requests)
    if not options.no_parts:
        asked = {
            kind: [(each.path, each.headers) for each in kinds]
            for kind, kinds in questions.items()
            if not any(each.change for each in kinds)
        }
        report_parts(environment(made, free_port()), asked)


def measure(made: Made, questions: Mapping[str, Sequence[Question]], count: int) -> None:
    """Print the CPU of each kind of request, and its ratio to the bare answer, by medians."""
    with ExitStack() as running:
        port = free_port()
        ours = running.enter_context(served("wsgi:app", OURS, environment(made, port), port))
        print("a new process answers its first ranked question after ", end="")
        print("{:.2f} s, {:.2f} s of CPU".format(*ours.first_answer(questions["long"][0])))
        folder = Path(running.enter_context(TemporaryDirectory()))
        for kind in LIMITS:
            (folder / f"{kind}.json").write_bytes(ours.ask(questions[kind][0]))
        plain = {FOLDER: str(folder)}
        bare = running.enter_context(served("benchmarks.bare_answer:app", BARE, plain, free_port()))
        kinds: dict[str, tuple[Served, Sequence[Question]]] = {"bare": (bare, [Question("/", {})])}
        for kind in LIMITS:
            kinds[f"bare, {kind}"] = bare, [Question(f"/answers/{kind}", {})]
        kinds |= {kind: (ours, asked) for kind, asked in questions.items()}
        print(f"{'first look at each':<34}", end="")
        for kind, (server, asked) in kinds.items():
            print(f"{kind} {server.cost(asked, len(asked)):8.2f} ms  ", end="")
        print()
        rounds: dict[str, list[float]] = {kind: [] for kind in kinds}
        for _ in range(ROUNDS):  # interleaved: whatever else the machine does, all of them feel it
            for kind, (server, asked) in kinds.items():
                rounds[kind].append(server.cost(asked, count))
    for kind, costs in rounds.items():
        print(f"{kind:<16} {statistics.median(costs):7.3f} ms", end="")
        print(f"  {_ratio(costs, rounds['bare']):6.2f} × bare", end="")
        if kind in LIMITS:
            same = _ratio(costs, rounds[f"bare, {kind}"])
            print(f", {same:.2f} × bare of the same content (at most {LIMITS[kind]:.0f})", end="")
        print()


def _ratio(costs: Sequence[float], others: Sequence[float]) -> float:
    """Return how often one takes what the other does, by the median of the rounds."""
    return statistics.median(cost / other for cost, other in zip(costs, others, strict=True))


@dataclass
class Served:
    """A service under gunicorn with one worker process."""

    port: int
    master: int
    connection: http.client.HTTPConnection

    def cost(self, questions: Sequence[Question], count: int) -> float:
        """Ask ``count`` times; return milliseconds of CPU of the worker for each."""
        self.connection.close()  # an idle one may have been given up
        before = self._cpu()
        for number in range(count):
            self.ask(questions[number % len(questions)])
        return (self._cpu() - before) / count * 1_000

    def ask(self, question: Question) -> bytes:
        """Send one request on the kept connection."""
        if question.change is not None:
            question.change()
        self.connection.request("GET", question.path, headers=dict(question.headers))
        answer = self.connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{answer.status} for {question.path}: {body[:300]!r}")
        return body

    def first_answer(self, question: Question) -> tuple[float, float]:
        """End the worker; return seconds, and of CPU, until a new one has answered."""
        [old] = self._workers()
        os.kill(int(old), signal.SIGKILL)
        while self._workers() in ([], [old]):
            time.sleep(0.005)
        parted = time.perf_counter()
        self.connection.close()
        self.ask(question)
        return time.perf_counter() - parted, self._cpu()

    def _workers(self) -> list[str]:
        """Return the worker processes."""
        children = Path(f"/proc/{self.master}/task/{self.master}/children").read_text("ascii")
        return children.split()

    def _cpu(self) -> float:
        """Return the seconds that the worker processes ran, by the scheduler's own clock."""
        files = (
            file for child in self._workers() for file in Path("/proc").glob(f"{child}/task/*")
        )
        return sum(int((file / "schedstat").read_text().split()[0]) for file in files) / 1e9


@contextmanager
def served(app: str, config: str, settings: Mapping[str, str], port: int) -> Iterator[Served]:
    """Serve an application for as long as the block lasts, by as many processes and threads."""
    options = ["--bind", f"127.0.0.1:{port}", "--workers", "1", "--threads", str(THREADS)]
    options += ["--worker-class", "gthread", "--keep-alive", "60", "--log-level", "warning"]
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "--config", config, *options, app],
        env={**os.environ, **settings},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
        _await(connection, process)
        yield Served(port, process.pid, connection)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)


def _await(connection: http.client.HTTPConnection, process: "subprocess.Popen[bytes]") -> None:
    while process.poll() is None:
        try:
            connection.request("GET", "/healthz")
            connection.getresponse().read()
        except OSError:
            connection.close()
            time.sleep(0.2)
        else:
            return
    raise RuntimeError("the service did not start")


def environment(made: Made, port: int) -> dict[str, str]:
    """Return the settings of the service."""
    return {
        "DATABASE_URL": made.url,
        "SECRET_KEY": "a secret of the benchmark",
        "PORT": str(port),
        "INDEX_FOLDER": str(made.index),
        "MAIL_FOLDER": str(made.index.parent / "mail"),
        "RATE_LIMIT": "100000000/minute",
        "RUN_WORKER": "false",
    }


def _questions(made: Made) -> dict[str, list[Question]]:
    """Return what is asked: by a whole role, by a few words, with and without a token."""
    engine = make_engine(made.url, query_seconds=60)
    owned = sa.select(Membership.employer_id)
    seeker = sa.select(Candidate.id).where(Candidate.account_id.is_not(None))
    wanted = sa.select(Role.id, Role.title).where(Role.employer_id.in_(owned)).order_by(Role.id)
    with engine.connect() as connection:
        roles = connection.execute(wanted.limit(QUESTIONS)).all()
        candidate_id = connection.scalar(seeker)
    engine.dispose()
    employer = {"Authorization": f"Bearer {made.employer_token}"}
    candidate = {"Authorization": f"Bearer {made.candidate_token}"}
    search = [f"{BASE}/roles?q={'+'.join(title.split())}" for _, title in roles]
    changed = _changing(made)
    return {
        "long": [Question(f"{BASE}/roles/{id_}/matches", employer) for id_, _ in roles],
        "long, changing": [
            Question(f"{BASE}/roles/{id_}/matches", employer, changed) for id_, _ in roles
        ],
        "short": [Question(path, employer) for path in search],
        "short, unsigned": [Question(path, {}) for path in search],
        "short, candidate": [Question(path, candidate) for path in search],
        "long, candidate": [Question(f"{BASE}/candidates/{candidate_id}/matches", candidate)],
    }


def _changing(made: Made) -> Callable[[], None]:
    """Return what has the log name some candidate, as if they had changed."""
    engine = make_engine(made.url, query_seconds=60)
    with engine.connect() as connection:
        some = sa.select(Candidate.id).order_by(Candidate.id.desc()).limit(CHANGED)
        ids = cycle(connection.scalars(some).all())

    def change() -> None:
        with engine.begin() as connection:
            named = {"kind": ChangedKind.CANDIDATE, "subject_id": next(ids)}
            connection.execute(sa.insert(IndexChange).values(named))

    return change


def free_port() -> int:
    """Return a port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


if __name__ == "__main__":
    main()
