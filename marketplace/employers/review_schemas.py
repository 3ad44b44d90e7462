"""What the forms of reviews, the pipeline and invitations hold."""

from marshmallow import fields, validate

from marketplace.applications.schemas import LETTER
from marketplace.http.fields import LINE, LONG, Flag, Int, Text
from marketplace.http.parameters import Query, Schema


class NoteSchema(Schema):
    """A note."""

    text = Text(LONG, required=True)
    is_shareable = Flag(load_default=False)


class ScorecardSchema(Query):
    """What a scorecard says beside its levels, which the page reads by the role's attributes."""

    overall = Int(1, 5, required=True)
    text = Text(LONG, allow_none=True, load_default=None)


class UnblindingSchema(Schema):
    """Why the blind is lifted."""

    reason = Text(500, required=True)


class RejectionSchema(Query):
    """What a rejection says: to the members, and to the candidate."""

    reason = Text(LINE, required=True)
    message = Text(LETTER, required=True)


class ShortlistSchema(Query):
    """A shortlist's name."""

    name = Text(120, required=True)


class RationaleSchema(Query):
    """Why a candidate is on a list."""

    rationale = Text(1000, allow_none=True, load_default=None)


class InvitationLetterSchema(Query):
    """What an invitation says."""

    message = Text(LETTER, required=True)
    who = fields.List(fields.String(), validate=validate.Length(1, 50))
