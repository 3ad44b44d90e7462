"""JSON by orjson; what many answers share is written once."""

from collections.abc import Mapping
from typing import Any

import orjson
from flask import Response, current_app
from flask.json.provider import JSONProvider


class Written(dict[str, Any]):
    """A part of answers that changes no more, with its JSON once somebody has asked for it."""

    __slots__ = ("_instead_of", "_json")

    def __init__(self, part: Mapping[str, Any]) -> None:
        super().__init__(part)
        self._json: bytes | None = None
        self._instead_of: tuple[Written, str] | None = None

    @property
    def json(self) -> bytes:
        """Return the part as JSON."""
        if self._json is None:
            self._json = write(dict(self)) if self._instead_of is None else self._spliced()
        return self._json

    def replacing(self, name: str, value: object) -> "Written":
        """Return the part with another value for its first or last member.

        What is between keeps its JSON.
        """
        if name not in (next(iter(self)), next(reversed(self))):
            raise KeyError(f"{name} is neither the first member nor the last")
        made = Written({**self, name: value})
        made._instead_of = self, name
        return made

    def _spliced(self) -> bytes:
        """Return the JSON of what this came from, with the value that is another."""
        assert self._instead_of is not None  # noqa: S101 - or there is nothing to splice
        part, name = self._instead_of
        old, new = write(part[name]), write(self[name])
        if name == next(iter(part)):
            start = len(write({name: None})) - len(b"null}")
            return part.json[:start] + new + part.json[start + len(old) :]
        return part.json[: -len(old) - len(b"}")] + new + b"}"


def write(content: object) -> bytes:
    """Return content as JSON."""
    return orjson.dumps(content, default=_plain, option=orjson.OPT_PASSTHROUGH_SUBCLASS)


def _plain(value: object) -> object:
    """Return what orjson knows of a value of a class of ours."""
    if isinstance(value, Written):
        return orjson.Fragment(value.json)
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, dict):
        return {**value}
    if isinstance(value, tuple | list):
        return [*value]
    raise TypeError(f"no JSON is known of {type(value).__name__}")


class OrjsonProvider(JSONProvider):
    """Write and read JSON by orjson."""

    def dumps(self, obj: Any, **kwargs: Any) -> str:  # noqa: ANN401 - Flask's form
        """Return JSON text."""
        del kwargs
        return write(obj).decode()

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:  # noqa: ANN401 - Flask's form
        """Return the value of JSON text."""
        del kwargs
        return orjson.loads(s)

    def response(self, *args: Any, **kwargs: Any) -> Response:  # noqa: ANN401 - Flask's form
        """Return an answer, its bytes as they were written."""
        content = self._prepare_response_obj(args, kwargs)
        answer: Response = current_app.response_class(write(content), mimetype="application/json")
        return answer
