"""Fields that agree with their JSON Schema and with both databases, and the limits of texts."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from marshmallow import ValidationError, fields, validate

from marketplace.http import field_messages  # noqa: F401 - they go before the fields
from marketplace.messages import Message

SHORT, LINE, LONG, DOCUMENT = 80, 200, 2_000, 50_000  # characters
MAX_ITEMS = 100  # of a list in a body
LARGEST_INTEGER = 2**53 - 1  # what JSON readers keep exactly
# The patterns below are read by Python and, in the OpenAPI document, as ECMA-262: keep to both.
_CONTROLS = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f"
_CONTROL = re.compile(f"[{_CONTROLS}]")
PLAIN_TEXT = f"^[^{_CONTROLS}]*$"
_REORDERING = re.compile("[\u202a-\u202e\u2066-\u2069]")  # would turn the words around it, too
_LEAP_YEAR = "(?:(?:19|20)(?:0[48]|[2468][048]|[13579][26])|2000)"
_MONTHS = (
    "(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])",
    "(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)",
    "02-(?:0[1-9]|1[0-9]|2[0-8])",
)
_YEAR = "(?:19|20)[0-9]{2}"
DAY = f"^(?:{_YEAR}-(?:{'|'.join(_MONTHS)})|{_LEAP_YEAR}-02-29)$"
_TIME = "(?:[01][0-9]|2[0-3]):[0-5][0-9]"
MOMENT = f"{DAY[:-1]}[Tt]{_TIME}:[0-5][0-9](?:[.][0-9]{{1,9}})?(?:[Zz]|[+-]{_TIME})$"
PARTIAL_DATE = f"^{_YEAR}(?:-(?:0[1-9]|1[0-2]))?$|{DAY}"
ISO_3166 = "^[A-Z]{2}(-[A-Z0-9]{1,3})?$"
_LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
WEB_ADDRESS = (
    rf"^https?://(?:{_LABEL}\.)+[A-Za-z][A-Za-z0-9-]*[A-Za-z0-9](?::[0-9]{{1,5}})?"
    r"(?:[/?#][^\x00-\x20\x7f-\xa0\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]*)?$"
)


class Whole(validate.Regexp):
    """A pattern that the whole text must match, a final line break included."""

    def __call__(self, value: Any) -> Any:  # noqa: ANN401 - marshmallow's form
        """Return the text, or refuse it."""
        if re.fullmatch(self.regex.pattern, value) is None:
            raise ValidationError(self._format_error(value))
        return value


def at_most(most: int) -> validate.Length:
    """Return the bound of a list, or of texts by name."""
    return validate.Length(max=most, error=Message("At most {max} entries."))


class Int(fields.Integer):
    """A JSON integer: no text, no truth value, no fraction but .0."""

    def __init__(self, low: int = 0, high: int = LARGEST_INTEGER, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(validate=validate.Range(low, high), **kwargs)

    def _validated(self, value: Any) -> int:  # noqa: ANN401
        if isinstance(value, bool) or not isinstance(value, int | float) or value != int(value):
            raise self.make_error("invalid", input=value)
        return int(value)


class Text(fields.String):
    """Text of bounded length without control characters.

    Its outer white space is taken off, and marks that set the direction of what stands around it.
    """

    def __init__(self, longest: int = LINE, *, shortest: int = 1, **kwargs: Any) -> None:  # noqa: ANN401
        metadata = {"pattern": PLAIN_TEXT, **kwargs.pop("metadata", {})}
        self.length = validate.Length(shortest, longest)
        super().__init__(validate=self.length, metadata=metadata, **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:  # noqa: ANN401
        text = _REORDERING.sub("", super()._deserialize(value, attr, data, **kwargs))
        if found := _CONTROL.search(text):
            raise ValidationError(
                Message("The control character {name} is not text.", name=_named(found.group()))
            )
        stripped = self.length(text).strip()
        if text and not stripped:
            raise ValidationError(Message("Nothing but white space."))
        return stripped


class Texts(fields.Dict):
    """Texts by name, up to some; what is wrong with one is told at its name."""

    def __init__(self, longest: int, *, most: int, names: str, **kwargs: Any) -> None:  # noqa: ANN401
        bounds = {"maxProperties": most, "propertyNames": {"pattern": names}}
        metadata = {**bounds, **kwargs.pop("metadata", {})}
        self.most = at_most(most)
        keys = fields.String(validate=Whole(names, error=Message("There is no such name.")))
        super().__init__(keys=keys, values=Text(longest), metadata=metadata, **kwargs)

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> dict[Any, Any]:  # noqa: ANN401
        if isinstance(value, Mapping):
            self.most(value)
        try:
            read: dict[Any, Any] = super()._deserialize(value, *args, **kwargs)  # type: ignore[no-untyped-call]
        except ValidationError as error:
            if not isinstance(error.messages, dict):
                raise
            told = {name: at.get("key") or at["value"] for name, at in error.messages.items()}
            raise ValidationError(told) from None
        return read


def _named(character: str) -> str:
    return f"U+{ord(character):04X}"


class Words(Text):
    """Text to search for; white space alone is none."""

    def __init__(self, longest: int = LINE, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(longest, shortest=0, **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:  # noqa: ANN401
        told = value.strip() if isinstance(value, str) else value
        return super()._deserialize(told, attr, data, **kwargs)


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
            validate=validate.OneOf(known, error=Message("Not one of: {choices}.")),
            **kwargs,
        )


class Country(fields.String):
    """A place code such as CN-SH, or CN for the whole country (ISO 3166)."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(
            validate=Whole(ISO_3166, error=Message("Not an ISO 3166 code such as CN-SH.")),
            **kwargs,
        )


class WebAddress(fields.String):
    """The address of a web page, without a sign-in in it."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401
        form = Whole(
            WEB_ADDRESS, error=Message("Not a web address such as https://example.org/page.")
        )
        super().__init__(validate=[validate.Length(max=300), form], **kwargs)


class Undivided(fields.Nested):
    """An object that a change replaces as one: what it lacks is not kept from before."""

    def _load(self, value: Any, partial: object = None) -> Any:  # noqa: ANN401
        del partial
        return super()._load(value, partial=False)


class PartialDate(fields.String):
    """A date known to the year, the month or the day."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401
        form = Whole(PARTIAL_DATE, error=Message("Not a date as YYYY, YYYY-MM or YYYY-MM-DD."))
        super().__init__(validate=form, **kwargs)


class Day(fields.Date):
    """A day of the calendar as YYYY-MM-DD; no week dates, no compact form."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401
        metadata = {"pattern": DAY, **kwargs.pop("metadata", {})}
        super().__init__(metadata=metadata, **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> date:  # noqa: ANN401
        if not isinstance(value, str) or not re.fullmatch(DAY, value):
            raise ValidationError(Message("Not a date as YYYY-MM-DD."))
        return super()._deserialize(value, attr, data, **kwargs)


class Since(fields.Field[datetime]):
    """A moment that things are to be later than (RFC 3339), or a day: later than its end."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401
        metadata = {"type": "string", "pattern": f"{DAY}|{MOMENT}", **kwargs.pop("metadata", {})}
        super().__init__(metadata=metadata, **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> datetime:  # noqa: ANN401
        del attr, data, kwargs
        if re.fullmatch(DAY, str(value)):
            return datetime.combine(date.fromisoformat(value), time.max, UTC)
        if re.fullmatch(MOMENT, str(value)):
            return datetime.fromisoformat(value.upper())
        raise ValidationError(
            Message("Not a date as YYYY-MM-DD, nor a time as 2026-01-31T12:00:00Z.")
        )


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
