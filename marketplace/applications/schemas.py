"""Applications as the API reads and writes them."""

from typing import Any

from marshmallow import ValidationError, fields, validates_schema

from marketplace.applications.shapes import ApplicantSchema, KeptFlagSchema, RoleNameSchema
from marketplace.http.fields import LINE, LONG, Code, Moment, Text, Texts
from marketplace.http.paging import PageQuery
from marketplace.http.parameters import Schema
from marketplace.messages import Message
from marketplace.roles.questions import ID, KINDS, MOST
from models import Stage

LETTER = 5_000  # characters of a message from one side to the other
STAGES = tuple(stage.value for stage in Stage)
_UNSAID: dict[str, Any] = {"allow_none": True, "load_default": None}


class ApplicationMoveSchema(Schema):
    """One change of stage; ``reason`` and ``account_id`` are for the employer's members."""

    who = fields.String(required=True, metadata={"enum": ["candidate", "employer"]})
    account_id = fields.UUID(allow_none=True)
    at = Moment(required=True)
    origin = fields.Enum(Stage, by_value=True, data_key="from", attribute="from", allow_none=True)
    to = fields.Enum(Stage, by_value=True, required=True)
    reason = fields.String(allow_none=True)
    message = fields.String(required=True, allow_none=True)
    message_due_at = Moment(allow_none=True)


class ApplicationRowSchema(Schema):
    """An application in a list."""

    id = fields.UUID(required=True)
    role = fields.Nested(RoleNameSchema, required=True)
    candidate = fields.Nested(ApplicantSchema, required=True)
    stage = fields.String(required=True, metadata={"enum": list(STAGES)})
    message = fields.String(required=True, allow_none=True)
    flags = fields.Dict(keys=fields.String(), values=fields.Nested(KeptFlagSchema), required=True)
    created_at = Moment(required=True)
    updated_at = Moment(required=True)


class AnswerSchema(Schema):
    """An answer, with the question as it was asked."""

    id = fields.String(required=True)
    question = fields.String(required=True)
    kind = fields.String(required=True, metadata={"enum": list(KINDS)})
    answer = fields.String(required=True)


class ApplicationSchema(ApplicationRowSchema):
    """An application with its answers, and its moves, oldest first."""

    answers = fields.List(fields.Nested(AnswerSchema), required=True)
    moves = fields.List(fields.Nested(ApplicationMoveSchema), required=True)


class NewApplicationSchema(Schema):
    """What a candidate sends to apply."""

    role_id = fields.UUID(required=True)
    message = Text(LETTER, **_UNSAID)
    answers = Texts(
        LONG,
        most=MOST,
        names=ID,
        load_default=dict,
        metadata={
            "description": "By the ids of the role's `questions`: a text, `yes` or `no`, or one of"
            " the `choices`."
        },
    )


class ApplicationQuery(PageQuery):
    """Which applications a list shows."""

    role_id = fields.UUID(load_default=None)
    stage = Code(STAGES, load_default=None)


class StageMoveSchema(Schema):
    """Where an application shall go; a rejection needs its reason and its message."""

    to = Code(STAGES, required=True)
    reason = Text(LINE, **_UNSAID)
    message = Text(LETTER, **_UNSAID)

    @validates_schema
    def check_rejection(self, move: dict[str, Any], **_: object) -> None:
        """Refuse a rejection that says nothing."""
        lacking = [name for name in ("reason", "message") if not move.get(name)]
        if move["to"] == Stage.REJECTED and lacking:
            raise ValidationError({name: [Message("A rejection needs it.")] for name in lacking})
