"""What only the service sets, sent back as it was read: taken while it is unchanged."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import orjson
from flask import g
from marshmallow import Schema as PlainSchema
from marshmallow import fields

from marketplace.errors import Invalid
from marketplace.messages import Message

OURS = "Set by the service alone (evidence by a decision on its proof): leave it out, or as it is."

Path = tuple[str | int, ...]


class Echo(NamedTuple):
    """Members of one object of a body that the service sets."""

    path: Path
    members: dict[str, Any]


def set_aside(schema: PlainSchema, sent: Any) -> Any:  # noqa: ANN401 - JSON is anything
    """Return a body without what only the service sets, to be compared once its thing is known."""
    g.echoes = []
    return _without_ours(schema, sent, (), g.echoes)


def require_unchanged(shown: Mapping[str, Any]) -> None:
    """Refuse a change whose members of ours are not those of its thing.

    Args:
        shown: the thing as the API writes it. Entries of its lists are known by their ``id``.

    Raises:
        Invalid: ``errors`` name each member that differs.
    """
    found = [error for echo in g.pop("echoes", []) for error in _differing(shown, echo)]
    if found:
        raise Invalid(Message("Some fields are not yours to set."), found)


def _without_ours(schema: PlainSchema, sent: Any, path: Path, echoes: list[Echo]) -> Any:  # noqa: ANN401
    if not isinstance(sent, dict):
        return sent
    ours = {name: sent[name] for name in sent if name in schema.fields and _is_ours(schema, name)}
    if ours:
        echoes.append(Echo(path, ours))
    return {
        name: _inside(schema.fields.get(name), value, (*path, name), echoes)
        for name, value in sent.items()
        if name not in ours
    }


def _is_ours(schema: PlainSchema, name: str) -> bool:
    return bool(schema.fields[name].dump_only)


def _inside(field: object, value: Any, path: Path, echoes: list[Echo]) -> Any:  # noqa: ANN401
    """Look into an object, or into each of a list."""
    if isinstance(field, fields.Nested):
        return _without_ours(field.schema, value, path, echoes)
    if isinstance(field, fields.List) and isinstance(value, list):
        return [
            _inside(field.inner, item, (*path, place), echoes) for place, item in enumerate(value)
        ]
    return value


def _differing(shown: Mapping[str, Any], echo: Echo) -> Iterator[dict[str, str]]:
    """Yield what is not as it is shown."""
    stored = _stored(shown, echo)
    for name, value in echo.members.items():
        if name not in stored or _text(stored[name]) != _text(value):
            pointer = "/".join(str(step) for step in ("#", *echo.path, name))
            yield {"pointer": pointer, "detail": OURS}


def _stored(shown: Any, echo: Echo) -> Mapping[str, Any]:  # noqa: ANN401
    """Return the stored object that an echo speaks of; an empty one where there is none."""
    for step in echo.path:
        if isinstance(step, int):
            mine = (each for each in shown if each["id"] == echo.members.get("id"))
            shown = next(mine, None)
        else:
            shown = shown[step]
        if shown is None:
            return {}
    found: Mapping[str, Any] = shown
    return found


def _text(value: object) -> bytes:
    """Return JSON that tells 1 from true and does not mind the order of keys."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
