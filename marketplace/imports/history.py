"""What imports brought in, kept for the operator: counts, and why lines were refused."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from marketplace.errors import NotFound
from marketplace.imports.reports import CREATED, REFUSED, UNCHANGED, UPDATED, LineReport
from marketplace.permissions import Caller
from models import Account, ImportRun

ROLES, CANDIDATES = KINDS = ("roles", "candidates")
MOST_KEPT = 200  # refused lines of one import
MOST_REASONS = 5  # of one line
LONGEST = 300  # characters of a place or a reason


class Tally:
    """What became of the lines of an import so far, as much of it as is kept."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.refusals: list[dict[str, Any]] = []

    def add(self, line: LineReport) -> None:
        """Count a line; of the first that are refused, keep why."""
        self.counts[line.status] += 1
        if line.status == REFUSED and len(self.refusals) < MOST_KEPT:
            reasons = [_kept(error) for error in line.errors[:MOST_REASONS]]
            self.refusals.append({"line": line.line, "errors": reasons})


def _kept(error: Mapping[str, str]) -> dict[str, str]:
    return {name: str(error[name])[:LONGEST] for name in ("pointer", "detail")}


def tally_of(lines: Iterable[LineReport]) -> Tally:
    """Return what became of the lines of an import."""
    tally = Tally()
    for line in lines:
        tally.add(line)
    return tally


def note_import(
    session: Session, caller: Caller, tally: Tally, *, kind: str, by_command: bool = False
) -> None:
    """Keep what an import brought in; a dry run brings in nothing and is not noted."""
    counts = tally.counts
    session.add(
        ImportRun(
            account_id=caller.account_id,
            kind=kind,
            by_command=by_command,
            created=counts[CREATED],
            updated=counts[UPDATED],
            unchanged=counts[UNCHANGED],
            refused=counts[REFUSED],
            refusals=tally.refusals,
        )
    )
    session.flush()


def list_imports(
    session: Session, *, kind: str | None, before: UUID | None, limit: int
) -> Sequence[tuple[ImportRun, str | None]]:
    """Return up to ``limit + 1`` imports, newest first, each with the address of who did it."""
    wanted = _with_address()
    if kind is not None:
        wanted = wanted.where(ImportRun.kind == kind)
    if before is not None:
        wanted = wanted.where(ImportRun.id < before)
    rows = session.execute(wanted.order_by(ImportRun.id.desc()).limit(limit + 1))
    return [(run, email) for run, email in rows]


def import_by_id(session: Session, run_id: UUID) -> tuple[ImportRun, str | None]:
    """Return one import and the address of who did it.

    Raises:
        NotFound: no such import.
    """
    found = session.execute(_with_address().where(ImportRun.id == run_id)).one_or_none()
    if found is None:
        raise NotFound
    run, email = found
    return run, email


def _with_address() -> sa.Select[ImportRun, str]:
    return sa.select(ImportRun, Account.email).outerjoin(
        Account, Account.id == ImportRun.account_id
    )
