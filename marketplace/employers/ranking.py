"""The ranked candidates of a role, with what its members know of each."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from marketplace.errors import NotAllowed, NotFound
from marketplace.matches import services as matches
from marketplace.matches.catalogue import Catalogue
from marketplace.matches.listings import Asked, InFull, Ranking
from marketplace.matches.quoting import Quotable
from marketplace.matches.sides import Eyes
from marketplace.matches.views import View
from marketplace.permissions import Caller
from marketplace.reviews.people import Reviewed, ids_left, reviewed_rows, seen_by_codes
from models import Role

MOST = 500  # rows of a file, or people chosen at once
PAGE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """One row: the match, and the person as the members may see them."""

    match: Mapping[str, Any]
    person: Reviewed
    pieces: dict[Hashable, str] = field(default_factory=dict)  # what pages wrote of the match


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared(Ranked):
    """One of several who are compared, with what of their words can be quoted."""

    texts: Quotable


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedPage:
    """A page of a role's candidates."""

    role: Role
    rows: list[Ranked]
    ranking: Ranking


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """With what a member works: who they are, the index, and the secret behind the codes."""

    session: Session
    catalogue: Catalogue
    caller: Caller
    secret: str


def read_role(desk: Desk, role_id: UUID, act: str) -> Role:
    """Return a role of the caller's, to be shown and not changed.

    Raises:
        NotFound: no such role, or a stranger's.
        NotAllowed: the caller's part does not allow the act.
    """
    return matches.read_role(desk.session, desk.catalogue, desk.caller, role_id, act)


def ranked_page(desk: Desk, role_id: UUID, asked: Asked) -> RankedPage:
    """Return a page of the candidates of a role of the caller's.

    Raises:
        NotFound: no such role, or a stranger's.
        NotAllowed: the employer was not verified.
    """
    session = desk.session
    ranking = matches.rank_candidates(
        session, desk.catalogue, desk.caller, role_id, asked, desk.secret
    )
    role = read_role(desk, role_id, "see matches")
    people = reviewed_rows(session, role, ranking.people, desk.secret)
    rows = [
        Ranked(match=match, person=people[id_], pieces=pieces)
        for id_, match, pieces in zip(ranking.people, ranking.matches, ranking.pieces, strict=True)
        if id_ in people
    ]
    return RankedPage(role=role, rows=rows, ranking=ranking)


def all_pages(desk: Desk, role_id: UUID, asked: Asked, *, most: int = MOST) -> Iterator[RankedPage]:
    """Yield the pages of a ranking from the first on, up to so many rows."""
    query = {**asked.query, "limit": PAGE}
    after: Any = None
    for _ in range(most // PAGE):
        page = ranked_page(desk, role_id, replace(asked, query=query, after=after))
        yield page
        after = page.ranking.page.next_key
        if after is None:
            return


def look_at(
    desk: Desk, role_id: UUID, codes: list[str], act: str, day: date
) -> tuple[Role, list[Reviewed]]:
    """Return several candidates of a role in the order of their codes, to be shown and not changed.

    Raises:
        NotFound: no such role of the caller's, or a code stands for nobody who may be seen.
        NotAllowed: the caller's part does not allow the act.
    """
    session = desk.session
    role = read_role(desk, role_id, act)
    # Before a profile is read: the time would tell that there is one.
    ids = seen_by_codes(session, role, codes, desk.secret)
    found = people_among(desk, role, ids, day)
    if any(id_ not in found for id_ in ids):
        raise NotFound
    return role, [found[id_] for id_ in ids]


def people_among(desk: Desk, role: Role, ids: Sequence[UUID], day: date) -> Mapping[UUID, Reviewed]:
    """Return those whom a role's members may see, to be shown and not changed."""
    read = matches.read_candidates(desk.session, desk.catalogue, ids, day)
    return reviewed_rows(desk.session, role, read, desk.secret)


def matched(desk: Desk, person: Reviewed, view: View) -> InFull | None:
    """Return one candidate's match in full; None of an applicant who may not be ranked."""
    try:
        [found] = _matches(desk, person.role.id, [person], view)
    except (NotAllowed, NotFound):
        return None
    return found


def matched_codes(
    desk: Desk, role_id: UUID, codes: list[str], view: View
) -> tuple[Role, list[Compared]]:
    """Return several candidates of a role with their matches, in the order of their codes.

    Whom its members may not rank, or not any more, is left out.

    Raises:
        NotFound: no such role of the caller's, or nobody is left.
    """
    role = read_role(desk, role_id, "see matches")
    ids = ids_left(desk.session, role, codes, desk.secret)
    found = people_among(desk, role, ids, view.today)
    eyes = Eyes.of(desk.session, role, desk.secret)
    people = [found[id_] for id_ in ids if id_ in found and eyes.may_see(found[id_].candidate)]
    if not people:
        raise NotFound
    try:
        in_full = _matches(desk, role_id, people, view)
    except NotAllowed:
        raise NotFound from None
    return role, [
        Compared(match=each.match, person=person, texts=each.texts)
        for person, each in zip(people, in_full, strict=True)
    ]


def _matches(desk: Desk, role_id: UUID, people: Sequence[Reviewed], view: View) -> list[InFull]:
    ids = [person.candidate.id for person in people]
    return matches.match_candidates(
        desk.session, desk.catalogue, desk.caller, role_id, ids, view, desk.secret
    )
