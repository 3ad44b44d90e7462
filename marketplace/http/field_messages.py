"""What marshmallow says of fields, as messages that the pages can translate."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from marshmallow import fields, validate

from marketplace.messages import Message

_OF_FIELDS: Mapping[Any, Mapping[str, Message]] = MappingProxyType(
    {
        fields.Field: {
            "required": Message("Missing data for required field."),
            "null": Message("Field may not be null."),
            "validator_failed": Message("Invalid value."),
        },
        fields.String: {"invalid": Message("Not a valid string.")},
        fields.UUID: {"invalid_uuid": Message("Not a valid UUID.")},
        fields.Boolean: {"invalid": Message("Not a valid boolean.")},
        fields.Date: {"invalid": Message("Not a valid date.")},
        fields.Email: {"invalid": Message("Not a valid email address.")},
        fields.Integer: {"invalid": Message("Not a valid integer.")},
        fields.Number: {
            "invalid": Message("Not a valid number."),
            "too_large": Message("Number too large."),
        },
        fields.List: {"invalid": Message("Not a valid list.")},
        fields.Nested: {"type": Message("Invalid type.")},
    }
)


def install_field_messages() -> None:
    """Put our messages in the places that marshmallow keeps for them."""
    for kind, messages in _OF_FIELDS.items():
        kind.default_error_messages = {**kind.default_error_messages, **messages}
    validate.Length.message_min = Message("Shorter than minimum length {min}.")
    validate.Length.message_max = Message("Longer than maximum length {max}.")
    validate.Length.message_all = Message("Length must be between {min} and {max}.")
    validate.Range.message_min = Message("Must be greater than or equal to {min}.")
    validate.Range.message_max = Message("Must be less than or equal to {max}.")
    validate.Range.message_all = Message(
        "Must be greater than or equal to {min} and less than or equal to {max}."
    )
    validate.OneOf.default_message = Message("Must be one of: {choices}.")
    validate.Email.default_message = Message("Not a valid email address.")


install_field_messages()  # when this is imported: validators take their messages as they are made
