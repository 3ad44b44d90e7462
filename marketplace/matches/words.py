"""What analysis makes of roles and candidates: masked, weighed, ready to rank and to explain."""

import hashlib
from dataclasses import replace
from functools import cache
from importlib.resources import files

import orjson

from marketplace.candidates.blanking import blanked
from marketplace.candidates.profiles import ANY_DAY, candidate_profile, told_profile
from marketplace.roles.profiles import role_profile
from matching.profiles import CandidateProfile, RoleProfile
from matching.ranking.copying import runs_of_candidate, runs_of_role
from matching.ranking.documents import candidate_document, role_document
from matching.ranking.packing import Words, surfaces
from matching.text.version import analyzer_version
from models import Candidate, Role

RULES = 4  # rises with every change to the masks, to what is told, or to how words are packed


@cache
def words_version() -> str:
    """Return what names the rules: words of another version are made anew."""
    masks = files("marketplace.candidates").joinpath("name_words.yaml").read_bytes()
    digest = hashlib.sha256(f"{RULES} {analyzer_version()}".encode() + masks)
    return digest.hexdigest()[:16]


def role_words(role: Role) -> Words:
    """Analyse a stored role; its employer must be loaded."""
    return words_of_role(role_profile(role))


def words_of_role(profile: RoleProfile) -> Words:
    """Analyse a role."""
    return Words(role_document(profile), runs=runs_of_role(profile))


def candidate_words(candidate: Candidate) -> Words:
    """Analyse a stored candidate: what ranks, and what an employer may be told of an anonymous one.

    An open one shows all that ranks.
    """
    texts = blanked(candidate)
    profile = candidate_profile(candidate, day=ANY_DAY, texts=texts)
    return replace(words_of_candidate(profile, told_profile(profile)), headline=texts.headline)


def words_of_candidate(profile: CandidateProfile, told: CandidateProfile | None = None) -> Words:
    """Analyse a candidate.

    Args:
        told: what alone may explain the score, where that is not the whole profile.
    """
    document = candidate_document(profile)
    return Words(
        document,
        told=surfaces(document if told is None else candidate_document(told)),
        runs=runs_of_candidate(profile),
    )


def role_digest(role: Role) -> bytes:
    """Return a digest of all that a role's words are made of."""
    return _digest(role.title, role.description, role.requirements, role.skills, role.facilities)


def candidate_digest(candidate: Candidate) -> bytes:
    """Return a digest of all that a candidate's words are made of, and masked by."""
    return _digest(
        *(candidate.name, candidate.email, candidate.phone, candidate.links),
        *(candidate.headline, candidate.summary, candidate.skills),
        *(candidate.experience, candidate.education),
        *(candidate.patents, candidate.publications, candidate.awards),
    )


def _digest(*parts: object) -> bytes:
    return hashlib.blake2b(orjson.dumps(parts), digest_size=16).digest()
