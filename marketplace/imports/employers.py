"""The employers that imported postings name: one per name and importer, never shared."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from marketplace.employers.services import create_employer
from marketplace.errors import Conflict, NotAllowed
from marketplace.imports.run import Run
from marketplace.messages import Message
from models import Employer

LONGEST_KEY = 300  # characters of a source column
_KINDS = (
    ("university", re.compile(r"university|college|大学|学院", re.IGNORECASE)),
    (
        "research_institute",
        re.compile(r"research institute|institute of|研究院|研究所", re.IGNORECASE),
    ),
)


def source_key(account_id: UUID | None, name: str) -> str:
    """Return the identity of a name among all that an account imports."""
    folded = " ".join(unicodedata.normalize("NFKC", name).casefold().split())
    key = f"import:{account_id}:{folded}"
    if len(key) <= LONGEST_KEY:
        return key
    return f"import:{account_id}:sha256:{hashlib.sha256(folded.encode()).hexdigest()}"


def employers_by_names(session: Session, run: Run, names: Iterable[str]) -> dict[str, Employer]:
    """Return the employers that the importer made before, by their keys, in one SELECT."""
    keys = {source_key(run.caller.account_id, name) for name in names}
    found = session.scalars(sa.select(Employer).where(Employer.source.in_(keys)))
    return {str(employer.source): employer for employer in found}


def employer_named(
    session: Session, run: Run, name: str, known: Mapping[str, Employer]
) -> Employer:
    """Return the importer's employer of this name, made where there is none.

    Raises:
        NotAllowed: the importer has no part in it any more.
        Conflict: another import made it at this moment.
    """
    key = source_key(run.caller.account_id, name)
    if key not in known:
        fields = {"name": name, "kind": likely_kind(name), "sectors": [], "source": key}
        try:
            employer = create_employer(session, run.caller, fields)
        except Conflict:
            raise Conflict(
                Message("Another import made this employer just now; send it again.")
            ) from None
        run.made.add(employer.id)
        return employer
    employer = known[key]
    if employer.id not in run.made and not run.caller.may("write roles", employer.id):
        raise NotAllowed(Message("You may not write roles of {name} any more.", name=employer.name))
    return employer


def likely_kind(name: str) -> str:
    """Return the kind that a name tells; its owner may correct it."""
    return next((kind for kind, words in _KINDS if words.search(name)), "other")
