"""What only an export shows: the rest has the shapes of its own calls."""

from marshmallow import fields

from marketplace.http.fields import Moment
from marketplace.http.parameters import Schema
from marketplace.tokens.schemas import TokenSchema


class HeldAccountSchema(Schema):
    """An account, without its password."""

    id = fields.UUID()
    email = fields.String()
    created_at = Moment()
    confirmed_at = Moment(allow_none=True)


class HeldTokenSchema(TokenSchema):
    """A token, without its secret."""

    revoked_at = Moment(dump_only=True, allow_none=True)


class HeldViewSchema(Schema):
    """That someone saw the caller's profile."""

    candidate_id = fields.UUID()
    employer_id = fields.UUID(allow_none=True)
    role_id = fields.UUID(allow_none=True)
    what = fields.String()
    seen_at = Moment()


class HeldSearchSchema(Schema):
    """A saved search."""

    id = fields.UUID()
    name = fields.String()
    query = fields.Dict()
    frequency = fields.String()
    created_at = Moment()
