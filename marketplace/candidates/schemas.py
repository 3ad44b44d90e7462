"""Candidates as the API reads and writes them."""

from typing import Any

from flask import current_app
from marshmallow import ValidationError, fields, pre_dump, pre_load, validate, validates_schema

from marketplace.candidates.codes import code_of
from marketplace.candidates.sections import (
    AwardSchema,
    DegreeSchema,
    EmploymentSchema,
    KnownLanguageSchema,
    PatentSchema,
    PublicationSchema,
    ReadOnlySchema,
    SkillSchema,
    section_of,
)
from marketplace.clock import today
from marketplace.http.echoes import set_aside
from marketplace.http.fields import (
    DOCUMENT,
    LARGEST_INTEGER,
    LINE,
    Code,
    Day,
    Flag,
    Int,
    Moment,
    Text,
    Undivided,
    WebAddress,
    at_most,
)
from marketplace.http.parameters import Schema
from marketplace.messages import Message
from marketplace.taxonomies.codes import HUBS, SALARY_PERIODS, SECTORS, VISAS
from marketplace.taxonomies.fields import Currency, Province
from matching.codes import Evidence

VISIBILITIES = ("hidden", "anonymous", "open")
PURPOSES = ("matching", "sensitive_status", "share_status", "contact")
DOMAIN = 253  # characters
_UNSAID: dict[str, Any] = {"allow_none": True, "load_default": None}
_SECTORS = at_most(len(SECTORS))


class ContactSchema(Schema):
    """How to reach a candidate; employers learn it on an application or acceptance alone."""

    name = Text(LINE, **_UNSAID)
    email = fields.Email(validate=validate.Length(3, 254), **_UNSAID)
    phone = Text(40, **_UNSAID)
    links = fields.List(
        WebAddress(),
        load_default=list,
        validate=at_most(20),
    )


class WishedSalarySchema(Schema):
    """The least pay that a candidate would work for."""

    amount = Int(0, LARGEST_INTEGER, required=True)
    currency = Currency(required=True)
    period = Code(SALARY_PERIODS, required=True)


class StatusSchema(ReadOnlySchema):
    """A candidate's visa and permits, kept under the consent sensitive_status alone."""

    visa = Code(VISAS, **_UNSAID)
    k_expires = Day(**_UNSAID)
    current_sectors = fields.List(Code(SECTORS), validate=_SECTORS, **_UNSAID)
    current_province = Province(**_UNSAID)
    work_permit = Flag(**_UNSAID)
    work_permit_employer = Text(LINE, **_UNSAID)
    work_residence_permit = Flag(**_UNSAID)
    birth_year = Int(1900, 2100, **_UNSAID)
    evidence = fields.String(dump_only=True, metadata={"enum": [*Evidence]})
    evidence_expires_on = fields.Date(dump_only=True, allow_none=True)

    @validates_schema
    def check_birth(self, status: dict[str, Any], **_: object) -> None:
        """Refuse a year that has not come."""
        if (status.get("birth_year") or 0) > today().year:
            raise ValidationError(Message("The year has not come yet."), "birth_year")


class ConsentSchema(Schema):
    """A purpose that the candidate allowed."""

    purpose = fields.String(required=True, metadata={"enum": list(PURPOSES)})
    given_at = Moment(required=True)
    basis = fields.String(required=True)


class CandidateSchema(ReadOnlySchema):
    """A candidate; in every section null is "not stated" and an empty list "stated: none"."""

    id = fields.UUID(dump_only=True)
    code = fields.String(dump_only=True)
    contact = fields.Nested(ContactSchema, load_default=lambda: ContactSchema().load({}))
    headline = Text(LINE, **_UNSAID)
    summary = Text(DOCUMENT, **_UNSAID)
    skills = section_of(SkillSchema)
    experience = section_of(EmploymentSchema)
    education = section_of(DegreeSchema)
    patents = section_of(PatentSchema)
    publications = section_of(PublicationSchema)
    awards = section_of(AwardSchema)
    languages = section_of(KnownLanguageSchema)
    hubs = fields.List(Code(HUBS), validate=at_most(len(HUBS)), **_UNSAID)
    salary_min = Undivided(WishedSalarySchema, **_UNSAID)
    notice_weeks = Int(0, 52, **_UNSAID)
    status = fields.Nested(StatusSchema, **_UNSAID)
    consents = fields.List(fields.Nested(ConsentSchema), dump_only=True)
    visibility = Code(VISIBILITIES, load_default="hidden")
    hidden_from = fields.List(Text(DOMAIN), load_default=list, validate=at_most(100))
    created_at = Moment(dump_only=True)
    updated_at = Moment(dump_only=True)

    @pre_dump
    def gather(self, candidate: Any, **_: object) -> Any:  # noqa: ANN401 - a row or a mapping
        """Nest what the API nests, and add the candidate's code for oneself."""
        if isinstance(candidate, dict):
            return candidate
        shown = {name: getattr(candidate, name, None) for name in self.fields}
        shown["contact"] = candidate
        shown["consents"] = sorted(candidate.consents, key=lambda consent: consent.purpose)
        shown["code"] = code_of(candidate.number, candidate.id, current_app.config["SECRET_KEY"])
        return shown


class CandidateChangeSchema(CandidateSchema):
    """A change of a candidate; what only we set may come back as it was read."""

    @pre_load
    def refuse_ours(self, sent: Any, **_: object) -> Any:  # noqa: ANN401 - JSON is anything
        """Set aside what only the service sets, until the profile is known."""
        return set_aside(self, sent)


class ConsentBasisSchema(Schema):
    """What a candidate says on giving a consent."""

    basis = Text(500, load_default="Given by the candidate through the API.")


class SeenBySchema(Schema):
    """The employer whose member saw a candidate."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)


class ViewSchema(Schema):
    """That someone saw a candidate."""

    what = fields.String(required=True)
    employer = fields.Nested(SeenBySchema, required=True, allow_none=True)
    role_id = fields.UUID(required=True, allow_none=True)
    seen_at = Moment(required=True)
