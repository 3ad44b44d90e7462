"""Who may call what of webhooks."""

from collections.abc import Mapping
from types import MappingProxyType

from marketplace.rules import Rule, Who

READ, WRITE = "webhooks:read", "webhooks:write"

CALLS_OF_WEBHOOKS: Mapping[str, Rule] = MappingProxyType(
    {
        "webhooks.list_webhooks": Rule(Who.ACCOUNT, READ),
        "webhooks.create_webhook": Rule(Who.ACCOUNT, WRITE),
        "webhooks.show_webhook": Rule(Who.ACCOUNT, READ),
        "webhooks.update_webhook": Rule(Who.ACCOUNT, WRITE),
        "webhooks.delete_webhook": Rule(Who.ACCOUNT, WRITE),
        "webhooks.list_deliveries": Rule(Who.ACCOUNT, READ),
        "webhooks.redeliver": Rule(Who.ACCOUNT, WRITE),
        "webhooks.test_webhook": Rule(Who.ACCOUNT, WRITE),
        "webhook_pages.list_webhooks": Rule(Who.ACCOUNT, READ),
        "webhook_pages.create_webhook": Rule(Who.ACCOUNT, WRITE),
        "webhook_pages.show_webhook": Rule(Who.ACCOUNT, READ),
        "webhook_pages.change_webhook": Rule(Who.ACCOUNT, WRITE),
        "webhook_pages.switch_webhook": Rule(Who.ACCOUNT, WRITE),
        "webhook_pages.rotate_secret": Rule(Who.ACCOUNT, WRITE),
        "webhook_pages.test_webhook": Rule(Who.ACCOUNT, WRITE),
        "webhook_pages.redeliver": Rule(Who.ACCOUNT, WRITE),
        "webhook_pages.confirm_deletion": Rule(Who.ACCOUNT, WRITE),
        "webhook_pages.delete_webhook": Rule(Who.ACCOUNT, WRITE),
    }
)
