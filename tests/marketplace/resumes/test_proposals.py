import json
from typing import Any

import pytest
import sqlalchemy as sa

from marketplace.errors import Conflict, Invalid, MarketplaceError, NotFound
from marketplace.permissions import Caller
from marketplace.resumes.services import (
    accept_proposal,
    discard_proposal,
    own_proposal,
    propose_resume,
)
from models import Candidate, ProfileProposal
from tests.marketplace.resumes.files import pdf
from tests.meetings import Seeking, seeking
from tests.people import People

MINE: dict[str, Any] = {
    "headline": "Builds decoders",
    "skills": [{"name": "python", "years": 6}, {"name": "Go", "years": None}],
    "languages": [
        {
            "id": "01920000-0000-4000-8000-000000000001",
            "language": "en",
            "level": "C2",
            "evidence": "verified",
            "evidence_expires_on": None,
        }
    ],
}


def proposed(people: People, seeker: Seeking, content: bytes) -> dict[str, tuple[str, Any]]:
    """Return how each section differs, and what may be done with it."""
    with people.database.session(write=True) as session:
        propose_resume(session, seeker.caller, content)
        _, _, found = own_proposal(session, seeker.caller)
        session.commit()
    return {each.section: (each.state, each.choices) for each in found}


def accepted(people: People, seeker: Seeking, **choices: str) -> Candidate:
    with people.database.session(write=True) as session:
        accept_proposal(session, seeker.caller, choices)
        session.commit()
        candidate = session.get_one(Candidate, seeker.candidate_id)
        session.expunge(candidate)
        return candidate


def test_a_file_changes_nothing_until_its_person_says_so(people: People) -> None:
    seeker = seeking(people, **MINE)
    before = seeker.person.get(f"/candidates/{seeker.candidate_id}").json
    found = proposed(people, seeker, pdf())
    assert found["headline"] == ("differs", ("keep", "replace"))
    assert found["summary"] == ("new", ("keep", "replace"))
    assert found["skills"] == ("differs", ("keep", "add", "replace"))
    assert found["languages"] == ("differs", ("keep", "add", "replace"))
    assert "awards" not in found
    assert seeker.person.get(f"/candidates/{seeker.candidate_id}").json == before


def test_each_section_is_kept_added_to_or_replaced(people: People) -> None:
    seeker = seeking(people, **MINE)
    proposed(people, seeker, pdf())
    candidate = accepted(people, seeker, skills="add", languages="add", experience="replace")
    assert candidate.headline == "Builds decoders"
    assert candidate.skills is not None
    assert [skill["name"] for skill in candidate.skills] == ["python", "Go", "C++", "Rust"]
    assert candidate.languages is not None
    assert candidate.languages[0] == MINE["languages"][0]  # its proof still counts
    assert [known["language"] for known in candidate.languages] == ["en", "de", "zh"]
    assert candidate.experience is not None
    assert candidate.experience[0]["title"] == "Senior Researcher"
    assert candidate.publications is None
    assert people.scalar(sa.select(sa.func.count()).select_from(ProfileProposal)) == 0


def test_a_newer_file_takes_the_place_of_an_older(people: People) -> None:
    seeker = seeking(people, **MINE)
    proposed(people, seeker, pdf())
    resume = {"basics": {"label": "Builds decoders", "summary": "New."}}
    found = proposed(people, seeker, json.dumps(resume).encode())
    assert found == {"headline": ("same", ()), "summary": ("new", ("keep", "replace"))}
    with people.database.session(write=True) as session:
        discard_proposal(session, seeker.caller)
        assert own_proposal(session, seeker.caller)[1] is None


@pytest.mark.parametrize(
    "choices", [{"headline": "add"}, {"summary": "yes"}, {"experience": "add"}]
)
def test_choices_that_make_no_sense(people: People, choices: dict[str, str]) -> None:
    seeker = seeking(people, **MINE)
    proposed(people, seeker, pdf())
    with people.database.session(write=True) as session, pytest.raises(Invalid):
        accept_proposal(session, seeker.caller, choices)


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"{}", Invalid),
        (b'{"basics": 3}', Invalid),
        (b"{nonsense", Invalid),
        (b'{"a":' * 10_000, MarketplaceError),
        (pdf("Hello"), Invalid),
    ],
)
def test_files_of_which_nothing_can_be_made(
    people: People, content: bytes, refusal: type[Exception]
) -> None:
    seeker = seeking(people)
    with people.database.session(write=True) as session, pytest.raises(refusal):
        propose_resume(session, seeker.caller, content)


def test_only_who_has_a_profile_may_bring_a_file(people: People) -> None:
    with people.database.session(write=True) as session:
        with pytest.raises(NotFound):
            propose_resume(session, Caller(account_id=people.person().account_id), pdf())
        with pytest.raises(NotFound):
            accept_proposal(session, seeking(people).caller, {})


def test_a_conflict_is_no_way_to_lose_a_proposal(people: People) -> None:
    seeker = seeking(people, **MINE)
    proposed(people, seeker, pdf())
    with people.database.session(write=True) as session, pytest.raises((Invalid, Conflict)):
        accept_proposal(session, seeker.caller, {"headline": "add"})
    assert people.scalar(sa.select(sa.func.count()).select_from(ProfileProposal)) == 1
