"""Forms: from named fields to what a schema reads, and back with what was typed and what is wrong.

A field is named by its place in the body that the API would take: ``salary.min``,
``skills.0.name``. Blank fields are not stated; what a schema cannot be told by nothing is left out.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import request
from marshmallow import Schema, ValidationError, fields

from marketplace.errors import Invalid, MarketplaceError
from marketplace.html.translations import said
from marketplace.messages import Message

NOT_FIELDS = frozenset({"csrf_token", "form_origin"})
LONGEST_NUMBER = 18  # digits
LONGEST_LIST = 100  # entries; a name with a larger number is not read
_PLACE = re.compile("0|[1-9][0-9]{0,8}")


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of a form by name, and what is wrong with each; "" is the form itself.

    Attributes:
        stored: what is kept now, where somebody else changed it since the form was shown.
    """

    values: Mapping[str, list[str]] = field(default_factory=dict)
    errors: Mapping[str, list[str]] = field(default_factory=dict)
    stored: Mapping[str, list[str]] | None = None

    @property
    def is_blank(self) -> bool:
        """Whether nothing is filled in, refused or kept."""
        return not (self.values or self.errors or self.stored)

    def value(self, name: str) -> str:
        """Return what a field holds."""
        return next(iter(self.values.get(name, ())), "")

    def chosen(self, name: str) -> list[str]:
        """Return what is chosen of a list."""
        return self.values.get(name, [])

    def wrong(self, name: str) -> list[str]:
        """Return what is wrong with a field."""
        return self.errors.get(name, [])

    def other(self, name: str) -> list[str] | None:
        """Return what is kept of a field that holds something else; None where nothing differs."""
        if self.stored is None:
            return None
        kept = self.stored.get(name, [])
        return None if _words(kept) == _words(self.chosen(name)) else kept

    def beside(self, stored: "Form") -> "Form":
        """Return the form as typed, to be shown beside what somebody else kept meanwhile."""
        return Form(self.values, self.errors, stored.values)

    def numbers(self, prefix: str, *, spare: int = 0) -> list[int]:
        """Return the numbers of a list's entries, ``prefix.0`` …, and some for further ones."""
        heads = {name.split(".")[len(prefix.split("."))] for name in self._under(prefix)}
        used = sorted(_places(heads))
        first = used[-1] + 1 if used else 0
        return [*used, *range(first, first + spare)]

    def _under(self, prefix: str) -> Iterator[str]:
        names = (*self.values, *self.errors, *(self.stored or ()))
        return (name for name in names if name.startswith(f"{prefix}."))

    def refused(self, error: ValidationError | MarketplaceError) -> "Form":
        """Return the form with what a refusal says of its fields."""
        return Form(self.values, errors_of(error), self.stored)


def _words(values: Iterable[str]) -> list[str]:
    """Return values as they compare: browsers end lines in their own way."""
    return [value.replace("\r\n", "\n").strip() for value in values if value.strip()]


def is_overtaken(version: str, field: str = "version") -> bool:
    """Whether the form of this request was filled from another version than what is kept now.

    Args:
        field: holds the version that was shown; who sends none saw no other.
    """
    return request.form.get(field, version) != version


def sent_form(*left_out: str) -> Form:
    """Return the form of this request, without fields that no schema reads."""
    names = [name for name in request.form if name not in {*NOT_FIELDS, *left_out}]
    return Form({name: request.form.getlist(name) for name in names})


def form_of(stored: Mapping[str, Any]) -> Form:
    """Return a form that shows what is stored."""
    values: dict[str, list[str]] = {}
    for name, value in _flat("", stored):
        values.setdefault(name, []).append(value)
    return Form(values)


def body_of(form: Form, schema: Schema) -> dict[str, Any]:
    """Return a form's fields as the body that a schema loads."""
    nested: dict[str, Any] = {}
    for name, values in form.values.items():
        _put(nested, name.split("."), values)
    return _object(schema, nested)


def load_form(form: Form, schema: Schema) -> dict[str, Any]:
    """Return what a schema reads in a form.

    Raises:
        ValidationError: by field.
    """
    loaded: dict[str, Any] = schema.load(body_of(form, schema))
    return loaded


