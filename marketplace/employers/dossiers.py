"""What members and a candidate of a role wrote, set and did, read by one SELECT."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeEngine

from marketplace.applications.answers import Answers
from marketplace.conversations.services import SHOWN
from marketplace.employers.kinds import of_kind
from marketplace.permissions import Caller
from marketplace.reviews.people import Reviewed
from marketplace.reviews.scorecards import Judgements, judgements_among
from models import (
    Account,
    Application,
    ApplicationMove,
    ConversationMessage,
    Interview,
    Note,
    Scorecard,
    Stage,
    Unblinding,
)
from models.base import UtcDateTime

KINDS = 7  # of what a row tells
SENT, NOTE, CARD, LIFTED, SAID, DATE, MOVE = range(KINDS)


class WrittenNote(NamedTuple):
    """A note, and who wrote it; who left has no address."""

    id: UUID
    text: str
    is_shareable: bool
    created_at: datetime
    author: str | None


class Card(NamedTuple):
    """A scorecard."""

    levels: dict[str, Any]
    overall: int
    text: str | None


class Lifted(NamedTuple):
    """Who lifted the blind, and why."""

    author: str | None
    reason: str


class Said(NamedTuple):
    """A message of either side."""

    by_candidate: bool
    text: str
    sent_at: datetime


class Date(NamedTuple):
    """A date for a talk."""

    id: UUID
    starts_at: datetime
    minutes: int
    place: str
    cancelled_at: datetime | None


class Move(NamedTuple):
    """A change of the application's stage."""

    from_stage: Stage | None
    to_stage: Stage
    moved_at: datetime
    reason: str | None
    message: str | None
    batch_id: UUID | None
    message_due_at: datetime | None


@dataclass(slots=True)
class Dossier:
    """All that the members see about one candidate of a role, beside the profile."""

    letter: str | None = None  # of the application
    answers: Answers = field(default_factory=list)  # to the role's questions
    notes: list[WrittenNote] = field(default_factory=list)  # the newest first
    judgements: Judgements[Card] = field(default_factory=lambda: Judgements(None, [], 0))
    lifted: Lifted | None = None
    messages: list[Said] = field(default_factory=list)
    interviews: list[Date] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)


def dossier_of(session: Session, caller: Caller, person: Reviewed) -> Dossier:
    """Return what stands about a candidate; the scorecards of others once one's own is in."""
    rows: list[list[Any]] = [[] for _ in range(KINDS)]
    for row in session.connection().execute(_ABOUT, person.pair):
        rows[row.kind].append(row)
    cards = [(Card(row.told, row.number, row.text), row.other, row.author) for row in rows[CARD]]
    dossier = Dossier(
        notes=[
            WrittenNote(row.id, row.text, row.holds, row.at, row.author)
            for row in reversed(rows[NOTE])
        ],
        judgements=judgements_among(caller, cards),
        moves=[
            Move(row.before, row.stage, row.at, row.text, row.more, row.other, row.until)
            for row in rows[MOVE]
        ],
    )
    for row in rows[SENT]:
        dossier.letter, dossier.answers = row.text, row.told
    for row in rows[LIFTED]:
        dossier.lifted = Lifted(row.author, row.text)
    if person.shows_contact:
        dossier.messages = [Said(row.holds, row.text, row.at) for row in rows[SAID]]
        dates = [Date(row.id, row.at, row.number, row.text, row.until) for row in rows[DATE]]
        dossier.interviews = sorted(dates, key=lambda date: date.starts_at)
    return dossier


_STAGE = ApplicationMove.to_stage.type
_COLUMNS: dict[str, TypeEngine[Any]] = {
    "id": sa.Uuid(),
    "other": sa.Uuid(),
    "author": sa.String(),
    "at": UtcDateTime(),
    "until": UtcDateTime(),
    "text": sa.Text(),
    "more": sa.Text(),
    "number": sa.Integer(),
    "holds": sa.Boolean(),
    "told": sa.JSON(),
    "stage": _STAGE,
    "before": _STAGE,
}


_telling = partial(of_kind, columns=_COLUMNS)


def _about(wanted: sa.Select[Any], kind: Any) -> sa.Select[Any]:  # noqa: ANN401 - any of them
    return wanted.where(
        kind.role_id == sa.bindparam("role_id"), kind.candidate_id == sa.bindparam("candidate_id")
    )


def _authored(wanted: sa.Select[Any], kind: Any) -> sa.Select[Any]:  # noqa: ANN401 - any of them
    return _about(wanted.outerjoin(Account, Account.id == kind.account_id), kind)


def _kinds() -> Iterator[sa.Select[Any]]:
    yield _about(_telling(SENT, text=Application.message, told=Application.answers), Application)
    notes = _telling(
        NOTE,
        id=Note.id,
        text=Note.text,
        holds=Note.is_shareable,
        at=Note.created_at,
        author=Account.email,
    )
    yield _authored(notes, Note)
    cards = _telling(
        CARD,
        id=Scorecard.id,
        other=Scorecard.account_id,
        told=Scorecard.levels,
        number=Scorecard.overall,
        text=Scorecard.text,
        author=Account.email,
    )
    yield _authored(cards, Scorecard)
    lifted = _telling(LIFTED, id=Unblinding.id, text=Unblinding.reason, author=Account.email)
    yield _authored(lifted, Unblinding)
    newest = _about(sa.select(ConversationMessage), ConversationMessage)
    said = newest.order_by(ConversationMessage.id.desc()).limit(SHOWN).subquery().c
    yield _telling(SAID, id=said.id, holds=said.by_candidate, text=said.text, at=said.sent_at)
    dates = _telling(
        DATE,
        id=Interview.id,
        at=Interview.starts_at,
        number=Interview.minutes,
        text=Interview.place,
        until=Interview.cancelled_at,
    )
    yield _about(dates, Interview)
    moves = _telling(
        MOVE,
        id=ApplicationMove.id,
        before=ApplicationMove.from_stage,
        stage=ApplicationMove.to_stage,
        at=ApplicationMove.moved_at,
        text=ApplicationMove.reason,
        more=ApplicationMove.message,
        other=ApplicationMove.batch_id,
        until=ApplicationMove.message_due_at,
    )
    yield _about(
        moves.join(Application, Application.id == ApplicationMove.application_id), Application
    )


_ABOUT = sa.union_all(*_kinds()).order_by("id")
