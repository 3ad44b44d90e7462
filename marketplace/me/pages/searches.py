"""Saved searches, and how often they tell of what is new."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from marshmallow import ValidationError
from werkzeug.datastructures import MultiDict

from marketplace.auth import caller
from marketplace.database import session
from marketplace.errors import Conflict, Invalid
from marketplace.html.forms import Form, load_form, sent_form
from marketplace.http.languages import asked_language
from marketplace.me.pages.blueprint import me
from marketplace.me.schemas import SearchFormSchema
from marketplace.searches import saving
from marketplace.searches.asking import ask
from marketplace.searches.rail import chips

Query = Mapping[str, Sequence[str]]


@me.get("/me/searches")
def list_searches() -> str:
    """List one's own saved searches."""
    found = saving.list_searches(session(), caller())
    told = [(each, saving.search_path(each), _in_words(each.query)) for each in found]
    return render_template("me/searches.html", searches=told)


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
        for texts in form.refused(refusal).errors.values():
            flash(" ".join(texts), "error")
        return redirect(url_for("me.list_searches"), 303)
    saving.change_search(session(), caller(), search_id, **stated)
    flash(gettext("Saved."), "success")
    return redirect(url_for("me.list_searches"), 303)


@me.post("/me/searches/<uuid:search_id>/delete")
def delete_search(search_id: UUID) -> ResponseReturnValue:
    """Forget a search."""
    saving.delete_search(session(), caller(), search_id)
    flash(gettext("The search is deleted."), "success")
    return redirect(url_for("me.list_searches"), 303)


def _new(form: Form, query: Query) -> str:
    return render_template("me/search_new.html", form=form, query=query, words=_in_words(query))


def _in_words(query: Query) -> list[str]:
    """Return what a search asks for, as the chips above the roles say it."""
    pairs = [(name, value) for name, values in query.items() for value in values]
    return [chip.text for chip in chips(ask(MultiDict(pairs), is_candidate=True))]
