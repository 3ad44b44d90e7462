"""What the forms of conversations hold."""

from marshmallow import fields

from marketplace.applications.schemas import LETTER
from marketplace.http.fields import Int, Text
from marketplace.http.parameters import Schema


class MessageSchema(Schema):
    """A message from one side to the other."""

    text = Text(LETTER, required=True)


class DateSchema(Schema):
    """A date for a talk, in the time of the form."""

    starts_at = fields.NaiveDateTime(format="%Y-%m-%dT%H:%M", required=True)
    minutes = Int(5, 600, required=True)
    place = Text(300, required=True)
