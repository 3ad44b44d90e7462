"""A candidate's side of a conversation: messages about a role, and the dates that were set."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from marshmallow import ValidationError

from marketplace.auth import caller
from marketplace.conversations import services
from marketplace.conversations.interviews import interviews_with
from marketplace.conversations.schemas import MessageSchema
from marketplace.database import session
from marketplace.errors import TooMany
from marketplace.html.forms import Form, load_form, sent_form

conversation_pages = Blueprint("conversation", __name__, url_prefix="/me/conversations")


@conversation_pages.get("/<uuid:role_id>")
def show_conversation(role_id: UUID) -> str:
    """Show what was written about a role, and when to meet."""
    return _conversation(role_id, Form())


@conversation_pages.post("/<uuid:role_id>")
def answer(role_id: UUID) -> ResponseReturnValue:
    """Write to the employer."""
    form = sent_form()
    services.role_in_touch(session(), caller(), role_id)
    try:
        text = load_form(form, MessageSchema())["text"]
        services.write_to_employer(session(), caller(), role_id, text=text)
    except (ValidationError, TooMany) as refusal:
        return _conversation(role_id, form.refused(refusal)), 422
    flash(gettext("The message is sent."), "success")
    return redirect(url_for(".show_conversation", role_id=role_id), 303)


def _conversation(role_id: UUID, form: Form) -> str:
    role, candidate_id = services.role_in_touch(session(), caller(), role_id)
    return render_template(
        "conversations/conversation.html",
        role=role,
        messages=services.conversation_of(session(), role_id, candidate_id),
        interviews=interviews_with(session(), role_id, candidate_id),
        form=form,
    )
