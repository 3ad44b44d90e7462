"""Commands about the match index."""

import click
from flask.cli import with_appcontext
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from marketplace.config import Config, current_settings
from marketplace.database import Database, database
from marketplace.matches.corpus import corpus_size
from marketplace.matches.generations import is_outgrown
from marketplace.matches.states import State
from marketplace.matches.upkeep import heal_files, renew
from matching.ranking.machine import compiled

COLUMNS = (
    TextColumn("{task.description}"),
    BarColumn(),
    MofNCompleteColumn(),
    TextColumn("{task.fields[rate]}"),
    TimeElapsedColumn(),
)


@click.command("reindex")
@click.option("--force", is_flag=True, help="Fit a new generation even if little has changed.")
@with_appcontext
def reindex_command(*, force: bool) -> None:
    """Fit a new generation of the match index where the old one is outgrown, and save it."""
    compiled()  # whoever serves requests later finds the machine code
    settings = current_settings()
    with database().session(write=False) as session:
        outgrown, size = is_outgrown(session), corpus_size(session)
        if not force and not outgrown:
            heal_files(session, settings.index_folder)
            click.echo("The match index is up to date.")
            return
    state = _renew(database(), settings, size)
    click.echo(
        f"Generation {state.name}: {len(state.roles):,} roles, "
        f"{len(state.candidates):,} candidates, {len(state.lexicon.terms):,} terms."
    )


def _renew(database: Database, settings: Config, size: int) -> State:
    """Renew the index, with a bar over the documents that are read."""
    with Progress(*COLUMNS, transient=False) as progress:
        task = progress.add_task("Weighing terms, indexing", total=size, rate="")

        def advance(count: int) -> None:
            progress.advance(task, count)
            speed = progress.tasks[task].speed
            progress.update(task, rate=f"{speed:,.0f} a second" if speed else "")

        return renew(database, settings.index_folder, progress=advance)
