"""From whom a candidate hides: employers by id, and domains."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from urllib.parse import urlsplit
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from marketplace.errors import Invalid
from marketplace.messages import Message
from models import Employer

_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")


def hidden_keys(session: Session, hidden_from: Sequence[str]) -> list[str]:
    """Return the ids and domains that a candidate hides from, with the employers' own domains.

    Raises:
        Invalid: entries are neither an employer's id nor a domain; each is named.
    """
    named = {place: _uuid(entry) for place, entry in enumerate(hidden_from)}
    websites = _websites(session, (found for found in named.values() if found))
    keys: set[str] = set()
    faults: list[Mapping[str, str]] = []
    for place, entry in enumerate(hidden_from):
        employer_id = named[place]
        try:
            if employer_id is None:
                keys.add(_domain(entry, place))
            elif employer_id not in websites:
                told = Message("There is no employer with this id.")
                raise Invalid.at(f"#/hidden_from/{place}", told)
            else:
                keys.update(_keys_of(employer_id, websites[employer_id]))
        except Invalid as refusal:
            faults += refusal.errors
    if faults:
        raise Invalid(Message("Some fields are not valid."), faults)
    return sorted(keys)


def domain_in(text: str) -> str:
    """Return the domain of an address of the web or of mail, as people paste it; else the text."""
    if not {"/", "@"} & set(text):
        return text
    with suppress(ValueError):
        host = urlsplit(text if "//" in text else f"//{text}").hostname
        return host or text
    return text


def _websites(session: Session, ids: Iterable[UUID]) -> dict[UUID, str | None]:
    wanted = sa.select(Employer.id, Employer.website).where(Employer.id.in_(set(ids)))
    return dict(session.execute(wanted).all())


def _keys_of(employer_id: UUID, website: str | None) -> Iterator[str]:
    yield str(employer_id)
    if host := urlsplit(website or "").hostname:
        yield host.lower().removeprefix("www.")


def _domain(entry: str, place: int) -> str:
    """Return a domain as our keys write it."""
    try:
        domain = entry.lower().removeprefix("www.").encode("idna").decode("ascii")
    except UnicodeError:
        domain = ""
    if not _DOMAIN.fullmatch(domain):
        raise Invalid.at(
            f"#/hidden_from/{place}",
            Message("Neither an employer's id nor a domain such as example.com."),
        )
    return domain


def _uuid(entry: str) -> UUID | None:
    try:
        return UUID(entry)
    except ValueError:
        return None
