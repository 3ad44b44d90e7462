"""What applications and invitations both show: role, candidate and kept flags."""

from marshmallow import fields

from marketplace.assessments.schemas import PackReferenceSchema
from marketplace.http.parameters import Schema


class EmployerNameSchema(Schema):
    """Whose role it is."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)


class RoleNameSchema(Schema):
    """Which role it is; one that has ended keeps its title."""

    id = fields.UUID(required=True)
    title = fields.String(required=True)
    status = fields.String(required=True)
    employer = fields.Nested(EmployerNameSchema, required=True)


class ReleasedContactSchema(Schema):
    """How to reach a candidate who released it."""

    name = fields.String(required=True, allow_none=True)
    email = fields.String(required=True, allow_none=True)
    phone = fields.String(required=True, allow_none=True)
    links = fields.List(fields.String(), required=True)


class ApplicantSchema(Schema):
    """A candidate as this caller may see them: the less is released, the fewer fields."""

    id = fields.UUID()
    code = fields.String()
    headline = fields.String(allow_none=True)
    contact = fields.Nested(ReleasedContactSchema)
    profile = fields.Dict(
        keys=fields.String(), metadata={"description": "As an open profile is shown."}
    )


class KeptFlagSchema(Schema):
    """A flag's outcome, as it was shown that day."""

    outcome = fields.String(required=True)
    label = fields.String(required=True)
    pack = fields.Nested(PackReferenceSchema, required=True)
    as_of = fields.String(required=True, metadata={"format": "date"})
    province = fields.String(required=True, allow_none=True)
    trace = fields.Dict(
        metadata={"description": "With one application, to the candidate: what decides it again."}
    )
