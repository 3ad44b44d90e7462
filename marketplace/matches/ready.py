"""Rows made ready to rank and to show, kept by a web process until the change log names them."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, partial
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy.orm import Session

from marketplace.candidates.reading import ReadCandidate
from marketplace.candidates.services import candidates_by_ids, is_rankable
from marketplace.database import beside
from marketplace.http.encoding import Written
from marketplace.matches.keeping import readers_of, words_of
from marketplace.matches.pairs import CandidateSide, RoleSide
from marketplace.matches.quoting import Quotable
from marketplace.matches.sides import Eyes, candidate_seen, in_full, own_side, stored_role
from marketplace.matches.told import Wording
from marketplace.remembering import make_room, once
from marketplace.roles.services import LIVE, roles_by_ids
from matching.ranking.documents import Document
from matching.ranking.lexicon import Lexicon
from matching.ranking.packing import Words, surfaces
from models import ChangedKind, Role, RoleStatus, Visibility

MOST_KEPT = 2_000  # of each kind, some 30 kB each
MOST_OWN = 200  # candidates as they see themselves, some 60 kB each, and their matches
MOST_LOOKS = 4  # of one of them over the roles, some 10 kB each
MOST_QUOTED = 200  # candidates whose sentences are read, some 80 kB each
MOST_CODED = 8  # employers by whose code a candidate is kept
FOLLOWED = (RoleStatus.DRAFT, *LIVE)  # the log names these when their employer changes


@dataclass(frozen=True)
class ReadyRole:
    """A role with its row, which belongs to no session: it is read and never written.

    Args:
        make: its side of a match, at the first question for it; who only lists roles has none.
    """

    row: Role
    make: Callable[[], RoleSide]
    written: dict[str, Written] = field(default_factory=dict, compare=False)  # by who wrote it

    @cached_property
    def side(self) -> RoleSide:
        """Return the role as it is matched."""
        return self.make()


@dataclass(frozen=True)
class ReadyCandidate(ReadCandidate):
    """A candidate who may be ranked, as employers see them, with the row, as a role's."""

    masked: CandidateSide  # but for the code
    shown: CandidateSide | None  # null: only masked, to anyone
    day: date  # of their proofs
    coded: dict[UUID, CandidateSide] = field(default_factory=dict, compare=False)  # by employer

    @property
    def masked_headline(self) -> str | None:
        """Return their headline as it was masked when their words were read."""
        headline: str | None = self.masked.shown["headline"]
        return headline

    def seen_by(self, eyes: Eyes, *, is_veiled: bool) -> CandidateSide:
        """Return the candidate as an employer sees them, else masked, by the code it knows."""
        if self.shown is not None and not is_veiled:
            return self.shown
        coded = self.coded.get(eyes.employer_id)
        if coded is None:
            make_room(self.coded, MOST_CODED)
            shown = {"code": eyes.code(self.row.number), **self.masked.shown}
            coded = self.coded[eyes.employer_id] = replace(self.masked, shown=shown)
        return coded


Key = TypeVar("Key")
Kept = TypeVar("Kept")
Made = TypeVar("Made")


