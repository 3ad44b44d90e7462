"""Schemas and the parser that reads bodies and queries by them."""

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from itertools import islice
from typing import Any, NoReturn

from flask import Request, g, request
from marshmallow import EXCLUDE, RAISE, ValidationError
from marshmallow import Schema as PlainSchema
from marshmallow.fields import List
from webargs.flaskparser import FlaskParser

from marketplace.errors import Invalid
from marketplace.http.bodies import impossible_text, read_json, shown
from marketplace.messages import Message

MOST_GUESSED = 20  # unknown fields of one object
LONGEST_GUESSED = 80  # characters of a name


class Schema(PlainSchema):
    """A body or answer of the API: unknown fields are refused."""

    class Meta:
        """Refuse what is not declared."""

        unknown = RAISE

    error_messages: dict[str, str] = {  # noqa: RUF012 - marshmallow's own form
        "unknown": Message("Unknown field."),
        "type": Message("Invalid input type."),
    }

    def values_of(self, row: object) -> dict[str, Any]:
        """Return what the schema shows of a row, for an answer that says more than the row."""
        return {name: getattr(row, name) for name in self.dump_fields}

    def handle_error(self, error: ValidationError, data: object, **_: object) -> None:
        """Say of fields that are not declared which may have been meant."""
        del data
        told: Any = error.messages
        names = [each.data_key or name for name, each in self.load_fields.items()]
        unknown = (n for n, texts in told.items() if texts == [self.error_messages["unknown"]])
        for name in list(islice(unknown, MOST_GUESSED)):
            if meant := nearest(str(name)[:LONGEST_GUESSED], names):
                told[name] = [Message("Unknown field. Did you mean {name}?", name=meant)]


class Query(PlainSchema):
    """The query parameters of a call: unknown ones are named in the answer, never an error."""

    class Meta:
        """Let unknown parameters through."""

        unknown = EXCLUDE


class Parser(FlaskParser):
    """Read arguments; every refusal is an ``Invalid`` that names the field."""

    DEFAULT_UNKNOWN_BY_LOCATION: dict[str, str | None] = {  # noqa: RUF012 - webargs' own form
        **FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION,
        "json": None,
        "query": None,
    }

    def load_json(self, req: Request, schema: PlainSchema) -> Any:  # noqa: ANN401 - webargs' form
        """Read the body strictly."""
        del schema
        body = read_json(req)
        if not isinstance(body, dict):
            raise Invalid.at("#", Message("The body must be a JSON object."))
        return body

    def load_querystring(self, req: Request, schema: PlainSchema) -> dict[str, Any]:
        """Read the query, and note what the call does not know."""
        given, known = dict(req.args.lists()), _known(type(schema))
        for name, values in given.items():
            for value in values:
                if errors := list(impossible_text(name + value, f"#/{shown(name)}")):
                    raise Invalid(
                        Message("The query holds characters that no parameter can take."), errors
                    )
        g.ignored_parameters = [
            {"name": shown(name), "suggestion": nearest(name, known)}
            for name in given
            if name not in known
        ]
        return {
            name: values if known[name] else values[0]
            for name, values in given.items()
            if name in known
        }

    def handle_error(
        self,
        error: ValidationError,
        req: Request,
        schema: PlainSchema,
        *,
        error_status_code: int | None,
        error_headers: Mapping[str, str] | None,
    ) -> NoReturn:
        """Raise the refusal with one entry per field."""
        del req, schema, error_status_code, error_headers
        messages: Any = error.messages
        fields = next(iter(messages.values())) if isinstance(messages, dict) else messages
        raise Invalid(Message("Some fields are not valid."), list(pointed(fields))) from None


def pointed(messages: object, pointer: str = "#") -> Iterator[dict[str, str]]:
    """Yield marshmallow's nested messages as ``{pointer, detail}``."""
    if isinstance(messages, dict):
        for name, inner in messages.items():
            place = pointer if name == "_schema" else f"{pointer}/{shown(str(name))}"
            yield from pointed(inner, place)
    elif isinstance(messages, list):
        for message in messages:
            yield from pointed(message, pointer)
    else:
        told = messages if isinstance(messages, Message) else str(messages)
        yield {"pointer": pointer, "detail": told}


@cache
def _known(schema: type[PlainSchema]) -> dict[str, bool]:
    """Return the parameters that a call knows, and whether each may be repeated."""
    fields = schema().load_fields
    return {each.data_key or name: isinstance(each, List) for name, each in fields.items()}


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return what may have been meant."""
    return next(iter(get_close_matches(name, known, n=1)), None)


def ignore_parameter(name: str, *, suggestion: str | None = None) -> None:
    """Name a known parameter that does nothing in this request, and what it would need."""
    ignored_parameters().append({"name": name, "suggestion": suggestion})


def ignored_parameters() -> list[dict[str, str | None]]:
    """Return the query parameters that this request's call did not know."""
    if "ignored_parameters" not in g:
        g.ignored_parameters = [
            {"name": shown(name), "suggestion": None} for name in dict.fromkeys(request.args)
        ]
    found: list[dict[str, str | None]] = g.ignored_parameters
    return found
