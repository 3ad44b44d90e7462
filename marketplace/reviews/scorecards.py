"""Scorecards: each member judges alone; the others' show once one's own is in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from marketplace.errors import Conflict, Invalid
from marketplace.events import record
from marketplace.messages import Message
from marketplace.permissions import Caller
from marketplace.reviews.authored import about
from marketplace.reviews.people import Reviewed
from models import Role, Scorecard

LEVELS = (1, 2, 3, 4, 5)  # far below what the role asks … far above
GENERAL = ("problem_solving", "communication", "collaboration")
MOST_SKILLS = 7
_ABOUT = about(Scorecard).order_by(Scorecard.id)


Card = TypeVar("Card")


@dataclass(frozen=True, slots=True)
class Judgements(Generic[Card]):
    """What a member sees of the scorecards about a candidate."""

    own: Card | None
    others: Sequence[tuple[Card, str | None]]  # each with its author
    hidden: int  # how many others there are while one's own is not in


def attributes_of(role: Role) -> tuple[str, ...]:
    """Return what is judged: the skills that the role requires, and what every role asks."""
    required = [skill["name"] for skill in role.skills if skill["required"]]
    return (*dict.fromkeys(required[:MOST_SKILLS]), *GENERAL)


def judgements_of(session: Session, caller: Caller, person: Reviewed) -> Judgements[Scorecard]:
    """Return one's own scorecard and, once it is in, those of the others."""
    rows = session.execute(_ABOUT, person.pair)
    return judgements_among(caller, [(card, card.account_id, email) for card, email in rows])


def judgements_among(
    caller: Caller, cards: Sequence[tuple[Card, UUID | None, str | None]]
) -> Judgements[Card]:
    """Return the same of scorecards that were read, each with its author and their address."""
    own = next((card for card, author, _ in cards if author == caller.account_id), None)
    others = [(card, email) for card, _, email in cards if card is not own]
    return Judgements(own, others, 0) if own else Judgements(None, [], len(others))


def judge(
    session: Session,
    caller: Caller,
    person: Reviewed,
    *,
    levels: Mapping[str, int],
    overall: int,
    text: str | None,
) -> Scorecard:
    """Hand in one's scorecard, or change it.

    Args:
        levels: by attribute; what is left out was not judged.

    Raises:
        Invalid: an attribute or a level that there is not.
        Conflict: the same member handed one in at this moment.
    """
    _check(person.role, levels, overall)
    card = judgements_of(session, caller, person).own
    if card is None:
        card = Scorecard(
            role_id=person.role.id,
            candidate_id=person.candidate.id,
            account_id=caller.account_id,
        )
        session.add(card)
    card.levels, card.overall, card.text = dict(levels), overall, text
    try:
        session.flush()
    except IntegrityError:
        told = Message("Your scorecard came in twice at once; one of them is kept.")
        raise Conflict(told) from None
    detail = {"role_id": str(person.role.id), "code": person.code}
    record(session, caller, "scorecard.written", subject_id=card.id, detail=detail, notify=False)
    return card


def _check(role: Role, levels: Mapping[str, int], overall: int) -> None:
    known = attributes_of(role)
    for attribute, level in levels.items():
        if attribute not in known:
            told = Message("Attributes of this role are: {names}.", names=", ".join(known))
            raise Invalid.at("#/levels", told)
        if level not in LEVELS:
            raise Invalid.at("#/levels", Message("A level is a number from 1 to 5."))
    if overall not in LEVELS:
        raise Invalid.at("#/overall", Message("A level is a number from 1 to 5."))
