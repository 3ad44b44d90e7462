"""How many roles a candidate could move to on a K visa."""

from datetime import date
from uuid import UUID

import numpy as np
from sqlalchemy.orm import Session

from marketplace.matches.catalogue import Catalogue
from marketplace.matches.filters import live_roles
from marketplace.matches.outcomes import RoleOutcomes
from matching.codes import Outcome


def count_switchable(
    session: Session, catalogue: Catalogue, candidate_id: UUID, day: date
) -> int | None:
    """Return how many open roles look open by switching; None without a profile."""
    with catalogue.reading(session) as state:
        mine = catalogue.shelf.own(session, state.lexicon, candidate_id, day)
        if mine is None:
            return None
        roles = state.roles
        found = live_roles(roles, day) & roles.alive()[: roles.rows]
        found &= RoleOutcomes(roles, mine.profile, day).any_of("k_switch", [Outcome.MET.value])
        return int(np.count_nonzero(found))
