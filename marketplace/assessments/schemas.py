"""Assessments and flags as the API reads and writes them."""

from marshmallow import fields, validate

from marketplace.http.fields import PLAIN_TEXT, SHORT, Country, Day, Text, at_most
from marketplace.http.parameters import Schema
from matching.codes import Evidence, Outcome
from matching.policy.findings import Code

OUTCOMES = [outcome.value for outcome in Outcome]
_VALUE = {
    "type": ["string", "number", "boolean", "array", "null"],
    "pattern": PLAIN_TEXT,
    "items": {"type": "string", "pattern": PLAIN_TEXT},
}
_STATED = {
    "type": "object",
    "properties": {"value": _VALUE, "evidence": {"enum": [*Evidence]}},
    "required": ["value", "evidence"],
    "additionalProperties": False,
}
_FACTS = {
    "propertyNames": {"pattern": "^[a-z_]+$"},
    "additionalProperties": {"anyOf": [_VALUE, _STATED]},
}
WITHHELD = "WITHHELD"  # to an employer: the candidate did not share it
CODES = [*(code.value for code in Code), WITHHELD]


class VersionReferenceSchema(Schema):
    """A version of a pack or an overlay."""

    id = fields.String(required=True)
    version = fields.String(required=True)
    digest = fields.String(required=True)


class PackReferenceSchema(VersionReferenceSchema):
    """The version of a pack that decided, and the overlays with it where some applied."""

    overlays = fields.List(fields.Nested(VersionReferenceSchema))


class SourceReferenceSchema(Schema):
    """Where a rule comes from."""

    id = fields.String(required=True)
    title = fields.String(required=True, allow_none=True)
    url = fields.String(required=True, allow_none=True)


class ParameterValueSchema(Schema):
    """A value of the law that a criterion compared with; null where nobody published it."""

    id = fields.String(required=True)
    value = fields.Raw(required=True, allow_none=True)
    since = fields.String(required=True, data_key="from", attribute="from")
    certainty = fields.String(required=True, allow_none=True)
    basis = fields.String(required=True, allow_none=True)


class ReasonSchema(Schema):
    """One criterion of a flag."""

    criterion = fields.String(required=True)
    outcome = fields.String(required=True, validate=validate.OneOf(OUTCOMES))
    code = fields.String(required=True, validate=validate.OneOf(CODES))
    text = fields.String(required=True)
    source = fields.Nested(SourceReferenceSchema, required=True)
    parameter = fields.Nested(ParameterValueSchema, required=True, allow_none=True)


class RemedySchema(Schema):
    """What would help, and who can do it."""

    criterion = fields.String(required=True)
    curable_by = fields.String(required=True)
    text = fields.String(required=True)


class CheckSchema(Schema):
    """What the law in force asks before any work."""

    text = fields.String(required=True)
    source = fields.Nested(SourceReferenceSchema, required=True)


class FlagSchema(Schema):
    """An outcome under one version of a pack."""

    outcome = fields.String(required=True, validate=validate.OneOf(OUTCOMES))
    label = fields.String(required=True)
    pack = fields.Nested(PackReferenceSchema, required=True)
    as_of = fields.String(required=True)
    province = fields.String(required=True, allow_none=True)
    because = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    reasons = fields.List(fields.Nested(ReasonSchema), required=True)
    missing = fields.List(fields.String(), required=True)
    remedy = fields.List(fields.Nested(RemedySchema), required=True)
    disclaimer = fields.String(required=True)
    check = fields.Nested(CheckSchema, metadata={"description": "Beside a switch alone."})


class Facts(fields.Dict):
    """Facts by name: a value, or a value with its evidence; the pack knows their kinds."""

    def __init__(self) -> None:
        super().__init__(load_default=dict, metadata={"allOf": [_FACTS]})


class AssessmentSchema(Schema):
    """The facts to assess, in the groups of the pack's own dictionary."""

    pack = Text(SHORT, required=True)
    as_of = Day(load_default=None, allow_none=True)
    province = Country(load_default=None, allow_none=True)
    candidate = Facts()
    role = Facts()
    employer = Facts()
    status = Facts()
    reforms = fields.List(Text(SHORT), load_default=list, validate=at_most(10))


class AssessedSchema(Schema):
    """Every flag of the pack."""

    flags = fields.Dict(keys=fields.String(), values=fields.Nested(FlagSchema), required=True)
