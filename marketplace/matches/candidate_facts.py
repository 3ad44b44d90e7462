"""What policy sees of each candidate on a day, kept by a web process while it holds."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from marketplace.candidates.profiles import STATUS_FLAGS, candidate_profile
from marketplace.candidates.services import candidates_by_ids
from marketplace.matches.corpus import beside
from marketplace.matches.flags import pack_of, shares_status
from matching.codes import Outcome
from matching.policy.bulk import Key, candidate_key, outcomes, role_key
from matching.profiles import RoleProfile

BATCH = 500


class CandidateFacts:
    """Keys of candidates: equal keys mean equal flags against any role on that day."""

    def __init__(self) -> None:
        self._day: date | None = None
        self._known: dict[UUID, tuple[Key, bool]] = {}

    def forget(self, ids: Iterable[UUID]) -> None:
        """Drop what changed."""
        for id_ in ids:
            self._known.pop(id_, None)

    def outcomes_for(
        self, session: Session, role: RoleProfile, ids: Sequence[UUID], *, day: date
    ) -> dict[UUID, Mapping[str, str]]:
        """Return every candidate's outcomes for a role, as its employer may see them."""
        self._load(session, ids, day)
        pack, mine = pack_of(day), role_key(pack_of(day), role, day=day)
        judged: dict[tuple[Key, bool], Mapping[str, str]] = {}
        found = {}
        for id_ in ids:
            if (known := self._known.get(id_)) is None:
                continue
            if known not in judged:
                judged[known] = _as_shown(outcomes(pack, known[0], mine, day=day), shares=known[1])
            found[id_] = judged[known]
        return found

    def _load(self, session: Session, ids: Sequence[UUID], day: date) -> None:
        """Read the candidates that are not known yet; a new day makes all of them new."""
        if day != self._day:
            self._day, self._known = day, {}
        pack = pack_of(day)
        lacking = [id_ for id_ in ids if id_ not in self._known]
        for start in range(0, len(lacking), BATCH):
            with beside(session) as reading:
                rows = candidates_by_ids(reading, lacking[start : start + BATCH])
            for id_, row in rows.items():
                key = candidate_key(pack, candidate_profile(row, day=day), day=day)
                self._known[id_] = (key, shares_status(row))


def _as_shown(found: Mapping[str, Outcome], *, shares: bool) -> Mapping[str, str]:
    """Return outcomes as an employer sees them."""
    return {
        name: (outcome if shares or name not in STATUS_FLAGS else Outcome.UNKNOWN).value
        for name, outcome in found.items()
    }
