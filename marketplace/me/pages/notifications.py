"""Which mails one wants, and the link in a mail that stops it."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from marketplace.auth import caller
from marketplace.database import session
from marketplace.html.forms import Form, sent_form
from marketplace.me.pages.blueprint import me
from marketplace.notifications import services
from marketplace.notifications.links import Stop, read_stop
from marketplace.notifications.mailing import keep_language, known_language, language_of
from marketplace.searches.saving import list_searches, stop_search
from marketplace.watches.services import list_watches


@me.get("/me/notifications")
def show_notifications() -> str:
    """Show which mails one wants."""
    language = language_of(session(), caller().account_id)
    topics = services.wanted_topics(session(), caller())
    form = Form({"topics": topics, "language": [language]})
    searches = list_searches(session(), caller())
    watches = list_watches(session(), caller())
    return render_template(
        "me/notifications.html",
        form=form,
        topics=services.TOPICS,
        searches=searches,
        watches=watches,
    )


@me.post("/me/notifications")
def choose_notifications() -> ResponseReturnValue:
    """Keep which mails one wants."""
    form = sent_form()
    services.choose_topics(session(), caller(), form.chosen("topics"))
    keep_language(session(), caller().account_id, known_language(form.value("language")))
    flash(gettext("Saved."), "success")
    return redirect(url_for("me.show_notifications"), 303)


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
