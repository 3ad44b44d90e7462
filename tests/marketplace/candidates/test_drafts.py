import pytest

from marketplace.candidates.drafts import (
    STEPS,
    draft_of,
    drafted_steps,
    drop_draft,
    own_step,
    save_draft,
    tag_of,
)
from marketplace.errors import NotFound, TooLarge
from marketplace.permissions import Caller
from models import Candidate
from tests.marketplace.candidates.profiles import PROFILE
from tests.meetings import seeking
from tests.people import People


def test_what_is_typed_is_kept_right_or_wrong(people: People) -> None:
    seeker, other = seeking(people), seeking(people)
    typed = {"skills.0.name": ["x" * 500], "skills.0.years": ["many"]}
    with people.database.session(write=True) as session:
        save_draft(session, seeker.caller, "skills", {"skills.0.name": ["y"]}, "older")
        save_draft(session, seeker.caller, "skills", typed, "tag")
        save_draft(session, seeker.caller, "summary", {"headline": ["z"]}, "tag")
        session.commit()
        candidate = session.get_one(Candidate, seeker.candidate_id)
        draft = draft_of(session, candidate, "skills")
        assert draft is not None
        assert (draft.typed, draft.tag) == (typed, "tag")
        assert drafted_steps(session, candidate) == ["summary", "skills"]
        assert candidate.skills is None
        drop_draft(session, other.caller, "skills")
        assert drafted_steps(session, candidate) == ["summary", "skills"]
        drop_draft(session, seeker.caller, "skills")
        assert drafted_steps(session, candidate) == ["summary"]


def test_what_cannot_be_kept(people: People) -> None:
    seeker = seeking(people)
    nobody = Caller(account_id=people.person().account_id)
    with people.database.session(write=True) as session:
        with pytest.raises(TooLarge):
            save_draft(session, seeker.caller, "skills", {"a": ["x" * 200_001]}, "tag")
        for caller, step in ((nobody, "skills"), (seeker.caller, "weather")):
            with pytest.raises(NotFound):
                save_draft(session, caller, step, {}, "tag")


def test_a_step_has_another_tag_when_it_says_something_else(people: People) -> None:
    seeker = seeking(people)
    path = f"/candidates/{seeker.candidate_id}"

    def tags() -> dict[str, str]:
        with people.database.session(write=False) as session:
            candidate = own_step(session, seeker.caller, "skills")
            return {step: tag_of(candidate, step) for step in STEPS}

    before = tags()
    seeker.person.patch(path, {"education": PROFILE["education"]})
    after = tags()
    assert {step for step in STEPS if before[step] != after[step]} == {"education"}
    claim = seeker.person.get(path).json["education"][0]["id"]
    proof = {"section": "education", "claim_id": claim, "proof": "register no. 7"}
    item = seeker.person.post(f"{path}/evidence", proof).json
    decision = {"evidence": "verified", "reason": "seen"}
    people.admin().post(f"/evidence/{item['id']}/decision", decision)
    assert tags() == after  # a decision changes nothing that the person said
