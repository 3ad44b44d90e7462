"""Commands about accounts."""

import click
import sqlalchemy as sa
from flask.cli import with_appcontext
from sqlalchemy.orm import Session

from marketplace.accounts.services import normalise_email
from marketplace.auth import make_caller
from marketplace.database import commit, session
from marketplace.permissions import SCOPES
from marketplace.tokens.services import create_token
from models import Account, now

UNUSABLE = "!"  # no password has this hash


@click.command("appoint")
@click.argument("email")
@click.option("--admin/--no-admin", default=None, help="Make the account the operator's.")
@click.option("--verifier/--no-verifier", default=None, help="Let it decide on evidence.")
@click.option("--token", is_flag=True, help="Print an API token with every scope.")
@with_appcontext
def appoint_command(email: str, *, admin: bool | None, verifier: bool | None, token: bool) -> None:
    """Give an account an operator's part; a new one signs in after a password reset."""
    account = find_or_make_account(session(), email)
    account.is_admin = account.is_admin if admin is None else admin
    account.is_verifier = account.is_verifier if verifier is None else verifier
    session().flush()
    caller = make_caller(session(), account, None)
    if token:
        scopes = [scope for scope in SCOPES if scope != "admin" or account.is_admin]
        _, secret = create_token(
            session(), caller, name="made by appoint", scopes=scopes, expires_in_days=365
        )
        click.echo(f"Token, shown once: {secret}")
    commit(session())
    click.echo(f"{account.email}: admin {account.is_admin}, verifier {account.is_verifier}")


def find_or_make_account(session: Session, email: str) -> Account:
    """Return the account of an address, confirmed; a new one has no password yet."""
    address = normalise_email(email)
    account = session.scalar(sa.select(Account).where(Account.email == address))
    if account is None:
        account = Account(email=address, password=UNUSABLE, confirmed_at=now())
        session.add(account)
        session.flush()
    return account
