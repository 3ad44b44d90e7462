"""Open postings that are nearly one another's copies: suggested to a person, never merged."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from marketplace.errors import Conflict
from marketplace.matches.catalogue import Catalogue
from marketplace.matches.copies import runs_column
from marketplace.matches.filters import live_roles
from marketplace.matches.states import MOST_MADE
from marketplace.messages import Message
from marketplace.operator.taking_down import take_down
from marketplace.permissions import Caller
from marketplace.remembering import once
from marketplace.roles.services import roles_in_short
from matching.ranking.clustering import near_copies
from models import Role

ON_A_PAGE = 10  # clusters
MOST_SHOWN = 50  # postings of one cluster
DUPLICATE = "duplicate"  # why a posting was taken down, in the trail


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A posting, and which share of its words in runs the first of its cluster has too."""

    role: Role
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """Postings that are nearly the same; the longest text leads."""

    copies: Sequence[Copy]
    total: int  # of which no more are shown than a page has room for

    @property
    def employers(self) -> int:
        """How many employers posted them."""
        return len({copy.role.employer_id for copy in self.copies})


@dataclass(frozen=True, slots=True, kw_only=True)
class Clusters:
    """A page of clusters, the largest first."""

    clusters: Sequence[Cluster]
    total: int
    has_more: bool


def duplicate_postings(session: Session, catalogue: Catalogue, *, day: date, page: int) -> Clusters:
    """Return a page of the open postings that are nearly copies, by the index's runs of words."""
    found = _clusters(session, catalogue, day)
    shown = found[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]
    ids = [id_ for cluster in shown for id_, _share in cluster[:MOST_SHOWN]]
    rows = roles_in_short(session, ids)
    clusters = [
        Cluster(
            copies=[
                Copy(role=rows[id_], share=share)
                for id_, share in cluster[:MOST_SHOWN]
                if id_ in rows
            ],
            total=len(cluster),
        )
        for cluster in shown
    ]
    return Clusters(clusters=clusters, total=len(found), has_more=len(found) > page * ON_A_PAGE)


def remove_duplicate(
    session: Session, catalogue: Catalogue, caller: Caller, role_id: UUID, *, day: date
) -> Role:
    """Take one of several copies down; its owners read of which it is one.

    Raises:
        Conflict: it is not open, or no other open posting is nearly the same.
    """
    cluster = next(
        (each for each in _clusters(session, catalogue, day) if role_id in dict(each)), None
    )
    rows = {} if cluster is None else roles_in_short(session, [id_ for id_, _share in cluster])
    others = [rows[id_] for id_, _share in cluster or () if id_ in rows and id_ != role_id]
    if role_id not in rows or not others:
        raise Conflict(Message("The role is not open, or no other posting is nearly the same."))
    role = rows[role_id]
    told = Message(
        "The operator removed the role “{role}”: nearly the same posting is open as “{other}”.",
        role=role.title,
        other=others[0].title,
    )
    take_down(session, caller, role_id, reason=DUPLICATE, told=told, details=[told])
    return role


def _clusters(session: Session, catalogue: Catalogue, day: date) -> list[list[tuple[UUID, float]]]:
    """Return the ids of the postings in each cluster, each with its share; kept until one moves."""
    name = "clusters", day
    with catalogue.reading(session) as state:
        made, roles = state.made, state.roles
        known: list[list[tuple[UUID, float]]] | None = made.get(name)
        if known is not None:
            return known
        entries = runs_column(roles).entries()
        among = roles.alive() & live_roles(roles, day)[: roles.rows]
    # Nothing in these changes any more, so others need not wait for what follows.
    found = near_copies(entries, among)
    clusters = [[(roles.id_of(row), share) for row, share in cluster] for cluster in found]
    return once(made, name, lambda: clusters, most=MOST_MADE)
