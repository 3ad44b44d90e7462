"""Documents that prove claims: kept until somebody decided, shown to whom it concerns alone."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, undefer

from marketplace.database import note_erasure
from marketplace.errors import Conflict, Invalid, NotFound, TooLarge
from marketplace.events import record
from marketplace.messages import Message
from marketplace.permissions import Caller
from models import Candidate, EvidenceFile, EvidenceItem

LARGEST = 5_000_000  # bytes
MOST = 10  # documents of one candidate that wait for a decision
POINTER = "#/document"
_SIGNATURES = (
    ("application/pdf", b"%PDF-"),
    ("image/png", b"\x89PNG\r\n\x1a\n"),
    ("image/jpeg", b"\xff\xd8\xff"),
)
EXTENSIONS = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg"}
_NAME = 200  # characters
_NOT_NAMED = re.compile(r'[\\/:*?"<>|]')


@dataclass(frozen=True, slots=True)
class Document:
    """A file as it was sent, or as it is given out."""

    name: str
    content: bytes

    @property
    def media_type(self) -> str:
        """What the first bytes say it is.

        Raises:
            Invalid: it is neither PDF, PNG nor JPEG.
        """
        for media_type, signature in _SIGNATURES:
            if self.content.startswith(signature):
                return media_type
        raise Invalid.at(POINTER, Message("Neither a PDF nor a PNG or JPEG picture."))


def keep_document(session: Session, item: EvidenceItem, document: Document) -> None:
    """Keep the document of a proof.

    Raises:
        TooLarge: it is over the limit.
        Invalid: it is empty, or of a kind that we do not take.
        Conflict: too many of the candidate's wait for a decision.
    """
    if len(document.content) > LARGEST:
        raise TooLarge(Message("The file is over {megabytes} MB.", megabytes=LARGEST // 1_000_000))
    media_type = document.media_type
    waiting = (
        sa.select(sa.func.count())
        .select_from(EvidenceFile)
        .join(EvidenceItem, EvidenceItem.id == EvidenceFile.evidence_id)
        .where(EvidenceItem.candidate_id == item.candidate_id)
    )
    if (session.scalar(waiting) or 0) >= MOST:
        raise Conflict(
            Message("{max} documents of yours wait for a decision; no more until then.", max=MOST)
        )
    session.add(
        EvidenceFile(
            evidence_id=item.id,
            name=tidy_name(document.name, media_type),
            media_type=media_type,
            size=len(document.content),
            content=document.content,
        )
    )
    session.flush()


def tidy_name(name: str, media_type: str) -> str:
    """Return a file's name that no reader takes for a path, with the ending of what it is."""
    plain = unicodedata.normalize("NFC", name.replace("\\", "/").rpartition("/")[2])
    visible = "".join(c for c in plain if unicodedata.category(c)[0] != "C")
    ending = f".{EXTENSIONS[media_type]}"
    stem = _NOT_NAMED.sub("_", visible).rpartition(".")[0].strip(" .") or "document"
    return stem[: _NAME - len(ending)] + ending


def open_document(session: Session, caller: Caller, evidence_id: UUID) -> Document:
    """Return the document of a proof, to its candidate or to somebody who decides.

    Raises:
        NotFound: there is none, or it concerns the caller not.
    """
    found = session.execute(
        sa.select(EvidenceFile, Candidate.account_id, Candidate.id)
        .join(EvidenceItem, EvidenceItem.id == EvidenceFile.evidence_id)
        .join(Candidate, Candidate.id == EvidenceItem.candidate_id)
        .where(EvidenceFile.evidence_id == evidence_id)
        .options(undefer(EvidenceFile.content))
    ).one_or_none()
    if found is None:
        raise NotFound
    file, account_id, _ = found
    is_owner = account_id is not None and account_id == caller.account_id
    if not (is_owner or caller.is_admin or caller.is_verifier):
        raise NotFound
    return Document(file.name, file.content)


def note_opening(session: Session, caller: Caller, evidence_id: UUID) -> None:
    """Write into the trail that somebody opened the document of another person."""
    whose = sa.select(EvidenceItem.candidate_id).where(EvidenceItem.id == evidence_id)
    candidate_id = session.scalar(whose)
    if candidate_id is not None and candidate_id != caller.candidate_id:
        detail = {"evidence_id": str(evidence_id)}
        record(
            session, caller, "evidence.opened", subject_id=candidate_id, detail=detail, notify=False
        )


def drop_document(session: Session, evidence_id: UUID) -> None:
    """Delete the document of a proof that was decided on."""
    gone = session.execute(sa.delete(EvidenceFile).where(EvidenceFile.evidence_id == evidence_id))
    if gone.rowcount:  # type: ignore[attr-defined]
        note_erasure(session)


def documents_of(session: Session, evidence_ids: Iterable[UUID]) -> dict[UUID, EvidenceFile]:
    """Return what is kept of the documents of some proofs, without their contents."""
    wanted = sa.select(EvidenceFile).where(EvidenceFile.evidence_id.in_(set(evidence_ids)))
    return {file.evidence_id: file for file in session.scalars(wanted)}
