"""Analysed words stand beside their rows, are true, heal, and go with the person."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from marketplace.config import Config
from marketplace.database import Database, commit
from marketplace.matches import keeping, words
from marketplace.matches.catalogue import Catalogue
from marketplace.matches.keeping import SIDES, heal_words, words_of
from marketplace.matches.upkeep import Upkeep, renew
from marketplace.worker import work
from matching.ranking.packing import Words
from models import CandidateDocument, ChangedKind, RoleDocument
from tests.corpora import Corpus, asked, corpus, ids, recounted
from tests.market import Market, market
from tests.marketplace.candidates.profiles import profiled

__all__ = ["corpus", "market"]

CANARY = "zanzibarword"  # its own stem
DOCUMENTS = (RoleDocument, CandidateDocument)


def kept(database: Database) -> int:
    """Return how many documents there are."""
    with database.session(write=False) as session:
        counts = [session.scalar(sa.select(sa.func.count()).select_from(of)) for of in DOCUMENTS]
        return sum(count or 0 for count in counts)


def made_anew(session: Session, kind: ChangedKind) -> Mapping[UUID, Words]:
    return {row.id: SIDES[kind].make(row) for row in session.scalars(SIDES[kind].rows)}


def are_true(database: Database) -> bool:
    """Whether all that is read is what analysis would say now."""
    with database.session(write=False) as session:
        return all(
            words_of(session, kind, session.scalars(SIDES[kind].rows).all())
            == made_anew(session, kind)
            for kind in SIDES
        )


@contextmanager
def analysed(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Collect what is analysed inside the block."""
    done: list[str] = []

    def noted(name: str) -> Any:
        real = getattr(words, name)

        def analyse(profile: Any) -> Any:
            done.append(name)
            return real(profile)

        return analyse

    with monkeypatch.context() as patched:
        for name in ("role_document", "candidate_document"):
            patched.setattr(words, name, noted(name))
        yield done


def test_words_are_written_with_their_row_and_read_ever_after(
    market: Market, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = market.people.database
    role_id = market.open_role(title="Decoder engineer")
    candidate = market.candidate(experience=[{"title": "Fellow", "summary": "Decoders."}])
    assert kept(database) == 2
    assert are_true(database)
    with analysed(monkeypatch) as done:
        assert market.owner.get(f"/roles/{role_id}/matches").json["data"]
        assert candidate.person.get(f"/candidates/{candidate.id}/matches").json["data"]
        assert candidate.person.get("/roles?q=decoder").json["data"]
        assert done == []
        candidate.person.patch(f"/candidates/{candidate.id}", {"headline": "Enzymes"})
        assert set(done) == {"candidate_document"}
    assert are_true(database)


def test_an_index_is_built_without_analysis(
    corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus.fill(3)
    with analysed(monkeypatch) as done:
        renew(corpus.database, tmp_path / "index")
        assert done == []


@pytest.mark.parametrize("outdated", ["gone", "of other rules", "of other texts"])
def test_words_that_are_not_true_are_made_anew(
    corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, outdated: str
) -> None:
    corpus.fill(3)
    changes: dict[str, Any] = {
        "of other rules": {"version": "older"},
        "of other texts": {"digest": b"another", "body": b"{}"},
    }
    with corpus.database.session(write=True) as session:
        for table in DOCUMENTS:
            change = changes.get(outdated)
            session.execute(sa.update(table).values(change) if change else sa.delete(table))
        session.commit()
    assert are_true(corpus.database)
    if outdated == "of other texts":
        return  # only somebody who writes past the service makes such
    Upkeep(corpus.database, tmp_path / "index", Event()).look()
    assert kept(corpus.database) == 6
    with analysed(monkeypatch) as done:
        assert list(heal_words(corpus.database)) == []
        assert done == []
    assert are_true(corpus.database)


def test_a_long_import_leaves_its_words_to_the_worker(
    corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    care = Upkeep(corpus.database, tmp_path / "index", Event())
    care.look()
    monkeypatch.setattr(keeping, "MOST_AT_ONCE", 3)
    with corpus.database.session(write=True) as session:
        made = [corpus.add_role(session, f"plasma {number}") for number in range(5)]
        commit(session)
    assert kept(corpus.database) == 0
    care.look()
    assert kept(corpus.database) == 5
    found = asked(Catalogue(tmp_path / "index"), corpus.database)
    assert ids(found, ChangedKind.ROLE) <= set(made)
    assert found == recounted(corpus.database)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_erased_stand_in_no_file(market: Market, tmp_path: Path) -> None:
    settings: Config = market.people.app.config["MARKETPLACE"]
    person, made = profiled(market.people, headline=CANARY, summary=f"{CANARY} " * 500)
    person.send("PUT", f"/candidates/{made['id']}/consents/matching", json={})
    renew(market.people.database, settings.index_folder)
    assert {path.name for path in holding(tmp_path)} >= {"test.db-wal", "rare_text.npy"}
    assert person.delete(f"/candidates/{made['id']}").status_code == 204
    assert kept(market.people.database) == 0
    work(market.people.database, settings, stop=Event(), once=True)
    assert holding(tmp_path) == []


def holding(folder: Path) -> list[Path]:
    """Return the files that hold the canary."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return [path for path in files if CANARY.encode() in path.read_bytes()]
