"""Use cases of operation."""

import sqlalchemy as sa
from sqlalchemy.orm import Session


def check_database(session: Session) -> None:
    """Ask the database for something; a failure is the caller's 503."""
    session.execute(sa.select(1))
