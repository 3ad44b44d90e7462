import sqlalchemy as sa

from models import Candidate
from tests.marketplace.candidates.profiles import profiled
from tests.people import People


def test_keys_hold_the_domains_of_named_employers(people: People) -> None:
    _, employer = people.owner(website="https://WWW.Harbour.example/jobs")
    _, bare = people.owner()
    hidden_from = [employer["id"].upper(), bare["id"], "www.Lake.example", "数智.cn"]
    person, made = profiled(people, hidden_from=hidden_from)
    assert made["hidden_from"] == hidden_from
    keys = [employer["id"], bare["id"], "harbour.example", "lake.example", "xn--kdv0w.cn"]
    assert people.scalar(sa.select(Candidate.hidden_keys)) == sorted(keys)
    person.patch(f"/candidates/{made['id']}", {"hidden_from": []})
    assert people.scalar(sa.select(Candidate.hidden_keys)) == []
