"""Everyone with everything: the best of the other side for each document, block by block."""

import multiprocessing
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import mkdtemp
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from marketplace.employers.domains import hiding_keys
from marketplace.matches.blocks import Block, Keys, rank_block
from marketplace.matches.kept_texts import keep_texts
from marketplace.matches.states import State, save_state_in
from matching.ranking.storage import discard
from models import ChangedKind, Employer, Role

BLOCK = 500  # documents; some seconds of work at 100,000 against each
TRIES = 5  # a block whose worker dies each time has a fault of its own

Done = Callable[[int], None]  # told how many documents more were ranked
Run = Callable[[Sequence[Block]], Iterator[tuple[int, bytes]]]  # any order, each block once


@contextmanager
def saved_still(session: Session, state: State, folder: Path) -> Iterator[Path]:
    """Save the indexes as they are now, and what may be copied, for as long as the block lasts.

    They lie inside the generation's folder under a name that the worker's care removes, should
    this process be killed.
    """
    parent = folder / state.name
    parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    still = Path(mkdtemp(prefix=".everyone-", dir=parent))
    try:
        save_state_in(state, still)
        state.lexicon.save(still / "lexicon")
        keep_texts(session, state, still)
        yield still
    finally:
        discard(still)


def blocks_of(
    session: Session, state: State, kind: ChangedKind, folder: Path, *, top: int, day: date
) -> list[Block]:
    """Return the blocks of one side, in the order of its ids."""
    ids = sorted(state.sides[kind].ids())
    hidden = _keys_of(session, ids) if kind is ChangedKind.ROLE else {}
    parts = (tuple(ids[start : start + BLOCK]) for start in range(0, len(ids), BLOCK))
    return [
        Block(
            folder=str(folder),
            kind=kind,
            ids=part,
            hidden=tuple(hidden.get(id_, ()) for id_ in part) if hidden else (),
            top=top,
            day=day,
        )
        for part in parts
    ]


def _keys_of(session: Session, role_ids: Sequence[UUID]) -> dict[UUID, Keys]:
    """Return, of each role, by what candidates hide from its employer."""
    employers = session.scalars(sa.select(Employer)).all()
    keys = {each.id: tuple(sorted(hiding_keys(session, each))) for each in employers}
    known = set(role_ids)
    rows = session.execute(sa.select(Role.id, Role.employer_id))
    return {id_: keys[employer_id] for id_, employer_id in rows if id_ in known}


def write_all(blocks: Sequence[Block], run: Run, path: Path, done: Done) -> None:
    """Rank all blocks and write their lines in the order of the blocks, whole or not at all."""
    waiting: dict[int, bytes] = {}
    unfinished = path.with_name(f".{path.name}-unfinished")
    with unfinished.open("wb") as file:
        place = 0
        for number, lines in run(blocks):
            waiting[number] = lines
            done(len(blocks[number].ids))
            while place in waiting:
                file.write(waiting.pop(place))
                place += 1
    unfinished.rename(path)


def run_here(blocks: Sequence[Block], *, processes: int) -> Iterator[tuple[int, bytes]]:
    """Rank on this machine; what a killed process had is ranked again by another.

    Raises:
        BrokenProcessPool: processes died again and again.
    """
    left = dict(enumerate(blocks))
    for attempt in range(1, TRIES + 1):
        try:
            for number, lines in _pool(left, processes):
                del left[number]
                yield number, lines
        except BrokenProcessPool:
            if attempt == TRIES:
                raise
        else:
            return


def _pool(left: Mapping[int, Block], processes: int) -> Iterator[tuple[int, bytes]]:
    # A fresh process has neither our database connections nor our threads' locks.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=context) as pool:
        numbers: dict[Future[bytes], int] = {
            pool.submit(rank_block, block): number for number, block in left.items()
        }
        for future in as_completed(numbers):
            yield numbers[future], future.result()


def run_on_cluster(blocks: Sequence[Block], *, scheduler: str) -> Iterator[tuple[int, bytes]]:
    """Rank on a Dask cluster, which gives what a lost worker had to another."""
    from distributed import Client  # noqa: PLC0415 - requirements/scale.txt, where it is used
    from distributed import as_completed as done  # noqa: PLC0415

    with Client(scheduler) as client:  # type: ignore[no-untyped-call]
        futures = client.map(rank_block, blocks, pure=False, retries=TRIES)
        numbers = {future.key: number for number, future in enumerate(futures)}
        for future, lines in done(futures, with_results=True):  # type: ignore[no-untyped-call]
            yield numbers[future.key], lines
