"""How the flags of one candidate come out for all roles: one decision for each class of roles."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, Final

import numpy as np
import orjson
from numpy.typing import NDArray

from marketplace.matches.filters import FLAGS, one
from marketplace.matches.flags import pack_of
from matching.codes import Evidence, Outcome
from matching.policy.bulk import Key, candidate_key, role_key
from matching.policy.crossing import OUTCOMES, Codes, cross
from matching.policy.pack import Pack
from matching.profiles import CandidateProfile, EmployerProfile, RoleProfile
from matching.ranking.columns import Mask, One
from matching.ranking.index import Index

_WORDS: Final = tuple(outcome.value for outcome in OUTCOMES)


class RoleOutcomes:
    """The flags of a candidate with every role of an index, on a day."""

    def __init__(self, roles: Index, candidate: CandidateProfile, day: date) -> None:
        pack = pack_of(day)
        self._facts: One = one(roles, "facts")
        self._codes = _codes(pack, candidate_key(pack, candidate, day=day), self._facts.known, day)

    def masks(self, wanted: Mapping[str, Sequence[str]]) -> dict[str, Mask]:
        """Return a mask of the roles with the wanted outcomes for each flag that is named."""
        return {name: self.any_of(name, wanted[name]) for name in FLAGS if wanted.get(name)}

    def any_of(self, flag: str, outcomes: Sequence[str]) -> Mask:
        """Mark the roles for which a flag comes out as one of some outcomes."""
        places = [place for place, word in enumerate(_WORDS) if word in outcomes]
        decided = np.isin(self._codes[flag], places)
        numbers = self._facts.values
        # A class that came since has no outcome; nor have rows that state no facts, whose -1 is
        # the last place.
        room = np.zeros(self._facts.places + 1, np.bool_)
        room[: len(decided)] = decided
        return np.asarray(room[numbers])

    def counts(self, flag: str, tally: NDArray[np.int64]) -> dict[str, int]:
        """Add up counts of roles, by number of their facts, that come out the same."""
        codes = self._codes[flag]
        counts = np.bincount(codes, weights=tally[: len(codes)], minlength=len(_WORDS))
        return {word: int(count) for word, count in zip(_WORDS, counts, strict=True) if count}

    def told(self, row: int | None) -> dict[str, str]:
        """Return the outcomes for the role in a row; of no row, nothing is known."""
        number = -1 if row is None else int(self._facts.values[row])
        if not 0 <= number < len(self._codes[FLAGS[0]]):
            return dict.fromkeys(FLAGS, Outcome.UNKNOWN.value)
        return {name: _WORDS[self._codes[name][number]] for name in FLAGS}


@lru_cache(maxsize=500)
def _codes(pack: Pack, candidate: Key, facts: tuple[object, ...], day: date) -> dict[str, Codes]:
    """Return, for each flag, the outcome of each distinct set of facts that roles have."""
    keys = [_role_key(pack, str(each), day) for each in facts]
    return {name: codes[0] for name, codes in cross(pack, [candidate], keys, day=day).items()}


@lru_cache(maxsize=200_000)
def _role_key(pack: Pack, facts: str, day: date) -> Key:
    """Return what policy sees of the roles that have these facts."""
    stated: dict[str, Any] = orjson.loads(facts)
    start = stated["start_date"]
    profile = RoleProfile(
        sectors=None if stated["sectors"] is None else tuple(stated["sectors"]),
        province=stated["province"],
        start_date=None if start is None else date.fromisoformat(start),
        employer=EmployerProfile(
            kind=stated["kind"], kind_evidence=Evidence(stated["kind_evidence"])
        ),
    )
    return role_key(pack, profile, day=day)
