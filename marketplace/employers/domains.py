"""By which names a candidate can hide from an employer: its id and its domains."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import sqlalchemy as sa
from sqlalchemy.orm import Session

from marketplace.database import once_while_reading
from models import Employer, Membership

_MEMBERS = sa.select(Membership.email).where(Membership.employer_id == sa.bindparam("employer_id"))


def hiding_keys(session: Session, employer: Employer) -> frozenset[str]:
    """Return the employer's id, and the domains of its website and of its members' addresses."""
    return once_while_reading(session, (hiding_keys, employer.id), lambda: _keys(session, employer))


def _keys(session: Session, employer: Employer) -> frozenset[str]:
    emails = session.connection().execute(_MEMBERS, {"employer_id": employer.id}).scalars()
    hosts = {email.rpartition("@")[2] for email in emails}
    if employer.website:
        hosts.add((urlsplit(employer.website).hostname or "").lower())
    return frozenset({str(employer.id), *(name for host in hosts for name in _names(host))})


def _names(host: str) -> Iterator[str]:
    """Yield a host and the domains that it lies in: jobs.a.cn, a.cn."""
    try:
        labels = host.encode("idna").decode("ascii").split(".")
    except UnicodeError:
        return
    for start in range(len(labels) - 1):
        yield ".".join(labels[start:])
