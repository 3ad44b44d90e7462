"""Use cases of operation."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from marketplace.matches.catalogue import Catalogue
from marketplace.operator.health import deliveries, index_state, webhooks


def check_database(session: Session) -> None:
    """Ask the database for something; a failure is the caller's 503."""
    session.execute(sa.select(1))


def count_standing(
    session: Session, catalogue: Catalogue, at: datetime
) -> dict[tuple[str, str], float]:
    """Return what waits and what is held at this moment, by name and explanation."""
    mail = deliveries(session, at)
    index = index_state(session, catalogue)
    hooks = webhooks(session, at)
    return {
        ("mail_due", "Mails that could be sent now."): mail["due"],
        ("mail_due_oldest_seconds", "How long the oldest of them has been due."): _age(
            mail["oldest"], at
        ),
        ("mail_failing", "Mails whose last attempt failed."): mail["failing"],
        ("mail_given_up", "Mails that will not be tried again."): mail["given_up"],
        ("webhooks_failing", "Webhooks whose last attempt failed."): hooks["failing_hooks"],
        ("webhooks_disabled", "Webhooks that we disabled."): hooks["disabled"],
        ("webhook_due", "Deliveries that could be made now."): hooks["due"],
        ("webhook_due_oldest_seconds", "How long the oldest of them has been due."): _age(
            hooks["oldest"], at
        ),
        ("webhook_later", "Deliveries that wait for their next attempt."): hooks["later"],
        ("webhook_given_up", "Deliveries that will not be tried again."): hooks["given_up"],
        ("index_roles", "Roles that rankings know."): index["roles"],
        ("index_candidates", "Candidates whom rankings know."): index["candidates"],
        ("index_changes_behind", "Changes this process had not read yet."): index["lag"] or 0,
    }


def _age(since: datetime | None, at: datetime) -> float:
    return 0 if since is None else (at - since).total_seconds()
