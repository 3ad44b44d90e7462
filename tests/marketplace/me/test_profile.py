"""The editor of one's own profile."""

import re
from typing import Any

import pytest

from models import Purpose
from tests.browsing import Browser
from tests.marketplace.candidates.profiles import PROFILE
from tests.meetings import Seeking, seeking
from tests.people import People

SKILLS = {
    "skills.0.name": "Python",
    "skills.0.years": "6",
    "skills.1.name": "Rust",
    "skills.1.years": "",
}


class Editor:
    """Somebody who edits their profile."""

    def __init__(self, people: People, **fields: Any) -> None:
        self.seeker: Seeking = seeking(people, **fields)
        self.browser = Browser(people.app, self.seeker.person)

    @property
    def profile(self) -> Any:
        """What the profile says."""
        return self.seeker.person.get(f"/candidates/{self.seeker.candidate_id}").json

    def tag(self, step: str) -> str:
        """Return what the form of a step was opened on."""
        text = self.browser.get(f"/me/profile/{step}").get_data(as_text=True)
        [found] = re.findall(r'name="tag" value="([^"]+)"', text)
        return str(found)

    def keep(self, step: str, fields: dict[str, Any], **more: str) -> Any:
        """Send a step."""
        sent = {"tag": self.tag(step), "act": "keep", **fields, **more}
        return self.browser.post(f"/me/profile/{step}", sent)


def test_an_added_entry_is_where_one_goes_on(people: People) -> None:
    editor = Editor(people)
    browser, path = editor.browser, "/me/profile/skills"
    sent = {"tag": editor.tag("skills"), **SKILLS}
    added = browser.post(path, sent | {"act": "add:skills"}, follow=False)
    assert (added.status_code, added.headers["Location"]) == (303, f"{path}#skills.2")
    for _ in range(2):  # loaded again, it is still one
        shown = browser.get(path).text
        assert 'id="skills.2"' in shown
        assert 'id="skills.3"' not in shown
    assert 'value="Rust"' in shown
    removed = browser.post(path, sent | {"act": "remove:skills.1"}, follow=False)
    assert removed.headers["Location"] == f"{path}#add.skills"
    assert 'id="add.skills"' in browser.get(path).text
    assert editor.profile["skills"] is None


def test_each_step_is_kept(people: People) -> None:
    editor = Editor(people, consents=(Purpose.SENSITIVE_STATUS,))
    steps: dict[str, dict[str, Any]] = {
        "summary": {
            "contact.name": "Ada Moreau",
            "contact.email": "ada@example.org",
            "contact.links": ["https://moreau.example", ""],
            "headline": "Builds decoders",
            "summary": "Ten years.",
        },
        "skills": SKILLS,
        "experience": {
            "experience.0.title": "Researcher",
            "experience.0.start": "2019-04",
            "experience.0.leads_rd": "true",
        },
        "education": {
            "education.3.degree": "master",
            "education.3.field": "Physics",
            "education.3.sectors": ["ai"],
            "education.3.stem": "true",
        },
        "achievements": {"patents.0.title": "A decoder", "none.awards": "true"},
        "wishes": {
            "languages.0.language": "zh",
            "languages.0.level": "HSK4",
            "hubs": ["shanghai", "beijing"],
            "salary_min.amount": "400,000",
            "salary_min.currency": "CNY",
            "salary_min.period": "year",
            "notice_weeks": "0",
        },
        "status": {"status.visa": "K", "status.k_expires": "2027-06-30"},
    }
    for step, fields in steps.items():
        answer = editor.keep(step, fields)
        assert answer.status_code == 200, step
        assert "Saved." in answer.get_data(as_text=True), step
    profile = editor.profile
    assert profile["contact"]["name"] == "Ada Moreau"
    assert profile["contact"]["links"] == ["https://moreau.example"]
    assert profile["skills"] == [{"name": "Python", "years": 6}, {"name": "Rust", "years": None}]
    assert profile["experience"][0]["leads_rd"] is True
    assert profile["education"][0]["sectors"] == ["ai"]
    assert profile["patents"][0]["title"] == "A decoder"
    assert (profile["publications"], profile["awards"]) == (None, [])
    assert profile["hubs"] == ["beijing", "shanghai"] or profile["hubs"] == ["shanghai", "beijing"]
    assert profile["salary_min"] == {"amount": 400_000, "currency": "CNY", "period": "year"}
    assert profile["notice_weeks"] == 0
    assert profile["status"]["visa"] == "K"
    for step in steps:  # what is kept is shown, and kept again it says the same
        shown = editor.browser.get(f"/me/profile/{step}").get_data(as_text=True)
        assert shown.count("notice error") == 0
    assert editor.profile == profile


def test_what_is_wrong_is_said_at_the_field_and_nothing_is_lost(people: People) -> None:
    editor = Editor(people)
    answer = editor.keep("skills", SKILLS | {"skills.1.years": "many", "skills.0.name": "x" * 201})
    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert 'id="skills.1.years-wrong"' in text
    assert 'value="many"' in text
    assert "x" * 201 in text
    assert editor.profile["skills"] is None
    late = editor.keep("wishes", {"notice_weeks": "99"})
    assert 'id="notice_weeks-wrong"' in late.get_data(as_text=True)
    half = editor.keep("wishes", {"salary_min.amount": "5"})
    assert half.status_code == 422
    assert 'id="salary_min.currency-wrong"' in half.get_data(as_text=True)
    order = editor.keep("experience", {"experience.0.start": "2020", "experience.0.end": "2019"})
    assert 'id="experience.0.end-wrong"' in order.get_data(as_text=True)
    link = editor.keep("summary", {"contact.links": "javascript:alert(1)"})
    assert link.status_code == 422


