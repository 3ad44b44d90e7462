"""The commands that import files."""

import json
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, TypeVar

import click
import sqlalchemy as sa
from flask import current_app
from flask.cli import with_appcontext
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from sqlalchemy.orm import Session

from marketplace.accounts.identity import hash_password
from marketplace.auth import make_caller
from marketplace.clock import today
from marketplace.database import commit, database
from marketplace.errors import MarketplaceError
from marketplace.imports import services
from marketplace.imports.history import CANDIDATES, ROLES, Tally, note_import
from marketplace.imports.job_postings import read_job_posting
from marketplace.imports.lines import read_lines
from marketplace.imports.readings import read_with
from marketplace.imports.reports import REFUSED, STATUSES, LineReport
from marketplace.imports.resumes import read_resume
from marketplace.imports.run import Run
from marketplace.imports.writing import Write, write_batches
from marketplace.permissions import Caller
from models import Account, now

OPERATOR = "operator@localhost"  # for whom the commands act; nobody can sign in as it
SHOWN = 20  # refused lines told on the screen; the report has them all
COLUMNS = (
    TextColumn("{task.description}"),
    BarColumn(),
    MofNCompleteColumn(),
    TextColumn("{task.fields[rate]}"),
    TimeElapsedColumn(),
)

Content = TypeVar("Content")
Options = Callable[[Callable[..., None]], Callable[..., None]]


def _options(command: Callable[..., None]) -> Callable[..., None]:
    """Add what both commands take."""
    added: tuple[Options, ...] = (
        click.option("--report", type=click.Path(path_type=Path), help="Write a line per line."),
        click.option("--dry-run", is_flag=True, help="Only say what would become of each line."),
        click.argument("file", type=click.Path(path_type=Path)),
    )
    for add in added:
        command = add(command)
    return command


@click.command("import-roles")
@_options
@with_appcontext
def import_roles_command(file: Path, *, dry_run: bool, report: Path | None) -> None:
    """Import schema.org JobPostings (NDJSON) as drafts."""
    with _writing() as (session, operator):
        run = Run(caller=operator, day=today(), dry_run=dry_run)
        tally = _import((session, run), file, report, read_job_posting, services.import_roles)
        _end(session, run, tally, ROLES)


@click.command("import-candidates")
@_options
@click.option("--consent", type=click.Choice(["matching"]), help="What these people consented to.")
@click.option("--basis", help="How they gave the consent; it is kept with it.")
@with_appcontext
def import_candidates_command(
    file: Path, *, dry_run: bool, report: Path | None, consent: str | None, basis: str | None
) -> None:
    """Import JSON Resumes (NDJSON) as hidden profiles, or as anonymous ones with --consent."""
    if (consent is None) != (not (basis or "").strip()) or len(basis or "") > 500:
        raise click.UsageError("--consent and --basis TEXT (up to 500 characters) come together.")
    with _writing() as (session, operator):
        run = Run(caller=operator, day=today(), dry_run=dry_run, basis=basis)
        tally = _import((session, run), file, report, read_resume, services.import_candidates)
        _end(session, run, tally, CANDIDATES)


@contextmanager
def _writing() -> Iterator[tuple[Session, Caller]]:
    """Give a session and the operator as its caller."""
    # A mail to a person holds a link, and links are made only inside a request.
    with current_app.test_request_context(), database().session(write=True) as session:
        yield session, operator_caller(session)


def operator_caller(session: Session) -> Caller:
    """Return the local operator, its account made at the first use."""
    account = session.scalar(sa.select(Account).where(Account.email == OPERATOR))
    if account is None:
        account = Account(
            email=OPERATOR,
            password=hash_password(secrets.token_urlsafe()),
            active=False,
            confirmed_at=now(),
            is_admin=True,
        )
        session.add(account)
    commit(session)
    return make_caller(session, account, None)


def _import(
    work: tuple[Session, Run],
    file: Path,
    report: Path | None,
    read: Callable[[Mapping[str, Any]], Content],
    write: Write[Content],
) -> Tally:
    """Import a file with progress; return what became of it."""
    tally = Tally()
    session, run = work
    try:
        with file.open("rb") as lines, _kept(report) as keep:
            readings = read_with(read, read_lines(lines))
            reports = write_batches(session, run, readings, write)
            for line in _with_progress(reports, _count_lines(file)):
                tally.add(line)
                if keep is not None:
                    keep.write(json.dumps(line.as_plain(), ensure_ascii=False) + "\n")
    except OSError as error:
        raise click.ClickException(f"{error.filename or file}: {error.strerror}") from None
    except MarketplaceError as error:
        raise click.ClickException(f"{file}: {error.detail}") from None
    return tally


def _end(session: Session, run: Run, tally: Tally, kind: str) -> None:
    """Keep and say what became of a file; a file of which nothing was taken fails the command."""
    if not run.dry_run:
        note_import(session, run.caller, tally, kind=kind, by_command=True)
        commit(session)
    _tell(tally, dry_run=run.dry_run)
    counts = tally.counts
    if counts[REFUSED] and counts[REFUSED] == counts.total():
        click.get_current_context().exit(1)


@contextmanager
def _kept(report: Path | None) -> Iterator[IO[str] | None]:
    """Open the report, if one is wanted."""
    if report is None:
        yield None
        return
    with report.open("w", encoding="utf-8") as file:
        yield file


def _count_lines(file: Path) -> int:
    with file.open("rb") as lines:
        return sum(1 for _ in lines)


def _with_progress(reports: Iterator[LineReport], total: int) -> Iterator[LineReport]:
    """Show how far it is and how fast it goes, on the error stream."""
    with Progress(*COLUMNS, console=Console(stderr=True)) as progress:
        task = progress.add_task("lines", total=total, rate="")
        for done, report in enumerate(reports, 1):
            elapsed = progress.tasks[task].elapsed or 0
            rate = f"{done / elapsed:,.0f} lines/s" if elapsed else ""
            progress.update(task, completed=done, rate=rate)
            yield report
        progress.update(task, total=progress.tasks[task].completed)


def _tell(tally: Tally, *, dry_run: bool) -> None:
    """Print the sums and why lines were refused."""
    counts, shown = tally.counts, tally.refusals[:SHOWN]
    for refused in shown:
        for error in refused["errors"]:
            click.echo(f"line {refused['line']}: {error['pointer']}: {error['detail']}")
    if counts[REFUSED] > len(shown):
        click.echo(f"… and {counts[REFUSED] - len(shown)} more refused lines (--report FILE).")
    sums = ", ".join(f"{counts[status]} {status}" for status in STATUSES)
    click.echo(f"{counts.total()} lines: {sums}{' (dry run)' if dry_run else ''}.")
