"""Turn profiles into documents: what each term weighs, where it stood, how it was written."""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache, partial
from itertools import chain
from typing import NamedTuple, Protocol

from matching.profiles import CandidateProfile, RoleProfile
from matching.text.analyzer import MAX_MENTIONS, Token, analyze, is_cut, read
from matching.text.folding import fold
from matching.text.masking import NO_MASKS, Masks, masks_of, name_masks
from matching.text.occupations import other_titles
from matching.text.skills import CONCEPT

# Of two fields that give a term as much, the later one is told as its place.
FIELD_WEIGHTS = {"experience": 1.0, "rest": 1.0, "skills": 1.5, "title": 5.0}
OTHER_TITLES_WEIGHT = 2.0  # of the terms of an occupation's other titles
LONGEST_TITLE = 80  # characters; a longer first line of a query is a sentence
_REMEMBERED = 10_000  # names of skills that are kept at hand

_NO_SKILLS: Mapping[str, bool] = {}

Texts = Mapping[str, Iterable[str]]  # by the fields of FIELD_WEIGHTS


class Place(NamedTuple):
    """Where a document holds a term."""

    field: str  # of FIELD_WEIGHTS; the one that gave most
    surface: str  # as written there


class Said(Protocol):
    """What one field says."""

    weights: dict[str, float]  # how much the mentions of each term count together

    @property
    def surfaces(self) -> Mapping[str, str]:
        """Return the words that stood first for each term, as written."""


@dataclass(frozen=True, slots=True)
class NamedSkill:
    """A skill from a profile's list, and the terms without which it is lacking."""

    name: str
    required: bool
    terms: frozenset[str]


@dataclass(frozen=True)
class Document:
    """A profile as ranking sees it.

    Attributes:
        weights: of the terms; sublinear in the mentions of all fields, each weighted.
        cut: some text was longer than what is read.
        find_places: what ``places`` are found by when they are first asked for.
    """

    weights: Mapping[str, float]
    skills: tuple[NamedSkill, ...] = ()
    cut: bool = False
    find_places: Callable[[], Mapping[str, Place]] = field(default=dict, compare=False, repr=False)

    @cached_property
    def places(self) -> Mapping[str, Place]:
        """Return where each term stands."""
        return self.find_places()


def role_document(role: RoleProfile) -> Document:
    """Return the document of a role; its employer is no part of it."""
    texts = {
        "title": [role.title],
        "experience": [role.description, role.requirements],
        "rest": role.facilities,
    }
    asked = {skill.name: skill.required for skill in role.skills}
    asked |= {skill.name: True for skill in role.skills if skill.required}
    return document_of(texts, asked, masks_of((), ()))


def candidate_document(candidate: CandidateProfile) -> Document:
    """Return the document of a candidate; names, organisations and status are no part of it."""
    posts, degrees = candidate.experience or (), candidate.education or ()
    organisations = [post.organisation for post in posts]
    organisations += [degree.institution for degree in degrees]
    texts = {
        "title": [candidate.headline],
        "experience": [text for post in posts for text in (post.title, post.summary)],
        "rest": [*_rest(candidate)],
    }
    names = dict.fromkeys(candidate.skills or (), False)
    masks = masks_of(candidate.own_names, organisations)
    return document_of(texts, names, masks, name_masks(candidate.own_names))


def query_document(text: str) -> Document:
    """Return the document of free words, as typed into a search."""
    if not text:
        return Document({})
    said, title = {"rest": read([text])}, _first_line(text).strip()
    weights = _merged(said)
    _add_other_titles(weights, title)
    return Document(weights, (), is_cut(text), partial(_places, said, (title,)))


def _first_line(text: str) -> str:
    line = text.strip().partition("\n")[0]
    return line if len(line) <= LONGEST_TITLE else ""


