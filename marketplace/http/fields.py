"""Fields that agree with their JSON Schema and with both databases, and the limits of texts."""

import re
from collections.abc import Iterable
from datetime import UTC, date
from typing import Any

from marshmallow import ValidationError, fields, validate

SHORT, LINE, LONG, DOCUMENT = 80, 200, 2_000, 50_000  # characters
MAX_ITEMS = 100  # of a list in a body
LARGEST_INTEGER = 2**53 - 1  # what JSON readers keep exactly
_CONTROL = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f]")
_DAY = re.compile(r"(?:19|20)\d\d-\d\d-\d\d", re.ASCII)
_PARTIAL_DATE = re.compile(r"(?:19|20)\d\d(?:-\d\d){0,2}", re.ASCII)


class Whole(validate.Regexp):
    """A pattern that the whole text must match, a final line break included."""

    def __call__(self, value: Any) -> Any:  # noqa: ANN401 - marshmallow's form
        """Return the text, or refuse it."""
        if re.fullmatch(self.regex.pattern, value) is None:
            raise ValidationError(self._format_error(value))
        return value


class Int(fields.Integer):
    """A JSON integer: no text, no truth value, no fraction but .0."""

    def __init__(self, low: int = 0, high: int = LARGEST_INTEGER, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(validate=validate.Range(low, high), **kwargs)

    def _validated(self, value: Any) -> int:  # noqa: ANN401
        if isinstance(value, bool) or not isinstance(value, int | float) or value != int(value):
            raise self.make_error("invalid", input=value)
        return int(value)


class Text(fields.String):
    """Text of bounded length without control characters, its outer white space removed."""

    def __init__(self, longest: int = LINE, *, shortest: int = 1, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(validate=validate.Length(shortest, longest), **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:  # noqa: ANN401
        text = super()._deserialize(value, attr, data, **kwargs)
        if found := _CONTROL.search(text):
            raise ValidationError(f"The control character U+{ord(found.group()):04X} is not text.")
        return text.strip()


class Flag(fields.Boolean):
    """A JSON truth value; no 1, "yes" or "on"."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> bool:  # noqa: ANN401
        del attr, data, kwargs
        if not isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return value


class Code(fields.String):
    """One of a closed list of codes."""

    def __init__(self, codes: Iterable[str], **kwargs: Any) -> None:  # noqa: ANN401
        known = tuple(codes)
        super().__init__(
            validate=validate.OneOf(known, error="Not one of: {choices}."),
            **kwargs,
        )


class Country(fields.String):
    """A place code such as CN-SH, or CN for the whole country (ISO 3166)."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(
            validate=Whole(
                r"^[A-Z]{2}(-[A-Z0-9]{1,3})?$", error="Not an ISO 3166 code such as CN-SH."
            ),
            **kwargs,
        )


class Currency(fields.String):
    """An ISO 4217 currency code."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(
            validate=Whole(r"^[A-Z]{3}$", error="Not an ISO 4217 code such as CNY."),
            **kwargs,
        )


class Language(fields.String):
    """A BCP 47 language tag."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(
            validate=Whole(
                r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$", error="Not a BCP 47 tag such as zh."
            ),
            **kwargs,
        )


class PartialDate(fields.String):
    """A date known to the year, the month or the day."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:  # noqa: ANN401
        text = super()._deserialize(value, attr, data, **kwargs)
        if not _PARTIAL_DATE.fullmatch(text) or not _is_day(text + "-01-01"[len(text) - 4 :]):
            raise ValidationError("Not a date as YYYY, YYYY-MM or YYYY-MM-DD.")
        return text


class Day(fields.Date):
    """A day of the calendar as YYYY-MM-DD; no week dates, no compact form."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> date:  # noqa: ANN401
        if not isinstance(value, str) or not _DAY.fullmatch(value):
            raise ValidationError("Not a date as YYYY-MM-DD.")
        return super()._deserialize(value, attr, data, **kwargs)


class Moment(fields.DateTime):
    """A moment in UTC, written with a Z."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> str | None:  # noqa: ANN401
        del attr, obj, kwargs
        return None if value is None else value.astimezone(UTC).isoformat().replace("+00:00", "Z")


class QueryInt(fields.Integer):
    """An integer of a query string: ASCII digits and nothing else."""

    def __init__(self, low: int, high: int, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(validate=validate.Range(low, high), **kwargs)

    def _validated(self, value: Any) -> int:  # noqa: ANN401
        if not re.fullmatch(r"-?[0-9]{1,15}", str(value), re.ASCII):
            raise self.make_error("invalid", input=value)
        return int(value)


def _is_day(text: str) -> bool:
    """Whether the calendar has this day."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
