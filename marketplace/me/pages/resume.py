"""A résumé in, as a proposal to one's own profile; and out, as a JSON Resume."""

import orjson
from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from marketplace.auth import caller
from marketplace.database import session
from marketplace.errors import Invalid, NotFound, TooLarge, WrongMediaType
from marketplace.html.forms import Form, sent_form
from marketplace.me.pages.blueprint import me
from marketplace.me.uploads import sent_file
from marketplace.resumes import services
from marketplace.resumes.extracting import LARGEST_FILE
from marketplace.resumes.writing import json_resume


@me.get("/me/resume")
def show_resume() -> str:
    """Ask for a file, or show what the last one would change."""
    return _page(Form())


@me.post("/me/resume")
def propose_resume() -> ResponseReturnValue:
    """Read a file and propose what it says."""
    try:
        _, content = sent_file("file", LARGEST_FILE)
        services.propose_resume(session(), caller(), content)
    except (Invalid, TooLarge, WrongMediaType) as refusal:
        return _page(_at_file(refusal)), refusal.status
    return redirect(url_for("me.show_resume") + "#proposal", 303)


@me.post("/me/resume/accept")
def accept_proposal() -> ResponseReturnValue:
    """Take over what was picked."""
    form = sent_form()
    try:
        services.accept_proposal(
            session(), caller(), {name: form.value(name) for name in form.values}
        )
    except NotFound:  # pressed twice, or after the back button: it is done
        return redirect(url_for("me.show_resume"), 303)
    except Invalid as refusal:
        return _page(form.refused(refusal)), 422
    flash(gettext("Your profile has what you picked."), "success")
    return redirect(url_for("me.show_home"), 303)


@me.post("/me/resume/discard")
def discard_proposal() -> ResponseReturnValue:
    """Drop what a file proposed."""
    services.discard_proposal(session(), caller())
    flash(gettext("The proposal is gone; your profile is as it was."), "success")
    return redirect(url_for("me.show_resume"), 303)


@me.get("/me/resume.json")
def export_resume() -> Response:
    """Give one's own profile out as a JSON Resume."""
    candidate, _, _ = services.own_proposal(session(), caller())
    written = orjson.dumps(json_resume(candidate), option=orjson.OPT_INDENT_2)
    response = Response(written, content_type="application/json")
    response.headers["Content-Disposition"] = 'attachment; filename="resume.json"'
    return response


def _page(form: Form) -> str:
    candidate, proposal, found = services.own_proposal(session(), caller())
    return render_template(
        "me/resume.html",
        candidate=candidate,
        proposal=proposal,
        differences=found,
        form=form,
        is_posted=request.method == "POST",
    )


def _at_file(refusal: Invalid | TooLarge | WrongMediaType) -> Form:
    """Return a form that says at the file what is wrong with it, wherever in it that is."""
    shown = Form().refused(refusal)
    texts = [
        text if name in ("", "file") else f"{name}: {text}"
        for name, found in shown.errors.items()
        for text in found
    ]
    return Form({}, {"file": texts})
