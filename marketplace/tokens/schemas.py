"""API tokens as the API reads and writes them."""

from marshmallow import fields, validate

from marketplace.http.fields import SHORT, Code, Int, Moment, Text
from marketplace.http.parameters import Schema
from marketplace.permissions import SCOPES


class TokenSchema(Schema):
    """A token, without its secret."""

    id = fields.UUID(dump_only=True)
    name = Text(SHORT, required=True)
    scopes = fields.List(Code(SCOPES), required=True, validate=validate.Length(1, len(SCOPES)))
    prefix = fields.String(dump_only=True)
    created_at = Moment(dump_only=True)
    expires_at = Moment(dump_only=True, allow_none=True)
    expires_in_days = Int(1, 3650, load_only=True, load_default=365)


class NewTokenSchema(TokenSchema):
    """A token just made: the only time that its secret is shown."""

    secret = fields.String(dump_only=True)