def document_of(
    texts: Texts,
    skills: Mapping[str, bool] = _NO_SKILLS,
    masks: Masks = NO_MASKS,
    skill_masks: Masks = NO_MASKS,
) -> Document:
    """Weigh the terms of texts and of skills (name to required, each name once)."""
    told = {name: kept for name in texts if (kept := [*filter(None, texts[name])])}
    said: dict[str, Said] = {name: read(kept, masks) for name, kept in told.items()}
    named: tuple[NamedSkill, ...] = ()
    if skills:
        listed = [(name, _skill_tokens(name, skill_masks)) for name in skills]
        said["skills"] = _Listed(tokens for _name, tokens in listed)
        named = tuple(NamedSkill(name, skills[name], _needed(tokens)) for name, tokens in listed)
    weights = _merged(said)
    titles = tuple(title.strip() for title in told.get("title", ()))
    for title in titles:
        _add_other_titles(weights, title)
    cut = any(is_cut(text) for text in [*chain.from_iterable(told.values()), *skills])
    return Document(weights, named, cut, partial(_places, said, titles))


def _add_other_titles(weights: dict[str, float], title: str) -> None:
    """Add the terms of other titles of the occupation that a title names."""
    for term, damped in other_titles(title).items():
        weights[term] = weights.get(term, 0.0) + OTHER_TITLES_WEIGHT * damped


def _places(said: Mapping[str, Said], titles: Iterable[str]) -> dict[str, Place]:
    """Return where each term stands; those of other titles alone stand for the title."""
    places: dict[str, Place] = {}
    most: dict[str, float] = {}
    for name, factor in FIELD_WEIGHTS.items():
        if name in said:
            surfaces = said[name].surfaces
            for term, weight in said[name].weights.items():
                if factor * weight >= most.get(term, 0.0):
                    most[term] = factor * weight
                    places[term] = Place(name, surfaces[term])
    for title in titles:
        for term in other_titles(title):
            places.setdefault(term, Place("title", title))
    return places


def _merged(said: Mapping[str, Said]) -> dict[str, float]:
    """Return what every term weighs, each field by its own weight."""
    mentions: dict[str, float] = {}
    # Added in the table's order: the sum is the same whichever field came first.
    for name, factor in FIELD_WEIGHTS.items():
        if name not in said:
            continue
        if not mentions:
            mentions = _weighted(said[name].weights, factor)
            continue
        for term, weight in said[name].weights.items():
            mentions[term] = mentions.get(term, 0.0) + factor * weight
    return {term: DAMPED[weight] for term, weight in mentions.items()}


def _weighted(weights: dict[str, float], factor: float) -> dict[str, float]:
    return (
        weights.copy()
        if factor == 1.0
        else {term: factor * weight for term, weight in weights.items()}
    )


class _Damped(dict[float, float]):
    """What mentions weigh: each further one less; below one it is the share itself."""

    def __missing__(self, mentions: float) -> float:
        if len(self) >= _REMEMBERED:
            self.clear()
        self[mentions] = weight = 1.0 + math.log(mentions) if mentions > 1.0 else mentions
        return weight


DAMPED = _Damped()


class _Listed:
    """What a list of skills says: each name is read by itself."""

    def __init__(self, skills: Iterable[Iterable[Token]]) -> None:
        self.weights: dict[str, float] = {}
        self.surfaces: dict[str, str] = {}
        counts: dict[str, int] = {}
        for term, surface, weight in chain.from_iterable(skills):
            count = counts[term] = counts.get(term, 0) + 1
            if count == 1:
                self.weights[term], self.surfaces[term] = weight, surface
            elif count <= MAX_MENTIONS:
                self.weights[term] += weight


def _skill_tokens(name: str, masks: Masks) -> tuple[Token, ...]:
    tokens, folded = remembered_tokens(name)
    if masks.sensitive or any(masked in folded for masked in masks.names):
        return tuple(analyze(name, masks))
    return tokens


@lru_cache(maxsize=_REMEMBERED)
def remembered_tokens(name: str) -> tuple[tuple[Token, ...], str]:
    """Return the terms of a skill's name, and its folded form."""
    return tuple(analyze(name)), fold(name).folded


@lru_cache(maxsize=_REMEMBERED)
def _needed(tokens: tuple[Token, ...]) -> frozenset[str]:
    """A skill is had by its concept where it has one, else by every whole word of its name."""
    terms = {token.term for token in tokens}
    concepts = frozenset(term for term in terms if term.startswith(CONCEPT))
    return concepts or frozenset(term for term in terms if len(term) > 1 and " " not in term)


def _rest(candidate: CandidateProfile) -> Iterator[str]:
    yield candidate.summary
    for degree in candidate.education or ():
        yield degree.field
    for kind in (candidate.patents, candidate.publications, candidate.awards):
        for achievement in kind or ():
            yield achievement.title
