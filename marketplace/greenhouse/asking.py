"""How Greenhouse is asked: with an employer's key, on behalf of its user."""

import base64

from marketplace.webhooks.requesting import Request
from models import GreenhouseAccount

AGENT = "k-visa-marketplace-greenhouse/1"
CANDIDATES, CURRENT_USER = "/v1/partner/candidates", "/v1/partner/current_user"


def asking_user(url: str, account: GreenhouseAccount, key: str) -> Request:
    """Return what asks Greenhouse who the user is: it changes nothing there."""
    return Request(
        method="GET", url=url + CURRENT_USER, headers=_headers(account, key), wants_body=True
    )


def sending(url: str, account: GreenhouseAccount, key: str, body: bytes) -> Request:
    """Return what gives Greenhouse somebody."""
    headers = {**_headers(account, key), "Content-Type": "application/json"}
    return Request(url=url + CANDIDATES, headers=headers, body=body, wants_body=True)


def _headers(account: GreenhouseAccount, key: str) -> dict[str, str]:
    proof = base64.b64encode(f"{key}:".encode()).decode()
    return {
        "Authorization": f"Basic {proof}",
        "On-Behalf-Of": account.user_email,
        "Accept": "application/json",
        "User-Agent": AGENT,
    }
