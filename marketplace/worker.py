"""The worker beside the web processes: ends roles, mails, delivers events, tends the index."""

import math
import signal
import time
from collections.abc import Callable
from threading import Event

import click
import sqlalchemy as sa
import structlog
from flask.cli import with_appcontext
from sqlalchemy.exc import SQLAlchemyError

from marketplace.clock import today
from marketplace.config import Config, current_settings
from marketplace.database import Database, commit, database, empty_log
from marketplace.greenhouse.sending import Installation, make_errand
from marketplace.http.idempotency import KEPT
from marketplace.matches.catalogue import Catalogue
from marketplace.matches.upkeep import Upkeep
from marketplace.outbox import deliver_next
from marketplace.retention.services import purge
from marketplace.roles.services import expire_roles
from marketplace.searches.alerting import tell_searches
from marketplace.senders import make_sender
from marketplace.watches.telling import tell_watches
from marketplace.webhooks.courier import Courier
from marketplace.webhooks.posting import Poster
from marketplace.webhooks.requesting import Requester
from models import IdempotencyKey, now

INTERVAL_SECONDS = 2
CLEANING_SECONDS = 30  # while the log is emptied nobody writes
PURGING_SECONDS = 3_600
MAILS_PER_ROUND = 50  # then roles are looked at again

log = structlog.get_logger()


@click.command("work")
@click.option("--once", is_flag=True, help="Do what is due now, and end.")
@with_appcontext
def work_command(*, once: bool) -> None:
    """Expire roles, deliver mail and events, sweep and tend the index, until SIGTERM."""
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    settings = current_settings()
    work(database(), settings, stop=stop, once=once)


def work(database: Database, settings: Config, *, stop: Event, once: bool) -> None:
    """Do a round, wait, and go on until told to stop; what fails is tried in the next round."""
    index = Upkeep(database, settings.index_folder, stop)
    news = Catalogue(settings.index_folder)  # opened when a saved search or a watch is due
    steps: tuple[Callable[[], None], ...] = (
        lambda: end_roles(database),
        lambda: deliver_mail(database, settings, stop),
        lambda: sweep(database),
        Seldom(lambda: purge_old(database), PURGING_SECONDS),
        Seldom(lambda: clean(database), CLEANING_SECONDS),
        lambda: tell_of_news(database, news, settings.secret_key),
        index.look,
    )
    courier = make_courier(database, settings, stop)
    if once:
        for step in (*steps, courier.do_all):
            _try(step)
        return
    delivering = courier.start()  # apart: a fit of the index must not hold up events
    while not stop.is_set():
        for step in steps:
            _try(step)
        stop.wait(INTERVAL_SECONDS)
    delivering.join()


def make_courier(database: Database, settings: Config, stop: Event) -> Courier:
    """Return who delivers events, and sends people to Greenhouse, as the settings say."""
    ask = Requester(allow_local=settings.webhook_local_addresses)
    here = Installation(
        url=settings.greenhouse_url, public_url=settings.public_url, secret=settings.secret_key
    )
    return Courier(
        database,
        Poster(ask),
        secret=settings.secret_key,
        public_url=settings.public_url,
        stop=stop,
        errands=[make_errand(database, ask, here)],
    )


class Seldom:
    """A step that is left out where it was done not long ago."""

    def __init__(self, step: Callable[[], None], seconds: float) -> None:
        self._step, self._seconds = step, seconds
        self._done = -math.inf

    def __call__(self) -> None:
        """Do the step where its time has come."""
        if time.monotonic() - self._done >= self._seconds:
            self._step()
            self._done = time.monotonic()


def _try(step: Callable[[], None]) -> None:
    """Do one step; a database that is away or a full disk must not end the worker."""
    try:
        step()
    except (SQLAlchemyError, OSError) as error:
        log.warning("worker_step_failed", error=type(error).__name__)


def end_roles(database: Database) -> None:
    """Expire the roles whose last day has passed in Shanghai."""
    with database.session(write=True) as session:
        ended = expire_roles(session, today())
        commit(session)
    if ended:
        log.info("roles_expired", count=ended)


def deliver_mail(database: Database, settings: Config, stop: Event) -> None:
    """Deliver the mail that is due."""
    sender = make_sender(settings)
    for _ in range(MAILS_PER_ROUND):
        if stop.is_set() or not deliver_next(
            database, sender, mail_from=settings.mail_from, at=now()
        ):
            return


def tell_of_news(database: Database, catalogue: Catalogue, secret: str) -> None:
    """Mail what saved searches find that is new, and who is new for watched roles."""
    if told := tell_searches(database, catalogue, at=now()):
        log.info("searches_told", count=told)
    if told := tell_watches(database, catalogue, secret, at=now()):
        log.info("watches_told", count=told)


def sweep(database: Database) -> None:
    """Delete the idempotency keys that nobody may repeat any more."""
    with database.session(write=True) as session:
        session.execute(sa.delete(IdempotencyKey).where(IdempotencyKey.created_at < now() - KEPT))
        commit(session)


def purge_old(database: Database) -> None:
    """Delete what has been kept for as long as it is to be."""
    with database.session(write=True) as session:
        gone = purge(session, now())
        commit(session)
    if gone:
        log.info("purged", **gone)


def clean(database: Database) -> None:
    """Empty the database's log: an erasure may have found somebody reading from it."""
    empty_log(database.engine)
