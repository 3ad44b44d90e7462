"""What a draft policy would change, previewed from a page within a bound."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from marketplace.errors import Conflict, Invalid, NotFound
from marketplace.messages import Message
from marketplace.policies.changes import Change, UnknownChange, find_change
from marketplace.policies.impact import measure_impact, people
from matching.policy.loading import Packs
from models import FlagChange, PolicyImpact, PolicyRelease

MOST_PEOPLE = 2_000  # a page waits for no more; the command has no bound
SHOWN = 20


def change_names(packs: Packs, day: date) -> list[str]:
    """Return the packs and overlays that change something of what is in force on a day."""
    overlays = {
        overlay.id
        for versions in packs.values()
        for pack in versions.values()
        for overlay in pack.overlays
    }
    return [name for name in sorted({*packs, *overlays}) if _is_change(packs, name, day)]


def _is_change(packs: Packs, name: str, day: date) -> bool:
    try:
        find_change(packs, name, None, day)
    except UnknownChange:
        return False
    return True


def preview_change(session: Session, packs: Packs, name: str, day: date) -> PolicyImpact:
    """Evaluate the newest version of a pack or overlay over everyone who allows matching.

    Raises:
        Invalid: nothing of that name could change anything.
        Conflict: there are more people than a page waits for.
    """
    try:
        change = find_change(packs, name, None, day)
    except UnknownChange:
        raise Invalid.at("#/name", Message("Nothing of this name would change anything.")) from None
    if (count := people(session)) > MOST_PEOPLE:
        raise Conflict(
            Message(
                "{count} people are more than a page waits for; run `flask policy-impact {name}`.",
                count=count,
                name=name,
            )
        )
    return measure_impact(session, change, day=day, progress=lambda _: None)


def newest_impacts(session: Session) -> Sequence[PolicyImpact]:
    """Return the newest previews."""
    return session.scalars(
        sa.select(PolicyImpact).order_by(PolicyImpact.id.desc()).limit(SHOWN)
    ).all()


def newest_releases(session: Session) -> Sequence[PolicyRelease]:
    """Return the versions that came into use last."""
    newest = sa.select(PolicyRelease).order_by(PolicyRelease.id.desc()).limit(SHOWN)
    return session.scalars(newest).all()


def impact_in_sum(session: Session, impact_id: UUID) -> tuple[PolicyImpact, Sequence[Any]]:
    """Return a preview, and for each flag and change of outcome whom it meets.

    Told are the candidates, and their pairs with live roles, one of them without a role.

    Raises:
        NotFound: no such preview.
    """
    impact = session.get(PolicyImpact, impact_id)
    if impact is None:
        raise NotFound
    columns = FlagChange.flag, FlagChange.before, FlagChange.after
    pairs = sa.func.sum(sa.func.json_array_length(FlagChange.role_ids))
    grouped = (
        sa.select(*columns, sa.func.count().label("candidates"), pairs.label("pairs"))
        .where(FlagChange.impact_id == impact.id)
        .group_by(*columns)
        .order_by(*columns)
    )
    return impact, session.execute(grouped).all()


def change_of(packs: Packs, impact: PolicyImpact) -> Change | None:
    """Return the change that was previewed, if it is still installed as it was then."""
    try:
        change = find_change(packs, impact.policy, impact.version, impact.as_of)
    except UnknownChange:
        return None
    return change if change.digest == impact.digest else None
