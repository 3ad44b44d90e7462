"""Visa routes as the API reads and writes them."""

from typing import Any

from marshmallow import fields, validate

from marketplace.assessments.schemas import (
    OUTCOMES,
    Facts,
    PackReferenceSchema,
    SourceReferenceSchema,
)
from marketplace.http.fields import PLAIN_TEXT, Code, Country, Day
from marketplace.http.parameters import Query, Schema
from matching.policy.routes.changes import EFFORTS
from matching.policy.sections import CERTAINTIES

LANGUAGES = ("en", "zh-Hans")
_UNDEFINED = {
    "type": "object",
    "description": "Nobody has published it.",
    "properties": {
        "undefined": {"const": True},
        "certainty": {"enum": [*CERTAINTIES]},
        "source": {"type": "object"},
    },
    "required": ["undefined", "certainty", "source"],
}
_SPAN = {
    "type": "object",
    "properties": {"low": {"type": "integer"}, "high": {"type": "integer"}},
    "required": ["low", "high"],
}
_ANSWER = {
    "type": ["string", "number", "boolean", "array", "null"],
    "pattern": PLAIN_TEXT,
    "items": {"type": ["string", "number"], "pattern": PLAIN_TEXT},
}
_NAMES = {"pattern": "^[a-z0-9_]+$"}
_SPOUSE = {"type": "object", "propertyNames": _NAMES, "additionalProperties": _ANSWER}
_ANSWERS = {"propertyNames": _NAMES, "additionalProperties": {"anyOf": [_ANSWER, _SPOUSE]}}


def _published(kind: dict[str, Any]) -> fields.Raw:
    """Return a value of one kind, or the word that nobody has published it."""
    return fields.Raw(required=True, metadata={"oneOf": [kind, _UNDEFINED]})


class LanguageQuery(Query):
    """The language of an answer, where the header is not to decide."""

    lang = Code(LANGUAGES, load_default=None)


class Answers(fields.Dict):
    """Answers to a points table by question; the table knows their kinds."""

    def __init__(self) -> None:
        super().__init__(metadata={"allOf": [_ANSWERS]})


class FactGroupsSchema(Schema):
    """Facts in the groups of an assessment; a pack of some route must know each."""

    candidate = Facts()
    role = Facts()
    employer = Facts()
    status = Facts()


class RouteFactsSchema(Schema):
    """The facts to compare the routes for, and answers to the points tables."""

    as_of = Day(load_default=None, allow_none=True)
    province = Country(load_default=None, allow_none=True)
    facts = fields.Nested(FactGroupsSchema, load_default=dict)
    cn_points = Answers()
    crs = Answers()


class JobSwitchSchema(Schema):
    """What another job takes."""

    needs = _published({"type": "string"})
    weeks = _published(_SPAN)


class JobSwitchOutcomeSchema(JobSwitchSchema):
    """What another job takes, and whether it may be taken, where a rule says so."""

    outcome = fields.String(
        required=True, allow_none=True, validate=validate.OneOf([*OUTCOMES, None])
    )


class RouteSourceSchema(SourceReferenceSchema):
    """On whose word one value stands."""

    of = fields.String(required=True)
    certainty = fields.String(required=True, validate=validate.OneOf(CERTAINTIES))
    checked_on = fields.String(required=True)


class RouteSchema(Schema):
    """What is published of a route; what nobody published says so."""

    id = fields.String(required=True)
    name = fields.String(required=True)
    who_files = _published({"type": "string"})
    sponsor_needed = _published({"type": "boolean"})
    offer_needed = _published({"type": "boolean"})
    decided_by = _published({"type": "string"})
    cap = _published({"type": "string"})
    job_switch = fields.Nested(JobSwitchSchema, required=True)
    validity = _published({"type": "string"})
    family = _published({"type": "string"})
    permanent_residence = _published({"type": "string"})
    fee = _published({"type": "string"})
    sources = fields.List(fields.Nested(RouteSourceSchema), required=True)
    checked_on = fields.String(required=True)
    review_by = fields.String(required=True)


class RoutesSchema(Schema):
    """Every route."""

    routes = fields.List(fields.Nested(RouteSchema), required=True)


class RouteFlagSchema(Schema):
    """A flag that speaks for a route; any of them suffices."""

    flag = fields.String(required=True)
    outcome = fields.String(required=True, validate=validate.OneOf(OUTCOMES))
    pack = fields.Nested(PackReferenceSchema, required=True)


class ChangeSchema(Schema):
    """The one missing thing of least effort that could settle a route."""

    fact = fields.String(required=True)
    effort = fields.String(required=True, validate=validate.OneOf(EFFORTS))
    text = fields.String(required=True)
    outcomes = fields.List(fields.String(), required=True)


class ComparedRouteSchema(RouteSchema):
    """A route, and how it comes out."""

    job_switch = fields.Nested(JobSwitchOutcomeSchema, required=True)
    outcome = fields.String(required=True, validate=validate.OneOf(OUTCOMES))
    label = fields.String(required=True)
    flags = fields.List(fields.Nested(RouteFlagSchema), required=True)
    points = fields.Dict(required=True, allow_none=True)
    missing = fields.List(fields.String(), required=True)
    cheapest_change = fields.Nested(ChangeSchema, required=True, allow_none=True)
    disclaimer = fields.String(required=True)


class ComparedRoutesSchema(Schema):
    """The routes side by side."""

    as_of = fields.String(required=True)
    province = fields.String(required=True, allow_none=True)
    routes = fields.List(fields.Nested(ComparedRouteSchema), required=True)
