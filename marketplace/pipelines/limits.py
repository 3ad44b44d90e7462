"""How many people a column of a pipeline is meant to hold: shown where it is passed, never held."""

from collections.abc import Mapping
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from marketplace.events import record
from marketplace.permissions import Caller
from marketplace.roles.services import own_role
from models import ColumnLimit, Role

LIMITED = ("sourced", "invited", "applied", "screen", "interview", "offer", "visa")
LARGEST = 10_000


def limits_of(session: Session, role: Role) -> dict[str, int]:
    """Return the limits of a role's columns; a column without one is left out."""
    kept = sa.select(ColumnLimit.column, ColumnLimit.most).where(ColumnLimit.role_id == role.id)
    return dict(iter(session.execute(kept)))


def set_limits(
    session: Session, caller: Caller, role_id: UUID, limits: Mapping[str, int | None]
) -> Role:
    """Set the limits of a role's columns; those that are null or not named are taken off.

    Raises:
        NotFound: no such role, or a stranger's.
        NotAllowed: the caller's part does not move applications.
    """
    role = own_role(session, caller, role_id, "move applications")
    # One after another: of a double click the second finds what the first has kept.
    session.execute(sa.select(Role.id).where(Role.id == role.id).with_for_update())
    kept = {name: limits[name] for name in LIMITED if limits.get(name) is not None}
    session.execute(sa.delete(ColumnLimit).where(ColumnLimit.role_id == role.id))
    session.add_all(
        ColumnLimit(role_id=role.id, column=name, most=most) for name, most in kept.items()
    )
    event = "role.limits_set"
    record(session, caller, event, subject_id=role.id, detail=kept, notify=False)
    session.flush()
    return role
