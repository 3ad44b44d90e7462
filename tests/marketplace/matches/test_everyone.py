"""Everyone with everything: the same bytes, however many processes there are and die."""

import os
import signal
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import orjson
import pytest
import sqlalchemy as sa
from distributed import LocalCluster
from flask import Flask

from marketplace.clock import today
from marketplace.matches import everyone
from marketplace.matches.blocks import Block, opened, rank_block
from marketplace.matches.catalogue import Catalogue
from marketplace.matches.everyone import (
    blocks_of,
    run_here,
    run_on_cluster,
    saved_still,
    write_all,
)
from models import Candidate, ChangedKind
from tests.corpora import Corpus, corpus

__all__ = ["corpus"]

TOP = 3


@pytest.fixture
def blocks(
    corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[list[Block]]:
    """Blocks of two roles, of a corpus where somebody hides from the employer."""
    monkeypatch.setattr(everyone, "BLOCK", 2)
    corpus.fill(7)
    shy = corpus.candidate("quantum decoder wafer")
    corpus.set_candidate(shy, hidden_keys=[str(corpus.employer_id)])
    corpus.renew(tmp_path / "index")
    catalogue = Catalogue(tmp_path / "index")
    with (
        corpus.database.session(write=False) as session,
        catalogue.reading(session) as state,
        saved_still(session, state, tmp_path / "index") as still,
    ):
        sides = [
            blocks_of(session, state, kind, still, top=TOP, day=today())
            for kind in (ChangedKind.ROLE, ChangedKind.CANDIDATE)
        ]
        yield [*sides[0], *sides[1]]
    opened.cache_clear()
    assert not list((tmp_path / "index").glob("*/.everyone-*"))


def one_by_one(blocks: Sequence[Block]) -> Iterator[tuple[int, bytes]]:
    """Rank in this process, the last block first."""
    for number in reversed(range(len(blocks))):
        yield number, rank_block(blocks[number])


def test_each_gets_the_best_of_the_other_side(
    corpus: Corpus, blocks: list[Block], tmp_path: Path
) -> None:
    path, counts = tmp_path / "all.ndjson", list[int]()
    write_all(blocks, one_by_one, path, counts.append)
    lines = [orjson.loads(line) for line in path.read_bytes().splitlines()]
    assert sum(counts) == len(lines) == 7 + 8
    roles, candidates = opened(blocks[0].folder).roles, opened(blocks[0].folder).candidates
    with corpus.database.session(write=False) as session:
        shy = session.scalars(sa.select(Candidate.id).order_by(Candidate.id.desc()).limit(1)).one()
    for asking, asked, part in ((roles, candidates, lines[:7]), (candidates, roles, lines[7:])):
        assert [line["id"] for line in part] == sorted(line["id"] for line in part)
        for line in part:
            where = ~candidates.mask_of([shy]) if asked is candidates else None
            [id_] = [each for each in asking.ids() if str(each) == line["id"]]
            hits = asked.search(asking.vector(id_), limit=TOP, where=where)
            assert [match["id"] for match in line["matches"]] == [str(each) for each in hits.ids]
            assert [match["score"] for match in line["matches"]] == hits.scores


@pytest.mark.slow
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_processes_and_a_cluster_whose_workers_are_killed_write_the_same(
    blocks: list[Block], tmp_path: Path
) -> None:
    alone, here, there = (tmp_path / f"{name}.ndjson" for name in ("alone", "here", "there"))
    write_all(blocks, one_by_one, alone, lambda _: None)
    write_all(blocks, partial(run_here, processes=2), here, lambda _: None)
    assert here.read_bytes() == alone.read_bytes()
    with LocalCluster(  # type: ignore[no-untyped-call]
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as cluster:
        killed: list[int] = []

        def kill_one(_count: int) -> None:
            if not killed:
                worker = next(iter(cluster.workers.values()))
                killed.append(worker.process.pid)
                os.kill(killed[0], signal.SIGKILL)

        run = partial(run_on_cluster, scheduler=cluster.scheduler_address)
        write_all(blocks, run, there, kill_one)
    assert killed
    assert there.read_bytes() == alone.read_bytes()


class Dying:
    """Ranks, and dies once, with the process that it is in."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __call__(self, block: Block) -> bytes:
        if not self.mark.exists():
            self.mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return rank_block(block)


@pytest.mark.slow
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_a_killed_process_had_is_ranked_again(
    blocks: list[Block], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone, here = tmp_path / "alone.ndjson", tmp_path / "here.ndjson"
    write_all(blocks, one_by_one, alone, lambda _: None)
    dying = Dying(tmp_path / "died")
    monkeypatch.setattr(everyone, "rank_block", dying)
    write_all(blocks, partial(run_here, processes=2), here, lambda _: None)
    assert dying.mark.exists()
    assert here.read_bytes() == alone.read_bytes()


def test_the_command_says_what_it_wrote(app: Flask, corpus: Corpus, tmp_path: Path) -> None:
    corpus.fill(3)
    runner, path = app.test_cli_runner(), tmp_path / "all.ndjson"
    runner.invoke(args=["reindex"])
    told = runner.invoke(args=["match-all", str(path), "--of", "candidates", "--processes", "1"])
    assert told.exit_code == 0, told.output
    assert "3 candidates matched" in told.output
    assert len(path.read_bytes().splitlines()) == 3
