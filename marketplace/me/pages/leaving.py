"""Take everything along, or have it erased."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from marketplace.auth import caller
from marketplace.candidates import services
from marketplace.database import session
from marketplace.exports.api import export_candidates
from marketplace.html.forms import Form, sent_form
from marketplace.me.pages.blueprint import me, own_id

WORDS = ("ERASE", "删除")  # one of which is typed, so that nothing is erased by mistake


@me.get("/me/everything.ndjson")
def export_everything() -> ResponseReturnValue:
    """Give out all that we hold of somebody."""
    exported: ResponseReturnValue = export_candidates()
    return exported


@me.get("/me/erase")
def show_erase() -> str:
    """Say what erasing takes away, and ask for the word."""
    services.own_profile(session(), caller(), own_id())
    return render_template("me/erase.html", form=Form())


@me.post("/me/erase")
def erase() -> ResponseReturnValue:
    """Erase one's own profile with all that hangs on it."""
    form = sent_form()
    candidate = services.own_profile(session(), caller(), own_id(), lock=True)
    if form.value("confirm").strip() not in WORDS:
        wrong = {"confirm": [gettext("Type the word just as it stands there.")]}
        return render_template("me/erase.html", form=Form(form.values, wrong)), 422
    services.erase_candidate(session(), caller(), candidate)
    flash(gettext("Your profile is erased. Your account is still there."), "success")
    return redirect(url_for("me.show_home"), 303)
