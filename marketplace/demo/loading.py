"""Load the invented employers, roles and people through the use cases that people use."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files
from typing import Any
from uuid import UUID

import sqlalchemy as sa
import yaml
from sqlalchemy.orm import Session

from marketplace.accounts.commands import find_or_make_account
from marketplace.accounts.identity import hash_password
from marketplace.auth import digest_of, make_caller
from marketplace.candidates import services as candidates
from marketplace.candidates.entries import SECTIONS, STATUS
from marketplace.candidates.schemas import CandidateSchema
from marketplace.demo.sign_ins import SignIn
from marketplace.employers import services as employers
from marketplace.employers.schemas import EmployerSchema
from marketplace.evidence import services as evidence
from marketplace.permissions import Caller
from marketplace.roles import services as roles
from marketplace.roles.schemas import RoleSchema
from marketplace.tokens.services import widest_scopes
from models import Account, ApiToken, Candidate, Employer, MemberPart, Membership, Role

FEATURED = "noor-haddadin"  # the person behind the demo's candidate
BASIS = "an invented person of the demo"
PROOF = "an invented document of the demo"

Entry = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Cast:
    """The demo's accounts as callers."""

    candidate: Caller
    employer: Caller
    admin: Caller


def is_loaded(session: Session, sign_ins: Iterable[SignIn]) -> bool:
    """Whether the demo is in the database already."""
    emails = [sign_in.email for sign_in in sign_ins]
    return session.scalar(sa.select(sa.exists().where(Account.email.in_(emails)))) is True


def entries(kind: str) -> list[Entry]:
    """Return what the files say of ``employers``, ``roles`` or ``people``."""
    folder = files("marketplace.demo")
    if kind == "employers":
        texts = [folder.joinpath("employers.yaml")]
    else:
        texts = sorted(folder.joinpath(kind).iterdir(), key=lambda path: path.name)
    return [
        entry
        for text in texts
        if text.name.endswith(".yaml")
        for entry in yaml.safe_load(text.read_text(encoding="utf-8"))
    ]


def load_accounts(session: Session, sign_ins: Iterable[SignIn]) -> Cast:
    """Make the accounts that can sign in, each with a token of every scope it may have."""
    made = {}
    for sign_in in sign_ins:
        account = find_or_make_account(session, sign_in.email)
        account.password = hash_password(sign_in.password)
        account.is_admin = sign_in.part == "admin"
        session.add(
            ApiToken(
                account_id=account.id,
                name="demo",
                prefix=sign_in.token[:8],
                digest=digest_of(sign_in.token),
                scopes=widest_scopes(account),
            )
        )
        session.flush()
        made[sign_in.part] = make_caller(session, account, None)
    return Cast(**made)


def renew_tokens(session: Session, sign_ins: Iterable[SignIn]) -> None:
    """Give the demo's tokens the scopes that were added since they were made."""
    digests = [digest_of(sign_in.token) for sign_in in sign_ins]
    known = sa.select(ApiToken, Account).join(Account, Account.id == ApiToken.account_id)
    for token, account in session.execute(known.where(ApiToken.digest.in_(digests))):
        token.scopes = widest_scopes(account)
    session.flush()


def load_employers(session: Session, cast: Cast) -> dict[str, Employer]:
    """Make the employers, owned by the demo's employer, verified as their files say."""
    made = {}
    for entry in entries("employers"):
        fields = EmployerSchema().load(_only(entry, EmployerSchema().load_fields))
        employer = employers.create_employer(session, cast.employer, fields)
        if (status := entry["verification"]) != "unverified":
            reason = f"{status} in the demo"
            employers.verify_employer(
                session, cast.admin, employer.id, status=status, reason=reason
            )
        _join_by_domain(session, employer, entry.get("email_domain"))
        made[entry["key"]] = employer
    return made


def _join_by_domain(session: Session, employer: Employer, domain: str | None) -> None:
    """Give the employer a member whose address shows its domain, for candidates to hide from."""
    if domain is not None:
        part = MemberPart.VIEWER
        session.add(Membership(employer_id=employer.id, email=f"people@{domain}", part=part))
        session.flush()


