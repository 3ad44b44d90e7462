"""Whom a pack cannot tell apart has flags that read the same, whoever stands for the class."""

from collections.abc import Hashable
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matching.codes import Evidence
from matching.policy.facts import flags_of
from matching.policy.flags import as_plain
from matching.policy.loading import active_pack, load_packs
from matching.policy.sameness import candidate_sameness, role_sameness
from matching.profiles import (
    CandidateProfile,
    Degree,
    EmployerProfile,
    Employment,
    RoleProfile,
    VisaStatus,
)

DAY = date(2026, 3, 1)
PACK = active_pack(load_packs(), "cn-k-seed", DAY)
SECTORS = st.sampled_from(["ai", "quantum_computing", None])
EVIDENCE = st.sampled_from(Evidence)
DEGREES = st.builds(
    Degree,
    level=st.sampled_from(["bachelor", "master", None]),
    sectors=st.sampled_from([("ai",), (), None]),
    stem=st.sampled_from([True, False, None]),
    evidence=EVIDENCE,
)
POSTS = st.builds(
    Employment,
    sector=SECTORS,
    start=st.sampled_from(["2018-01", "2024", None]),
    stem_research=st.sampled_from([True, None]),
    evidence=EVIDENCE,
)
CANDIDATES = st.builds(
    CandidateProfile,
    headline=st.sampled_from(["one", "other"]),
    education=st.none() | st.lists(DEGREES, max_size=2).map(tuple),
    experience=st.none() | st.lists(POSTS, max_size=2).map(tuple),
    status=st.none()
    | st.builds(
        VisaStatus,
        visa=st.sampled_from(["K", "Z", None]),
        work_permit=st.sampled_from([True, False, None]),
        current_sectors=st.sampled_from([("ai",), None]),
    ),
)
ROLES = st.builds(
    RoleProfile,
    title=st.sampled_from(["one", "other"]),
    sectors=st.sampled_from([("ai",), ("quantum_computing",), None]),
    province=st.sampled_from(["CN-SH", "CN-ZJ", None]),
    employer=st.builds(
        EmployerProfile,
        kind=st.sampled_from(["university", "tech_company", None]),
        kind_evidence=EVIDENCE,
    ),
)
PAIRS = st.lists(st.tuples(CANDIDATES, ROLES), min_size=8, max_size=40)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(PAIRS)
def test_flags_of_one_class_read_the_same(
    pairs: list[tuple[CandidateProfile, RoleProfile]],
) -> None:
    told: dict[Hashable, object] = {}
    for candidate, role in pairs:
        same = candidate_sameness(PACK, candidate, DAY), role_sameness(PACK, role, DAY)
        flags = flags_of(PACK, candidate, role, day=DAY)
        plain = {name: as_plain(flag) for name, flag in flags.items()}
        assert told.setdefault(same, plain) == plain


def test_texts_make_no_class() -> None:
    one, other = (CandidateProfile(headline=word) for word in ("one", "other"))
    assert candidate_sameness(PACK, one, DAY) == candidate_sameness(PACK, other, DAY)


def test_before_the_pack_everybody_is_the_same() -> None:
    early = date(1990, 1, 1)
    degreed = CandidateProfile(education=(Degree(level="master"),))
    assert candidate_sameness(PACK, degreed, early) == candidate_sameness(
        PACK, CandidateProfile(), early
    )
