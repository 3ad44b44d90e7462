"""One pair: its words, gates and flags, in the shape of the API."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any
from weakref import ReferenceType, ref

import numpy as np
from numpy.typing import NDArray

from marketplace.http.encoding import Written
from marketplace.matches.details import details_of
from marketplace.matches.flags import pack_of, tell_flags
from marketplace.matches.views import View
from marketplace.matches.words import words_of_candidate, words_of_role
from marketplace.remembering import make_room
from matching.gates import Demand, Standing, demand_of, gates_between, standing_of
from matching.policy.facts import flags_of
from matching.profiles import CandidateProfile, RoleProfile
from matching.ranking.copying import discounted_once
from matching.ranking.explain import Asking, Explanation, asking_of, explain
from matching.ranking.lexicon import Lexicon
from matching.ranking.packing import Words
from matching.ranking.sharing import bits_of
from matching.ranking.vectors import Vector
from matching.text.copies import Runs, shared_words

if TYPE_CHECKING:
    from marketplace.matches.told import Wording


_MOST_DAYS = 4  # whose standings a candidate keeps
MOST_MET = 4  # matches that a candidate keeps, some 4 kB each, and what pages wrote of them
MOST_OWN_MET = 24  # the same of who looks at roles: a page of them, up to some 20 kB each

Classes = dict[tuple[str, date], int]  # by pack and day: whom policy cannot tell from it


@dataclass(frozen=True)
class RoleSide:
    """A role, ready to be matched."""

    profile: RoleProfile
    words: Words
    vector: Vector
    shown: Mapping[str, Any]  # as matches name it
    classes: Classes = field(default_factory=dict, compare=False)

    @cached_property
    def asking(self) -> Asking:
        """Return the role's side of explanations."""
        return asking_of(self.words.document, self.vector)

    @cached_property
    def demand(self) -> Demand:
        """Return what gates look at."""
        return demand_of(self.profile)

    @cached_property
    def run_bits(self) -> NDArray[np.uint32]:
        """Return what the index looks for the role's runs of words by."""
        return bits_of(number for script in self.words.runs for number in script)

    def shares_run(self, runs: Runs) -> bool:
        """Whether a text has a run of the role's words."""
        return not all(map(frozenset.isdisjoint, self._runs, runs))

    @cached_property
    def _runs(self) -> tuple[frozenset[int], ...]:
        return tuple(map(frozenset, self.words.runs))


@dataclass(frozen=True, slots=True)
class CandidateSide:
    """A candidate, ready to be matched."""

    profile: CandidateProfile
    words: Words
    vector: Vector  # of all they said
    told: Mapping[str, str]  # what of it may be told, by term as they wrote it
    shown: Mapping[str, Any]  # as matches name them to this caller
    texts: Callable[[], CandidateProfile]  # the profile that was analysed
    shares_status: bool = False
    most_met: int = MOST_MET
    classes: Classes = field(default_factory=dict, compare=False)
    standings: dict[date, Standing] = field(default_factory=dict, compare=False)  # by day
    # By role and view; not for a copy of this side, whose words may be told otherwise.
    met: dict[Hashable, "Met"] = field(default_factory=dict, init=False, compare=False)

    def standing(self, day: date) -> Standing:
        """Return what gates look at."""
        found = self.standings.get(day)
        if found is None:
            make_room(self.standings, _MOST_DAYS)
            found = self.standings[day] = standing_of(self.profile, day=day)
        return found


@dataclass(frozen=True, slots=True)
class Met:
    """A match that is kept as long as both sides are what they were."""

    role: "ReferenceType[RoleSide]"
    match: Written  # its rank is null
    pieces: dict[Hashable, str] = field(default_factory=dict)  # what pages wrote of it


def role_side(lexicon: Lexicon, profile: RoleProfile, shown: Mapping[str, Any]) -> RoleSide:
    """Return a role that is not stored, ready to be matched."""
    words = words_of_role(profile)
    return RoleSide(profile, words, lexicon.vector(words.document), shown)


