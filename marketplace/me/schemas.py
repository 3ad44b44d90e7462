"""What the forms of one's own area send, beside what the API reads too."""

from marshmallow import fields

from marketplace.http.fields import LONG, Code, Text
from marketplace.http.parameters import Schema
from marketplace.review_requests.services import SUBJECTS
from marketplace.searches.saving import FREQUENCIES


class SearchFormSchema(Schema):
    """A saved search's name, and how often it tells of what is new."""

    name = Text(120, required=True)
    frequency = Code(FREQUENCIES, required=True)


class ReviewFormSchema(Schema):
    """What a person is asked to look at again, and why."""

    role_id = fields.UUID(required=True)
    subject = Code(SUBJECTS, required=True)
    message = Text(LONG, required=True)
