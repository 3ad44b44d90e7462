"""Webhooks over HTTP."""

from typing import Any
from uuid import UUID

from marketplace.auth import caller
from marketplace.clock import now
from marketplace.config import current_settings
from marketplace.database import session
from marketplace.http.etags import require_match
from marketplace.http.openapi import BASE, Blueprint
from marketplace.http.paging import PageQuery, list_of, open_cursor, page
from marketplace.webhooks import deliveries, services
from marketplace.webhooks.schemas import (
    ChangedWebhookSchema,
    DeliveryQuery,
    DeliverySchema,
    NewWebhookSchema,
    WebhookChange,
    WebhookSchema,
)

webhooks = Blueprint(
    "webhooks", __name__, url_prefix=f"{BASE}/webhooks", description=services.__doc__
)


@webhooks.get("")
@webhooks.arguments(PageQuery, location="query")
@webhooks.response(200, list_of(WebhookSchema))
def list_webhooks(query: dict[str, Any]) -> dict[str, Any]:
    """List your webhooks and those of employers that you own, newest first."""
    after = open_cursor(query["cursor"], 1)
    rows, total = services.list_webhooks(session(), caller(), limit=query["limit"], after=after)
    return page(rows, limit=query["limit"], total=total, key=lambda webhook: [str(webhook.id)])


@webhooks.post("")
@webhooks.arguments(
    WebhookSchema,
    example={
        "url": "https://hooks.example.org/k-visa",
        "description": "Our applicant tracking system",
        "employer_id": "01920000-0000-7000-8000-000000000001",
        "events": ["application.created", "application.stage_changed"],
    },
)
@webhooks.response(201, NewWebhookSchema)
def create_webhook(wanted: dict[str, Any]) -> dict[str, Any]:
    """Have an address told of events; the secret is shown in this answer and never again."""
    settings = current_settings()
    webhook, secret = services.create_webhook(
        session(),
        caller(),
        wanted,
        key=settings.secret_key,
        allow_local=settings.webhook_local_addresses,
        at=now(),
    )
    return {**WebhookSchema().values_of(webhook), "secret": secret}


@webhooks.get("/<uuid:webhook_id>")
@webhooks.response(200, WebhookSchema)
def show_webhook(webhook_id: UUID) -> Any:  # noqa: ANN401 - the row
    """Show one webhook, without its secret."""
    return services.own_webhook(session(), caller(), webhook_id)


@webhooks.patch("/<uuid:webhook_id>")
@webhooks.arguments(
    WebhookChange, example={"events": ["application.created"], "rotate_secret": True}
)
@webhooks.response(200, ChangedWebhookSchema)
def update_webhook(changes: dict[str, Any], webhook_id: UUID) -> dict[str, Any]:
    """Change a webhook; ``rotate_secret`` answers with a new secret, and for a day both sign."""
    webhook = services.own_webhook(session(), caller(), webhook_id, lock=True)
    require_match(WebhookSchema().dump(webhook))
    settings, wants_secret = current_settings(), changes.pop("rotate_secret", False)
    local = settings.webhook_local_addresses
    services.update_webhook(session(), caller(), webhook, changes, allow_local=local, at=now())
    if not wants_secret:
        return WebhookSchema().values_of(webhook)
    key = settings.secret_key
    secret = services.rotate_secret(session(), caller(), webhook, key=key, at=now())
    return {**WebhookSchema().values_of(webhook), "secret": secret}


@webhooks.delete("/<uuid:webhook_id>")
@webhooks.response(204)
def delete_webhook(webhook_id: UUID) -> None:
    """Delete a webhook and what it was told; nothing more goes there."""
    webhook = services.own_webhook(session(), caller(), webhook_id, lock=True)
    require_match(WebhookSchema().dump(webhook))
    services.delete_webhook(session(), caller(), webhook)


@webhooks.get("/<uuid:webhook_id>/deliveries")
@webhooks.arguments(DeliveryQuery, location="query")
@webhooks.response(200, list_of(DeliverySchema))
def list_deliveries(query: dict[str, Any], webhook_id: UUID) -> dict[str, Any]:
    """List what was sent to a webhook in the last 30 days, or waits to be, newest first."""
    webhook = services.own_webhook(session(), caller(), webhook_id)
    rows, total = deliveries.list_deliveries(
        session(),
        webhook,
        limit=query["limit"],
        after=open_cursor(query["cursor"], 1),
        status=query["status"],
    )
    return page(rows, limit=query["limit"], total=total, key=lambda row: [str(row.id)])


@webhooks.post("/<uuid:webhook_id>/deliveries/<uuid:delivery_id>/redeliver")
@webhooks.response(200, DeliverySchema)
def redeliver(webhook_id: UUID, delivery_id: UUID) -> Any:  # noqa: ANN401 - the row
    """Send an event once more, under the same id."""
    webhook = services.own_webhook(session(), caller(), webhook_id, lock=True)
    return deliveries.redeliver(session(), caller(), webhook, delivery_id, at=now())


@webhooks.post("/<uuid:webhook_id>/test")
@webhooks.response(201, DeliverySchema)
def test_webhook(webhook_id: UUID) -> Any:  # noqa: ANN401 - the row
    """Send a webhook the event ``webhook.test``."""
    webhook = services.own_webhook(session(), caller(), webhook_id)
    return services.test_webhook(session(), caller(), webhook, at=now())
