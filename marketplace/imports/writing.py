"""Go through readings in batches, each a transaction of its own: what the edges share."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import TypeVar

from sqlalchemy.orm import Session

from marketplace.database import commit, roll_back
from marketplace.imports.readings import Reading
from marketplace.imports.reports import CREATED, LineReport
from marketplace.imports.run import Run

BATCH = 100  # lines; short transactions let other writers in between

Content = TypeVar("Content")
Write = Callable[[Session, Run, Sequence[Reading[Content]]], list[LineReport]]


def write_batches(
    session: Session, run: Run, readings: Iterable[Reading[Content]], write: Write[Content]
) -> Iterator[LineReport]:
    """Yield the report of each line, once its batch is committed; a dry run undoes it."""
    remaining = iter(readings)
    while batch := list(islice(remaining, BATCH)):
        reports = write(session, run, batch)
        if run.dry_run:
            roll_back(session)
            reports = [_without_id(report) for report in reports]
        else:
            commit(session)
        yield from reports


def _without_id(report: LineReport) -> LineReport:
    """Forget the id of what a dry run did not make."""
    return replace(report, id=None) if report.status == CREATED else report
