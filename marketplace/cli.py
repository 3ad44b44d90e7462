"""The commands of ``flask``."""

import click
from flask.cli import with_appcontext

from marketplace.database import database
from marketplace.migrating import migrate


@click.command("migrate")
@click.option("--to", "revision", default="head", help="The revision to reach.")
@with_appcontext
def migrate_command(revision: str) -> None:
    """Bring the database to the newest revision."""
    migrate(database().engine, revision)
    click.echo(f"The database is at {revision}.")


COMMANDS = (migrate_command,)
