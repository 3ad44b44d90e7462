"""Webhooks as pages: made, watched, tried and ended."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from marshmallow import ValidationError
from werkzeug.wrappers import Response

from marketplace.auth import caller
from marketplace.clock import now
from marketplace.config import current_settings
from marketplace.database import roll_back, session
from marketplace.employers.services import employers_of
from marketplace.errors import Conflict, Invalid
from marketplace.html.forms import Form, form_of, is_overtaken, load_form, sent_form
from marketplace.html.translations import said
from marketplace.http.paging import PageQuery, open_cursor, page
from marketplace.webhooks import deliveries, services
from marketplace.webhooks.catalogue import OF_CANDIDATES, OF_EMPLOYERS
from marketplace.webhooks.failures import failure_of
from marketplace.webhooks.schemas import STATUSES, DeliveryQuery, WebhookSchema

webhook_pages = Blueprint("webhook_pages", __name__, url_prefix="/employer/webhooks")

REFUSALS = (ValidationError, Invalid, Conflict)


@webhook_pages.get("")
def list_webhooks() -> str:
    """List the webhooks that one manages, with a form for another."""
    return _webhooks(None)


@webhook_pages.post("")
def create_webhook() -> ResponseReturnValue:
    """Make a webhook, and show its secret this once."""
    form, settings = sent_form(), current_settings()
    try:
        webhook, secret = services.create_webhook(
            session(),
            caller(),
            load_form(form, WebhookSchema()),
            key=settings.secret_key,
            allow_local=settings.webhook_local_addresses,
            at=now(),
        )
    except REFUSALS as refusal:
        roll_back(session())
        return _webhooks(_refused(form, refusal)), 422
    return _secret(webhook, secret, gettext("The webhook is made"))


@webhook_pages.get("/<uuid:webhook_id>")
def show_webhook(webhook_id: UUID) -> str:
    """Show a webhook: how it stands, what it hears of, and what was sent to it."""
    return _webhook(services.own_webhook(session(), caller(), webhook_id), None)


@webhook_pages.post("/<uuid:webhook_id>")
def change_webhook(webhook_id: UUID) -> ResponseReturnValue:
    """Change the address, the events or the description of a webhook."""
    webhook = services.own_webhook(session(), caller(), webhook_id, lock=True)
    form = sent_form("version")
    if is_overtaken(_version(webhook)):
        return _webhook(webhook, form.beside(_stored(webhook)), is_stale=True), 409
    try:
        fields = load_form(form, WebhookSchema(exclude=["employer_id"]))
        _update(webhook, fields)
    except REFUSALS as refusal:
        roll_back(session())
        webhook = services.own_webhook(session(), caller(), webhook_id)
        return _webhook(webhook, _refused(form, refusal)), 422
    flash(gettext("Saved."), "success")
    return _back(webhook_id)


@webhook_pages.post("/<uuid:webhook_id>/switch")
def switch_webhook(webhook_id: UUID) -> ResponseReturnValue:
    """Pause a webhook, or let deliveries go there again."""
    webhook = services.own_webhook(session(), caller(), webhook_id, lock=True)
    is_enabled = request.form.get("enabled") == "true"
    is_wanted = is_enabled and request.form.get("missed") == "true"
    _update(webhook, {"enabled": is_enabled, "send_missed": is_wanted})
    told = gettext("Events are sent there again.") if is_enabled else gettext("Nothing is sent.")
    flash(told, "success")
    return _back(webhook_id)


@webhook_pages.post("/<uuid:webhook_id>/secret")
def rotate_secret(webhook_id: UUID) -> str:
    """Give a webhook another secret, and show it this once."""
    webhook = services.own_webhook(session(), caller(), webhook_id, lock=True)
    key = current_settings().secret_key
    secret = services.rotate_secret(session(), caller(), webhook, key=key, at=now())
    return _secret(webhook, secret, gettext("The webhook has a new secret"))


@webhook_pages.post("/<uuid:webhook_id>/test")
def test_webhook(webhook_id: UUID) -> ResponseReturnValue:
    """Send a test event."""
    webhook = services.own_webhook(session(), caller(), webhook_id)
    return _sent(
        webhook_id,
        lambda: services.test_webhook(session(), caller(), webhook, at=now()),
        gettext("A test event is on its way; the log below says what comes of it."),
    )


@webhook_pages.post("/<uuid:webhook_id>/deliveries/<uuid:delivery_id>/redeliver")
def redeliver(webhook_id: UUID, delivery_id: UUID) -> ResponseReturnValue:
    """Send an event once more."""
    webhook = services.own_webhook(session(), caller(), webhook_id, lock=True)
    return _sent(
        webhook_id,
        lambda: deliveries.redeliver(session(), caller(), webhook, delivery_id, at=now()),
        gettext("The event is sent once more, under the same id."),
    )


@webhook_pages.get("/<uuid:webhook_id>/delete")
def confirm_deletion(webhook_id: UUID) -> str:
    """Ask whether a webhook is to be deleted."""
    webhook = services.own_webhook(session(), caller(), webhook_id)
    return render_template("webhooks/delete.html", webhook=webhook)


@webhook_pages.post("/<uuid:webhook_id>/delete")
def delete_webhook(webhook_id: UUID) -> Response:
    """Delete a webhook with its log."""
    webhook = services.own_webhook(session(), caller(), webhook_id, lock=True)
    services.delete_webhook(session(), caller(), webhook)
    flash(gettext("The webhook is deleted."), "success")
    return redirect(url_for(".list_webhooks"), 303)


def _sent(webhook_id: UUID, send: Callable[[], object], told: str) -> Response:
    """Send something and say so beside the log, or why it cannot be sent now."""
    try:
        send()
    except Conflict as refusal:
        flash(said(refusal.detail), "error")
        return _back(webhook_id)
    flash(told, "success")
    return _back(webhook_id, "log")


def _back(webhook_id: UUID, part: str | None = None) -> Response:
    return redirect(url_for(".show_webhook", webhook_id=webhook_id, _anchor=part), 303)


def _update(webhook: Any, fields: Mapping[str, Any]) -> None:  # noqa: ANN401 - a webhook
    local = current_settings().webhook_local_addresses
    services.update_webhook(session(), caller(), webhook, fields, allow_local=local, at=now())


def _version(webhook: Any) -> str:  # noqa: ANN401 - a webhook
    version: str = webhook.updated_at.isoformat()
    return version


def _stored(webhook: Any) -> Form:  # noqa: ANN401 - a webhook
    return form_of({name: getattr(webhook, name) for name in ("url", "description", "events")})


def _refused(form: Form, refusal: ValidationError | Invalid | Conflict) -> Form:
    """Return a form with what is wrong; an event is refused where events are chosen."""
    shown, errors = form.refused(refusal), dict[str, list[str]]()
    for name, wrong in shown.errors.items():
        errors.setdefault("events" if name.startswith("events.") else name, []).extend(wrong)
    return Form(shown.values, errors, shown.stored)


def _webhooks(form: Form | None) -> str:
    who = caller()
    query = PageQuery().load(request.args if request.method == "GET" else {})
    after = open_cursor(query["cursor"], 1)
    rows, total = services.list_webhooks(session(), who, limit=query["limit"], after=after)
    shown = page(rows, limit=query["limit"], total=total, key=lambda webhook: [str(webhook.id)])
    employers = {each.id: each.name for each in employers_of(session(), who)}
    managed = [(str(id_), name) for id_, name in employers.items() if who.may(services.ACT, id_)]
    first = Form({"employer_id": [managed[0][0]] if managed else []})
    return render_template(
        "webhooks/list.html",
        shown=shown,
        tallies=deliveries.tallies(session(), [each.id for each in shown["data"]]),
        employers=employers,
        managed=managed,
        form=first if form is None else form,
        **_events(),
    )


def _webhook(webhook: Any, form: Form | None, *, is_stale: bool = False) -> str:  # noqa: ANN401
    """Show one webhook.

    Args:
        form: what was typed, where it was refused.
        is_stale: somebody else changed the webhook since the form was shown.
    """
    query = DeliveryQuery().load(request.args if request.method == "GET" else {})
    limit, status, after = query["limit"], query["status"], open_cursor(query["cursor"], 1)
    rows, total = deliveries.list_deliveries(
        session(), webhook, limit=limit, after=after, status=status
    )
    employers = {each.id: each.name for each in employers_of(session(), caller())}
    return render_template(
        "webhooks/one.html",
        webhook=webhook,
        employer=employers.get(webhook.employer_id),
        form=_stored(webhook) if form is None else form,
        is_stale=is_stale,
        version=_version(webhook),
        log=page(rows, limit=limit, total=total, key=lambda row: [str(row.id)]),
        tally=deliveries.tallies(session(), [webhook.id])[webhook.id],
        status=status,
        statuses=STATUSES,
        failure_of=failure_of,
        moment_now=now(),
        **_events(),
    )


def _secret(webhook: Any, secret: str, title: str) -> str:  # noqa: ANN401 - a webhook
    return render_template("webhooks/secret.html", webhook=webhook, secret=secret, title=title)


def _events() -> dict[str, Any]:
    """Return the events that may be chosen, in two groups."""
    return {"of_employers": OF_EMPLOYERS, "of_candidates": OF_CANDIDATES}
