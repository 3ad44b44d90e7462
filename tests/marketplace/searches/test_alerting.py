from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from marketplace.errors import Conflict, Invalid, NotFound
from marketplace.marks.services import mark_role
from marketplace.matches.catalogue import Catalogue
from marketplace.notifications.services import choose_topics
from marketplace.searches import saving
from marketplace.searches.alerting import tell_searches
from marketplace.searches.saving import (
    change_search,
    delete_search,
    list_searches,
    save_search,
    stop_search,
)
from models import OutboxMessage, SavedSearch, now
from tests.meetings import Seeking, add_role, employing, seeking
from tests.people import People

Query = Mapping[str, Sequence[str]]


def saved(
    people: People, seeker: Seeking, query: Query, frequency: str = "instant", **words: str
) -> UUID:
    stated = {"name": "Decoders", "language": "en", **words}
    with people.database.session(write=True) as session:
        made = save_search(session, seeker.caller, query=query, frequency=frequency, **stated)
        session.commit()
        return made.id


def told(people: People, at: datetime | None = None) -> list[dict[str, Any]]:
    """Return the mails that a round of the worker writes."""
    catalogue = Catalogue(people.app.config["MARKETPLACE"].index_folder)
    before = set(_mails(people))
    with people.app.app_context():
        count = tell_searches(people.database, catalogue, at=at or now())
    written = [payload for id_, payload in _mails(people).items() if id_ not in before]
    assert len(written) == count
    return written


def _mails(people: People) -> dict[UUID, dict[str, Any]]:
    wanted = sa.select(OutboxMessage.id, OutboxMessage.payload)
    with people.database.session(write=False) as session:
        rows = session.execute(wanted.where(OutboxMessage.type == "mail.send"))
        return dict(rows.all())


def test_only_what_is_new_is_told_and_once(people: People) -> None:
    seeker, employer = seeking(people), employing(people, title="Decoder engineer")
    search_id = saved(people, seeker, {"q": ["decoder"], "sort": ["newest"], "hub": [""]})
    assert told(people) == []  # it was there before
    new = add_role(people, employer.employer_id, title="Another decoder engineer")
    add_role(people, employer.employer_id, title="Gardener")
    [mail] = told(people)
    assert mail["to"] == seeker.person.email
    assert mail["subject"] == "1 new for “Decoders”"
    assert f"https://market.example/roles/{new}" in mail["text"]
    assert "Gardener" not in mail["text"]
    assert "https://market.example/roles?q=decoder" in mail["text"]
    assert mail["unsubscribe"] in mail["text"]
    assert told(people) == []
    add_role(people, employer.employer_id, title="Third decoder engineer")
    [mail] = told(people)
    assert "Another decoder" not in mail["text"]
    with people.database.session(write=True) as session:
        stop_search(session, seeker.person.account_id, search_id)
        session.commit()
    add_role(people, employer.employer_id, title="Fourth decoder engineer")
    assert told(people) == []


def test_a_role_whose_moment_is_older_than_its_commit_is_not_lost(people: People) -> None:
    seeker, employer = seeking(people), employing(people)
    saved(people, seeker, {})
    late = now() - timedelta(minutes=1)
    add_role(people, employer.employer_id, title="First")
    assert len(told(people)) == 1
    add_role(people, employer.employer_id, title="Late", posted_at=late)
    add_role(people, employer.employer_id, title="Second")
    [mail] = told(people)
    assert "Late" in mail["text"]
    assert "First" not in mail["text"]


def test_daily_and_weekly_wait(people: People) -> None:
    seeker, employer = seeking(people), employing(people)
    saved(people, seeker, {"q": ["welder"]}, "daily", name="day")
    saved(people, seeker, {"q": ["welder"]}, "weekly", name="week", language="zh-Hans")
    saved(people, seeker, {"q": ["welder"]}, "off", name="never")
    add_role(people, employer.employer_id, title="Welder")
    assert told(people) == []
    [mail] = told(people, now() + timedelta(days=1, minutes=1))
    assert "day" in mail["subject"]
    [mail] = told(people, now() + timedelta(days=7, minutes=1))
    assert mail["subject"] == "“week”有 1 个新职位"


def test_hidden_roles_and_unwanted_mail(people: People) -> None:
    seeker, quiet, employer = seeking(people), seeking(people), employing(people)
    saved(people, seeker, {})
    saved(people, quiet, {})
    hidden = add_role(people, employer.employer_id, title="Hidden")
    with people.database.session(write=True) as session:
        mark_role(session, seeker.caller, hidden, "hidden")
        choose_topics(session, quiet.caller, [])
        session.commit()
    assert told(people) == []


def test_a_search_that_cannot_be_made_finds_nothing(people: People) -> None:
    seeker, employer, without = seeking(people), employing(people), people.person()
    saved(people, seeker, {"k_sponsorship": ["not_met"]})
    saved(people, seeker, {"hub": ["atlantis"]})
    with people.database.session(write=True) as session:
        session.add(
            SavedSearch(
                account_id=without.account_id,
                name="nobody's",
                query={"k_sponsorship": ["met"]},
                frequency="instant",
                told=[],
            )
        )
        session.commit()
    add_role(people, employer.employer_id)
    assert told(people) == []


def test_searches_are_kept_changed_and_deleted(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    seeker, other = seeking(people), seeking(people)
    monkeypatch.setattr(saving, "MOST", 2)
    first = saved(people, seeker, {"currency": ["EUR"], "page": ["1"]})
    saved(people, seeker, {"salary_min": ["1"], "currency": ["EUR"]})
    with pytest.raises(Conflict):
        saved(people, seeker, {})
    with people.database.session(write=True) as session:
        kept = [each.query for each in list_searches(session, seeker.caller)]
        assert kept == [{"salary_min": ["1"], "currency": ["EUR"]}, {"page": ["1"]}]
        assert list_searches(session, other.caller) == []
        changed = change_search(session, seeker.caller, first, name="Other", frequency="off")
        assert (changed.name, changed.frequency) == ("Other", "off")
        for caller, search_id in ((other.caller, first), (seeker.caller, UUID(int=7))):
            with pytest.raises(NotFound):
                change_search(session, caller, search_id, name="x", frequency="off")
            with pytest.raises(NotFound):
                delete_search(session, caller, search_id)
        stop_search(session, other.person.account_id, first)
        delete_search(session, seeker.caller, first)
        session.commit()
        assert len(list_searches(session, seeker.caller)) == 1
    for frequency, query in (("hourly", {}), ("daily", {"q": ["x" * 5000]})):
        with pytest.raises(Invalid):
            saved(people, other, query, frequency)
