"""Commands about the match index."""

import click
from flask.cli import with_appcontext
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from marketplace.database import commit, session
from marketplace.matches.catalogue import build_state, catalogue
from marketplace.matches.corpus import corpus_size
from marketplace.matches.generations import fit_generation, is_outgrown, unpack_lexicon

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
    if not force and not is_outgrown(session()):
        click.echo("The match index is up to date.")
        return
    size = corpus_size(session())
    with Progress(*COLUMNS, transient=False) as progress:
        task = progress.add_task("Weighing terms", total=size, rate="")

        def advance(count: int) -> None:
            progress.advance(task, count)
            speed = progress.tasks[task].speed
            progress.update(task, rate=f"{speed:,.0f} a second" if speed else "")

        generation = fit_generation(session(), progress=advance)
        lexicon = unpack_lexicon(generation.lexicon)
    commit(session())
    state = build_state(session(), generation.name, lexicon)
    catalogue().save(state)
    click.echo(
        f"Generation {generation.name}: {len(state.roles):,} roles, "
        f"{len(state.candidates):,} candidates, {len(lexicon.terms):,} terms."
    )
