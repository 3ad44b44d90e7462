from uuid import UUID

import pytest
import sqlalchemy as sa

from marketplace.errors import Conflict, Invalid, MarketplaceError, NotFound, TooLarge
from marketplace.evidence import documents
from marketplace.evidence.documents import (
    Document,
    documents_of,
    note_opening,
    open_document,
    tidy_name,
)
from marketplace.evidence.services import (
    list_own_evidence,
    submit_evidence,
    withdraw_evidence,
)
from marketplace.permissions import Caller
from models import AuditEvent, EvidenceFile, EvidenceItem
from tests.marketplace.candidates.profiles import PROFILE
from tests.meetings import Seeking, seeking
from tests.people import People

PDF = b"%PDF-1.7 a degree"
PNG = b"\x89PNG\r\n\x1a\n a picture"
VERIFIED = {"evidence": "verified", "reason": "seen"}


def proved(people: People, content: bytes = PDF, name: str = "degree.pdf") -> tuple[Seeking, UUID]:
    """Return somebody who handed in a document, and the proof's id."""
    seeker = seeking(people)
    path = f"/candidates/{seeker.candidate_id}"
    made = seeker.person.patch(path, {"education": PROFILE["education"]}).json
    return seeker, handed_in(people, seeker, made["education"][0]["id"], content, name)


def handed_in(
    people: People, seeker: Seeking, claim: str, content: bytes, name: str = "a.pdf"
) -> UUID:
    with people.database.session(write=True) as session:
        item = submit_evidence(
            session,
            seeker.caller,
            seeker.candidate_id,
            section="education",
            claim_id=UUID(claim),
            proof="The degree",
            document=Document(name, content),
        )
        session.commit()
        return item.id


def files(people: People) -> int:
    found: int = people.scalar(sa.select(sa.func.count()).select_from(EvidenceFile))
    return found


def test_its_candidate_and_who_decides_open_it(people: People) -> None:
    seeker, item_id = proved(people, PNG, "C:\\scans\\diplom\u202e.html")
    verifier = Caller(account_id=people.person().account_id, is_verifier=True)
    with people.database.session(write=True) as session:
        for caller in (seeker.caller, verifier):
            found = open_document(session, caller, item_id)
            assert (found.name, found.content) == ("diplom.png", PNG)
            note_opening(session, caller, item_id)
        session.commit()
        stranger = Caller(account_id=UUID(int=9), candidate_id=UUID(int=8))
        for caller in (stranger, Caller()):
            with pytest.raises(NotFound):
                open_document(session, caller, item_id)
        kept = documents_of(session, [item_id])[item_id]
        assert (kept.media_type, kept.size) == ("image/png", len(PNG))
        with pytest.raises(sa.exc.InvalidRequestError):
            _ = kept.content  # a list never reads them
    opened = sa.select(AuditEvent.actor_id).where(AuditEvent.type == "evidence.opened")
    with people.database.session(write=False) as session:
        assert list(session.scalars(opened)) == [verifier.account_id]


def test_it_is_gone_once_somebody_decided(people: People) -> None:
    seeker, item_id = proved(people)
    decided = people.admin().post(f"/evidence/{item_id}/decision", VERIFIED)
    assert decided.status_code == 200
    assert files(people) == 0
    with people.database.session(write=False) as session:
        [item] = list_own_evidence(session, seeker.caller)
        assert item.proof == "The degree"
        with pytest.raises(NotFound):
            open_document(session, seeker.caller, item_id)


@pytest.mark.parametrize("way", ["claim", "withdrawal", "erasure", "account"])
def test_row_and_document_go_together(people: People, way: str) -> None:
    seeker, item_id = proved(people)
    path = f"/candidates/{seeker.candidate_id}"
    if way == "claim":
        assert seeker.person.patch(path, {"education": []}).status_code == 200
    elif way == "erasure":
        assert seeker.person.delete(path).status_code == 204
    elif way == "account":
        assert seeker.person.delete("/account").status_code == 204
    else:
        with people.database.session(write=True) as session:
            withdraw_evidence(session, seeker.caller, item_id)
            session.commit()
    assert files(people) == 0
    assert people.scalar(sa.select(sa.func.count()).select_from(EvidenceItem)) == 0


def test_only_ones_own_undecided_proof_is_withdrawn(people: People) -> None:
    seeker, item_id = proved(people)
    other = seeking(people)
    with people.database.session(write=True) as session:
        for caller, wanted in ((other.caller, item_id), (seeker.caller, UUID(int=7))):
            with pytest.raises(NotFound):
                withdraw_evidence(session, caller, wanted)
    people.admin().post(f"/evidence/{item_id}/decision", VERIFIED)
    with people.database.session(write=True) as session, pytest.raises(Conflict):
        withdraw_evidence(session, seeker.caller, item_id)


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"<html><script>", Invalid),
        (b"<svg onload=alert(1)>", Invalid),
        (b"", Invalid),
        (b"GIF89a", Invalid),
        (b"MZ", Invalid),
        (PDF + b"x" * 5_000_000, TooLarge),
    ],
)
def test_what_is_no_document_is_refused(
    people: People, content: bytes, refusal: type[MarketplaceError]
) -> None:
    with pytest.raises(refusal):
        proved(people, content, "degree.pdf")
    assert files(people) == 0
    assert people.scalar(sa.select(sa.func.count()).select_from(EvidenceItem)) == 0


def test_so_many_and_no_more_wait(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "MOST", 1)
    seeker, _ = proved(people)
    made = seeker.person.get(f"/candidates/{seeker.candidate_id}").json
    with pytest.raises(Conflict):
        handed_in(people, seeker, made["education"][0]["id"], PDF)


@pytest.mark.parametrize(
    ("name", "tidy"),
    [
        ("degree.PDF", "degree.pdf"),
        ("../../etc/passwd", "document.pdf"),
        ("x.pdf.exe", "x.pdf.pdf"),
        ("学位证书.pdf", "学位证书.pdf"),
        ('a"b\r\nSet-Cookie: x.pdf', "a_bSet-Cookie_ x.pdf"),
        ("", "document.pdf"),
        (".pdf", "document.pdf"),
        ("x" * 500 + ".pdf", "x" * 196 + ".pdf"),
    ],
)
def test_names_are_no_paths(name: str, tidy: str) -> None:
    assert tidy_name(name, "application/pdf") == tidy
