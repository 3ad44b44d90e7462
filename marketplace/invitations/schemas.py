"""Invitations as the API reads and writes them."""

from marshmallow import fields

from marketplace.applications.schemas import LETTER
from marketplace.applications.shapes import ApplicantSchema, KeptFlagSchema, RoleNameSchema
from marketplace.http.fields import Code, Flag, Moment, Text
from marketplace.http.paging import PageQuery
from marketplace.http.parameters import Schema
from models import InvitationStatus

STATUSES = tuple(status.value for status in InvitationStatus)


class InvitationSchema(Schema):
    """An invitation; a member sees no more of the candidate than a code before acceptance."""

    id = fields.UUID(required=True)
    role = fields.Nested(RoleNameSchema, required=True)
    candidate = fields.Nested(ApplicantSchema, required=True)
    message = fields.String(required=True)
    status = fields.String(required=True, metadata={"enum": list(STATUSES)})
    flags = fields.Dict(keys=fields.String(), values=fields.Nested(KeptFlagSchema), required=True)
    created_at = Moment(required=True)
    responded_at = Moment(required=True, allow_none=True)


class NewInvitationSchema(Schema):
    """What a member sends to invite a candidate."""

    role_id = fields.UUID(required=True)
    candidate = Text(40, required=True)
    message = Text(LETTER, required=True)


class InvitationQuery(PageQuery):
    """Which invitations a list shows."""

    role_id = fields.UUID(load_default=None)
    status = Code(STATUSES, load_default=None)


class ResponseSchema(Schema):
    """What a candidate answers."""

    accept = Flag(required=True)
