"""Saved searches as the API reads and writes them."""

from typing import Any

from marshmallow import ValidationError, fields, validate, validates

from marketplace.http.fields import LINE, Code, Moment, Text
from marketplace.http.parameters import Schema
from marketplace.messages import Message
from marketplace.searches.saving import FREQUENCIES
from marketplace.searches.schemas import SearchQuery

_SEARCH = SearchQuery(unknown="raise")
_VALUES = fields.List(fields.String(validate=validate.Length(1, LINE)))
_ONE = frozenset(
    name for name, field in _SEARCH.load_fields.items() if not isinstance(field, fields.List)
)
_TWICE: list[Any] = [Message("This parameter takes one value.")]


class Parameters(fields.Dict):
    """Parameters by name; a refusal points at the value itself."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        try:
            return super()._deserialize(value, attr, data, **kwargs)  # type: ignore[no-untyped-call]
        except ValidationError as refusal:
            told: Any = refusal.messages
            if isinstance(told, dict):
                told = {name: each.get("value", each) for name, each in told.items()}
            raise ValidationError(told) from None


class SavedSearchSchema(Schema):
    """A kept query of the role search, and how often it mails what is new."""

    id = fields.UUID(dump_only=True)
    name = Text(120, required=True)
    query = Parameters(
        keys=fields.String(),
        values=_VALUES,
        required=True,
        metadata={"description": "The parameters of GET /roles that narrow, each with its values."},
    )
    frequency = Code(FREQUENCIES, load_default="daily")
    created_at = Moment(dump_only=True)

    @validates("query")
    def check_query(self, query: dict[str, list[str]], **_: object) -> None:
        """Refuse what the search would refuse, at its parameter."""
        if twice := {name: _TWICE for name in _ONE & query.keys() if len(query[name]) > 1}:
            raise ValidationError(twice)
        _SEARCH.load(as_sent(query))


def as_sent(query: dict[str, list[str]]) -> dict[str, Any]:
    """Return a kept query as an address would send it; a parameter without values is left out."""
    return {name: values[0] if name in _ONE else values for name, values in query.items() if values}