def errors_of(error: ValidationError | MarketplaceError) -> dict[str, list[str]]:
    """Return what is wrong by the name of the field, in the language of this request."""
    if isinstance(error, ValidationError):
        found = _messages("", error.messages)
    elif isinstance(error, Invalid) and error.errors:
        found = ((_name(each["pointer"]), each["detail"]) for each in error.errors)
    else:
        found = iter([("", error.detail)])
    wrong: dict[str, list[str]] = {}
    for name, message in found:
        wrong.setdefault(name, []).append(said(message))
    return wrong


def _put(nested: dict[str, Any], path: Sequence[str], values: list[str]) -> None:
    at = nested
    for part in path[:-1]:
        at = at.setdefault(part, {})
        if not isinstance(at, dict):
            return
    at[path[-1]] = values


def _object(schema: Schema, nested: Mapping[str, Any]) -> dict[str, Any]:
    """Return an object without the members that are left blank and may not be null."""
    body: dict[str, Any] = {}
    for name, given in nested.items():
        known = schema.fields.get(name)
        value = _value(known, given)
        if value is not None or (known is not None and known.allow_none):
            body[name] = value
    return body


def _value(known: fields.Field[Any] | None, given: Any) -> Any:  # noqa: ANN401 - JSON
    if isinstance(known, fields.List):
        return _list(known, given)
    if isinstance(known, fields.Dict):
        texts = given if isinstance(given, dict) else {}
        found = {name: _value(known.value_field, each) for name, each in texts.items()}
        return {name: text for name, text in found.items() if text is not None}
    if isinstance(known, fields.Nested):
        inner = _object(known.schema, given) if isinstance(given, dict) else {}
        return inner if any(value is not None for value in inner.values()) else None
    if isinstance(given, dict):
        return None
    return _plain(known, given[0].strip() if given else "")


def _list(known: fields.List[Any], given: Any) -> list[Any]:  # noqa: ANN401 - JSON
    if isinstance(given, list):
        found = [_plain(known.inner, each.strip()) for each in given]
    else:
        places = sorted(_places(given))[:LONGEST_LIST]
        found = [_value(known.inner, given[str(place)]) for place in places]
    return [each for each in found if each is not None]


def _places(names: Iterable[str]) -> Iterator[int]:
    """Yield the numbers among names, written as ours are."""
    return (int(name) for name in names if _PLACE.fullmatch(name))


def _plain(known: fields.Field[Any] | None, text: str) -> Any:  # noqa: ANN401 - JSON
    """Return a text as JSON would have it; what is no number stays text, to be refused."""
    if not text:
        return None
    if isinstance(known, fields.Boolean):
        return {"true": True, "false": False}.get(text, text)
    if isinstance(known, fields.Integer):
        digits = text.replace(",", "").replace(" ", "")
        is_number = digits.removeprefix("-").isdecimal() and digits.isascii()
        return int(digits) if is_number and len(digits) <= LONGEST_NUMBER else text
    return text


def _flat(prefix: str, value: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - JSON
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _flat(f"{prefix}.{name}" if prefix else str(name), inner)
    elif isinstance(value, list | tuple):
        for place, inner in enumerate(value):
            named = f"{prefix}.{place}" if isinstance(inner, Mapping) else prefix
            yield from _flat(named, inner)
    elif value is not None:
        yield prefix, str(value).lower() if isinstance(value, bool) else str(value)


def _messages(prefix: str, found: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - marshmallow's
    if isinstance(found, Mapping):
        for name, inner in found.items():
            here = "" if name == "_schema" else str(name)
            yield from _messages(".".join(part for part in (prefix, here) if part), inner)
    elif isinstance(found, list | tuple):
        for inner in found:
            yield from _messages(prefix, inner)
    else:
        yield prefix, found if isinstance(found, Message) else str(found)


def _name(pointer: str) -> str:
    """Return the name of the field that a JSON pointer names."""
    return pointer.removeprefix("#").strip("/").replace("/", ".")
