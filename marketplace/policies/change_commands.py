"""Commands about policies that change."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

import click
import sqlalchemy as sa
from flask.cli import with_appcontext
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from sqlalchemy.orm import Session

from marketplace.applications.policy_changes import tell_changed_flags
from marketplace.clock import today
from marketplace.database import commit, database
from marketplace.errors import Conflict
from marketplace.matches.catalogue import catalogue
from marketplace.notifications.rule_changes import tell_people
from marketplace.policies.changes import Change, UnknownChange, find_change
from marketplace.policies.impact import measure_impact, note_release, people
from marketplace.policies.installed import installed_packs
from models import FlagChange, PolicyImpact

COLUMNS = (
    TextColumn("{task.description}"),
    BarColumn(),
    MofNCompleteColumn(),
    TextColumn("{task.fields[rate]}"),
    TimeElapsedColumn(),
)
VERSION = click.option("--version", help="Of the pack or overlay; its newest without it.")
DAY = click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="As of which day; today.")


@click.command("policy-impact")
@click.argument("draft")
@VERSION
@DAY
@click.option("--show", default=20, show_default=True, help="How many changes to print.")
@with_appcontext
def policy_impact_command(draft: str, version: str | None, day: datetime | None, show: int) -> None:
    """Store and print which flags a DRAFT pack or overlay would change, before its release."""
    as_of = day.date() if day else today()
    change = _change(draft, version, as_of)
    with database().session(write=True) as session, _bar(people(session)) as advance:
        impact = measure_impact(session, change, day=as_of, progress=advance)
        commit(session)
    with database().session(write=False) as session:
        _print(session, session.get_one(PolicyImpact, impact.id), change, show)


@click.command("policy-release")
@click.argument("policy")
@VERSION
@with_appcontext
def policy_release_command(policy: str, version: str | None) -> None:
    """Tell whose running applications have other flags since a POLICY came into use."""
    day = today()
    change = _change(policy, version, day)
    with database().session(write=True) as session:
        try:
            note_release(session, change)
        except Conflict as refused:
            raise click.ClickException(refused.detail) from None
        told = tell_changed_flags(session, change, day=day)
        mails = tell_people(session, catalogue(), change, day=day)
        commit(session)
    click.echo(
        f"{change.name} is released; {told:,} flags of running applications changed; "
        f"{mails:,} people are told, where they want such mail."
    )


def _change(name: str, version: str | None, day: date) -> Change:
    try:
        return find_change(installed_packs(), name, version, day)
    except UnknownChange as error:
        raise click.ClickException(str(error)) from None


@contextmanager
def _bar(total: int) -> Iterator["Advance"]:
    with Progress(*COLUMNS, transient=False) as progress:
        yield Advance(progress, total)


class Advance:
    """Moves a bar of candidates, with their rate."""

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress = progress
        self._task = progress.add_task("Evaluating candidates", total=total, rate="")

    def __call__(self, count: int) -> None:
        """Count some candidates more."""
        self._progress.advance(self._task, count)
        speed = self._progress.tasks[self._task].speed
        self._progress.update(self._task, rate=f"{speed:,.0f} a second" if speed else "")


def _print(session: Session, impact: PolicyImpact, change: Change, show: int) -> None:
    click.echo(
        f"{change.name} beside {change.before.name}, as of {impact.as_of}: "
        f"{impact.changes:,} of the flags of {impact.pairs:,} pairs change."
    )
    changed = FlagChange.impact_id == impact.id
    columns = FlagChange.flag, FlagChange.before, FlagChange.after
    grouped = (
        sa.select(*columns, sa.func.count()).where(changed).group_by(*columns).order_by(*columns)
    )
    for flag, before, after, count in session.execute(grouped):
        click.echo(f"  {flag}: {before} -> {after}, {count:,} candidates")
    listed = sa.select(FlagChange).where(changed).order_by(FlagChange.id).limit(show)
    for each in session.scalars(listed):
        click.echo(
            f"    candidate {each.candidate_id}: {each.flag} {each.before} -> {each.after}, "
            f"{len(each.role_ids):,} roles"
        )
    click.echo(f"Stored as impact {impact.id}.")
