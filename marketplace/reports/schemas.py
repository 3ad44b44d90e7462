"""Reports as the API reads and writes them."""

from marshmallow import fields

from marketplace.http.fields import LONG, Code, Moment, Text
from marketplace.http.parameters import Schema
from models import ReportStatus

REASONS = ("fake", "fee", "discrimination", "expired", "other")


class ReportSchema(Schema):
    """Someone's word that a role is not right."""

    id = fields.UUID(dump_only=True)
    role_id = fields.UUID(required=True)
    reason = Code(REASONS, required=True)
    detail = Text(LONG, allow_none=True, load_default=None)
    status = fields.Enum(ReportStatus, by_value=True, dump_only=True)
    created_at = Moment(dump_only=True)
