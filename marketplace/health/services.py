"""Use cases of operation."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from marketplace.matches.catalogue import Catalogue
from marketplace.operator.health import deliveries, index_state


def check_database(session: Session) -> None:
    """Ask the database for something; a failure is the caller's 503."""
    session.execute(sa.select(1))


def count_standing(
    session: Session, catalogue: Catalogue, at: datetime
) -> dict[tuple[str, str], float]:
    """Return what waits and what is held at this moment, by name and explanation."""
    mail = deliveries(session, at)
    index = index_state(session, catalogue)
    oldest = (at - mail["oldest"]).total_seconds() if mail["oldest"] else 0
    return {
        ("mail_due", "Mails that could be sent now."): mail["due"],
        ("mail_due_oldest_seconds", "How long the oldest of them has been due."): oldest,
        ("mail_failing", "Mails whose last attempt failed."): mail["failing"],
        ("mail_given_up", "Mails that will not be tried again."): mail["given_up"],
        ("index_roles", "Roles that rankings know."): index["roles"],
        ("index_candidates", "Candidates whom rankings know."): index["candidates"],
        ("index_changes_behind", "Changes this process had not read yet."): index["lag"] or 0,
    }
