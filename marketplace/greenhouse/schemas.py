"""What the forms of Greenhouse hold."""

from typing import Any

from marshmallow import fields, validate

from marketplace.http.fields import Int, Whole
from marketplace.http.parameters import Schema
from marketplace.messages import Message

KEY = "^[!-9;-~]{20,200}$"  # no colon: what stands behind one would be a password
ADDRESS = "^[!-~]+$"  # a header carries it
LARGEST_JOB = 2**53 - 1


class Address(fields.Email):
    """An e-mail address of plain letters."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 - as marshmallow's
        plain = Whole(ADDRESS, error=Message("Not a valid email address."))
        super().__init__(validate=[validate.Length(3, 254), plain], **kwargs)


class GreenhouseAccountSchema(Schema):
    """How to reach an employer's Greenhouse; a key that is kept need not be entered again."""

    user_email = Address(required=True)
    api_key = fields.String(
        load_default=None,
        validate=Whole(KEY, error=Message("From 20 to 200 letters and digits, without spaces.")),
    )


class PushSchema(Schema):
    """Where in Greenhouse people are to stand."""

    job_id = Int(1, LARGEST_JOB, load_default=None, allow_none=True)
