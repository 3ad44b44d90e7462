"""Figures of a role: how many came how far, how long it took, and what costs most candidates."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from statistics import median
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from marketplace.permissions import Caller
from marketplace.roles.services import own_role
from matching.fairness import Rate, selection_rates
from models import Application, ApplicationMove, Invitation, InvitationStatus, Role, Stage

LINE = (Stage.APPLIED, Stage.SCREEN, Stage.INTERVIEW, Stage.OFFER, Stage.VISA, Stage.HIRED)
FEWEST = 5  # people in a group; of fewer no rate is told
MOST = 5_000  # applications that figures look at, the newest
PASSED = (Stage.INTERVIEW, Stage.OFFER, Stage.VISA, Stage.HIRED)
INVITED, OWN = "came_invited", "came_alone"  # how somebody came to apply
FLAG = "k_sponsorship"  # by whose outcome, as it was shown then, rates are compared


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What a role's applications tell."""

    applications: int
    funnel: Mapping[Stage, int]  # how many came at least so far
    days: Mapping[Stage, float]  # median days spent in a stage that was left
    answer_days: float | None  # median days until an application was first moved
    invited: int
    accepted: int
    by_outcome: Mapping[str, Rate]  # who came to an interview, by visa outcome as applied
    by_source: Mapping[str, Rate]  # the same, by whether they were invited before they applied
    withheld: int  # groups with too few people to be told


@dataclass(frozen=True, slots=True)
class History:
    """One application: its moves in order, and its visa outcome when it was made."""

    moves: Sequence[tuple[Stage, datetime]]
    outcome: str
    candidate_id: UUID
    source: str = OWN

    @property
    def reached(self) -> set[Stage]:
        """The stages that it came to; one taken back does not count, one passed over does."""
        stages = [stage for stage, _ in self.moves]
        stood = stages[-1] if stages[-1] in LINE else _last_on_line(stages)
        return set(LINE[: LINE.index(stood) + 1])


def figures_of(
    session: Session, caller: Caller, role_id: UUID
) -> tuple[Role, Figures, list[History]]:
    """Return a role of the caller's, its figures, and what they were counted from.

    Raises:
        NotFound: no such role, or a stranger's.
    """
    role = own_role(session, caller, role_id, "see applications")
    histories = histories_of(session, role)
    reached = Counter(stage for history in histories for stage in history.reached)
    by_outcome, withheld = compared((each.outcome, each) for each in histories)
    by_source, _ = compared((each.source, each) for each in histories)
    invited = _invitations(session, role)
    figures = Figures(
        applications=len(histories),
        funnel={stage: reached[stage] for stage in LINE},
        days=_days(histories),
        answer_days=_middle([_spent(*each.moves[:2]) for each in histories if len(each.moves) > 1]),
        invited=sum(invited.values()),
        accepted=invited[InvitationStatus.ACCEPTED],
        by_outcome=by_outcome,
        by_source=by_source,
        withheld=withheld,
    )
    return role, figures, histories


def compared(histories: Iterable[tuple[str, History]]) -> tuple[Mapping[str, Rate], int]:
    """Return how often each group came to an interview; groups of few are left out, and counted."""
    groups: dict[str, list[History]] = {}
    for name, history in histories:
        groups.setdefault(name, []).append(history)
    told = {name: group for name, group in groups.items() if len(group) >= FEWEST}
    counts = {
        name: (sum(not each.reached.isdisjoint(PASSED) for each in group), len(group))
        for name, group in sorted(told.items())
    }
    return selection_rates(counts), len(groups) - len(told)


def histories_of(session: Session, role: Role) -> list[History]:
    """Return the newest applications of a role with their moves, by two SELECTs."""
    outcome = Application.flags[FLAG]["outcome"].as_string()
    invited = sa.exists().where(
        Invitation.role_id == role.id,
        Invitation.candidate_id == Application.candidate_id,
        Invitation.created_at < Application.created_at,
    )
    source = sa.case((invited, INVITED), else_=OWN)
    rows = session.execute(
        sa.select(Application.id, Application.candidate_id, outcome, source)
        .where(Application.role_id == role.id)
        .order_by(Application.id.desc())
        .limit(MOST)
    ).all()
    moves: dict[UUID, list[tuple[Stage, datetime]]] = {}
    steps = session.execute(
        sa.select(Application.id, ApplicationMove.to_stage, ApplicationMove.moved_at)
        .join(ApplicationMove, ApplicationMove.application_id == Application.id)
        .where(Application.role_id == role.id)
        .order_by(ApplicationMove.moved_at, ApplicationMove.id)
    )
    for application_id, stage, moved_at in steps:
        moves.setdefault(application_id, []).append((stage, moved_at))
    return [
        History(moves[id_], outcome or "unknown", candidate_id, source)
        for id_, candidate_id, outcome, source in rows
        if id_ in moves
    ]


def _last_on_line(stages: Sequence[Stage]) -> Stage:
    """Return where an application stood before it ended."""
    return next((stage for stage in reversed(stages) if stage in LINE), Stage.APPLIED)


def _days(histories: Iterable[History]) -> dict[Stage, float]:
    """Return the median days in each stage, of those who left it."""
    spent: dict[Stage, list[float]] = {}
    for history in histories:
        for before, after in pairwise(history.moves):
            spent.setdefault(before[0], []).append(_spent(before, after))
    return {stage: median(spent[stage]) for stage in LINE if stage in spent}


def _spent(before: tuple[Stage, datetime], after: tuple[Stage, datetime]) -> float:
    return (after[1] - before[1]).total_seconds() / 86_400


def _middle(days: Sequence[float]) -> float | None:
    return median(days) if days else None


def _invitations(session: Session, role: Role) -> Counter[InvitationStatus]:
    rows = session.execute(
        sa.select(Invitation.status, sa.func.count())
        .where(Invitation.role_id == role.id)
        .group_by(Invitation.status)
    )
    return Counter(dict(rows.all()))
