"""What an index costs beside its queries: ``python -m benchmarks.index_life [DOCUMENTS]``.

It is built from analysed documents, saved, opened by several processes, asked, added to.
"""

import argparse
import multiprocessing
import tempfile
import time
from collections.abc import Callable
from functools import partial
from multiprocessing.synchronize import Barrier
from pathlib import Path
from uuid import UUID

import numpy as np

from benchmarks.inventing import documents
from matching.ranking.columns import Column, Number
from matching.ranking.documents import Document
from matching.ranking.fitting import fit
from matching.ranking.gathering import Gathering, IndexBuilder
from matching.ranking.index import Index
from matching.ranking.lexicon import Lexicon
from matching.ranking.machine import compiled
from matching.ranking.saving import load_index, save_index
from matching.ranking.vocabulary import Vocabulary

PROCESSES = 4
ADDED = 2_000


def main() -> None:
    """Print a line for every step."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("documents", nargs="?", type=int, default=100_000)
    size = parser.parse_args().documents
    compiled()
    index, spent = built(size)
    print(f"built from analysed terms: {spent * 1e6 / size:.1f} CPU-seconds per million documents")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        started = time.process_time()
        save_index(index, folder / "roles")
        index.lexicon.save(folder / "lexicon")
        print(f"saved in {time.process_time() - started:.2f} CPU-seconds")
        report_size(folder, size)
        report_start(folder)
        report_sharing(folder)
    report_adding(index)


def columns() -> dict[str, Column]:
    """Return columns for a document's attributes."""
    return {"pay": Number()}


def built(size: int) -> tuple[Index, float]:
    """Return an index of a generation of its own, and the CPU time from analysed terms to it."""
    vocabulary = Vocabulary()
    builder, spent = IndexBuilder(vocabulary, columns()), 0.0
    for batch in documents(size):
        spent += timed(partial(add, builder, batch))  # without the time to invent them
    started = time.process_time()
    lexicon = fit(vocabulary, builder.gathering, Gathering(vocabulary))
    index = builder.index(lexicon)
    return index, spent + time.process_time() - started


def add(builder: IndexBuilder, batch: list[Document]) -> None:
    """Add documents."""
    for document in batch:
        builder.add(UUID(int=len(builder) << 64), document, {"pay": 1})


def timed(work: Callable[[], object]) -> float:
    """Return the CPU time that work takes."""
    started = time.process_time()
    work()
    return time.process_time() - started


def report_size(folder: Path, size: int) -> None:
    """Print how large the arrays are."""
    for kind in ("postings", "rows"):
        stored = sum(path.stat().st_size for path in (folder / "roles").glob(f"{kind}_*"))
        print(f"{kind}: {stored / 1e9 * 1e6 / size:.2f} GB per million documents")


def opened(folder: Path) -> Index:
    """Open the saved index and ask it something."""
    index = load_index(folder / "roles", Lexicon.load(folder / "lexicon"), columns())
    index.search(index.vector(UUID(int=1 << 64)), limit=20)
    return index


def report_start(folder: Path) -> None:
    """Print how long a process takes to open the index and to answer first."""
    spent = [timed(lambda: opened(folder)) for _ in range(5)]
    print(f"opened and asked first: {np.median(spent) * 1e3:.0f} ms of CPU")


def report_sharing(folder: Path) -> None:
    """Print what processes that serve one index take together, by proportional set size."""
    context = multiprocessing.get_context("spawn")
    barrier, told = context.Barrier(PROCESSES), context.Queue()
    workers = [
        context.Process(target=tell_memory, args=(folder, barrier, told)) for _ in range(PROCESSES)
    ]
    for worker in workers:
        worker.start()
    mapped = [told.get() for _ in workers]
    for worker in workers:
        worker.join()
    each, whole = np.mean(mapped) / 1e6, np.sum(mapped) / 1e6
    stored = sum(path.stat().st_size for path in folder.rglob("*.npy")) / 1e6
    print(
        f"{PROCESSES} processes: {each:.0f} MB of index each, {whole:.0f} MB together; "
        f"the files have {stored:.0f} MB"
    )


def tell_memory(folder: Path, barrier: Barrier, told: "multiprocessing.Queue[int]") -> None:
    """Open the index and, once all have, tell how much of its files is counted to this process."""
    index = opened(folder)
    barrier.wait()
    told.put(proportional(folder))
    barrier.wait()
    del index


def proportional(folder: Path) -> int:
    """Return the bytes of mapped files, each divided by how many processes map it."""
    total, inside = 0, False
    for line in Path("/proc/self/smaps").read_text(encoding="utf-8").splitlines():
        if "-" in line.split(" ")[0]:
            inside = str(folder) in line
        elif inside and line.startswith("Pss:"):
            total += int(line.split()[1]) * 1024
    return total


def report_adding(index: Index) -> None:
    """Print what adding and removing single documents takes."""
    vectors = [index.vector(UUID(int=number << 64)) for number in range(ADDED)]
    ids = [UUID(int=number << 64 | 1) for number in range(ADDED)]
    pairs = zip(ids, vectors, strict=True)
    added = [timed(partial(index.add, id_, vector, {"pay": 1})) for id_, vector in pairs]
    removed = [timed(partial(index.remove, id_)) for id_ in ids]
    for what, spent in (("added", added), ("removed", removed)):
        times = np.array(spent) * 1e3
        print(f"{what}: median {np.median(times):.3f}, mean {times.mean():.3f}, most ", end="")
        print(f"{times.max():.1f} ms of CPU")


if __name__ == "__main__":
    main()
