"""What the application is made of: the nouns of the API, the pages and the commands."""

from flask import Blueprint, Flask

from marketplace.about.pages import about
from marketplace.accounts.api import accounts
from marketplace.accounts.pages import account_pages
from marketplace.applications.api import applications
from marketplace.assessments.api import assessments
from marketplace.assessments.pages import assessment_pages
from marketplace.candidates.api import candidates
from marketplace.candidates.pages import profiles
from marketplace.cli import COMMANDS
from marketplace.conversations.pages import conversation_pages
from marketplace.documentation.pages import documentation
from marketplace.employers.api import employers
from marketplace.employers.pages import employer_pages
from marketplace.evidence.api import evidence
from marketplace.exports.api import exports
from marketplace.greenhouse.pages import greenhouse_pages
from marketplace.health.api import health
from marketplace.home.pages import home
from marketplace.imports.api import imports
from marketplace.invitations.api import invitations
from marketplace.matches.api import matches
from marketplace.me.pages import me
from marketplace.operator.pages import operator
from marketplace.policies.api import policies
from marketplace.policies.pages import policy_pages
from marketplace.problems.pages import problems
from marketplace.reports.api import reports
from marketplace.roles.api import roles
from marketplace.roles.comparing import comparison_pages
from marketplace.roles.pages import role_pages
from marketplace.routes.api import routes
from marketplace.routes.pages import route_pages
from marketplace.saved_searches.api import saved_searches
from marketplace.searches.api import searches
from marketplace.searches.feeds import feeds
from marketplace.searches.pages import search_pages
from marketplace.taxonomies.api import taxonomies
from marketplace.tokens.api import tokens
from marketplace.tokens.pages import token_pages
from marketplace.webhooks.api import webhooks
from marketplace.webhooks.pages import webhook_pages

API_NOUNS = (
    accounts,
    applications,
    assessments,
    candidates,
    employers,
    evidence,
    exports,
    imports,
    invitations,
    matches,
    policies,
    reports,
    roles,
    routes,
    saved_searches,
    searches,
    taxonomies,
    tokens,
    webhooks,
)
PAGES: tuple[Blueprint, ...] = (
    about,
    account_pages,
    assessment_pages,
    conversation_pages,
    documentation,
    employer_pages,
    greenhouse_pages,
    health,
    home,
    me,
    operator,
    policy_pages,
    problems,
    profiles,
    comparison_pages,
    role_pages,
    route_pages,
    feeds,
    search_pages,
    token_pages,
    webhook_pages,
)


def install_commands(app: Flask) -> None:
    """Give the application its commands."""
    for command in COMMANDS:
        app.cli.add_command(command)
