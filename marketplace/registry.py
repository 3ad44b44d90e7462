"""What the application is made of: the nouns of the API, the pages and the commands."""

from flask import Blueprint, Flask

from marketplace.accounts.api import accounts
from marketplace.cli import COMMANDS
from marketplace.employers.api import employers
from marketplace.health.api import health
from marketplace.home.pages import home
from marketplace.problems.pages import problems
from marketplace.taxonomies.api import taxonomies
from marketplace.tokens.api import tokens

API_NOUNS = (taxonomies, accounts, tokens, employers)
PAGES: tuple[Blueprint, ...] = (home, problems, health)


def install_commands(app: Flask) -> None:
    """Give the application its commands."""
    for command in COMMANDS:
        app.cli.add_command(command)
