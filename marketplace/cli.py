"""The commands of ``flask``."""

import click
from flask.cli import with_appcontext

from marketplace.accounts.commands import appoint_command, drop_second_factor_command
from marketplace.database import database
from marketplace.demo.commands import demo_command
from marketplace.imports.commands import import_candidates_command, import_roles_command
from marketplace.matches.commands import reindex_command
from marketplace.matches.everyone_command import match_all_command
from marketplace.migrating import migrate
from marketplace.policies.change_commands import policy_impact_command, policy_release_command
from marketplace.policies.commands import check_policies_command
from marketplace.worker import work_command


@click.command("migrate")
@click.option("--to", "revision", default="head", help="The revision to reach.")
@with_appcontext
def migrate_command(revision: str) -> None:
    """Bring the database to the newest revision."""
    migrate(database().engine, revision)
    click.echo(f"The database is at {revision}.")


COMMANDS = (
    appoint_command,
    check_policies_command,
    demo_command,
    drop_second_factor_command,
    import_candidates_command,
    import_roles_command,
    migrate_command,
    policy_impact_command,
    policy_release_command,
    reindex_command,
    match_all_command,
    work_command,
)
