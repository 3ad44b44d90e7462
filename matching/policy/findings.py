"""What is stated of the facts, and what one criterion finds in it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from matching.codes import Evidence, Outcome
from matching.policy.operators import Value


class Code(StrEnum):
    """Why a criterion came out as it did; among findings that count alike the first is told."""

    OK = "OK"
    EVIDENCE_EXPIRED = "EVIDENCE_EXPIRED"
    EVIDENCE_MISSING = "EVIDENCE_MISSING"
    FACT_MISSING = "FACT_MISSING"
    PROVINCE_MISSING = "PROVINCE_MISSING"
    POLICY_UNDEFINED = "POLICY_UNDEFINED"
    EVIDENCE_REJECTED = "EVIDENCE_REJECTED"
    VALUE_FAILS = "VALUE_FAILS"
    OVERLAY_SUSPENDED = "OVERLAY_SUSPENDED"
    POLICY_NOT_IN_EFFECT = "POLICY_NOT_IN_EFFECT"


OUTCOMES: Mapping[Code, Outcome] = {
    Code.OK: Outcome.MET,
    Code.EVIDENCE_EXPIRED: Outcome.UNKNOWN,
    Code.EVIDENCE_MISSING: Outcome.UNKNOWN,
    Code.FACT_MISSING: Outcome.UNKNOWN,
    Code.PROVINCE_MISSING: Outcome.UNKNOWN,
    Code.POLICY_UNDEFINED: Outcome.UNKNOWN,
    Code.EVIDENCE_REJECTED: Outcome.NOT_MET,
    Code.VALUE_FAILS: Outcome.NOT_MET,
    Code.OVERLAY_SUSPENDED: Outcome.NOT_MET,
    Code.POLICY_NOT_IN_EFFECT: Outcome.NOT_MET,
}
CODE_RANK = {
    code: rank for rank, code in enumerate(Code)
}  # follows outcomes: met, unknown, not met
OUTCOME_RANK = {Outcome.MET: 0, Outcome.UNKNOWN: 1, Outcome.NOT_MET: 2}


@dataclass(frozen=True, slots=True)
class Stated:
    """What is said of a fact, and what the proof of it is worth."""

    value: Value
    evidence: Evidence = Evidence.VERIFIED


Readings = tuple[Stated | None, ...]  # each one true; None: more may be true than was stated


@dataclass(frozen=True, slots=True)
class Facts:
    """What is stated, by fact; an absent fact is not stated.

    Attributes:
        stated: the readings of each fact; a criterion keeps the one that serves it best.
        entries: facts that only count together, such as the level and field of one degree;
            a flag keeps the entry that serves it best.
    """

    stated: Mapping[str, Readings] = field(default_factory=dict)
    entries: tuple[Mapping[str, Readings], ...] = ()

    def worlds(self) -> Iterator[Mapping[str, Readings]]:
        """Yield all that is stated, once with each entry."""
        for entry in self.entries or ({},):
            yield {**self.stated, **entry}

    def joined(self, other: "Facts") -> "Facts":
        """Return these facts and those of the other side; only one of them has entries."""
        return Facts({**self.stated, **other.stated}, self.entries or other.entries)


class Finding(NamedTuple):
    """What one criterion found, and the facts that would help."""

    code: Code
    missing: tuple[str, ...] = ()

    @property
    def outcome(self) -> Outcome:
        """The three-valued answer."""
        return OUTCOMES[self.code]
