"""A search as its page asks it: what the address says, and the addresses around it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from marshmallow import ValidationError
from webargs.multidictproxy import MultiDictProxy
from werkzeug.datastructures import MultiDict

from marketplace.errors import Invalid
from marketplace.html.forms import Form, errors_of
from marketplace.http.bodies import impossible_text
from marketplace.matches.filters import FLAGS
from marketplace.messages import Message
from marketplace.searches.schemas import SearchQuery

PATH = "/roles"
CODES = ("sector", "hub", "city", "province", "employer_kind", "degree", "language", "work_mode")
ANY_OF = (*CODES, "kind", "verified", "offers_sponsorship", *FLAGS)
PAY = ("salary_min", "currency", "include_undisclosed")
ON_A_PAGE = 10  # roles
NAMES = ("q", *ANY_OF, *PAY, "posted_after", "sort")

Pair = tuple[str, str]

_SCHEMA = SearchQuery()


@dataclass(frozen=True, slots=True)
class Question:
    """What is searched for.

    Attributes:
        query: as the schema loads it.
        form: what stands in the fields, and what is wrong with some.
        pairs: what of it narrows and orders, as it stands in the address.
        refused: the names that were left out because only a candidate may ask for them.
    """

    query: dict[str, Any]
    form: Form
    pairs: tuple[Pair, ...]
    refused: tuple[str, ...] = ()

    def url(self, *more: Pair) -> str:
        """Return the address of this search, with more."""
        return _url([*self.pairs, *more])

    def sorted_by(self, sort: str) -> str:
        """Return the address of this search in another order."""
        return _url([pair for pair in self.pairs if pair[0] != "sort"] + [("sort", sort)])

    def without(self, name: str, value: str | None = None) -> str:
        """Return the address of this search without a filter, or without one of its values."""
        dropped = PAY if name == "salary_min" else (name,)
        return _url(
            [
                pair
                for pair in self.pairs
                if pair[0] not in dropped or (value is not None and pair[1] != value)
            ]
        )

    @property
    def filters(self) -> list[Pair]:
        """What narrows: each is a chip that can be removed."""
        return [pair for pair in self.pairs if pair[0] not in ("sort", *PAY[1:])]


def ask(args: "MultiDict[str, str]", *, is_candidate: bool) -> Question:
    """Read a search from an address; what is wrong with it is left out and said at its field.

    Raises:
        Invalid: it holds characters that no text can have.
    """
    _require_text(args)
    pairs = list(dict.fromkeys(_pairs(args)))
    refused = () if is_candidate else _needing_a_profile(pairs)
    pairs = [pair for pair in pairs if pair[0] not in refused]
    typed = _grouped(pairs)
    query, errors = _load(typed, args.get("cursor"))
    query["limit"] = ON_A_PAGE
    if is_candidate and query["sort"] is None:
        query["sort"] = "fit"
    good = tuple(pair for pair in pairs if pair[0] not in errors)
    return Question(query, Form(typed, errors), good, refused)


def _load(
    typed: Mapping[str, list[str]], cursor: str | None
) -> tuple[dict[str, Any], Mapping[str, list[str]]]:
    """Return what can be read, and what is wrong with the rest."""
    asked = {**typed, "cursor": [cursor]} if cursor else typed
    try:
        return _loaded(asked), {}
    except ValidationError as error:
        wrong = {name.split(".")[0]: said for name, said in errors_of(error).items()}
    return _loaded({name: values for name, values in asked.items() if name not in wrong}), wrong


def _loaded(asked: Mapping[str, Any]) -> dict[str, Any]:
    loaded: dict[str, Any] = _SCHEMA.load(MultiDictProxy(MultiDict(asked), _SCHEMA))
    return loaded


def _pairs(args: "MultiDict[str, str]") -> Iterator[Pair]:
    """Yield what is asked, one value at a time, in one order whatever the address has."""
    for name in NAMES:
        for value in args.getlist(name):
            parts = value.split(",") if name in ANY_OF else [value]
            yield from ((name, part.strip()) for part in parts if part.strip())


def _needing_a_profile(pairs: list[Pair]) -> tuple[str, ...]:
    wanted = [name for name, value in pairs if name in FLAGS or (name, value) == ("sort", "fit")]
    return tuple(dict.fromkeys(wanted))


def _grouped(pairs: list[Pair]) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for name, value in pairs:
        grouped.setdefault(name, []).append(value)
    return grouped


def _require_text(args: "MultiDict[str, str]") -> None:
    for name, value in args.items(multi=True):
        if errors := list(impossible_text(name + value, "#/q")):
            raise Invalid(Message("The query holds characters that no parameter can take."), errors)


def _url(pairs: list[Pair]) -> str:
    return f"{PATH}?{urlencode(pairs)}" if pairs else PATH
