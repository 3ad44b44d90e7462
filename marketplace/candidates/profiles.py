"""A stored candidate as ranking, gates and policy see it."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, TypeVar

from marketplace.candidates.entries import evidence_on
from matching.codes import Evidence
from matching.profiles import (
    Achievement,
    CandidateProfile,
    Degree,
    Employment,
    LanguageSkill,
    Salary,
    VisaStatus,
)
from models import Candidate, CandidateStatus, Purpose

STATUS_FLAGS = frozenset({"k_switch", "pr_pathway"})  # they rest on the status
_SHORTEST_HANDLE = 4  # shorter ones are words such as "me"

Entry = Mapping[str, Any]
Part = TypeVar("Part")


def candidate_profile(candidate: Candidate, *, day: date) -> CandidateProfile:
    """Return the profile of a candidate on a day; status and consents must be loaded."""

    def proved(entry: Entry) -> Evidence:
        return evidence_on(day, entry["evidence"], entry.get("evidence_expires_on"))

    def achievement(entry: Entry) -> Achievement:
        return Achievement(title=entry["title"] or "", evidence=proved(entry))

    return CandidateProfile(
        headline=candidate.headline or "",
        summary=candidate.summary or "",
        skills=_each(candidate.skills, lambda skill: str(skill["name"])),
        experience=_each(candidate.experience, lambda post: _employment(post, proved(post))),
        education=_each(candidate.education, lambda degree: _degree(degree, proved(degree))),
        patents=_each(candidate.patents, achievement),
        publications=_each(candidate.publications, achievement),
        awards=_each(candidate.awards, achievement),
        languages=_each(candidate.languages, lambda known: _language(known, proved(known))),
        hubs=_each(candidate.hubs, str),
        salary_min=_salary(candidate.salary_min),
        status=_status(candidate, day),
        own_names=_own_names(candidate),
    )


def _own_names(candidate: Candidate) -> tuple[str, ...]:
    """Return what would tell who the candidate is: name, mailbox and the ends of links."""
    handles = [(candidate.email or "").partition("@")[0]]
    handles += [link.rstrip("/").rpartition("/")[2] for link in candidate.links or ()]
    longer = [handle for handle in handles if len(handle) >= _SHORTEST_HANDLE]
    return tuple(name for name in (candidate.name, *longer) if name)


def _each(stated: Iterable[Any] | None, make: Callable[[Any], Part]) -> tuple[Part, ...] | None:
    """Keep the difference between not stated and stated: none."""
    return None if stated is None else tuple(make(item) for item in stated)


def _employment(post: Entry, evidence: Evidence) -> Employment:
    return Employment(
        title=post["title"] or "",
        organisation=post["organisation"] or "",
        summary=post["summary"] or "",
        sector=post["sector"],
        start=post["start"],
        end=post["end"],
        leads_rd=post["leads_rd"],
        stem_research=post["stem_research"],
        evidence=evidence,
    )


def _degree(degree: Entry, evidence: Evidence) -> Degree:
    return Degree(
        institution=degree["institution"] or "",
        level=degree["degree"],
        field=degree["field"] or "",
        sectors=_each(degree["sectors"], str),
        stem=degree["stem"],
        evidence=evidence,
    )


def _language(known: Entry, evidence: Evidence) -> LanguageSkill:
    return LanguageSkill(language=known["language"], level=known["level"], evidence=evidence)


def _salary(wish: Entry | None) -> Salary | None:
    if wish is None:
        return None
    return Salary(min=wish["amount"], max=None, currency=wish["currency"], period=wish["period"])


def _status(candidate: Candidate, day: date) -> VisaStatus | None:
    """Return the status under the consent to use it, else nothing."""
    if candidate.status is None or not candidate.consents_to(Purpose.SENSITIVE_STATUS):
        return None
    return _visa_status(candidate.status, day)


def _visa_status(status: CandidateStatus, day: date) -> VisaStatus:
    return VisaStatus(
        visa=status.visa,
        k_expires=status.k_expires,
        current_sectors=_each(status.current_sectors, str),
        current_province=status.current_province,
        work_permit=status.work_permit,
        work_permit_employer=status.work_permit_employer,
        work_residence_permit=status.work_residence_permit,
        birth_year=status.birth_year,
        evidence=evidence_on(day, status.evidence, status.evidence_expires_on),
    )
