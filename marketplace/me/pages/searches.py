"""Saved searches, and how often they tell of what is new."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from marshmallow import ValidationError
from werkzeug.datastructures import MultiDict

from marketplace.auth import caller
from marketplace.database import session
from marketplace.errors import Conflict, Invalid, NotFound
from marketplace.html.forms import Form, load_form, sent_form
from marketplace.http.languages import asked_language
from marketplace.me.pages.blueprint import me
from marketplace.me.schemas import SearchFormSchema
from marketplace.searches import saving
from marketplace.searches.asking import ask
from marketplace.searches.rail import chips

if TYPE_CHECKING:
    from models import SavedSearch

Query = Mapping[str, Sequence[str]]


@me.get("/me/searches")
def list_searches() -> str:
    """List one's own saved searches."""
    return _list()


@me.get("/me/searches/new")
def new_search() -> str:
    """Ask how a search is to be called, and how often it tells of what is new."""
    query = saving.kept_query(request.args.to_dict(flat=False))
    form = Form({"name": [" ".join(query.get("q", []))[:120]], "frequency": ["daily"]})
    return _new(form, query)


@me.post("/me/searches")
def add_search() -> ResponseReturnValue:
    """Save a search."""
    form = sent_form()
    own = ("name", "frequency")
    query = {name: values for name, values in form.values.items() if name not in own}
    try:
        stated = load_form(Form({name: form.chosen(name) for name in own}), SearchFormSchema())
        saving.save_search(session(), caller(), query=query, language=asked_language(), **stated)
    except (ValidationError, Invalid, Conflict) as refusal:
        return _new(form.refused(refusal), query), 422
    flash(gettext("The search is saved."), "success")
    return redirect(url_for("me.list_searches"), 303)


@me.post("/me/searches/<uuid:search_id>")
def change_search(search_id: UUID) -> ResponseReturnValue:
    """Rename a search, or have it tell of news more or less often."""
    form = sent_form()
    try:
        stated = load_form(form, SearchFormSchema())
    except ValidationError as refusal:
        return _list(search_id, form.refused(refusal)), 422
    saving.change_search(session(), caller(), search_id, **stated)
    flash(gettext("Saved."), "success")
    return redirect(url_for("me.list_searches"), 303)


@me.post("/me/searches/<uuid:search_id>/delete")
def delete_search(search_id: UUID) -> ResponseReturnValue:
    """Forget a search."""
    saving.delete_search(session(), caller(), search_id)
    flash(gettext("The search is deleted."), "success")
    return redirect(url_for("me.list_searches"), 303)


def _list(refused_id: UUID | None = None, refused: Form | None = None) -> str:
    found = saving.list_searches(session(), caller())
    if refused_id is not None and all(each.id != refused_id for each in found):
        raise NotFound
    told = [
        (each, saving.search_path(each), _in_words(each.query), _form_of(each, refused_id, refused))
        for each in found
    ]
    return render_template("me/searches.html", searches=told)


def _form_of(search: "SavedSearch", refused_id: UUID | None, refused: Form | None) -> Form:
    """Return the form of a search: as it is kept, or as it was refused."""
    if refused is not None and search.id == refused_id:
        return refused
    return Form({"name": [search.name], "frequency": [search.frequency]})


def _new(form: Form, query: Query) -> str:
    return render_template("me/search_new.html", form=form, query=query, words=_in_words(query))


def _in_words(query: Query) -> list[str]:
    """Return what a search asks for, as the chips above the roles say it."""
    pairs = [(name, value) for name, values in query.items() for value in values]
    return [chip.text for chip in chips(ask(MultiDict(pairs), is_candidate=True))]
