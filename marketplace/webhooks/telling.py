"""Tell a webhook's owners that it was disabled."""

from collections.abc import Mapping
from types import MappingProxyType
from urllib.parse import urlsplit

import sqlalchemy as sa
from sqlalchemy.orm import Session

from marketplace.employers.owners import owner_addresses
from marketplace.messages import Message
from marketplace.notifications.mailing import write_mail
from models import Account, DisabledBecause, Webhook

_WHY: Mapping[DisabledBecause, Message] = MappingProxyType(
    {
        DisabledBecause.GONE: Message(
            "The receiver answered that the address is gone (410), so we send nothing more there."
        ),
        DisabledBecause.FAILING: Message(
            "Nothing has got through for three days, so we send nothing more there."
        ),
    }
)


def tell_owners(session: Session, webhook: Webhook, *, public_url: str) -> None:
    """Mail the owners of a webhook that was disabled, whatever mails they want."""
    host = urlsplit(webhook.url).hostname or ""
    for address in session.scalars(_addresses(webhook)):
        write_mail(
            session,
            to=address,
            subject=Message("Your webhook was disabled: {host}", host=host),
            parts=[
                _WHY[webhook.disabled_because or DisabledBecause.FAILING],
                Message(
                    "What waited is kept for 30 days: enable the webhook again once it answers."
                ),
                f"{public_url}/employer/webhooks/{webhook.id}",
            ],
        )


def _addresses(webhook: Webhook) -> sa.Select[str]:
    """Return whom to tell: the account, or the employer's owners."""
    if webhook.account_id is not None:
        return sa.select(Account.email).where(Account.id == webhook.account_id)
    return owner_addresses(webhook.employer_id)
