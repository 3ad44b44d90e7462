"""Tell people whose visa outcomes a new version of the rules turned: for roles and searches."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from marketplace.auth import make_caller
from marketplace.candidates.profiles import textless_profile
from marketplace.candidates.services import candidates_by_ids
from marketplace.matches.catalogue import Catalogue
from marketplace.matches.filters import FLAGS
from marketplace.notifications.mailing import language_of
from marketplace.notifications.rule_mail import mail_changes
from marketplace.policies.changes import Change
from marketplace.roles.profiles import role_profile
from marketplace.roles.services import LIVE, roles_by_ids
from marketplace.searches.alerting import found_by
from matching.policy.facts import flags_of
from matching.policy.flags import Flag, Reason
from matching.policy.pack import Language
from models import (
    Account,
    Application,
    Candidate,
    FlagChange,
    MarkKind,
    PolicyImpact,
    Role,
    RoleMark,
    SavedSearch,
    Stage,
)

ENDED = (Stage.REJECTED, Stage.WITHDRAWN, Stage.HIRED)
BATCH = 200
MOST_ROLES = 50  # in one mail
MOST_REASONS = 2  # of one flag


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One flag of one role that a new version turned, with the rules that turned it."""

    role: Role
    flag: str
    before: str
    after: str
    reasons: Sequence[Reason]


@dataclass(frozen=True, slots=True)
class News:
    """What a new version changed for one person."""

    turns: list[Turn]
    found: list[tuple[SavedSearch, list[Role]]]  # what searches find since then


def tell_people(session: Session, catalogue: Catalogue, change: Change, *, day: date) -> int:
    """Mail everyone what a released change turned: roles applied for or saved, saved searches.

    Returns:
        How many mails were written.
    """
    told = 0
    for candidates in _batches(session):
        watched = _watched_roles(session, candidates)
        roles = roles_by_ids(session, {id_ for ids in watched.values() for id_ in ids})
        for candidate in candidates:
            mine = [roles[id_] for id_ in sorted(watched[candidate.id])]
            told += _tell(session, catalogue, change, candidate, mine, day)
        session.flush()
    return told


def _tell(
    session: Session,
    catalogue: Catalogue,
    change: Change,
    candidate: Candidate,
    roles: Iterable[Role],
    day: date,
) -> int:
    account = session.get_one(Account, candidate.account_id)
    language = language_of(session, account.id)
    live = [role for role in roles if role.status in LIVE]
    turns = list(_turns(change, candidate, live, day, language))
    news = News(turns, _found(session, catalogue, change, candidate, account, day))
    if not turns and not news.found:
        return 0
    mail_changes(session, account, change, news, language)
    return 1


def _batches(session: Session) -> Iterator[list[Candidate]]:
    """Yield the candidates with an account, by id."""
    wanted = sa.select(Candidate.id).where(Candidate.account_id.is_not(None))
    last: UUID | None = None
    while True:
        onward = wanted if last is None else wanted.where(Candidate.id > last)
        ids = session.scalars(onward.order_by(Candidate.id).limit(BATCH)).all()
        if not ids:
            return
        last = ids[-1]
        yield list(candidates_by_ids(session, ids).values())


def _watched_roles(session: Session, candidates: Iterable[Candidate]) -> dict[UUID, set[UUID]]:
    """Return the roles that candidates saved or whose answer they wait for, by candidate."""
    ids = [candidate.id for candidate in candidates]
    applied = sa.select(Application.candidate_id, Application.role_id).where(
        Application.candidate_id.in_(ids), Application.stage.not_in(ENDED)
    )
    saved = (
        sa.select(Candidate.id, RoleMark.role_id)
        .join(RoleMark, RoleMark.account_id == Candidate.account_id)
        .where(Candidate.id.in_(ids), RoleMark.kind == MarkKind.SAVED)
    )
    watched: defaultdict[UUID, set[UUID]] = defaultdict(set)
    for candidate_id, role_id in (*session.execute(applied), *session.execute(saved)):
        watched[candidate_id].add(role_id)
    return watched


def _turns(
    change: Change, candidate: Candidate, roles: Iterable[Role], day: date, language: Language
) -> Iterator[Turn]:
    """Yield the flags that come out otherwise, on the facts of the day."""
    profile = textless_profile(candidate, day=day)
    for role in roles:
        pair = profile, role_profile(role)
        before = flags_of(change.before, *pair, day=day, language=language)
        after = flags_of(change.after, *pair, day=day, language=language)
        for name in FLAGS:
            if name in before and name in after and before[name].outcome != after[name].outcome:
                yield Turn(
                    role=role,
                    flag=name,
                    before=before[name].outcome.value,
                    after=after[name].outcome.value,
                    reasons=_why(before[name], after[name]),
                )


def _why(before: Flag, after: Flag) -> list[Reason]:
    """Return the rules behind an outcome: those that answer otherwise than before, if any."""
    known = {reason.criterion: reason.outcome for reason in before.reasons}
    turned = [each for each in after.reasons if known.get(each.criterion) != each.outcome]
    deciding = [each for each in after.reasons if each.criterion in after.because]
    return (turned or deciding)[:MOST_REASONS]


def _found(
    session: Session,
    catalogue: Catalogue,
    change: Change,
    candidate: Candidate,
    account: Account,
    day: date,
) -> list[tuple[SavedSearch, list[Role]]]:
    """Return what saved searches for visa outcomes find since the change, and not before it."""
    mine = sa.select(SavedSearch).where(
        SavedSearch.account_id == account.id, SavedSearch.frequency != "off"
    )
    searches = [each for each in session.scalars(mine) if set(FLAGS) & each.query.keys()]
    if not searches:
        return []
    changes = _measured(session, change, candidate)
    caller = make_caller(session, account, candidate.id)
    found = []
    for search in searches:
        ids = {id_ for each in changes for id_ in _newly_wanted(each, search.query)}
        roles = found_by(session, catalogue, caller, search.query, day, only=ids) if ids else []
        if roles:
            found.append((search, roles[:MOST_ROLES]))
    return found


def _measured(session: Session, change: Change, candidate: Candidate) -> Sequence[FlagChange]:
    """Return what the newest measurement of a change says of a candidate."""
    newest = (
        sa.select(PolicyImpact.id)
        .where(PolicyImpact.digest == change.digest)
        .order_by(PolicyImpact.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    wanted = sa.select(FlagChange).where(
        FlagChange.impact_id == newest, FlagChange.candidate_id == candidate.id
    )
    return session.scalars(wanted).all()


def _newly_wanted(change: FlagChange, query: Mapping[str, Any]) -> Iterator[UUID]:
    """Yield the roles whose outcome a search asks for now and did not find before."""
    wanted = {each for told in query.get(change.flag, ()) for each in str(told).split(",")}
    if change.after in wanted and change.before not in wanted:
        yield from (UUID(id_) for id_ in change.role_ids if id_ is not None)
