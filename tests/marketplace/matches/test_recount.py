"""At a quiet moment, what is answered is what a recount of the database gives."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask

from marketplace.candidates.profiles import candidate_profile
from marketplace.candidates.services import candidates_by_ids
from marketplace.clock import today
from marketplace.roles.profiles import role_profile
from marketplace.roles.services import roles_by_ids
from matching.ranking.documents import Document, candidate_document, role_document
from models import Candidate, ChangedKind, RoleStatus, Visibility
from tests.corpora import WORDS, Corpus, Scores, corpus, recounted
from tests.market import Market, market
from tests.people import Person

__all__ = ["corpus", "market"]

TEXT = "surface codes, quantum decoder, wafer plasma"


def all_pages(person: Person, path: str, side: str) -> list[tuple[float, UUID]]:
    """Return score and id of every match of a ranking, read page by page."""
    found, cursor = [], ""
    while cursor is not None:
        answer = person.get(f"{path}?limit=7{cursor and f'&cursor={cursor}'}").json
        found += [(match["score"], UUID(match[side]["id"])) for match in answer["data"]]
        cursor = answer["page"]["next_cursor"]
    assert answer["page"]["total"] == len(found)
    return found


def some_words(chance: random.Random) -> str:
    return " ".join(chance.sample(WORDS, chance.randint(1, 4)))


def one_write(corpus: Corpus, chance: random.Random, roles: list[UUID], them: list[UUID]) -> None:
    """Write something, whatever chance likes."""
    role, candidate = chance.choice(roles), chance.choice(them)
    writes = (
        lambda: roles.append(corpus.role(some_words(chance))),
        lambda: corpus.set_role(role, title=some_words(chance)),
        lambda: corpus.set_role(role, status=chance.choice([RoleStatus.CLOSED, RoleStatus.OPEN])),
        lambda: them.append(corpus.candidate(some_words(chance))),
        lambda: corpus.set_candidate(candidate, headline=some_words(chance)),
        lambda: corpus.set_candidate(
            candidate, visibility=chance.choice([Visibility.HIDDEN, Visibility.OPEN])
        ),
        lambda: corpus.erase(candidate),
    )
    chance.choice(writes)()


def test_rankings_are_those_of_a_recount(market: Market, corpus: Corpus, tmp_path: Path) -> None:
    chance = random.Random(20)  # noqa: S311 - a story, not a secret
    ines = market.candidate(headline=TEXT, visibility="hidden")
    wanted = market.open_role(title=TEXT)
    roles, them = [corpus.role("wafer")], [corpus.candidate("wafer")]
    for number in range(5):
        for _ in range(20):
            one_write(corpus, chance, roles, them)
            ines.person.get(f"/candidates/{ines.id}/matches?limit=1")
        if number == 2:
            corpus.renew(tmp_path / "index")
        open_all(corpus)
        with corpus.database.session(write=False) as session:
            mine = candidates_by_ids(session, [UUID(ines.id)])[UUID(ines.id)]
            theirs = roles_by_ids(session, [UUID(wanted)])[UUID(wanted)]
        document = candidate_document(candidate_profile(mine, day=today()))
        expected = recount(corpus, document)[ChangedKind.ROLE]
        assert all_pages(ines.person, f"/candidates/{ines.id}/matches", "role") == expected
        expected = recount(corpus, role_document(role_profile(theirs)))[ChangedKind.CANDIDATE]
        assert all_pages(market.owner, f"/roles/{wanted}/matches", "candidate") == expected
        assert len(expected) >= number


def recount(corpus: Corpus, document: Document) -> Scores:
    """Score every row that may be ranked; who shares nothing comes last."""
    return recounted(corpus.database, document, with_nothing_shared=True)


def open_all(corpus: Corpus) -> None:
    """Have all who may be ranked show their ids."""
    anonymous = sa.select(Candidate.id).where(Candidate.visibility == Visibility.ANONYMOUS)
    with corpus.database.session(write=False) as session:
        hidden_ids = session.scalars(anonymous).all()
    for candidate_id in hidden_ids:
        corpus.set_candidate(candidate_id, visibility=Visibility.OPEN)


@contextmanager
def counted_selects(app: Flask) -> Iterator[list[str]]:
    """Collect the SELECTs that are sent inside the block."""
    engine: sa.Engine = app.extensions["database"].engine
    sent: list[str] = []

    def note(connection: Any, cursor: Any, statement: str, *_: Any) -> None:
        del connection, cursor
        if statement.lstrip().startswith(("SELECT", "WITH")):
            sent.append(statement)

    sa.event.listen(engine, "before_cursor_execute", note)
    yield sent
    sa.event.remove(engine, "before_cursor_execute", note)


@pytest.mark.parametrize("asks", ["matches of a candidate", "matches of a role", "search"])
def test_a_longer_page_needs_no_more_selects(
    app: Flask, market: Market, corpus: Corpus, asks: str
) -> None:
    ines, wanted = market.candidate(headline=TEXT), market.open_role(title=TEXT)
    for place in range(25):
        corpus.role(f"{WORDS[place % 8]} quantum")
        corpus.candidate(f"{WORDS[place % 8]} quantum")
    person, path = {
        "matches of a candidate": (ines.person, f"/candidates/{ines.id}/matches?"),
        "matches of a role": (market.owner, f"/roles/{wanted}/matches?"),
        "search": (ines.person, "/roles?q=quantum&"),
    }[asks]
    person.get(f"{path}limit=1")  # catches up with the log
    counts = []
    for limit in (2, 20):  # each reads rows that nobody has asked for
        with counted_selects(app) as sent:
            answer = person.get(f"{path}limit={limit}")
        assert len(answer.json["data"]) == limit
        counts.append(len(sent))
    assert counts[0] == counts[1] <= 12
