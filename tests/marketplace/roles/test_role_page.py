"""One role as a page."""

import json
import re
from collections.abc import Mapping
from typing import Any

import pytest
from markupsafe import escape

from marketplace.assessments.wording import put_to_you
from tests.browsing import Browser
from tests.market import Market, market

__all__ = ["market"]

HOSTILE = '"><script>alert(1)</script>'


def posting_of(page: str) -> Mapping[str, Any]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    loaded: Mapping[str, Any] = json.loads(found[1])
    return loaded


def test_everyone_reads_what_is_asked_and_offered(market: Market) -> None:
    role = market.open_role(
        title="Decoder researcher",
        description="You **lead** it.",
        skills=["surface codes"],
        degree_min="doctor",
        support={"housing": True},
        offers_sponsorship=True,
    )
    page = Browser(market.people.app).get(f"/roles/{role}").text
    assert "<strong>lead</strong>" in page
    assert "Doctor" in page
    assert "CN¥400,000 to CN¥600,000 a year" in page
    assert "own statement; no outcome rests on it." in page
    assert "Sign in to see it for your profile" in page
    assert f"/roles/{role}/report" in page
    assert "Why it ranks where it does" not in page


def test_a_candidate_reads_how_many_roles_are_open_by_switching(market: Market) -> None:
    role = market.open_role(title="Decoder researcher")
    market.open_role(title="Hotel manager", sectors=["ai"])
    market.role(title="Draft")
    status = {"visa": "K", "k_expires": "2099-01-01", "current_sectors": ["ai"]}
    held = market.candidate(status=status, consents=("matching", "sensitive_status"))
    proof = {"section": "status", "proof": "The stamp in the passport."}
    sent = held.person.post(f"/candidates/{held.id}/evidence", proof).json
    decision = {"evidence": "verified", "reason": "Seen"}
    assert market.admin.post(f"/evidence/{sent['id']}/decision", decision).status_code == 200
    for holder, words in (
        (held, "2 roles look open to you by switching"),
        (market.candidate(), "No role looks open to you by switching at the moment."),
    ):
        found = holder.person.get("/roles?k_switch=met").json["page"]["total"]
        assert found == (2 if holder is held else 0)
        assert words in Browser(market.people.app, holder.person).get(f"/roles/{role}").text


def test_a_candidate_sees_why_and_what_the_rules_say(market: Market) -> None:
    role = market.open_role(title="Decoder researcher")
    ines = market.candidate()
    page = Browser(market.people.app, ines.person).get(f"/roles/{role}").text
    match = ines.person.get(f"/candidates/{ines.id}/matches/{role}").json
    assert f"<strong>{match['score']:.3f}</strong>" in page
    bars = [float(each) for each in re.findall(r'<td class="number">([\d.]+)</td>', page)]
    assert sum(bars) == pytest.approx(match["score"], abs=0.0005 * len(bars))
    for flag in match["flags"].values():
        assert flag["label"] in page
        told = [put_to_you(item["text"], "en") for item in flag["remedy"]]
        assert all(str(escape(text)) in page for text in told)
    assert "/policies/cn-k-seed/versions/" in page
    assert "Before you start work" in page


def test_who_applied_is_led_to_the_application(market: Market) -> None:
    role, ines = market.open_role(title="Decoder researcher"), market.candidate()
    reader = Browser(market.people.app, ines.person)
    assert f'href="/roles/{role}/apply"' in reader.get(f"/roles/{role}").text
    made = ines.person.post("/applications", {"role_id": role}).json
    page = reader.get(f"/roles/{role}").text
    assert f'href="/me/applications/{made["id"]}"' in page
    assert f'href="/roles/{role}/apply"' not in page


def test_search_engines_read_an_open_role(market: Market) -> None:
    role = market.open_role(title=f"Lead {HOSTILE}", description="Plain.", work_mode="remote")
    posting = posting_of(Browser(market.people.app).get(f"/roles/{role}").text)
    assert posting["@type"] == "JobPosting"
    assert posting["title"] == f"Lead {HOSTILE}"
    assert posting["baseSalary"]["value"]["minValue"] == 400000
    assert posting["jobLocationType"] == "TELECOMMUTE"
    assert posting["url"].endswith(f"/roles/{role}")


def test_a_hostile_text_is_text(market: Market) -> None:
    role = market.open_role(
        title=f"Lead {HOSTILE}", description=HOSTILE, requirements=HOSTILE, skills=[HOSTILE]
    )
    for path in (f"/roles/{role}", "/roles", f"/roles/{role}/report"):
        assert "<script>alert" not in Browser(market.people.app).get(path).text


def test_an_ended_role_says_so_and_names_others(market: Market) -> None:
    over = market.open_role(title="Decoder researcher", description="Gone words")
    market.open_role(title="Decoder engineer")
    market.owner.post(f"/roles/{over}/transitions", {"to": "closed"})
    answer = Browser(market.people.app).get(f"/roles/{over}")
    assert answer.status_code == 410
    assert "This role has ended" in answer.text
    assert "Decoder engineer" in answer.text
    assert "Gone words" not in answer.text
    mine = Browser(market.people.app, market.owner).get(f"/roles/{over}")
    assert (mine.status_code, "Gone words" in mine.text) == (200, True)


def test_a_paused_role_takes_no_applications_and_a_draft_is_its_members(market: Market) -> None:
    paused, draft = market.open_role(title="Paused one"), market.role(title="Draft one")
    market.owner.post(f"/roles/{paused}/transitions", {"to": "paused"})
    visitor, owner = Browser(market.people.app), Browser(market.people.app, market.owner)
    page = visitor.get(f"/roles/{paused}").text
    assert "has paused this role" in page
    assert "ld+json" not in page
    assert visitor.get(f"/roles/{draft}").status_code == 404
    assert "only members of the employer" in owner.get(f"/roles/{draft}").text


def test_anyone_reports_a_role(market: Market) -> None:
    role = market.open_role(title="Too good")
    visitor = Browser(market.people.app)
    empty = visitor.post(f"/roles/{role}/report", {"detail": "They want a deposit."})
    assert empty.status_code == 422
    assert "They want a deposit." in empty.text
    assert 'href="#reason"' in empty.text
    sent = visitor.post(f"/roles/{role}/report", {"reason": "fee", "detail": "A deposit."})
    assert "The operator looks at every report." in sent.text


@pytest.mark.parametrize("language", ["en", "zh"])
def test_words_of_the_employer_are_marked_with_their_language(
    market: Market, language: str
) -> None:
    chinese = market.open_role(title="量子计算研究员", description="负责纠错算法。")
    english = market.open_role(title="Decoder researcher")
    browser = Browser(market.people.app, language=language)
    marks = {
        role: re.search(r"<h1([^>]*)>", browser.get(f"/roles/{role}").text)[1]  # type: ignore[index]
        for role in (chinese, english)
    }
    wanted = {"en": (' lang="zh-Hans"', ""), "zh": ("", ' lang="en"')}[language]
    assert (marks[chinese], marks[english]) == wanted
