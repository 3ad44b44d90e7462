"""Webhooks and deliveries as the API reads and writes them."""

from typing import Any

from marshmallow import fields, post_load, validate

from marketplace.http.fields import LINE, Code, Flag, Moment, Text, Whole
from marketplace.http.paging import PageQuery
from marketplace.http.parameters import Schema
from marketplace.messages import Message
from marketplace.webhooks.addresses import URL
from marketplace.webhooks.catalogue import EVENTS

LONGEST_URL = 500
STATUSES = ("pending", "delivered", "failed", "withheld")


class HookAddress(fields.String):
    """An address that deliveries are sent to."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 - as marshmallow's
        form = Whole(URL, error=Message("Not an address such as https://example.org/hooks."))
        super().__init__(validate=[validate.Length(max=LONGEST_URL), form], **kwargs)


class WebhookSchema(Schema):
    """A webhook, without its secret."""

    id = fields.UUID(dump_only=True)
    employer_id = fields.UUID(load_default=None, allow_none=True)
    url = HookAddress(required=True)
    description = Text(LINE, load_default=None, allow_none=True)
    events = fields.List(Code(EVENTS), required=True, validate=validate.Length(1, len(EVENTS)))
    enabled = fields.Boolean(dump_only=True)
    disabled_because = fields.String(dump_only=True, allow_none=True)
    disabled_at = Moment(dump_only=True, allow_none=True)
    created_at = Moment(dump_only=True)
    updated_at = Moment(dump_only=True)

    @post_load
    def settle_events(self, wanted: dict[str, Any], **_: object) -> dict[str, Any]:
        """Keep each type once."""
        if "events" in wanted:
            wanted["events"] = list(dict.fromkeys(wanted["events"]))
        return wanted


class NewWebhookSchema(WebhookSchema):
    """A webhook just made: the only time that its secret is shown."""

    secret = fields.String(dump_only=True)


class WebhookChange(WebhookSchema):
    """What may change of a webhook; whose it is may not."""

    class Meta(Schema.Meta):
        """Leave out whose it is."""

        exclude = ("employer_id",)

    url = HookAddress()
    description = Text(LINE, allow_none=True)
    events = fields.List(Code(EVENTS), validate=validate.Length(1, len(EVENTS)))
    enabled = Flag()
    send_missed = Flag(load_only=True)
    rotate_secret = Flag(load_only=True)


class ChangedWebhookSchema(WebhookSchema):
    """A changed webhook; with its new secret where that was asked for."""

    secret = fields.String(dump_only=True)


class DeliverySchema(Schema):
    """What became of one event on its way."""

    id = fields.UUID(dump_only=True)
    event_id = fields.UUID(dump_only=True)
    type = fields.String(dump_only=True)
    happened_at = Moment(dump_only=True)
    status = fields.String(dump_only=True)
    attempts = fields.Integer(dump_only=True)
    attempted_at = Moment(dump_only=True, allow_none=True)
    next_attempt_at = Moment(dump_only=True, allow_none=True)
    response_status = fields.Integer(dump_only=True, allow_none=True)
    failure = fields.String(dump_only=True, allow_none=True)
    finished_at = Moment(dump_only=True, allow_none=True)


class DeliveryQuery(PageQuery):
    """Which deliveries to list."""

    status = Code(STATUSES, load_default=None)