def load_roles(
    session: Session, cast: Cast, known: Mapping[str, Employer], day: date
) -> Iterator[Role]:
    """Make the roles, each moved to the status that its file says; yield each."""
    parts = dict.fromkeys((employer.id for employer in known.values()), "owner")
    caller = Caller(account_id=cast.employer.account_id, parts=parts)
    for entry in entries("roles"):
        employer = known[entry["employer"]]
        body = _only(entry, RoleSchema().load_fields) | {"employer_id": str(employer.id)}
        dates = {"valid_through": "valid_days", "start_date": "starts_in_days"}
        body |= {name: _day(day, entry[key]) for name, key in dates.items() if entry.get(key)}
        role = roles.create_role(session, caller, RoleSchema().load(body))
        _move(session, caller, role, entry, day)
        yield role


def _move(session: Session, caller: Caller, role: Role, entry: Entry, day: date) -> None:
    """Open, pause or close a role as its file says, and let it have been posted some days ago."""
    path = {"draft": (), "open": ("open",)}.get(entry["status"], ("open", entry["status"]))
    for status in path:
        roles.move_role(session, caller, role, status, day=day)
    if role.posted_at is not None:
        role.posted_at -= timedelta(days=entry.get("opens_days_ago", 0))
        session.flush()


def load_people(session: Session, cast: Cast, day: date) -> Iterator[Candidate]:
    """Make the people, with their consents and what was decided of their proofs; yield each."""
    for entry in entries("people"):
        featured = entry["key"] == FEATURED
        account_id = cast.candidate.account_id if featured else None
        account = session.get(Account, account_id) if account_id else None
        account = account or find_or_make_account(session, entry["email"])
        caller = make_caller(session, account, None)
        yield _load_person(session, caller, cast.admin, entry, day)


def _load_person(
    session: Session, caller: Caller, admin: Caller, entry: Entry, day: date
) -> Candidate:
    """Make one person's profile as they would themselves."""
    body = _stated(entry, day)
    status = body.pop(STATUS, None)
    contact = body["contact"] | {"email": None}
    fields = CandidateSchema().load(body | {"contact": contact, "visibility": "hidden"})
    candidate = candidates.create_candidate(session, caller, fields)
    for purpose in entry.get("consents", ()):
        candidates.give_consent(session, caller, candidate, purpose, basis=BASIS)
    change = {"visibility": entry["visibility"]} | ({STATUS: status} if status else {})
    loaded = CandidateSchema(partial=True).load(change)
    candidates.update_candidate(session, caller, candidate, loaded)
    for section, place, decided in _decided(entry):
        claim_id = None if section == STATUS else UUID(getattr(candidate, section)[place]["id"])
        item = evidence.submit_evidence(
            session, caller, candidate.id, section=section, claim_id=claim_id, proof=PROOF
        )
        evidence.decide_evidence(session, admin, item.id, evidence=decided, reason=BASIS, day=day)
    return candidate


def _stated(entry: Entry, day: date) -> Entry:
    """Return what the person says: the profile without decisions and demo-only keys."""
    body = _only(entry, CandidateSchema().load_fields)
    for section in SECTIONS:
        if body.get(section):
            body[section] = [_without(claim, "evidence") for claim in body[section]]
    if body.get(STATUS):
        status = _without(body[STATUS], "evidence", "k_expires_in_days")
        if days := body[STATUS].get("k_expires_in_days"):
            status["k_expires"] = _day(day, days)
        body[STATUS] = status
    return body


def _decided(entry: Entry) -> Iterator[tuple[str, int, str]]:
    """Yield section, place and decision of every proof that was decided on."""
    for section in SECTIONS:
        for place, claim in enumerate(entry.get(section) or ()):
            if claim.get("evidence", "none") != "none":
                yield section, place, claim["evidence"]
    status = entry.get(STATUS) or {}
    if status.get("evidence", "none") != "none":
        yield STATUS, 0, status["evidence"]


def _only(entry: Entry, known: Iterable[str]) -> Entry:
    return {name: entry[name] for name in known if name in entry}


def _without(entry: Entry, *names: str) -> Entry:
    return {name: value for name, value in entry.items() if name not in names}


def _day(day: date, days: int) -> str:
    return (day + timedelta(days=days)).isoformat()
