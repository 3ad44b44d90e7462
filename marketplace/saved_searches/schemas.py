"""Saved searches as the API reads and writes them."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from marshmallow import fields, post_load, pre_dump

from marketplace.http.fields import LINE, Code, Int, Moment, Text, Words, at_most
from marketplace.http.parameters import Schema
from marketplace.matches.schemas import Choices
from marketplace.searches.saving import FREQUENCIES
from marketplace.searches.schemas import LARGEST_PAY, TRUTH, SearchQuery
from marketplace.taxonomies.fields import Currency

_SEARCH = SearchQuery()


class AskedOnceQuery(Schema):
    """The parameters of a search that take one value."""

    q = Words(LINE)
    salary_min = Int(0, LARGEST_PAY)
    currency = Currency()
    include_undisclosed = Code(TRUTH)


# All that narrows GET /roles for good: any of several codes, and what takes one value.
SavedQuery = AskedOnceQuery.from_dict(
    {
        name: fields.List(deepcopy(field.inner), validate=at_most(50))
        for name, field in _SEARCH.load_fields.items()
        if isinstance(field, Choices)
    },
    name="SavedQuery",
)


class SavedSearchSchema(Schema):
    """A kept query of the role search, and how often it mails what is new."""

    id = fields.UUID(dump_only=True)
    name = Text(120, required=True)
    query = fields.Nested(SavedQuery, required=True)
    frequency = Code(FREQUENCIES, load_default="daily")
    created_at = Moment(dump_only=True)

    @post_load
    def spread(self, wanted: dict[str, Any], **_: object) -> dict[str, Any]:
        """Write the query as an address has it: each parameter with a list of texts."""
        told = {
            name: values if isinstance(values, list) else [str(values)]
            for name, values in wanted["query"].items()
        }
        return {**wanted, "query": told}

    @pre_dump
    def gather(self, search: Any, **_: object) -> dict[str, Any]:  # noqa: ANN401 - a row
        """Read the query back; what the search would not read is left out."""
        shown = {name: getattr(search, name) for name in ("id", "name", "frequency", "created_at")}
        return {**shown, "query": _as_asked(search.query)}


def _as_asked(kept: Mapping[str, Any]) -> dict[str, Any]:
    once = AskedOnceQuery().fields
    asked = {name: values[0] if name in once else values for name, values in kept.items() if values}
    if not str(asked.get("salary_min", 0)).isdecimal():
        del asked["salary_min"]
    return asked
