from collections.abc import Sequence
from typing import Any
from uuid import UUID

import pytest

from marketplace.clock import today
from marketplace.errors import Conflict, NotAllowed, NotFound
from marketplace.matches.catalogue import catalogue
from marketplace.reviews.notes import write_note
from marketplace.reviews.people import reviewed
from marketplace.shortlists import services, sharing
from models import Role, Visibility
from tests.acting import SECRET, acting
from tests.meetings import Employing, Seeking, employing, seeking
from tests.people import People, Person


def make_list(people: People, boss: Employing, *seekers: Seeking) -> UUID:
    """Return the id of a shortlist of the employer's role with some candidates on it."""
    with acting(people, boss.owner) as (session, caller):
        made = services.create_shortlist(session, caller, boss.role_id, name="First")
        add(session, caller, made.id, [seeker.code_for(boss) for seeker in seekers])
        return made.id


def add(session: Any, caller: Any, list_id: UUID, codes: Sequence[str]) -> int:
    shortlist, role = services.own_shortlist(session, caller, list_id)
    return services.add_entries(session, caller, shortlist, role, codes, SECRET)


def codes_on(people: People, person: Person, list_id: UUID) -> list[str]:
    with acting(people, person) as (session, caller):
        shortlist, role = services.own_shortlist(session, caller, list_id, "see reviews")
        return [
            each.code
            for _, each in services.listed(
                session, catalogue(), shortlist.id, role, SECRET, today()
            )
        ]


def test_a_list_keeps_its_order_and_each_candidate_once(people: People) -> None:
    boss, one, two, three = employing(people), *(seeking(people) for _ in range(3))
    first, second, third = (each.code_for(boss) for each in (one, two, three))
    list_id = make_list(people, boss, one, two)
    with acting(people, boss.owner) as (session, caller):
        assert add(session, caller, list_id, [first, third, third]) == 1
    assert codes_on(people, boss.owner, list_id) == [first, second, third]
    with acting(people, boss.owner) as (session, caller):
        shortlist, role = services.own_shortlist(session, caller, list_id)
        entry = services.entry_of(session, shortlist, role, third, SECRET)
        services.move_entry(session, shortlist, entry, -1)
        services.explain_entry(session, entry, "Knows the decoder.")
        gone = services.entry_of(session, shortlist, role, first, SECRET)
        services.remove_entry(session, caller, shortlist, gone, first)
    assert codes_on(people, boss.owner, list_id) == [third, second]
    with acting(people, boss.owner) as (session, caller):
        shortlist, role = services.own_shortlist(session, caller, list_id)
        found = services.shortlists_of(session, caller, role)
        assert [(each.name, count) for each, count in found] == [("First", 2)]
        services.rename_shortlist(session, caller, shortlist, name="Second")
        services.delete_shortlist(session, caller, shortlist)
        assert services.shortlists_of(session, caller, role) == []


def test_strangers_find_no_list_and_viewers_change_none(people: People) -> None:
    boss, other, seeker = employing(people), employing(people), seeking(people)
    list_id = make_list(people, boss, seeker)
    viewer = boss.member(people, "viewer")
    assert codes_on(people, viewer, list_id) == [seeker.code_for(boss)]
    with acting(people, viewer) as (session, caller), pytest.raises(NotAllowed):
        services.own_shortlist(session, caller, list_id)
    with acting(people, other.owner) as (session, caller):
        with pytest.raises(NotFound):
            services.own_shortlist(session, caller, list_id, "see reviews")
        with pytest.raises(NotFound):
            services.create_shortlist(session, caller, boss.role_id, name="Theirs")
        with pytest.raises(NotFound):
            services.shortlists_of(session, caller, session.get_one(Role, boss.role_id))


def test_another_employers_code_and_nobodys_are_the_same(people: People) -> None:
    boss, other, seeker = employing(people), employing(people), seeking(people)
    list_id = make_list(people, boss)
    for code in (seeker.code_for(other), "C-00000000", "nonsense"):
        with acting(people, boss.owner) as (session, caller), pytest.raises(NotFound):
            add(session, caller, list_id, [code])


def test_names_are_unique_within_a_role(people: People) -> None:
    boss = employing(people)
    make_list(people, boss)
    with acting(people, boss.owner) as (session, caller), pytest.raises(Conflict):
        services.create_shortlist(session, caller, boss.role_id, name="First")


def test_who_hides_leaves_the_list(people: People) -> None:
    boss, seeker = employing(people), seeking(people)
    list_id = make_list(people, boss, seeker)
    hides = {"visibility": "anonymous", "hidden_from": [str(boss.employer_id)]}
    changed = seeker.person.patch(f"/candidates/{seeker.candidate_id}", hides)
    assert changed.status_code == 200
    assert codes_on(people, boss.owner, list_id) == []


def test_a_shared_list_names_nobody(people: People) -> None:
    boss = employing(people)
    seeker = seeking(people, visibility=Visibility.OPEN, headline="Ada Moreau builds decoders")
    list_id = make_list(people, boss, seeker)
    code = seeker.code_for(boss)
    with acting(people, boss.owner) as (session, caller):
        shortlist, role = services.own_shortlist(session, caller, list_id)
        entry = services.entry_of(session, shortlist, role, code, SECRET)
        services.explain_entry(session, entry, "Ada knows decoders.")
        person = reviewed(session, caller, boss.role_id, code, SECRET)
        write_note(session, caller, person, text="Moreau is quick.", is_shareable=True)
        write_note(session, caller, person, text="Costs much.", is_shareable=False)
        assert sharing.link_word(shortlist, SECRET) is None
        sharing.share_shortlist(session, caller, shortlist, role, SECRET)
        word = sharing.link_word(shortlist, SECRET)
    assert word is not None
    with acting(people, boss.owner) as (session, _):
        seen = sharing.shared_view(session, catalogue(), list_id, word, day=today(), secret=SECRET)
        with pytest.raises(NotFound):
            sharing.shared_view(
                session, catalogue(), list_id, word + "x", day=today(), secret=SECRET
            )
    [shown] = seen["candidates"]
    assert (shown["code"], shown["rationale"]) == (code, "[…] knows decoders.")
    assert shown["notes"] == ["[…] is quick."]
    assert "Moreau" not in str(seen)
    log = seeker.person.get(f"/candidates/{seeker.candidate_id}/access_log").json["data"]
    assert [view["what"] for view in log] == ["shortlist"]


def test_a_link_taken_back_opens_nothing(people: People) -> None:
    boss = employing(people)
    list_id = make_list(people, boss)
    with acting(people, boss.owner) as (session, caller):
        shortlist, role = services.own_shortlist(session, caller, list_id)
        sharing.share_shortlist(session, caller, shortlist, role, SECRET)
        word = sharing.link_word(shortlist, SECRET) or ""
        sharing.unshare_shortlist(session, caller, shortlist)
        with pytest.raises(NotFound):
            sharing.shared_view(session, catalogue(), list_id, word, day=today(), secret=SECRET)
