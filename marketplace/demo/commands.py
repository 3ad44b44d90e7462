"""The command that loads the demo."""

import click
from flask.cli import with_appcontext
from rich.progress import track

from marketplace.clock import today
from marketplace.config import current_settings
from marketplace.database import commit, session
from marketplace.demo.loading import (
    entries,
    is_loaded,
    load_accounts,
    load_employers,
    load_people,
    load_roles,
    renew_tokens,
)
from marketplace.demo.sign_ins import sign_ins


@click.command("demo")
@with_appcontext
def demo_command() -> None:
    """Load the invented employers, roles and people, once; settings must allow the demo."""
    config = current_settings()
    if not config.demo:
        raise click.ClickException("This is no demo: set DEMO=true to load invented data.")
    accounts = sign_ins(config)
    if is_loaded(session(), accounts):
        renew_tokens(session(), accounts)
        commit(session())
        click.echo("The demo is loaded already.")
        return
    cast = load_accounts(session(), accounts)
    known = load_employers(session(), cast)
    roles = load_roles(session(), cast, known, today())
    people = load_people(session(), cast, today())
    made = len(list(track(roles, "Posting roles", total=len(entries("roles")))))
    seen = len(list(track(people, "Writing profiles", total=len(entries("people")))))
    commit(session())
    click.echo(f"The demo is loaded: {len(known)} employers, {made} roles, {seen} people.")
