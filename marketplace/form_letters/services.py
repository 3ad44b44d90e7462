"""Use cases of form letters."""

from collections.abc import Mapping, Sequence
from itertools import compress
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from marketplace.errors import Conflict, Invalid, NotFound
from marketplace.events import record
from marketplace.form_letters.gaps import GAPS, unknown_gaps
from marketplace.messages import Message
from marketplace.permissions import Caller
from models import FormLetter, LetterKind

MOST = 100  # of one employer
KINDS = tuple(str(kind) for kind in LetterKind)
ACT = "invite"  # who writes to candidates writes the letters
TONGUES = ("en", "zh")


def _is_written(text: sa.SQLColumnExpression[str | None]) -> sa.ColumnElement[bool]:
    return sa.func.coalesce(text, "") != ""


_LETTERS = (
    sa.select(FormLetter)
    .where(FormLetter.employer_id == sa.bindparam("employer_id"))
    .order_by(FormLetter.kind, FormLetter.name)
)
_CHOICES = (
    sa.select(
        FormLetter.id,
        FormLetter.name,
        _is_written(FormLetter.text_en),
        _is_written(FormLetter.text_zh),
    )
    .where(
        FormLetter.employer_id == sa.bindparam("employer_id"),
        FormLetter.kind == sa.bindparam("kind"),
    )
    .order_by(FormLetter.name)
)


class Choice(NamedTuple):
    """A letter as a menu names it, and in which languages it is written."""

    id: UUID
    name: str
    tongues: frozenset[str]


def choices_of(session: Session, caller: Caller, employer_id: UUID, kind: str) -> Sequence[Choice]:
    """Return an employer's letters of a kind by name, to choose from.

    Raises:
        NotFound: the caller is no member.
        NotAllowed: the caller's part does not allow it.
    """
    caller.require(ACT, employer_id)
    asked = {"employer_id": employer_id, "kind": LetterKind(kind)}
    return [
        Choice(id_, name, frozenset(compress(TONGUES, written)))
        for id_, name, *written in session.connection().execute(_CHOICES, asked)
    ]


def letters_of(session: Session, caller: Caller, employer_id: UUID) -> Sequence[FormLetter]:
    """Return an employer's letters by kind and name.

    Raises:
        NotFound: the caller is no member.
        NotAllowed: the caller's part does not allow it.
    """
    caller.require(ACT, employer_id)
    return session.scalars(_LETTERS, {"employer_id": employer_id}).all()


def own_letter(
    session: Session, caller: Caller, letter_id: UUID, *, lock: bool = False
) -> FormLetter:
    """Return a letter of the caller's employers; locked, until the commit.

    Raises:
        NotFound: no such letter, or a stranger's.
        NotAllowed: the caller's part does not allow it.
    """
    letter = session.get(FormLetter, letter_id, with_for_update=lock)
    if letter is None:
        raise NotFound
    caller.require(ACT, letter.employer_id)
    return letter


def create_letter(
    session: Session, caller: Caller, employer_id: UUID, stated: Mapping[str, Any]
) -> FormLetter:
    """Keep a new letter.

    Raises:
        Invalid: it says nothing, or has a gap that nothing fills.
        Conflict: there is one of that kind and name, or as many as there may be.
    """
    if len(letters_of(session, caller, employer_id)) >= MOST:
        raise Conflict(Message("An employer has at most {max} templates.", max=MOST))
    letter = FormLetter(employer_id=employer_id)
    _write(session, letter, stated)
    _note(session, caller, letter, "form_letter.created")
    return letter


def change_letter(
    session: Session, caller: Caller, letter: FormLetter, stated: Mapping[str, Any]
) -> None:
    """Change a letter.

    Raises:
        Invalid: it says nothing, or has a gap that nothing fills.
        Conflict: there is another of that kind and name.
    """
    _write(session, letter, stated)
    _note(session, caller, letter, "form_letter.changed")


def delete_letter(session: Session, caller: Caller, letter: FormLetter) -> None:
    """Delete a letter."""
    _note(session, caller, letter, "form_letter.deleted")
    session.delete(letter)
    session.flush()


def _write(session: Session, letter: FormLetter, stated: Mapping[str, Any]) -> None:
    texts = {name: stated.get(name) for name in ("text_en", "text_zh")}
    if not any(texts.values()):
        raise Invalid.at("#/text_en", Message("Write it in at least one language."))
    for name, text in texts.items():
        if unknown := unknown_gaps(text or ""):
            told = Message(
                "Nothing fills {gap}. There are: {gaps}.",
                gap=f"{{{unknown[0]}}}",
                gaps=", ".join(f"{{{gap}}}" for gap in GAPS),
            )
            raise Invalid.at(f"#/{name}", told)
    try:
        with session.begin_nested():
            letter.kind, letter.name = LetterKind(stated["kind"]), stated["name"]
            letter.text_en, letter.text_zh = texts["text_en"], texts["text_zh"]
            session.add(letter)
            session.flush()
    except IntegrityError:
        told = Message("There is a template named {name} already.", name=stated["name"])
        raise Conflict(told) from None


def _note(session: Session, caller: Caller, letter: FormLetter, event: str) -> None:
    detail = {"employer_id": str(letter.employer_id)}
    record(session, caller, event, subject_id=letter.id, detail=detail, notify=False)
