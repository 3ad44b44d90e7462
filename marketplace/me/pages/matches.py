"""Roles ranked for one's own profile, and why each stands where it does."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue
from marshmallow import ValidationError

from marketplace.auth import caller
from marketplace.clock import today
from marketplace.database import session
from marketplace.html.forms import Form, errors_of
from marketplace.http.languages import asked_language
from marketplace.http.paging import open_cursor, seal_cursor
from marketplace.marks.services import hidden_roles, marks_of
from marketplace.matches import services
from marketplace.matches.catalogue import catalogue
from marketplace.matches.details import DETAILS
from marketplace.matches.filters import FLAGS
from marketplace.matches.flags import pack_of
from marketplace.matches.listings import Asked
from marketplace.matches.rankings import KEY_LENGTH
from marketplace.matches.schemas import RankQuery
from marketplace.matches.views import View
from marketplace.me.pages.blueprint import me, own_id
from marketplace.roles.services import roles_by_ids

FILTERS = (*FLAGS, "sector", "hub", "degree")
SINGLE = ("sort", "cursor")
TERMS_LISTED, TERMS_SHOWN = 3, 10
PAGE = "10"


@me.get("/me/matches")
def list_matches() -> ResponseReturnValue:
    """Rank the open roles for one's own profile, or list them newest first without a rank."""
    form, query = _asked()
    asked = Asked(
        query={**query, "without": hidden_roles(session(), caller())},
        after=open_cursor(query["cursor"], KEY_LENGTH),
        view=_view(TERMS_LISTED, frozenset()),
    )
    ranking = services.rank_roles(session(), catalogue(), caller(), own_id(), asked)
    ids = [match["role"]["id"] for match in ranking.matches]
    next_key = ranking.page.next_key
    next_url = None if next_key is None else _url(form, cursor=seal_cursor(next_key))
    pack = pack_of(today())
    return render_template(
        "me/matches.html",
        matches=ranking.matches,
        total=ranking.page.total,
        index=ranking.index,
        roles=roles_by_ids(session(), ids),
        marks=marks_of(session(), caller(), ids),
        form=form,
        by_fit=asked.by_fit,
        flags=FLAGS,
        chips=[(name, value, _url(form, drop=(name, value))) for name, value in _pairs(form)],
        ranked_url=_url(form, sort="fit"),
        newest_url=_url(form, sort="newest"),
        next_url=next_url,
        here=_url(form),
        pack_name=f"{pack.id} {pack.version}",
        today=today(),
    ), (422 if form.errors else 200)


@me.get("/me/matches/<uuid:role_id>")
def show_match(role_id: UUID) -> str:
    """Show why a role stands where it does for one's own profile."""
    terms = None if request.args.get("terms") == "all" else TERMS_SHOWN
    view = _view(terms, frozenset(DETAILS))
    match = services.role_match(session(), catalogue(), caller(), own_id(), role_id, view)
    return render_template(
        "me/match.html",
        match=match,
        role=roles_by_ids(session(), [role_id])[role_id],
        mark=marks_of(session(), caller(), [role_id]).get(role_id),
        flags=FLAGS,
        shows_all=terms is None,
    )


def _view(terms: int | None, include: frozenset[str]) -> View:
    return View(
        day=today(),
        today=today(),
        language=asked_language(),
        terms=terms,
        include=include,
        to_employer=False,
    )


def _asked() -> tuple[Form, dict[str, Any]]:
    """Return what the address asks; a filter that makes no sense is said and left out."""
    names = (*FILTERS, *SINGLE)
    typed = {name: request.args.getlist(name) for name in names if request.args.get(name)}
    errors: dict[str, list[str]] = {}
    try:
        query = _loaded(typed)
    except ValidationError as refusal:
        errors = {name.partition(".")[0]: texts for name, texts in errors_of(refusal).items()}
        query = _loaded({name: values for name, values in typed.items() if name not in errors})
    return Form(typed, errors), query


def _loaded(typed: dict[str, list[str]]) -> dict[str, Any]:
    sent: dict[str, Any] = {
        name: values[0] if name in SINGLE else values for name, values in typed.items()
    }
    loaded: dict[str, Any] = RankQuery().load({"limit": PAGE, **sent})
    return loaded


def _pairs(form: Form) -> list[tuple[str, str]]:
    return [(name, value) for name in FILTERS for value in form.chosen(name)]


def _url(form: Form, *, drop: tuple[str, str] | None = None, **more: str) -> str:
    pairs = [pair for pair in _pairs(form) if pair != drop]
    sort = more.pop("sort", form.value("sort"))
    pairs += [("sort", sort)] if sort and sort != "fit" else []
    pairs += list(more.items())
    return f"/me/matches?{urlencode(pairs)}" if pairs else "/me/matches"
