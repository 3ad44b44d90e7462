"""Read a JSON Resume (1.x, and the schema of 2014) as a candidate's profile."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from marshmallow import ValidationError

from marketplace.candidates.schemas import CandidateSchema
from marketplace.errors import Invalid
from marketplace.http.fields import LINE, WEB_ADDRESS
from marketplace.http.parameters import pointed
from marketplace.imports.findings import Findings
from marketplace.imports.markup import plain_text
from marketplace.imports.own_words import KEY, WISHES, profile_words
from marketplace.imports.resume_sections import (
    read_awards,
    read_education,
    read_experience,
    read_languages,
    read_patents,
    read_publications,
    read_skills,
)
from marketplace.imports.resume_texts import read_more

LONGEST_LINK, MAX_LINKS = 300, 20  # of a profile's contact
_LINK = re.compile(WEB_ADDRESS)
READ = frozenset(
    {
        *("basics", "bio", "work", "education", "awards", "publications", "skills", "languages"),
        *("projects", "volunteer", "certificates", "meta", KEY),
    }
)
SECTIONS = (
    *("headline", "summary", "skills", "experience", "education", "patents", "publications"),
    *("awards", "languages", *WISHES),
)
PLACES = {
    "contact": "basics",
    "headline": "basics/label",
    "summary": "basics/summary",
    "experience": "work",
    "patents": "projects",
    **{name: f"{KEY}/{name}" for name in WISHES},
}  # where a field of a profile came from


@dataclass(frozen=True, slots=True, kw_only=True)
class Resume:
    """What a JSON Resume says in our words."""

    identity: str | None  # a digest; None: the line's own has to do
    fields: Mapping[str, Any]  # of a whole profile, as ``CandidateSchema`` loads them
    notes: tuple[str, ...]

    @property
    def stated(self) -> dict[str, Any]:
        """The fields that the résumé says something of."""
        contact = {name: value for name, value in self.fields["contact"].items() if value}
        sections = {name: self.fields[name] for name in SECTIONS if self.fields[name] is not None}
        return sections | {"contact": contact}


def read_resume(resume: Mapping[str, Any]) -> Resume:
    """Return the profile that a résumé describes.

    Raises:
        Invalid: it cannot be taken; the errors point into the résumé.
    """
    findings = Findings()
    basics = _basics(resume, findings)
    body = _body(resume, basics, findings)
    identity = _identity(resume, basics, findings)
    findings.unread(resume, READ)
    if not any(body.get(name) for name in ("headline", "summary", "experience", "skills")):
        findings.refuse("#", "Nothing to match: give basics.summary, work or skills.")
    findings.settle()
    return Resume(identity=identity, fields=_checked(body), notes=tuple(findings.notes))


def _basics(resume: Mapping[str, Any], findings: Findings) -> Mapping[str, Any]:
    """Return who this is; the schema of 2014 called it ``bio``."""
    for key in ("basics", "bio"):
        given = resume.get(key)
        if isinstance(given, dict):
            return given
        if given is not None:
            findings.refuse(f"#/{key}", "Must be an object.")
    return {}


def _identity(
    resume: Mapping[str, Any], basics: Mapping[str, Any], findings: Findings
) -> str | None:
    """Return a digest of what stays the same when the person sends a newer résumé.

    A digest, because the identity may be an e-mail address.
    """
    meta = resume.get("meta")
    given = meta if isinstance(meta, dict) else {}
    candidates = (
        ("canonical", findings.text(given.get("canonical"), "#/meta/canonical")),
        ("email", findings.text(basics.get("email"), "#/basics/email")),
        ("url", _first(basics, ("url", "website"), findings)),
    )
    for kind, value in candidates:
        if value:
            return hashlib.sha256(f"{kind}\n{value.casefold()}".encode()).hexdigest()
    return None


def _first(given: Mapping[str, Any], keys: tuple[str, ...], findings: Findings) -> str | None:
    """Return the text of the first key that has one."""
    texts = (findings.text(given.get(key), f"#/basics/{key}") for key in keys)
    return next((text for text in texts if text), None)


def _body(
    resume: Mapping[str, Any], basics: Mapping[str, Any], findings: Findings
) -> dict[str, Any]:
    """Return the profile in the shape of the API."""
    label = _first(basics, ("label", "title"), findings)
    summary = _first(basics, ("summary", "bio"), findings)
    texts = [plain_text(summary) if summary else None, *read_more(resume, findings)]
    if label and len(label) > LINE:
        findings.note(f"basics.label is over {LINE} characters; the whole went into the summary.")
        texts.insert(0, label)
        label = label[: LINE - 1] + "…"
    if basics.get("location") is not None:
        findings.note("basics.location was not taken: a profile names the hubs that one wants.")
    return {
        "contact": _contact(basics, findings),
        "headline": label and " ".join(label.split()),
        "summary": "\n\n".join(text for text in texts if text) or None,
        "skills": read_skills(resume.get("skills"), findings),
        "experience": read_experience(resume.get("work"), findings),
        "education": read_education(resume.get("education"), findings),
        "patents": read_patents(resume.get("projects"), findings),
        "publications": read_publications(resume.get("publications"), findings),
        "awards": read_awards(resume.get("awards"), findings),
        "languages": read_languages(resume.get("languages"), findings),
        **profile_words(resume, findings),
    }


def _contact(basics: Mapping[str, Any], findings: Findings) -> dict[str, Any]:
    names = [_first(basics, (key,), findings) for key in ("firstName", "lastName")]
    name = _first(basics, ("name",), findings) or " ".join(part for part in names if part) or None
    return {
        "name": name,
        "email": _first(basics, ("email",), findings),
        "phone": _first(basics, ("phone",), findings),
        "links": _links(basics, findings),
    }


def _links(basics: Mapping[str, Any], findings: Findings) -> list[str]:
    """Return the addresses of a person's pages; what is no web address is left out."""
    found = [_first(basics, ("url", "website"), findings)]
    for pointer, profile in findings.objects(basics.get("profiles"), "#/basics/profiles"):
        found.append(findings.text(profile.get("url"), f"{pointer}/url"))
    links = list(dict.fromkeys(link for link in found if link))
    good = [link for link in links if len(link) <= LONGEST_LINK and _LINK.fullmatch(link)]
    del good[MAX_LINKS:]
    if len(good) < len(links):
        findings.note(f"{len(links) - len(good)} links were left out: no web addresses, or many.")
    return good


def _checked(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a profile, by the rules of the API.

    Raises:
        Invalid: a rule is broken; the error points to where the value came from.
    """
    try:
        fields: dict[str, Any] = CandidateSchema().load(body)
    except ValidationError as error:
        found = [
            {**each, "pointer": _source_of(each["pointer"])} for each in pointed(error.messages)
        ]
        raise Invalid("Some fields are not valid.", found) from None
    return fields


def _source_of(pointer: str) -> str:
    name = pointer.split("/")[1] if "/" in pointer else ""
    return pointer.replace(f"#/{name}", f"#/{PLACES.get(name, name)}", 1)
