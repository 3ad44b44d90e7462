"""What only an export shows: the rest has the shapes of its own calls."""

from marshmallow import fields

from marketplace.http.fields import Moment
from marketplace.http.parameters import Schema
from marketplace.tokens.schemas import TokenSchema


class HeldAccountSchema(Schema):
    """An account, without its password."""

    id = fields.UUID()
    email = fields.String()
    language = fields.String(allow_none=True)
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
    language = fields.String()
    created_at = Moment()


class HeldWatchSchema(Schema):
    """A role of whose new candidates a member is told."""

    role_id = fields.UUID()
    frequency = fields.String()
    least_band = fields.String()
    told_until = Moment()


class HeldDocumentSchema(Schema):
    """A document that waits for a decision on a proof, without its content."""

    id = fields.UUID(metadata={"description": "The proof's id."})
    name = fields.String()
    media_type = fields.String()
    size = fields.Integer()


class HeldReviewSchema(Schema):
    """A request that a person look again."""

    id = fields.UUID()
    role_id = fields.UUID()
    subject = fields.String()
    message = fields.String()
    shown = fields.Dict()
    due_on = fields.Date()
    status = fields.String()
    answer = fields.String(allow_none=True)
    created_at = Moment()
    decided_at = Moment(allow_none=True)


class HeldMarkSchema(Schema):
    """A role that was saved or hidden."""

    id = fields.UUID(data_key="role_id")
    kind = fields.String()
    created_at = Moment()


class HeldDraftSchema(Schema):
    """What was typed into a step of the profile's form and is not kept yet."""

    step = fields.String()
    typed = fields.Dict()
    updated_at = Moment()


class HeldProposalSchema(Schema):
    """What a file would change in the profile."""

    kind = fields.String()
    fields_ = fields.Dict(attribute="fields", data_key="fields")
    notes = fields.List(fields.String())
    created_at = Moment()


class HeldSettingSchema(Schema):
    """Which mails are not wanted."""

    muted = fields.List(fields.String())
