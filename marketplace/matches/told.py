"""Flags as they are told, worded once for all pairs that policy cannot tell apart."""

from collections.abc import Hashable
from datetime import date
from itertools import count

from marketplace.http.encoding import Written
from marketplace.matches.flags import pack_of, tell_flags
from marketplace.matches.pairs import CandidateSide, RoleSide
from marketplace.matches.views import View
from marketplace.remembering import make_room
from matching.policy.facts import flags_of
from matching.policy.pack import Pack
from matching.policy.sameness import candidate_sameness, role_sameness

MOST_WORDED = 5_000  # pairs of classes
MOST_CLASSES = 100_000

_Key = tuple[int, int, date, str, bool, bool]


class Wording:
    """Flags by the classes of their two sides, kept by one process."""

    def __init__(self) -> None:
        self._numbers: dict[Hashable, int] = {}
        self._next = count()
        self._pack: tuple[date | None, Pack | None] = None, None
        self._told: dict[_Key, Written] = {}

    def tell(self, role: RoleSide, candidate: CandidateSide, view: View) -> Written:
        """Return the flags of a pair in the shape of the API, as the view's person sees them."""
        pack, shares = self._pack_of(view.day), candidate.shares_status
        classes = self._class_of(pack, role, view.day), self._class_of(pack, candidate, view.day)
        key = (*classes, view.day, view.language, view.to_employer, shares)
        told = self._told.get(key)
        if told is None:
            profiles = candidate.profile, role.profile
            flags = flags_of(pack, *profiles, day=view.day, language=view.language)
            plain = tell_flags(
                flags, view.language, to_employer=view.to_employer, shares_status=shares
            )
            told = Written(plain)
            make_room(self._told, MOST_WORDED)
            self._told[key] = told
        return told

    def _pack_of(self, day: date) -> Pack:
        known, pack = self._pack
        if known != day or pack is None:
            pack = pack_of(day)
            self._pack = day, pack
        return pack

    def _class_of(self, pack: Pack, side: RoleSide | CandidateSide, day: date) -> int:
        """Return the number of a side's class, found once for a side and a day."""
        known = side.classes.get((pack.digest, day))
        if known is None:
            same: Hashable
            if isinstance(side, RoleSide):
                same = ("role", pack.digest, day, role_sameness(pack, side.profile, day))
            else:
                same = ("candidate", pack.digest, day, candidate_sameness(pack, side.profile, day))
            make_room(self._numbers, MOST_CLASSES)
            if same not in self._numbers:
                self._numbers[same] = next(self._next)
            known = side.classes[pack.digest, day] = self._numbers[same]
        return known
