"""A stored candidate as ranking, gates and policy see it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

from marketplace.candidates.blanking import Blanked, blanked, without_texts
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

ANY_DAY = date(2000, 1, 1)  # for who reads texts alone: only proofs expire
STATUS_FLAGS = frozenset({"k_switch", "pr_pathway"})  # they rest on the status

Entry = Mapping[str, Any]
Part = TypeVar("Part")


def candidate_profile(
    candidate: Candidate, *, day: date, texts: Blanked | None = None
) -> CandidateProfile:
    """Return the profile of a candidate on a day; status and consents must be loaded.

    Args:
        texts: the candidate's, blanked, where they are known already.
    """
    said = texts or blanked(candidate)

    def proved(entry: Entry) -> Evidence:
        return evidence_on(day, entry["evidence"], entry.get("evidence_expires_on"))

    def achievements(section: str) -> tuple[Achievement, ...] | None:
        return _with(
            getattr(candidate, section),
            said.achievements[section],
            lambda entry, title: Achievement(title=title or "", evidence=proved(entry)),
        )

    return CandidateProfile(
        headline=said.headline or "",
        summary=said.summary or "",
        skills=None if candidate.skills is None else tuple(said.skills),
        experience=_with(
            candidate.experience,
            said.posts,
            lambda post, text: _employment(post, text, proved(post)),
        ),
        education=_with(
            candidate.education,
            said.fields,
            lambda degree, field: _degree(degree, field or "", proved(degree)),
        ),
        patents=achievements("patents"),
        publications=achievements("publications"),
        awards=achievements("awards"),
        languages=_each(candidate.languages, lambda known: _language(known, proved(known))),
        hubs=_each(candidate.hubs, str),
        salary_min=_salary(candidate.salary_min),
        status=_status(candidate, day),
        own_names=(candidate.name,) if candidate.name else (),
    )


def textless_profile(candidate: Candidate, *, day: date) -> CandidateProfile:
    """Return what gates and policy read of a candidate, which is no text."""
    return candidate_profile(candidate, day=day, texts=without_texts(candidate))


def told_profile(profile: CandidateProfile) -> CandidateProfile:
    """Return of a profile what the view of an anonymous candidate shows in words."""
    posts = profile.experience
    shown = None if posts is None else tuple(replace(post, summary="") for post in posts)
    return replace(profile, experience=shown, patents=None, publications=None, awards=None)


def _each(stated: Iterable[Any] | None, make: Callable[[Any], Part]) -> tuple[Part, ...] | None:
    """Keep the difference between not stated and stated: none."""
    return None if stated is None else tuple(make(item) for item in stated)


def _with(
    stated: Iterable[Any] | None, texts: Iterable[Any], make: Callable[[Any, Any], Part]
) -> tuple[Part, ...] | None:
    """The same for entries with their blanked texts."""
    return None if stated is None else tuple(map(make, stated, texts))


def _employment(post: Entry, text: tuple[str | None, str | None], evidence: Evidence) -> Employment:
    title, summary = text
    return Employment(
        title=title or "",
        organisation=post["organisation"] or "",
        summary=summary or "",
        sector=post["sector"],
        start=post["start"],
        end=post["end"],
        leads_rd=post["leads_rd"],
        stem_research=post["stem_research"],
        evidence=evidence,
    )


def _degree(degree: Entry, field: str, evidence: Evidence) -> Degree:
    return Degree(
        institution=degree["institution"] or "",
        level=degree["degree"],
        field=field,
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
