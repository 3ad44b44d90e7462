"""What the operator sends in forms."""

from marshmallow import fields

from marketplace.http.fields import Code, Day, Text
from marketplace.http.parameters import Schema

ANSWERS = ("confirmed", "corrected")
OUTCOMES = ("resolved", "dismissed")


class ReviewAnswerSchema(Schema):
    """The answer to a request that a person look again."""

    outcome = Code(ANSWERS, required=True)
    answer = Text(2000, required=True)


class SettlementSchema(Schema):
    """What becomes of a report."""

    outcome = Code(OUTCOMES, required=True)
    takes_down = fields.Boolean(load_default=False)


class PreviewSchema(Schema):
    """Which pack or overlay is previewed, and as of which day."""

    name = Text(100, required=True)
    day = Day(load_default=None)
