import pytest
import sqlalchemy as sa

from marketplace.errors import Conflict, NotFound
from marketplace.reviews.people import reviewed
from marketplace.tags import services
from models import CandidateTag
from tests.acting import SECRET, acting
from tests.meetings import Employing, Seeking, add_role, employing, seeking
from tests.people import People


def put(people: People, boss: Employing, seeker: Seeking, *names: str) -> list[int]:
    with acting(people, boss.owner) as (session, caller):
        person = reviewed(session, caller, boss.role_id, seeker.code_for(boss), SECRET)
        return [services.put_tag(session, caller, person.role, [person], name) for name in names]


def on(people: People, boss: Employing, seeker: Seeking) -> list[str]:
    with people.database.session(write=False) as session:
        ids = [seeker.candidate_id]
        return list(services.tags_on(session, boss.employer_id, ids)[seeker.candidate_id])


def test_a_tag_is_on_a_candidate_once_for_all_roles_of_the_employer(people: People) -> None:
    boss, other, seeker = employing(people), employing(people), seeking(people)
    assert put(people, boss, seeker, "Berlin", "berlin", "Ada") == [1, 0, 1]
    boss.role_id = add_role(people, boss.employer_id)
    assert put(people, boss, seeker, "Berlin") == [0]
    assert on(people, boss, seeker) == ["Ada", "Berlin"]
    assert on(people, other, seeker) == []
    with people.database.session(write=False) as session:
        assert services.names_of(session, boss.employer_id) == ["Ada", "Berlin"]
        assert services.names_of(session, other.employer_id) == []


def test_a_tag_is_taken_off(people: People) -> None:
    boss, seeker = employing(people), seeking(people)
    put(people, boss, seeker, "Berlin")
    with acting(people, boss.owner) as (session, caller):
        person = reviewed(session, caller, boss.role_id, seeker.code_for(boss), SECRET)
        services.take_tag(session, caller, person, "Berlin")
        with pytest.raises(NotFound):
            services.take_tag(session, caller, person, "Berlin")
    assert on(people, boss, seeker) == []


def test_tags_are_bounded(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "MOST", 2)
    monkeypatch.setattr(services, "NAMES", 3)
    boss, one, two = employing(people), seeking(people), seeking(people)
    put(people, boss, one, "a", "b")
    with pytest.raises(Conflict, match="tags already"):
        put(people, boss, one, "c")
    put(people, boss, two, "c")
    with pytest.raises(Conflict, match="different tags"):
        put(people, boss, two, "d")


def test_tags_go_with_the_profile(people: People) -> None:
    boss, seeker = employing(people), seeking(people)
    put(people, boss, seeker, "Berlin")
    headers = {"If-Match": "*"}
    gone = seeker.person.send("DELETE", f"/candidates/{seeker.candidate_id}", headers=headers)
    assert gone.status_code == 204, gone.json
    with people.database.session(write=False) as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(CandidateTag)) == 0
