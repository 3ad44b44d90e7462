"""What policy sees of each candidate on a day, kept by a web process while it holds."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from marketplace.candidates.blanking import without_texts
from marketplace.candidates.profiles import STATUS_FLAGS, candidate_profile
from marketplace.candidates.services import candidates_by_ids
from marketplace.database import beside
from marketplace.matches.flags import pack_of, shares_status
from matching.codes import Outcome
from matching.gates import Standing, standing_of
from matching.policy.bulk import Key, candidate_key, role_key
from matching.policy.crossing import OUTCOMES, cross
from matching.profiles import RoleProfile

BATCH = 500


class CandidateFacts:
    """Keys of candidates: equal keys mean equal flags against any role on that day.

    Beside them what gates look at.
    """

    def __init__(self) -> None:
        self._day: date | None = None
        self._known: dict[UUID, tuple[Key, bool]] = {}
        self._standings: dict[UUID, Standing] = {}

    def forget(self, ids: Iterable[UUID]) -> None:
        """Drop what changed."""
        for id_ in ids:
            self._known.pop(id_, None)
            self._standings.pop(id_, None)

    def outcomes_for(
        self, session: Session, role: RoleProfile, ids: Sequence[UUID], *, day: date
    ) -> dict[UUID, Mapping[str, str]]:
        """Return every candidate's outcomes for a role, as its employer may see them."""
        self._load(session, ids, day)
        pack = pack_of(day)
        known = {id_: self._known[id_] for id_ in ids if id_ in self._known}
        distinct = list(dict.fromkeys(known.values()))
        keys, mine = [key for key, _ in distinct], role_key(pack, role, day=day)
        codes = cross(pack, keys, [mine], day=day)
        judged = {
            each: _as_shown({flag: codes[flag][row, 0] for flag in codes}, shares=each[1])
            for row, each in enumerate(distinct)
        }
        return {id_: judged[each] for id_, each in known.items()}

    def standings_for(
        self, session: Session, ids: Sequence[UUID], *, day: date
    ) -> dict[UUID, Standing]:
        """Return what gates look at of every candidate."""
        self._load(session, ids, day)
        return {id_: self._standings[id_] for id_ in ids if id_ in self._standings}

    def _load(self, session: Session, ids: Sequence[UUID], day: date) -> None:
        """Read the candidates that are not known yet; a new day makes all of them new."""
        if day != self._day:
            self._day, self._known, self._standings = day, {}, {}
        pack = pack_of(day)
        lacking = [id_ for id_ in ids if id_ not in self._known]
        for start in range(0, len(lacking), BATCH):
            with beside(session) as reading:
                rows = candidates_by_ids(reading, lacking[start : start + BATCH])
            for id_, row in rows.items():
                profile = candidate_profile(row, day=day, texts=without_texts(row))
                key = candidate_key(pack, profile, day=day)
                self._known[id_] = (key, shares_status(row))
                self._standings[id_] = standing_of(profile, day=day)


def _as_shown(codes: Mapping[str, int], *, shares: bool) -> Mapping[str, str]:
    """Return outcomes as an employer sees them."""
    return {
        name: (OUTCOMES[code] if shares or name not in STATUS_FLAGS else Outcome.UNKNOWN).value
        for name, code in codes.items()
    }
