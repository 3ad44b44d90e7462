"""A search as its page asks it: what the address says, and the addresses around it."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from marshmallow import ValidationError, fields, validate
from webargs.multidictproxy import MultiDictProxy
from werkzeug.datastructures import MultiDict

from marketplace.errors import Invalid
from marketplace.html.forms import Form, errors_of
from marketplace.html.ignoring import MOST, Ignored, Pair, ignored_names, ignored_value
from marketplace.http.bodies import impossible_text
from marketplace.matches.filters import FLAGS, NOT
from marketplace.messages import Message
from marketplace.searches.schemas import SearchQuery

PATH = "/roles"
CODES = (
    "sector",
    "hub",
    "city",
    "province",
    "employer_kind",
    "degree",
    "language",
    "work_mode",
    "kind",
)
NONE_OF = tuple(NOT + name for name in CODES)
ANY_OF = (*CODES, "verified", "offers_sponsorship", *FLAGS, *NONE_OF)
PAY = ("salary_min", "currency", "include_undisclosed")
ON_A_PAGE = 10  # roles
NAMES = ("q", *ANY_OF, *PAY, "posted_after", "sort")

_FIELDS = ("q", *PAY, "posted_after")  # they keep what was typed and say what is wrong with it
_SCHEMA = SearchQuery()


@dataclass(frozen=True, slots=True)
class Question:
    """What is searched for.

    Attributes:
        query: as the schema loads it.
        form: what stands in the fields, and what is wrong with some.
        pairs: what of it narrows and orders, as it stands in the address.
        refused: the names that were left out because only a candidate may ask for them.
        ignored: what else was left out, and what may have been meant.
    """

    query: dict[str, Any]
    form: Form
    pairs: tuple[Pair, ...]
    refused: tuple[str, ...] = ()
    ignored: tuple[Ignored, ...] = ()

    def url(self, *more: Pair) -> str:
        """Return the address of this search, with more."""
        return _url([*self.pairs, *more])

    def sorted_by(self, sort: str) -> str:
        """Return the address of this search in another order."""
        return _url([pair for pair in self.pairs if pair[0] != "sort"] + [("sort", sort)])

    def without(self, *names: str, value: str | None = None) -> str:
        """Return the address of this search without filters, or without a value of one."""
        dropped = {*names, *(PAY if "salary_min" in names else ())}
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
    query, sound, errors = _load(typed, args.get("cursor"))
    query["limit"] = ON_A_PAGE
    if is_candidate and query["sort"] is None:
        query["sort"] = "fit"
    good = tuple(pair for pair in pairs if pair[1] in sound.get(pair[0], ()))
    form = Form({**sound, **{name: typed[name] for name in _FIELDS if name in typed}}, errors)
    ignored = _ignored(args, [pair for pair in pairs if pair not in good], good)
    return Question(query, form, good, refused, tuple(ignored))


def _load(
    typed: Mapping[str, list[str]], cursor: str | None
) -> tuple[dict[str, Any], Mapping[str, list[str]], Mapping[str, list[str]]]:
    """Return the query of what can be read, what can be, and what is wrong with the rest."""
    asked = {**typed, "cursor": [cursor]} if cursor else typed
    try:
        return _loaded(asked), typed, {}
    except ValidationError as error:
        wrong = errors_of(error)
    sound = {name: _sound(name, values, wrong) for name, values in asked.items()}
    query = _loaded({name: values for name, values in sound.items() if values})
    return query, sound, {name.split(".")[0]: said for name, said in wrong.items()}


def _sound(name: str, values: Sequence[str], wrong: Collection[str]) -> list[str]:
    """Return the values of a filter with which nothing is wrong."""
    if name in wrong:
        return []
    return [value for place, value in enumerate(values) if f"{name}.{place}" not in wrong]


def _ignored(
    args: "MultiDict[str, str]", bad: Sequence[Pair], good: Sequence[Pair]
) -> list[Ignored]:
    """Return what was left out and is said at no field."""

    def url(more: list[Pair]) -> str:
        return _url([*good, *more])

    found = ignored_names(dict(args.lists()), (*NAMES, "cursor"), url)
    for name, value in bad:
        if name not in _FIELDS:
            found.append(ignored_value(name, value, _codes_of(name), url))
    return found[:MOST]


def _codes_of(name: str) -> Sequence[str]:
    """Return the codes that a parameter takes; none where it takes any text."""
    known: fields.Field[Any] = _SCHEMA.fields[name]
    inner = known.inner if isinstance(known, fields.List) else known
    lists = [each.choices for each in inner.validators if isinstance(each, validate.OneOf)]
    return [str(code) for codes in lists for code in codes]


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
