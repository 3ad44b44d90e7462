"""The thread beside the worker's rounds that delivers events, to several webhooks at once."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from threading import Event, Thread

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from marketplace.database import Database, commit
from marketplace.webhooks.catching_up import catch_up, is_catching_up
from marketplace.webhooks.delivering import Post, count_ready, deliver_next
from marketplace.webhooks.fanning import fan_out, has_news
from models import now

INTERVAL_SECONDS = 1
AT_ONCE = 12  # receivers; more wait their turn

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """Something else that is sent to receivers, each under its lease."""

    count_ready: Callable[[Session, datetime], int]  # to how many something could be sent now
    send_next: Callable[[datetime], bool]  # makes one attempt; whether there was one


class Courier:
    """Fans events out and delivers them, and runs other errands, until it is told to stop.

    A silent webhook keeps one of its hands for a while, and no other webhook waiting.
    """

    def __init__(
        self,
        database: Database,
        post: Post,
        *,
        secret: str,
        public_url: str,
        stop: Event,
        clock: Callable[[], datetime] = now,
        errands: Sequence[Errand] = (),
    ) -> None:
        self._database, self._post, self._clock = database, post, clock
        self._secret, self._public_url = secret, public_url
        self._stop = stop
        deliveries = Errand(count_ready=count_ready, send_next=self._deliver_next)
        self._errands = (deliveries, *errands)
        self._hands: set[Future[None]] = set()

    def start(self) -> Thread:
        """Work in a thread of its own; return it, to be joined after the stop."""
        thread = Thread(target=self._work, name="courier")
        thread.start()
        return thread

    def _work(self) -> None:
        with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="delivery") as pool:
            while not self._stop.is_set():
                self._look(pool)
                self._stop.wait(INTERVAL_SECONDS)

    def do_all(self) -> None:
        """Deliver what is due now, and return when it is done."""
        with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="delivery") as pool:
            self._look(pool)

    def _look(self, pool: ThreadPoolExecutor) -> None:
        """Fan out what is new, and put as many hands to work as receivers wait."""
        try:
            while self._has_news():
                self._write(fan_out)
            while self._is_behind():
                self._write(catch_up)
            with self._database.session(write=False) as session:
                waiting = [
                    (each, each.count_ready(session, self._clock())) for each in self._errands
                ]
        except SQLAlchemyError as error:
            log.warning("courier_failed", error=type(error).__name__)
            return
        self._hands = {each for each in self._hands if not each.done()}
        for errand, count in waiting:
            for _ in range(min(count, AT_ONCE - len(self._hands))):
                hand = pool.submit(self._run, errand)
                hand.add_done_callback(_look_at)
                self._hands.add(hand)

    def _has_news(self) -> bool:
        """Whether an event waits: looking takes nobody's turn to write."""
        with self._database.session(write=False) as session:
            return not self._stop.is_set() and has_news(session)

    def _is_behind(self) -> bool:
        with self._database.session(write=False) as session:
            return not self._stop.is_set() and is_catching_up(session)

    def _write(self, step: Callable[[Session, datetime], object]) -> None:
        with self._database.session(write=True) as session:
            step(session, self._clock())
            commit(session)

    def _run(self, errand: Errand) -> None:
        """Send one thing after another until nothing is due."""
        while not self._stop.is_set() and errand.send_next(self._clock()):
            pass

    def _deliver_next(self, at: datetime) -> bool:
        return deliver_next(
            self._database, self._post, secret=self._secret, public_url=self._public_url, at=at
        )


def _look_at(hand: "Future[None]") -> None:
    """Log what ended a hand: what it was at is tried again when its lease ends."""
    error = hand.exception()
    if error is not None:
        log.warning("courier_failed", error=type(error).__name__)
