"""The demo's accounts: made from this installation's secret, so that they can be said again."""

import base64
import hashlib
import hmac
from dataclasses import dataclass

import click

from marketplace.config import Config


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """One demo account."""

    part: str  # candidate, employer, admin
    email: str
    password: str
    token: str


PARTS = ("candidate", "employer", "admin")


def sign_ins(settings: Config) -> tuple[SignIn, ...]:
    """Return the demo accounts of this installation."""
    return tuple(
        SignIn(
            part=part,
            email=f"{part}@demo.example",
            password=_derived(settings, f"password {part}")[:16],
            token="kvm_" + _derived(settings, f"token {part}"),
        )
        for part in PARTS
    )


def announce(settings: Config) -> None:
    """Print the address and, in a demo, who can sign in: for people, then for programs."""
    url = f"http://{settings.host}:{settings.port}"
    click.echo(f"\nServing on {url}  (API and its pages: {url}/api/v1/docs)")
    if not settings.demo:
        return
    for sign_in in sign_ins(settings):
        click.echo(f"  {sign_in.part:<10} {sign_in.email:<24} password {sign_in.password}")
    click.echo(f"\nURL={url}")
    for sign_in in sign_ins(settings):
        click.echo(f"{sign_in.part.upper()}_TOKEN={sign_in.token}")


def _derived(settings: Config, purpose: str) -> str:
    """Return a secret that only this installation can make."""
    digest = hmac.digest(settings.secret_key.encode(), f"demo {purpose}".encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")
