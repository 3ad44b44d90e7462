"""Erasing a candidate takes what employers wrote about them along."""

from datetime import timedelta

from marketplace.conversations.interviews import set_interview
from marketplace.conversations.services import write_to_candidate, write_to_employer
from marketplace.reviews.notes import write_note
from marketplace.reviews.people import reviewed
from marketplace.reviews.scorecards import judge
from marketplace.shortlists.services import (
    add_entries,
    create_shortlist,
    entry_of,
    explain_entry,
)
from models import now
from tests.acting import SECRET, acting
from tests.marketplace.candidates.test_erasure import CANARY, everything
from tests.meetings import applied, employing, seeking
from tests.people import People


def test_erasing_leaves_nothing_that_employers_wrote(people: People) -> None:
    boss, seeker = employing(people), seeking(people)
    made, code = applied(seeker, boss), seeker.code_for(boss)
    with acting(people, boss.owner) as (session, caller):
        person = reviewed(session, caller, boss.role_id, code, SECRET)
        shortlist = create_shortlist(session, caller, boss.role_id, name="First")
        add_entries(session, caller, shortlist, person.role, [code], SECRET)
        entry = entry_of(session, shortlist, person.role, code, SECRET)
        explain_entry(session, entry, CANARY)
        write_note(session, caller, person, text=CANARY, is_shareable=True)
        judge(session, caller, person, levels={}, overall=3, text=CANARY)
        write_to_candidate(session, caller, person, text=CANARY)
        tomorrow = now() + timedelta(days=1)
        set_interview(session, caller, person, starts_at=tomorrow, minutes=30, place=CANARY)
    rejection = {"to": "rejected", "reason": CANARY, "message": CANARY}
    boss.owner.post(f"/applications/{made['id']}/transitions", rejection)
    with acting(people, seeker.person) as (session, caller):
        write_to_employer(session, caller, boss.role_id, text=CANARY)
    assert everything(people).count(CANARY) >= 9
    assert seeker.person.delete(f"/candidates/{seeker.candidate_id}").status_code == 204
    assert CANARY not in everything(people)
