"""Whom a pack cannot tell apart: their flags read the same, word for word."""

from collections.abc import Hashable, Iterable
from datetime import date

from matching.policy.bulk import packs_on, worlds_of
from matching.policy.deriving import Side
from matching.policy.facts import candidate_facts, role_facts
from matching.policy.findings import Facts
from matching.policy.pack import Pack
from matching.profiles import CandidateProfile, RoleProfile


def candidate_sameness(pack: Pack, candidate: CandidateProfile, day: date) -> Hashable:
    """Return what all has to be equal of two candidates for their flags to read the same.

    Unlike a ``Key`` it keeps the order of worlds: among equals the first is told.
    """
    read = ((here, candidate_facts(here, candidate, day=day)) for here in _packs(pack, day))
    return _sameness(read, Side.CANDIDATE, day)


def role_sameness(pack: Pack, role: RoleProfile, day: date) -> Hashable:
    """Return the same of two roles; their province is told too."""
    read = ((here, role_facts(here, role, day=day)) for here in _packs(pack, day))
    return role.province, _sameness(read, Side.EMPLOYER, day)


def _packs(pack: Pack, day: date) -> tuple[Pack, ...]:
    return packs_on(pack, day) if day in pack.effective else ()


def _sameness(read: Iterable[tuple[Pack, Facts]], side: Side, day: date) -> Hashable:
    return tuple(tuple(worlds_of(here, facts, side, day)) for here, facts in read)
