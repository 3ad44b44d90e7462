"""The command that ranks everyone with everything."""

import os
from functools import partial
from pathlib import Path

import click
from flask.cli import with_appcontext
from rich.progress import Progress, TaskID

from marketplace.clock import today
from marketplace.config import current_settings
from marketplace.database import session
from marketplace.matches.catalogue import Catalogue
from marketplace.matches.commands import COLUMNS
from marketplace.matches.everyone import (
    Run,
    blocks_of,
    run_here,
    run_on_cluster,
    saved_still,
    write_all,
)
from models import ChangedKind

ASKING = {"roles": ChangedKind.ROLE, "candidates": ChangedKind.CANDIDATE}


@click.command("match-all")
@click.argument("path", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--of", "asking", type=click.Choice(list(ASKING)), default="roles", show_default=True)
@click.option("--top", type=click.IntRange(1, 1_000), default=20, show_default=True)
@click.option("--processes", type=click.IntRange(1), default=os.cpu_count() or 1, show_default=True)
@click.option("--scheduler", help="Address of a Dask cluster that sees the index folder.")
@with_appcontext
def match_all_command(
    path: Path, *, asking: str, top: int, processes: int, scheduler: str | None
) -> None:
    """Write the best of the other side for every open role, or every candidate, as JSON lines."""
    settings = current_settings()
    run: Run = partial(run_here, processes=processes)
    if scheduler is not None:
        run = partial(run_on_cluster, scheduler=scheduler)
    catalogue = Catalogue(settings.index_folder)
    with (
        catalogue.reading(session()) as state,
        saved_still(session(), state, settings.index_folder) as still,
    ):
        blocks = blocks_of(session(), state, ASKING[asking], still, top=top, day=today())
        session().commit()  # ranking takes long, and reads nothing
        total = sum(len(block.ids) for block in blocks)
        with Progress(*COLUMNS) as progress:
            task = progress.add_task(f"Matching {asking}", total=total, rate="")
            write_all(blocks, run, path, partial(_tell, progress, task))
    click.echo(f"{total:,} {asking} matched, {top} for each, as of change {state.position}.")


def _tell(progress: Progress, task: TaskID, count: int) -> None:
    progress.advance(task, count)
    speed = progress.tasks[task].speed
    progress.update(task, rate=f"{speed:,.0f} a second" if speed else "")
