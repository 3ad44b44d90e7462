"""A flag: the outcome of one policy question, with everything that led to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from matching.codes import Outcome
from matching.policy.findings import Code
from matching.policy.pack import Source
from matching.policy.trace import Leaf, Trace, pack_reference, plain_parameter


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One leaf of a flag in words."""

    leaf: Leaf = field(repr=False)
    text: str
    curable_by: str  # candidate, employer, policy, none

    @property
    def criterion(self) -> str:
        """What was asked."""
        return self.leaf.id

    @property
    def outcome(self) -> Outcome:
        """The three-valued answer."""
        return self.leaf.outcome

    @property
    def code(self) -> Code:
        """Why."""
        return self.leaf.code

    @property
    def source(self) -> Source:
        """On whose word."""
        return self.leaf.source


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    """What would help a deciding leaf, and who can do it."""

    criterion: str
    curable_by: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """An outcome under one version of a pack, as of a day."""

    outcome: Outcome
    label: str
    pack_id: str
    pack_version: str
    pack_digest: str
    as_of: date
    province: str | None
    because: Mapping[str, Code]  # the deciding leaves
    reasons: tuple[Reason, ...]  # every leaf
    missing: tuple[str, ...]  # facts to ask for; none unless unknown
    remedy: tuple[Remedy, ...]
    disclaimer: str
    trace: Trace = field(compare=False, repr=False)  # holds the facts' own values


def as_plain(flag: Flag) -> dict[str, Any]:
    """Return a flag in the shape of the API."""
    return {
        "outcome": flag.outcome.value,
        "label": flag.label,
        "pack": pack_reference(flag.trace.pack),
        "as_of": flag.as_of.isoformat(),
        "province": flag.province,
        "because": {leaf: code.value for leaf, code in flag.because.items()},
        "reasons": [_plain_reason(reason) for reason in flag.reasons],
        "missing": list(flag.missing),
        "remedy": [_plain_remedy(remedy) for remedy in flag.remedy],
        "disclaimer": flag.disclaimer,
    }


def _plain_reason(reason: Reason) -> dict[str, Any]:
    source = reason.source
    return {
        "criterion": reason.criterion,
        "outcome": reason.outcome.value,
        "code": reason.code.value,
        "text": reason.text,
        "source": {"id": source.id, "title": source.title, "url": source.url},
        "parameter": plain_parameter(reason.leaf),
    }


def _plain_remedy(remedy: Remedy) -> dict[str, str]:
    return {
        "criterion": remedy.criterion,
        "curable_by": remedy.curable_by,
        "text": remedy.text,
    }
