from collections.abc import Callable
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from marketplace.errors import Invalid
from marketplace.imports.job_postings import READ as POSTING_KEYS
from marketplace.imports.job_postings import read_job_posting
from marketplace.imports.resumes import READ as RESUME_KEYS
from marketplace.imports.resumes import read_resume
from tests.marketplace.imports.postings import posting, resume

KEYS = st.sampled_from(
    [
        *("@type", "name", "value", "address", "addressLocality", "addressCountry", "currency"),
        *("minValue", "maxValue", "unitText", "monthsOfExperience", "credentialCategory"),
        *("label", "summary", "email", "url", "profiles", "keywords", "startDate", "endDate"),
        *("studyType", "fluency", "language", "type", "canonical", "highlights", "title"),
    ]
)
WORDS = st.sampled_from(
    [
        "",
        "-",
        "1-2万/月",
        "本科以上",
        "3年以上经验",
        "$1",
        "2026-02-30",
        "2020",
        "<p>",
        "&#0;",
        "patent",
    ]
)
TEXTS = st.one_of(WORDS, st.text(max_size=20))
SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(-(10**20), 10**20), st.floats(allow_nan=False), TEXTS
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.one_of(KEYS, TEXTS), inner, max_size=4)
    ),
    max_leaves=8,
)


def objects(keys: frozenset[str]) -> st.SearchStrategy[dict[str, Any]]:
    return st.dictionaries(st.sampled_from(sorted(keys)), VALUES, max_size=6)


def outcome(read: Callable[[dict[str, Any]], object], body: dict[str, Any]) -> list[str]:
    """Return the pointers of a refusal, none where the body was taken."""
    try:
        read(body)
    except Invalid as refusal:
        return [error["pointer"] for error in refusal.errors] or ["nowhere"]
    return []


@settings(max_examples=300, deadline=None)
@given(objects(POSTING_KEYS))
def test_no_posting_does_more_than_be_refused(changes: dict[str, Any]) -> None:
    for body in (changes, posting(**changes)):
        assert all(place.startswith("#") for place in outcome(read_job_posting, body))


@settings(max_examples=300, deadline=None)
@given(objects(RESUME_KEYS))
def test_no_resume_does_more_than_be_refused(changes: dict[str, Any]) -> None:
    for body in (changes, resume(**changes)):
        assert all(place.startswith("#") for place in outcome(read_resume, body))
