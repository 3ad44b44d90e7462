"""Rankings as the address of a page asks for them, and the addresses of its other views."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from flask import request
from marshmallow import Schema, ValidationError

from marketplace.clock import today
from marketplace.errors import Invalid
from marketplace.html.forms import Form, errors_of
from marketplace.html.ignoring import Ignored, ignored_names
from marketplace.http.languages import asked_language
from marketplace.http.paging import open_cursor, seal_cursor
from marketplace.matches.filters import FLAGS, NOT
from marketplace.matches.listings import Asked
from marketplace.matches.rankings import KEY_LENGTH, Ranked
from marketplace.matches.schemas import RankQuery
from marketplace.matches.views import View
from marketplace.messages import Message

CODES = ("sector", "hub", "degree")
FILTERS = (*FLAGS, "band", *CODES, *(NOT + name for name in CODES))
SINGLE = ("sort", "cursor")
_SCHEMA = RankQuery()

Filter = tuple[str, str]  # name and value


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What the address of a ranking asks; a filter that makes no sense is said and left out."""

    path: str
    form: Form
    query: Mapping[str, Any]
    filters: Sequence[str]
    usual: str = "fit"  # the order that no address names
    also: Sequence[str] = ()  # what else the address may hold

    def asked(self, view: View, **narrowing: object) -> Asked:
        """Return what is asked of the ranking, narrowed further by what no address holds."""
        after = open_cursor(self.query["cursor"], KEY_LENGTH)
        return Asked(query={**self.query, **narrowing}, after=after, view=view)

    @property
    def chosen(self) -> list[Filter]:
        """The filters that are on."""
        return [(name, value) for name in self.filters for value in self.form.chosen(name)]

    def url(self, path: str = "", *, drop: Filter | None = None, **more: str) -> str:
        """Return the address of another view: without a filter, in another order, further on."""
        pairs = [pair for pair in self.chosen if pair != drop]
        sort = more.pop("sort", self.form.value("sort"))
        pairs += [("sort", sort)] if sort and sort != self.usual else []
        pairs += more.items()
        path = path or self.path
        return f"{path}?{urlencode(pairs)}" if pairs else path

    def without(self, names: Collection[str]) -> str:
        """Return the address without some filters."""
        return replace(self, filters=[name for name in self.filters if name not in names]).url()

    def next_url(self, page: Ranked) -> str | None:
        """Return the address of the page that follows, if any does."""
        return None if page.next_key is None else self.url(cursor=seal_cursor(page.next_key))

    def ignored(self) -> list[Ignored]:
        """Return what the address holds that nothing here reads."""
        known = (*self.filters, *SINGLE, *self.also)

        def url(more: list[Filter]) -> str:
            return f"{self.path}?{urlencode([*self.chosen, *more])}"

        return ignored_names(dict(request.args.lists()), known, url)

    def chips(self) -> list[tuple[str, str, str]]:
        """Return the filters that are on, each with the address without it."""
        return [(name, value, self.url(drop=(name, value))) for name, value in self.chosen]

    def require_sense(self) -> None:
        """Refuse a file of something else than was asked.

        Raises:
            Invalid: a filter makes no sense.
        """
        if self.form.errors:
            wrong = [
                {"pointer": f"#/{name}", "detail": text}
                for name, texts in self.form.errors.items()
                for text in texts
            ]
            raise Invalid(Message("A filter makes no sense."), wrong)


def view_today(
    terms: int | None, include: frozenset[str] = frozenset(), *, to_employer: bool = False
) -> View:
    """Return how whoever reads this page looks at matches: today, in their language."""
    day = today()
    return View(
        day=day,
        today=day,
        language=asked_language(),
        terms=terms,
        include=include,
        to_employer=to_employer,
    )


def asking(
    schema: Schema | None = None,
    *,
    limit: int | None = None,
    filters: Sequence[str] = FILTERS,
    usual: str = "fit",
    also: Sequence[str] = (),
) -> Asking:
    """Return what this request's address asks."""
    read = schema or _SCHEMA
    given = {name: request.args.getlist(name) for name in (*filters, *SINGLE)}
    typed = {name: values for name, values in given.items() if any(values)}
    errors: dict[str, list[str]] = {}
    try:
        query = _loaded(read, typed, limit)
    except ValidationError as refusal:
        errors = {name.partition(".")[0]: texts for name, texts in errors_of(refusal).items()}
        sound = {name: values for name, values in typed.items() if name not in errors}
        query = _loaded(read, sound, limit)
    form = Form(typed, errors)
    return Asking(
        path=request.path, form=form, query=query, filters=filters, usual=usual, also=also
    )


def _loaded(schema: Schema, typed: Mapping[str, list[str]], limit: int | None) -> dict[str, Any]:
    sent: dict[str, Any] = {
        name: values[0] if name in SINGLE else values for name, values in typed.items()
    }
    if limit is not None:
        sent["limit"] = str(limit)
    loaded: dict[str, Any] = schema.load(sent)
    return loaded
