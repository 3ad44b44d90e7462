"""The first page of one's own area: what to do next."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from marketplace.assessments.wording import asked_of_you
from marketplace.auth import caller
from marketplace.candidates.services import create_candidate
from marketplace.clock import now, today
from marketplace.database import session
from marketplace.http.languages import asked_language
from marketplace.me.next_steps import overview_of
from marketplace.me.pages.blueprint import me


@me.get("/me")
def show_home() -> str:
    """Show what is there and what to do next; without a profile, how one begins."""
    if caller().candidate_id is None:
        return render_template("me/begin.html")
    overview = overview_of(session(), caller(), day=today(), at=now())
    return render_template(
        "me/home.html",
        overview=overview,
        language=asked_language(),
        asked_of_you=asked_of_you,
    )


@me.get("/me/profile")
def show_profile() -> ResponseReturnValue:
    """Lead on to the first step of one's own profile."""
    return redirect(url_for("me.show_step", step="summary"), 303)


@me.post("/me/profile")
def begin_profile() -> ResponseReturnValue:
    """Make an empty profile that nobody can find."""
    if caller().candidate_id is None:
        create_candidate(session(), caller(), {"contact": {"email": None}, "visibility": "hidden"})
        flash(gettext("Your profile is there. Nobody can find it until you say so."), "success")
    return redirect(url_for("me.show_step", step="summary"), 303)
