"""Which mails one wants, and the link in a mail that stops it."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from marketplace.auth import caller
from marketplace.database import session
from marketplace.html.forms import Form, is_overtaken, sent_form
from marketplace.me.pages.blueprint import me
from marketplace.notifications import services
from marketplace.notifications.links import Stop, read_stop
from marketplace.notifications.mailing import keep_language, known_language, language_of
from marketplace.searches.saving import list_searches, stop_search
from marketplace.watches.services import list_watches


@me.get("/me/notifications")
def show_notifications() -> str:
    """Show which mails one wants."""
    stored = _stored()
    return _page(stored, stored)


@me.post("/me/notifications")
def choose_notifications() -> ResponseReturnValue:
    """Keep which mails one wants, unless a link in a mail or another window changed it since."""
    form, stored = sent_form("tag"), _stored()
    if is_overtaken(_tag(stored), "tag"):
        return _page(form.beside(stored), stored), 409
    services.choose_topics(session(), caller(), form.chosen("topics"))
    keep_language(session(), caller().account_id, known_language(form.value("language")))
    flash(gettext("Saved."), "success")
    return redirect(url_for("me.show_notifications"), 303)


def _stored() -> Form:
    """Return what is kept as a form."""
    language = language_of(session(), caller().account_id)
    return Form({"topics": services.wanted_topics(session(), caller()), "language": [language]})


def _tag(stored: Form) -> str:
    """Return what a form was filled with: something else, if it was changed since."""
    return " ".join([stored.value("language"), *stored.chosen("topics")])


def _page(form: Form, stored: Form) -> str:
    return render_template(
        "me/notifications.html",
        form=form,
        tag=_tag(stored),
        topics=services.TOPICS,
        searches=list_searches(session(), caller()),
        watches=list_watches(session(), caller()),
    )


@me.get("/unsubscribe/<token>")
def show_stop(token: str) -> str:
    """Ask whether the mails are to stop; looking stops nothing, as mail programs look too."""
    return render_template("me/stop.html", stop=read_stop(token), done=False)


@me.post("/unsubscribe/<token>")
def stop_mail(token: str) -> str:
    """Stop the mails: by the button, or by the mail program itself (RFC 8058)."""
    stop = read_stop(token)
    _stop(stop)
    return render_template("me/stop.html", stop=stop, done=True, by=request.form.get("by"))


def _stop(stop: Stop) -> None:
    if stop.search_id is not None:
        stop_search(session(), stop.account_id, stop.search_id)
    else:
        services.stop_topic(session(), stop.account_id, stop.topic)