def test_entries_come_and_go_without_a_script(people: People) -> None:
    editor = Editor(people)
    tag = editor.tag("skills")
    sent: dict[str, Any] = {"tag": tag, "skills.0.name": "Python", "act": "add:skills"}
    more = editor.browser.post("/me/profile/skills", sent).get_data(as_text=True)
    assert 'name="skills.1.name"' in more
    assert 'value="Python"' in more
    two = sent | {"skills.1.name": "Rust", "act": "remove:skills.0"}
    fewer = editor.browser.post("/me/profile/skills", two).get_data(as_text=True)
    assert 'value="Python"' not in fewer
    assert 'value="Rust"' in fewer
    assert editor.profile["skills"] is None
    assert 'value="Rust"' in editor.browser.get("/me/profile/skills").get_data(as_text=True)


def test_no_entries_are_not_stated_or_stated_as_none(people: People) -> None:
    editor = Editor(people, skills=[{"name": "Python", "years": 6}])
    editor.keep("skills", {"none.skills": "true"})
    assert editor.profile["skills"] == []
    editor.keep("skills", {})
    assert editor.profile["skills"] is None


def test_a_draft_is_kept_while_one_types_and_can_be_dropped(people: People) -> None:
    editor = Editor(people, headline="Builds decoders")
    typed = {"tag": editor.tag("summary"), "headline": "Builds nothing", "contact.email": "no"}
    saved = editor.browser.post("/me/profile/summary/draft", typed)
    assert "Draft kept" in saved.get_data(as_text=True)
    assert editor.profile["headline"] == "Builds decoders"
    shown = editor.browser.get("/me/profile/summary").get_data(as_text=True)
    assert "Builds nothing" in shown
    assert "have not kept yet" in shown
    assert "have unsaved changes" in editor.browser.get("/me").get_data(as_text=True)
    dropped = editor.browser.post("/me/profile/summary/draft/discard").get_data(as_text=True)
    assert "Builds decoders" in dropped
    assert "Builds nothing" not in dropped


def test_a_stale_form_shows_both_versions(people: People) -> None:
    editor = Editor(people, headline="First")
    tag = editor.tag("summary")
    other = {"headline": "Theirs"}
    editor.seeker.person.patch(f"/candidates/{editor.seeker.candidate_id}", other)
    sent = {"tag": tag, "act": "keep", "headline": "Mine"}
    answer = editor.browser.post("/me/profile/summary", sent)
    text = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert 'id="headline-other"' in text
    assert "Saved now: <span>Theirs</span>" in text
    assert "<code>headline" not in text
    assert 'value="Mine"' in text
    assert editor.profile["headline"] == "Theirs"
    [fresh] = re.findall(r'name="tag" value="([^"]+)"', text)
    editor.browser.post("/me/profile/summary", sent | {"tag": fresh})
    assert editor.profile["headline"] == "Mine"


def test_a_stale_form_says_what_is_kept_in_the_words_of_the_form(people: People) -> None:
    editor = Editor(people)
    tag = editor.tag("education")
    theirs = {"education": [{"degree": "doctor", "stem": True}, {"institution": "ETH"}]}
    changed = editor.seeker.person.patch(f"/candidates/{editor.seeker.candidate_id}", theirs)
    assert changed.status_code == 200, changed.json
    sent = {"tag": tag, "act": "keep", "education.0.degree": "master", "education.0.stem": "false"}
    browser = Browser(people.app, editor.seeker.person, language="zh-CN")
    answer = browser.post("/me/profile/education", sent).text
    said = re.findall(r'class="other" id="([^"]+)-other">(.*?)</p>', answer, re.DOTALL)
    kept = {name: re.sub("<[^>]+>", "", text).split("：")[-1].strip() for name, text in said}
    expected = {"education.0.degree": "博士", "education.0.stem": "是"}
    assert kept == expected | {"education.1.institution": "ETH"}


def test_another_part_that_changed_makes_no_form_stale(people: People) -> None:
    editor = Editor(people)
    tag = editor.tag("skills")
    other = {"education": PROFILE["education"]}
    editor.seeker.person.patch(f"/candidates/{editor.seeker.candidate_id}", other)
    sent = {"tag": tag, "act": "next", **SKILLS}
    assert editor.browser.post("/me/profile/skills", sent).request.path == "/me/profile/experience"


def test_the_status_asks_for_its_consent_first(people: People) -> None:
    editor = Editor(people)
    shown = editor.browser.get("/me/profile/status").get_data(as_text=True)
    assert "I consent" in shown
    assert 'name="status.visa"' not in shown
    refused = editor.browser.post(
        "/me/profile/status", {"tag": "x", "act": "keep", "status.visa": "K"}
    )
    assert refused.status_code == 409
    fields = {"give": "true", "next": "/me/profile/status"}
    given = editor.browser.post("/me/consents/sensitive_status", fields)
    assert 'name="status.visa"' in given.get_data(as_text=True)
    editor.keep("status", {"status.visa": "K"})
    assert editor.profile["status"]["visa"] == "K"
    editor.browser.post("/me/consents/sensitive_status", {})
    assert editor.profile["status"] is None


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>'])
def test_what_is_typed_stays_text(people: People, text: str) -> None:
    editor = Editor(people)
    editor.keep("summary", {"headline": text, "summary": text, "contact.name": text})
    for page in ("/me", "/me/profile/summary", "/me/matches", "/me/resume"):
        assert text not in editor.browser.get(page).get_data(as_text=True)
    assert editor.profile["headline"] == text
