"""Roles and candidates written straight into a database, and what an index should say of them."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from marketplace.clock import today
from marketplace.database import Database, commit
from marketplace.events import candidate_changed, role_changed
from marketplace.matches.catalogue import Catalogue
from marketplace.matches.generations import newest_generation, no_lexicon, unpack_lexicon
from marketplace.matches.states import BATCHES, State
from marketplace.matches.upkeep import renew
from matching.ranking.documents import Document, query_document
from matching.ranking.vectors import score
from models import (
    Candidate,
    ChangedKind,
    Consent,
    Employer,
    Purpose,
    Role,
    RoleStatus,
    Visibility,
    now,
)

WORDS = ("quantum", "decoder", "wafer", "plasma", "enzyme", "battery", "surface", "codes")
# A question that weighs no two words alike, so that a changed text has another score.
QUESTION = query_document(
    " ".join(" ".join([word] * times) for times, word in enumerate(WORDS, start=1))
)
Scores = Mapping[ChangedKind, list[tuple[float, UUID]]]


class Corpus:
    """A database that is written to as the services do: each change with its entry in the log."""

    def __init__(self, database: Database) -> None:
        self.database = database
        with database.session(write=True) as session:
            employer = Employer(
                name="Corpus",
                kind="lab",
                sectors=[],
            )
            session.add(employer)
            commit(session)
        self.employer_id = employer.id

    def role(self, title: str) -> UUID:
        """Open a role."""
        with self.database.session(write=True) as session:
            role_id = self.add_role(session, title)
            commit(session)
        return role_id

    def add_role(self, session: Session, title: str) -> UUID:
        """Add an open role to a transaction."""
        plain: dict[str, Any] = {"sectors": [], "support": {}, "terms": {}, "facilities": []}
        role = Role(
            employer_id=self.employer_id,
            title=title,
            skills=[],
            status=RoleStatus.OPEN,
            posted_at=now(),
            valid_through=today() + timedelta(days=30),
            **plain,
        )
        session.add(role)
        session.flush()
        role_changed(session, role.id)
        return role.id

    def candidate(self, headline: str) -> UUID:
        """Add somebody who may be ranked."""
        with self.database.session(write=True) as session:
            candidate = Candidate(
                links=[],
                hidden_from=[],
                hidden_keys=[],
                headline=headline,
                visibility=Visibility.ANONYMOUS,
            )
            session.add(candidate)
            session.flush()
            session.add(
                Consent(candidate_id=candidate.id, purpose=Purpose.MATCHING, basis="said so")
            )
            candidate_changed(session, candidate.id)
            commit(session)
        return candidate.id

    def set_role(self, role_id: UUID, **fields: Any) -> None:
        """Change a role."""
        with self.database.session(write=True) as session:
            session.execute(sa.update(Role).where(Role.id == role_id).values(**fields))
            role_changed(session, role_id)
            commit(session)

    def set_candidate(self, candidate_id: UUID, **fields: Any) -> None:
        """Change a candidate."""
        with self.database.session(write=True) as session:
            changed = sa.update(Candidate).where(Candidate.id == candidate_id).values(**fields)
            session.execute(changed)
            candidate_changed(session, candidate_id)
            commit(session)

    def erase(self, candidate_id: UUID) -> None:
        """Erase a candidate."""
        with self.database.session(write=True) as session:
            session.execute(sa.delete(Candidate).where(Candidate.id == candidate_id))
            candidate_changed(session, candidate_id)
            commit(session)

    def fill(self, number: int) -> None:
        """Add roles and candidates with words that some of them share."""
        for place in range(number):
            self.role(f"{WORDS[place % 8]} {WORDS[place % 3]}")
            self.candidate(f"{WORDS[place % 5]} {WORDS[place % 7]} rare{place}")

    def renew(self, folder: Path) -> State:
        """Put a new generation in force."""
        return renew(self.database, folder)


@pytest.fixture
def corpus(app: Flask) -> Corpus:
    """An empty corpus in the application's database."""
    return Corpus(app.extensions["database"])


def asked(catalogue: Catalogue, database: Database, question: Document = QUESTION) -> Scores:
    """Return everybody whom a web process finds by a text, best first."""
    with database.session(write=False) as session, catalogue.reading(session) as state:
        vector = state.lexicon.vector(question)
        hits = {kind: index.search(vector, limit=9_999) for kind, index in state.sides.items()}
        return {
            kind: list(zip(found.scores, found.ids, strict=True)) for kind, found in hits.items()
        }


def recounted(
    database: Database, question: Document = QUESTION, *, with_nothing_shared: bool = False
) -> Scores:
    """Return the same without any index: every row is read and scored."""
    with database.session(write=False) as session:
        generation = newest_generation(session)
        lexicon = unpack_lexicon(generation.lexicon) if generation else no_lexicon()
        query = lexicon.vector(question)
        found = {}
        for kind, batches in BATCHES.items():
            scored = [
                (score(query, lexicon.vector(entry.document)), entry.id)
                for batch in batches(session)
                for entry in batch
            ]
            some = [pair for pair in scored if pair[0] > 0 or with_nothing_shared]
            found[kind] = sorted(some, key=lambda pair: (-pair[0], pair[1]))
        return found


def ids(scores: Scores, kind: ChangedKind) -> set[UUID]:
    """Return who was found."""
    return {found for _score, found in scores[kind]}
