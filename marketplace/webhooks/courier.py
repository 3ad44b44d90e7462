"""The thread beside the worker's rounds that delivers events, to several webhooks at once."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
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
AT_ONCE = 12  # webhooks; more wait their turn

log = structlog.get_logger()


class Courier:
    """Fans events out and delivers them, until it is told to stop.

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
    ) -> None:
        self._database, self._post, self._clock = database, post, clock
        self._secret, self._public_url = secret, public_url
        self._stop = stop
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
        """Fan out what is new, and put as many hands to work as webhooks wait."""
        try:
            while self._has_news():
                self._write(fan_out)
            while self._is_behind():
                self._write(catch_up)
            with self._database.session(write=False) as session:
                waiting = count_ready(session, self._clock())
        except SQLAlchemyError as error:
            log.warning("courier_failed", error=type(error).__name__)
            return
        self._hands = {each for each in self._hands if not each.done()}
        for _ in range(min(waiting, AT_ONCE - len(self._hands))):
            hand = pool.submit(self._deliver)
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

    def _deliver(self) -> None:
        """Deliver one thing after another until nothing is due."""
        while not self._stop.is_set() and deliver_next(
            self._database,
            self._post,
            secret=self._secret,
            public_url=self._public_url,
            at=self._clock(),
        ):
            pass


def _look_at(hand: "Future[None]") -> None:
    """Log what ended a hand: what it was at is tried again when its lease ends."""
    error = hand.exception()
    if error is not None:
        log.warning("courier_failed", error=type(error).__name__)
