"""Commands about policy packs."""

from datetime import date

import click
from flask.cli import with_appcontext

from marketplace.clock import today
from marketplace.policies.installed import installed_packs
from matching.policy.coverage import Check, check_all
from matching.policy.reading import parse_day


def _day(_: click.Context, __: click.Parameter, text: str | None) -> date:
    try:
        return parse_day(text) if text else today()
    except ValueError as error:
        raise click.BadParameter(f"{error}") from None


@click.command("check-policies")
@click.option("--day", callback=_day, metavar="YYYY-MM-DD", help="The day to check for: today.")
@with_appcontext
def check_policies_command(*, day: date) -> None:
    """Say what was not looked at in time, and what no facts can settle; fail where overdue."""
    checks = list(check_all(installed_packs(), day))
    for check in checks:
        _tell(check)
    overdue = [check.name for check in checks if check.is_overdue]
    if overdue:
        raise click.ClickException(f"Look again at: {'; '.join(overdue)}")


def _tell(check: Check) -> None:
    late = ", overdue" if check.is_overdue else ""
    click.echo(f"{check.name} ({check.status}): review by {check.review_by}{late}")
    for gap in check.gaps:
        outcomes = ", ".join(outcome.value for outcome in gap.outcomes)
        click.echo(f"  {gap.leaf}: never {outcomes} ({gap.reason})")
