"""Write what was read: roles as drafts, people as hidden profiles, a report per line."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from marketplace.candidates.claiming import ask_to_confirm
from marketplace.candidates.services import (
    WITH_ALL,
    add_candidate,
    give_consent,
    is_rankable,
    update_candidate,
)
from marketplace.errors import Conflict
from marketplace.imports.employers import LONGEST_KEY, employer_named, employers_by_names
from marketplace.imports.job_postings import Posting
from marketplace.imports.readings import Reading
from marketplace.imports.reports import CREATED, UNCHANGED, UPDATED, LineReport
from marketplace.imports.resumes import Resume
from marketplace.imports.run import Run, write_each
from marketplace.roles.services import add_role, update_role
from models import Candidate, Employer, Purpose, Role, Visibility

_SALARY = ("salary_min", "salary_max", "salary_currency", "salary_period")


def import_roles(session: Session, run: Run, batch: Sequence[Reading[Posting]]) -> list[LineReport]:
    """Write a batch of postings as drafts; what is unchanged costs two SELECTs in all."""
    readings = [each for each in batch if isinstance(each.content, Posting)]
    names = {each.content.employer_name for each in readings if isinstance(each.content, Posting)}
    employers = employers_by_names(session, run, names)
    roles = _roles_of(session, employers.values(), map(_role_source, readings))

    def write(reading: Reading[Posting], posting: Posting) -> LineReport:
        employer = employer_named(session, run, posting.employer_name, employers)
        source = _role_source(reading)
        run.meet((str(employer.source), source), reading.line)
        role = roles.get((employer.id, source))
        report = _write_role(session, run, reading, posting, employer, role)
        employers[str(employer.source)] = employer
        return report

    return write_each(session, batch, write)


def _write_role(
    session: Session,
    run: Run,
    reading: Reading[Posting],
    posting: Posting,
    employer: Employer,
    role: Role | None,
) -> LineReport:
    """Make or change one role."""
    if role is None:
        source = {"source": _role_source(reading), "source_digest": reading.digest}
        role = add_role(session, run.caller, employer, {**posting.fields, **source})
        status = CREATED
    elif role.source_digest == reading.digest:
        status = UNCHANGED
    else:
        update_role(session, run.caller, role, _stated(posting.fields, role), day=run.day)
        role.source_digest = reading.digest
        session.flush()
        status = UPDATED
    return LineReport(line=reading.line, status=status, id=role.id, notes=posting.notes)


def _stated(fields: Mapping[str, Any], role: Role) -> dict[str, Any]:
    """Return what a posting states; an update leaves the rest, and sectors that a person chose."""
    stated = {name: value for name, value in fields.items() if value not in (None, [], {})}
    stated.pop("kind", None)  # no posting states it
    if "sectors" not in stated or (role.sectors and not role.sectors_proposed):
        stated = {name: stated[name] for name in stated if not name.startswith("sectors")}
    if "salary_currency" in stated:
        stated |= {name: fields[name] for name in _SALARY}
    return stated


def _role_source(reading: Reading[Posting]) -> str:
    """Return the identity of a role among its employer's."""
    identity = reading.content.identity if isinstance(reading.content, Posting) else None
    if identity is None:
        return f"line:{reading.digest}"
    if len(identity) <= LONGEST_KEY:
        return identity
    return f"sha256:{hashlib.sha256(identity.encode()).hexdigest()}"


def _roles_of(
    session: Session, employers: Iterable[Employer], sources: Iterable[str]
) -> dict[tuple[UUID, str], Role]:
    wanted = sa.select(Role).where(
        Role.employer_id.in_([employer.id for employer in employers]),
        Role.source.in_(set(sources)),
    )
    found = session.scalars(wanted.options(joinedload(Role.employer, innerjoin=True)))
    return {(role.employer_id, str(role.source)): role for role in found}


def import_candidates(
    session: Session, run: Run, batch: Sequence[Reading[Resume]]
) -> list[LineReport]:
    """Write a batch of résumés as profiles that the importer manages."""
    sources = {_candidate_source(run, reading) for reading in batch}
    wanted = sa.select(Candidate).where(Candidate.source.in_(sources)).options(*WITH_ALL)
    known = {str(candidate.source): candidate for candidate in session.scalars(wanted)}

    def write(reading: Reading[Resume], resume: Resume) -> LineReport:
        source = _candidate_source(run, reading)
        run.meet((source,), reading.line)
        candidate = known.get(source)
        status = UNCHANGED
        if candidate is None:
            candidate, status = _add_profile(session, run, reading, resume), CREATED
        elif candidate.source_digest != reading.digest:
            _change_profile(session, run, reading, resume, candidate)
            status = UPDATED
        if _record_consent(session, run, candidate) and status == UNCHANGED:
            status = UPDATED
        return LineReport(line=reading.line, status=status, id=candidate.id, notes=resume.notes)

    return write_each(session, batch, write)


def _candidate_source(run: Run, reading: Reading[Resume]) -> str:
    identity = reading.content.identity if isinstance(reading.content, Resume) else None
    return f"import:{run.caller.account_id}:{identity or reading.digest}"


def _add_profile(session: Session, run: Run, reading: Reading[Resume], resume: Resume) -> Candidate:
    """Make a hidden profile; without a recorded basis its person is asked by e-mail."""
    candidate = add_candidate(
        session,
        run.caller,
        resume.fields,
        managed_by_id=run.caller.account_id,
        source=_candidate_source(run, reading),
        source_digest=reading.digest,
    )
    if candidate.email and run.basis is None:
        ask_to_confirm(session, candidate)
    return candidate


def _change_profile(
    session: Session, run: Run, reading: Reading[Resume], resume: Resume, candidate: Candidate
) -> None:
    """Write what the résumé states; what it leaves out stays.

    Raises:
        Conflict: the profile is its person's by now.
    """
    if _is_taken_over(candidate):
        raise Conflict("The person has taken this profile over; nobody else changes it any more.")
    update_candidate(session, run.caller, candidate, resume.stated)
    candidate.source_digest = reading.digest
    session.flush()


def _record_consent(session: Session, run: Run, candidate: Candidate) -> bool:
    """Record what the operator vouches for; return whether that was news."""
    if run.basis is None or is_rankable(candidate) or _is_taken_over(candidate):
        return False
    candidate.visibility = Visibility.ANONYMOUS
    give_consent(session, run.caller, candidate, Purpose.MATCHING, basis=run.basis)
    return True


def _is_taken_over(candidate: Candidate) -> bool:
    """Whether the person has confirmed the profile: from then on it is theirs alone."""
    return candidate.confirmed_at is not None or candidate.account_id is not None
