"""What everyone with everything costs: ``python -m benchmarks.everyone_cost [SIZE …]``.

Some blocks of each side are ranked as ``flask match-all`` ranks them, one process, and the CPU of
all blocks is told from theirs.
"""

import argparse
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import gettempdir

from benchmarks.invented_market import make_market
from marketplace.clock import today
from marketplace.database import Database, make_engine
from marketplace.matches.blocks import Block, rank_block
from marketplace.matches.catalogue import Catalogue
from marketplace.matches.everyone import blocks_of, saved_still
from models import ChangedKind

SIZES = (5_000, 100_000)  # roles, and as many candidates
TOP = 20


def main() -> None:
    """Print the cost of each side at each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=list(SIZES))
    parser.add_argument("--folder", type=Path, default=Path(gettempdir()) / "request_cost")
    parser.add_argument("--blocks", type=int, default=2, help="that are ranked of each side")
    options = parser.parse_args()
    for size in options.sizes:
        measure(options.folder, size, options.blocks)


def measure(folder: Path, size: int, count: int) -> None:
    """Rank some blocks of a market of a size, and print what one document and all of them cost."""
    made = make_market(folder, size)
    database = Database(make_engine(made.url, query_seconds=3_600))
    with (
        database.session(write=False) as session,
        Catalogue(made.index).reading(session) as state,
        saved_still(session, state, made.index) as still,
    ):
        for kind in (ChangedKind.ROLE, ChangedKind.CANDIDATE):
            blocks = blocks_of(session, state, kind, still, top=TOP, day=today())
            chosen = blocks[:: max(1, len(blocks) // count)][:count]
            documents, seconds = ranked(chosen)
            each = seconds / documents
            print(
                f"{size:>9,} × {size:,}: a {kind} asks: {each * 1_000:.2f} ms of CPU,"
                f" all {size:,}: {each * size:,.0f} s"
            )


def ranked(blocks: Sequence[Block]) -> tuple[int, float]:
    """Rank blocks; return how many documents asked, and the seconds of CPU."""
    rank_block(blocks[0])  # the files are opened once
    begun = time.process_time()
    for block in blocks:
        rank_block(block)
    return sum(len(block.ids) for block in blocks), time.process_time() - begun


if __name__ == "__main__":
    main()
