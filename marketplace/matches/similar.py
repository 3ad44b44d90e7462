"""Open roles that are about the same."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from marketplace.matches.catalogue import Catalogue
from marketplace.matches.filters import live_roles
from marketplace.matches.services import may_be_found
from marketplace.matches.states import State
from matching.ranking.documents import query_document
from models import Role

SHOWN = 4


def similar_roles(
    session: Session, catalogue: Catalogue, words: str, *, but: UUID, day: date
) -> list[Role]:
    """Return the open roles nearest to some words, one role left out; rows of no session."""
    with catalogue.reading(session) as state:
        near = state.once(("similar", words, day), lambda: _nearest(state, words, day))
        ids = [id_ for id_ in near if id_ != but][:SHOWN]
        found = catalogue.shelf.roles(session, state.lexicon, ids)
    rows = [ready.row for ready in found if ready is not None]
    return [row for row in rows if may_be_found(row, day)]


def _nearest(state: State, words: str, day: date) -> list[UUID]:
    vector = state.lexicon.vector(query_document(words))
    where = live_roles(state.roles, day)
    return state.roles.search(vector, limit=SHOWN + 1, where=where).ids
