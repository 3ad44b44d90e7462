"""Who may find one, who saw one, and what one allows."""

import hashlib
from typing import TYPE_CHECKING

import orjson
from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from marshmallow import ValidationError

from marketplace.auth import caller
from marketplace.candidates import services, views
from marketplace.candidates.hiding import domain_in
from marketplace.candidates.schemas import PURPOSES, CandidateChangeSchema
from marketplace.database import session
from marketplace.employers.finding import employers_named, find_employers
from marketplace.errors import Invalid, NotAllowed, NotFound
from marketplace.html.forms import Form, body_of, sent_form
from marketplace.http.paging import open_cursor, seal_cursor
from marketplace.me.pages.blueprint import back_to, me, own_id

if TYPE_CHECKING:
    from models import Candidate

FIELDS = ("visibility", "hidden_from")
RECENT, PAGE = 5, 50
CHANGED = 409
LONGEST_NAME = 200  # of an employer that is looked for
BASIS = "Given by the candidate on the privacy page."


@me.get("/me/privacy")
def show_privacy() -> str:
    """Show who may find one, what one allows, and who looked last."""
    return _page(services.own_profile(session(), caller(), own_id()))


@me.post("/me/privacy")
def save_privacy() -> ResponseReturnValue:
    """Change who may find one."""
    candidate = services.own_profile(session(), caller(), own_id(), lock=True)
    form = sent_form()
    if form.value("tag") not in ("", _tag(candidate)):
        return _page(candidate, form.beside(_stored(candidate))), CHANGED
    lines = form.value("hidden_from").splitlines()
    names = [domain_in(line.strip()) for line in lines if line.strip()]
    names += form.chosen("hidden_employers")
    schema = CandidateChangeSchema(partial=True, only=FIELDS)
    try:
        sent = body_of(Form({"visibility": form.chosen("visibility")}), schema)
        fields = schema.load({**sent, "hidden_from": names})
        services.update_candidate(session(), caller(), candidate, fields)
    except (ValidationError, Invalid, NotAllowed) as refusal:
        return _page(candidate, _at_names(form.refused(refusal), names)), 422
    flash(gettext("Kept. It holds from now on, in every ranking."), "success")
    return redirect(url_for("me.show_privacy"), 303)


@me.post("/me/consents/<purpose>")
def change_consent(purpose: str) -> ResponseReturnValue:
    """Give a consent, or take it back."""
    if purpose not in PURPOSES:
        raise NotFound
    candidate = services.own_profile(session(), caller(), own_id(), lock=True)
    if sent_form().value("give") == "true":
        services.give_consent(session(), caller(), candidate, purpose, basis=BASIS)
        flash(gettext("Your consent is noted. You can take it back at any time."), "success")
    else:
        services.withdraw_consent(session(), caller(), candidate, purpose)
        flash(gettext("Your consent is taken back, and holds no more from now on."), "success")
    return redirect(back_to(url_for("me.show_privacy")), 303)


@me.get("/me/views")
def list_views() -> str:
    """List who saw one's own profile, newest first."""
    after = open_cursor(request.args.get("cursor"), 2)
    found, total = views.list_views(session(), caller(), own_id(), limit=PAGE, after=after)
    next_url = None
    if len(found) > PAGE:
        last = found[PAGE - 1]
        cursor = seal_cursor([last["seen_at"].isoformat(), str(last["id"])])
        next_url = url_for("me.list_views", cursor=cursor)
    return render_template("me/views.html", rows=found[:PAGE], total=total, next_url=next_url)


def _page(candidate: "Candidate", form: Form | None = None) -> str:
    recent, total = views.list_views(session(), caller(), candidate.id, limit=RECENT, after=None)
    form = form or _stored(candidate)
    sought = request.args.get("employer", "")[:LONGEST_NAME]
    kept = (form.stored or {}).get("hidden_employers", [])
    hidden = employers_named(session(), [*form.chosen("hidden_employers"), *kept])
    found = {str(each.id): each for each in find_employers(session(), sought)}
    return render_template(
        "me/privacy.html",
        candidate=candidate,
        form=form,
        tag=_tag(candidate),
        sought=sought,
        hidden=hidden,
        found={id_: each for id_, each in found.items() if id_ not in hidden},
        purposes=PURPOSES,
        given={str(consent.purpose): consent.given_at for consent in candidate.consents},
        recent=recent[:RECENT],
        total=total,
    )


def _tag(candidate: "Candidate") -> str:
    """Return a digest of who may find one: another one, if somebody changed it."""
    told = orjson.dumps([str(candidate.visibility), candidate.hidden_from])
    return hashlib.sha256(told).hexdigest()[:32]


def _stored(candidate: "Candidate") -> Form:
    """Return what is kept as a form: employers by id, and domains one a line."""
    employers = employers_named(session(), candidate.hidden_from)
    domains = [name for name in candidate.hidden_from if name not in employers]
    return Form(
        {
            "visibility": [str(candidate.visibility)],
            "hidden_from": ["\n".join(domains)],
            "hidden_employers": [str(each.id) for each in employers.values()],
        }
    )


def _at_names(form: Form, names: list[str]) -> Form:
    """Say what is wrong with a line at the one field that holds all lines."""
    errors: dict[str, list[str]] = {}
    for name, texts in form.errors.items():
        field, _, place = name.partition(".")
        line = f"{names[int(place)]}: " if place.isdecimal() and int(place) < len(names) else ""
        errors.setdefault(field, []).extend(f"{line}{text}" for text in texts)
    return Form(form.values, errors)
