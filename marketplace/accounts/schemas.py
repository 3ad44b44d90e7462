"""Accounts as the API reads and writes them."""

from marshmallow import fields, validate

from marketplace.http.fields import Text
from marketplace.http.parameters import Schema


class RegistrationSchema(Schema):
    """What someone sends to get an account."""

    email = fields.Email(required=True, validate=validate.Length(3, 254))
    password = fields.String(
        required=True,
        validate=validate.Length(10, 128),
        load_only=True,
        metadata={"pattern": r"^[^\x00]*$"},
    )


class RegisteredSchema(Schema):
    """The answer to a registration: the same whether or not the address was known."""

    email = fields.String(required=True)
    next = Text(required=True, metadata={"description": "What to do now."})


class PartSchema(Schema):
    """An account's part in an employer."""

    id = fields.UUID(required=True, metadata={"description": "The employer's id."})
    part = fields.String(required=True)


class AccountSchema(Schema):
    """One's own account."""

    id = fields.UUID(required=True)
    email = fields.String(required=True)
    candidate_id = fields.UUID(required=True, allow_none=True)
    employers = fields.List(fields.Nested(PartSchema), required=True)


class LeavingSchema(Schema):
    """What proves that it is oneself who deletes the account."""

    password = fields.String(required=True, validate=validate.Length(1, 128), load_only=True)
