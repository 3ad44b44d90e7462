"""What an employer and oneself wrote to each other about a role, and the dates it set."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from marshmallow import ValidationError

from marketplace.auth import caller
from marketplace.conversations import services
from marketplace.conversations.interviews import own_interviews
from marketplace.database import session
from marketplace.employers.review_schemas import MessageSchema
from marketplace.errors import TooMany
from marketplace.html.forms import Form, load_form, sent_form
from marketplace.me.pages.blueprint import me
from marketplace.roles.services import roles_by_ids


@me.get("/me/conversations/<uuid:role_id>")
def show_conversation(role_id: UUID) -> str:
    """Show what was written about a role, and the dates for it."""
    return _page(role_id, Form())


@me.post("/me/conversations/<uuid:role_id>")
def write_to_employer(role_id: UUID) -> ResponseReturnValue:
    """Answer the employer."""
    form = sent_form()
    try:
        services.write_to_employer(session(), caller(), role_id, **load_form(form, MessageSchema()))
    except (ValidationError, TooMany) as refusal:
        return _page(role_id, form.refused(refusal)), 422
    flash(gettext("Your message is sent."), "success")
    return redirect(url_for("me.show_conversation", role_id=role_id), 303)


def _page(role_id: UUID, form: Form) -> str:
    messages = services.own_conversation(session(), caller(), role_id)
    return render_template(
        "me/conversation.html",
        role=roles_by_ids(session(), [role_id])[role_id],
        messages=messages,
        interviews=own_interviews(session(), caller(), role_id),
        form=form,
    )