class Shelf:
    """What a process made ready under one lexicon; its user holds the catalogue's lock."""

    def __init__(self) -> None:
        self.wording = Wording()
        self._roles: dict[UUID, ReadyRole] = {}
        self._candidates: dict[UUID, ReadyCandidate] = {}
        self._own: dict[UUID, tuple[date, CandidateSide]] = {}
        self._looks: dict[UUID, tuple[int, dict[Hashable, Any]]] = {}  # at a place in the log
        self._quotable: dict[tuple[UUID, bool], Quotable] = {}  # by candidate, and whether masked

    def forget(self, ids: Iterable[UUID]) -> None:
        """Drop what changed."""
        for id_ in ids:
            self._roles.pop(id_, None)
            self._candidates.pop(id_, None)
            self._own.pop(id_, None)
            self._looks.pop(id_, None)
            for is_masked in (True, False):
                self._quotable.pop((id_, is_masked), None)

    def roles(
        self, session: Session, lexicon: Lexicon, ids: Sequence[UUID]
    ) -> list[ReadyRole | None]:
        """Return roles, whatever their status; what is not kept is read, what is gone is None."""
        kept = self._roles
        found = [kept.get(id_) for id_ in ids]
        if lacking := [id_ for id_, ready in zip(ids, found, strict=True) if ready is None]:
            made = _make_roles(session, lexicon, lacking)
            _keep(kept, {i: r for i, r in made.items() if r.row.status in FOLLOWED})
            found = [ready or made.get(id_) for id_, ready in zip(ids, found, strict=True)]
        return found

    def candidates(
        self, session: Session, lexicon: Lexicon, ids: Sequence[UUID], day: date
    ) -> list[ReadyCandidate | None]:
        """Return candidates who may be ranked; who is not kept is read, who may not is None."""
        kept = self._candidates
        found = [
            ready if ready is not None and ready.day == day else None
            for ready in map(kept.get, ids)
        ]
        if lacking := [id_ for id_, ready in zip(ids, found, strict=True) if ready is None]:
            made = _make_candidates(session, lexicon, lacking, day)
            _keep(kept, made)
            found = [ready or made.get(id_) for id_, ready in zip(ids, found, strict=True)]
        return found

    def in_full(
        self, ready: ReadyCandidate, eyes: Eyes, *, is_veiled: bool
    ) -> tuple[CandidateSide, Quotable]:
        """Return a candidate with the profile that an employer may see, and what it can quote."""
        side = in_full(ready.seen_by(eyes, is_veiled=is_veiled), ready.row, ready.texts, ready.day)
        key = ready.row.id, "code" in side.shown
        texts = self._quotable.get(key)
        if texts is None:
            texts = Quotable(side.shown["profile"])
            _keep(self._quotable, {key: texts}, MOST_QUOTED)
        return side, texts

    def look(self, id_: UUID, position: int, name: Hashable, make: Callable[[], Made]) -> Made:
        """Return what a candidate sees of the roles: made anew after the next change alone."""
        at, looks = self._looks.get(id_, (None, {}))
        if at != position:
            looks = {}
            _keep(self._looks, {id_: (position, looks)}, MOST_OWN)
        made: Made = once(looks, name, make, most=MOST_LOOKS)
        return made

    def own(self, session: Session, lexicon: Lexicon, id_: UUID, day: date) -> CandidateSide | None:
        """Return a candidate as they see themselves, whoever may rank them; None where gone."""
        known, side = self._own.get(id_, (None, None))
        if side is not None and known == day:
            return side
        with beside(session) as reading:
            row = candidates_by_ids(reading, [id_]).get(id_)
            if row is None:
                return None
            side = own_side(lexicon, row, words_of(reading, ChangedKind.CANDIDATE, [row])[id_], day)
        _keep(self._own, {id_: (day, side)}, MOST_OWN)
        return side


def _keep(kept: dict[Key, Kept], made: dict[Key, Kept], most: int = MOST_KEPT) -> None:
    make_room(kept, most)
    kept |= made


def _make_roles(session: Session, lexicon: Lexicon, ids: Sequence[UUID]) -> dict[UUID, ReadyRole]:
    with beside(session) as reading:
        rows = roles_by_ids(reading, ids)
        readers = readers_of(reading, ChangedKind.ROLE, list(rows.values()))
    return {
        id_: ReadyRole(row, partial(_role_side, lexicon, row, readers[id_]))
        for id_, row in rows.items()
    }


def _role_side(lexicon: Lexicon, row: Role, read: Callable[[], Words]) -> RoleSide:
    return stored_role(lexicon, row, read())


def _make_candidates(
    session: Session, lexicon: Lexicon, ids: Sequence[UUID], day: date
) -> dict[UUID, ReadyCandidate]:
    with beside(session) as reading:
        rows = [row for row in candidates_by_ids(reading, ids).values() if is_rankable(row)]
        words = words_of(reading, ChangedKind.CANDIDATE, rows)
    made = {}
    for row in rows:
        seen = candidate_seen(lexicon, row, words[row.id], day=day, is_open=False)
        # Their words are told as far as ``told`` goes; the rest would only take room.
        masked = replace(seen, words=Words(Document({}), runs=seen.words.runs))
        shown = None
        if row.visibility is Visibility.OPEN:
            headed = {"id": row.id, "headline": row.headline}
            shown = replace(masked, told=surfaces(words[row.id].document), shown=headed)
        made[row.id] = ReadyCandidate(row, masked, shown, day)
    return made
