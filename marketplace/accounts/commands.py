"""Commands about accounts."""

import click
import sqlalchemy as sa
from flask.cli import with_appcontext
from marshmallow import ValidationError, validate
from sqlalchemy.orm import Session

from marketplace.accounts.addresses import LONGEST_ADDRESS, normalise_email
from marketplace.accounts.services import drop_second_factor
from marketplace.auth import make_caller
from marketplace.database import commit, session
from marketplace.errors import NotFound
from marketplace.tokens.services import create_token, widest_scopes
from models import Account, now

UNUSABLE = "!"  # no password has this hash


def read_address(context: click.Context, parameter: click.Parameter, typed: str) -> str:
    """Return an e-mail address as we write it.

    Raises:
        click.BadParameter: it is none.
    """
    address = normalise_email(typed)
    try:
        validate.Email()(address)
    except ValidationError:
        raise click.BadParameter("Not an e-mail address.", context, parameter) from None
    if len(address) > LONGEST_ADDRESS:
        raise click.BadParameter(f"Longer than {LONGEST_ADDRESS} characters.", context, parameter)
    return address


@click.command("appoint")
@click.argument("email", callback=read_address)
@click.option("--admin/--no-admin", default=None, help="Make the account the operator's.")
@click.option("--verifier/--no-verifier", default=None, help="Let it decide on evidence.")
@click.option("--token", is_flag=True, help="Print an API token with every scope it may have.")
@with_appcontext
def appoint_command(email: str, *, admin: bool | None, verifier: bool | None, token: bool) -> None:
    """Give an account an operator's part; a new one signs in after a password reset."""
    account = find_or_make_account(session(), email)
    account.is_admin = account.is_admin if admin is None else admin
    account.is_verifier = account.is_verifier if verifier is None else verifier
    session().flush()
    caller = make_caller(session(), account, None)
    if token:
        _, secret = create_token(
            session(),
            caller,
            name="made by appoint",
            scopes=widest_scopes(account),
            expires_in_days=365,
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


@click.command("drop-second-factor")
@click.argument("email", callback=read_address)
@with_appcontext
def drop_second_factor_command(email: str) -> None:
    """Let the password alone open an account whose owner lost the device and the codes."""
    try:
        account = drop_second_factor(session(), email)
    except NotFound:
        raise click.ClickException("No account has this address.") from None
    commit(session())
    click.echo(f"{account.email}: the password opens it")