def candidate_side(
    lexicon: Lexicon, profile: CandidateProfile, shown: Mapping[str, Any]
) -> CandidateSide:
    """Return a candidate who is not stored, ready to be matched."""
    words = words_of_candidate(profile)
    vector = lexicon.vector(words.document)
    return CandidateSide(profile, words, vector, words.told, shown, lambda: profile)


def counted(role: RoleSide, candidate: CandidateSide) -> tuple[int, Vector]:
    """Return how many words the candidate took over, and the vector as it counts for the role."""
    runs = candidate.words.runs
    copied = shared_words(role.words.runs, runs) if role.shares_run(runs) else 0
    if not copied:
        return 0, candidate.vector
    return copied, discounted_once(candidate.vector, runs, role.words.runs, candidate.texts)


def match_of(
    lexicon: Lexicon,
    role: RoleSide,
    candidate: CandidateSide,
    view: View,
    *,
    rank: int | None,
    ranked: bool = True,
    wording: "Wording | None" = None,
) -> dict[str, Any]:
    """Return a match.

    Args:
        ranked: without it nothing of the score is told.
        wording: flags that were worded before, for a list.
    """
    copied, vector = counted(role, candidate)
    explanation = explain(role.asking, candidate.told, vector)
    if wording is None or view.include:
        policy = _policy_in_full(role, candidate, view)
    else:
        policy = {"flags": wording.tell(role, candidate, view)}
    return {
        "rank": rank,
        **_score(lexicon, explanation, view, ranked=ranked),
        "role": role.shown,
        "candidate": candidate.shown,
        "must_haves": {"met": explanation.must_haves.met, "of": explanation.must_haves.of},
        "missing": [{"term": item.term, "required": item.required} for item in explanation.missing],
        "adjacent": [{"asked": item.asked, "have": item.have} for item in explanation.adjacent],
        # Both sides are told.
        "copied_words": copied,
        "gates": _gates(role, candidate, view),
        **policy,
    }


def met_before(
    lexicon: Lexicon,
    role: RoleSide,
    candidate: CandidateSide,
    view: View,
    *,
    ranked: bool,
    wording: "Wording",
) -> Met:
    """Return the match, without a rank, of a role and a candidate whom a shelf keeps.

    It is kept where the role is stored, and shared: who changes it changes a copy.
    """
    name = role.shown["id"], view, ranked
    known = candidate.met.get(name)
    if known is None or known.role() is not role:
        match = match_of(lexicon, role, candidate, view, rank=None, ranked=ranked, wording=wording)
        known = Met(ref(role), Written(match))
        if role.shown["id"] is not None:
            make_room(candidate.met, candidate.most_met)
            candidate.met[name] = known
    return known


def _policy_in_full(role: RoleSide, candidate: CandidateSide, view: View) -> dict[str, Any]:
    """Return the flags with the details that the view asks for."""
    profiles, shares = (candidate.profile, role.profile), candidate.shares_status
    flags = flags_of(pack_of(view.day), *profiles, day=view.day, language=view.language)
    told = tell_flags(flags, view.language, to_employer=view.to_employer, shares_status=shares)
    return {"flags": told, **details_of(*profiles, flags, view, shares_status=shares)}


def _score(
    lexicon: Lexicon, explanation: Explanation, view: View, *, ranked: bool
) -> dict[str, Any]:
    """Return the score and the terms that add up to it."""
    if not ranked:
        return {"score": None, "band": None, "contributions": [], "other_contributions": 0.0}
    count = len(explanation.parts) if view.terms is None else view.terms
    top, others = explanation.top(count)
    return {
        "score": explanation.score,
        "band": lexicon.bands.band(explanation.score),
        "contributions": [
            {
                "term": item.term,
                "field": item.field,
                "role_weight": item.role_weight,
                "candidate_weight": item.candidate_weight,
                "contribution": item.contribution,
            }
            for item in top
        ],
        "other_contributions": others,
    }


def _gates(role: RoleSide, candidate: CandidateSide, view: View) -> list[dict[str, Any]]:
    """Return the gates; to an employer without what the candidate has."""
    gates = []
    for gate in gates_between(candidate.standing(view.day), role.demand):
        shown = {"code": gate.code, "outcome": gate.outcome.value, "needed": gate.needed}
        gates.append(shown if view.to_employer else {**shown, "have": gate.have})
    return gates
