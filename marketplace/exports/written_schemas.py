"""What an export shows of what employers wrote to a candidate and about them."""

from marshmallow import fields

from marketplace.http.fields import Moment
from marketplace.http.parameters import Schema


class _MeetingSchema(Schema):
    role = fields.String(metadata={"description": "Its title."})
    employer = fields.String(metadata={"description": "Its name; never who of its members."})


class HeldMessageSchema(_MeetingSchema):
    """A message of either side."""

    by_candidate = fields.Boolean()
    text = fields.String()
    sent_at = Moment()


class HeldInterviewSchema(_MeetingSchema):
    """A date for a talk."""

    starts_at = Moment()
    minutes = fields.Integer()
    place = fields.String()
    created_at = Moment()
    cancelled_at = Moment(allow_none=True)


class HeldNoteSchema(_MeetingSchema):
    """A member's note."""

    text = fields.String()
    created_at = Moment()


class HeldScorecardSchema(_MeetingSchema):
    """A member's judgement."""

    levels = fields.Dict()
    overall = fields.Integer()
    text = fields.String(allow_none=True)
    updated_at = Moment()


class HeldUnblindingSchema(_MeetingSchema):
    """That members lifted the blind, and why."""

    reason = fields.String()
    created_at = Moment()


class HeldPushSchema(_MeetingSchema):
    """That an employer took the candidate's contact to its Greenhouse, or wants to."""

    status = fields.String()
    created_at = Moment()
    finished_at = Moment(allow_none=True)


class HeldTagSchema(Schema):
    """An employer's word on the candidate."""

    employer = fields.String()
    name = fields.String()
    created_at = Moment()


class HeldShortlistingSchema(_MeetingSchema):
    """A place on a shortlist."""

    rationale = fields.String(allow_none=True)
    created_at = Moment()


class HeldReasonSchema(_MeetingSchema):
    """Why an employer moved an application."""

    to_stage = fields.String(data_key="to")
    reason = fields.String()
    moved_at = Moment()
