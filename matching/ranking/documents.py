"""Turn profiles into documents: what each term weighs, where it stood, how it was written."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from matching.profiles import CandidateProfile, Employment, RoleProfile
from matching.text.analyzer import Token, analyze, is_cut, tokens_of
from matching.text.masking import Masks, masks_of, name_masks
from matching.text.occupations import other_titles
from matching.text.skills import CONCEPT

FIELD_WEIGHTS = {"title": 5.0, "skills": 1.5, "experience": 1.0, "rest": 1.0}
OTHER_TITLES_WEIGHT = 2.0  # of the terms of an occupation's other titles
LONGEST_TITLE = 80  # characters; a longer first line of a query is a sentence
MAX_MENTIONS = 12  # of a term in one field; more of them count nothing


class Occurrence(NamedTuple):
    """How a document holds one term."""

    weight: float  # sublinear in the mentions of all fields, each weighted
    field: str  # of FIELD_WEIGHTS; the one that gave most
    surface: str  # as written there


@dataclass(frozen=True, slots=True)
class NamedSkill:
    """A skill from a profile's list, and the terms without which it is lacking."""

    name: str
    required: bool
    terms: frozenset[str]


@dataclass(frozen=True, slots=True)
class Document:
    """A profile as ranking sees it."""

    terms: dict[str, Occurrence]
    skills: tuple[NamedSkill, ...] = ()
    cut: bool = False  # some text was longer than what is read


@dataclass(frozen=True, slots=True)
class Text:
    """One text of a profile and the field it belongs to."""

    field: str  # of FIELD_WEIGHTS
    text: str
    masks: Masks = ()


def role_document(role: RoleProfile) -> Document:
    """Return the document of a role; its employer is no part of it."""
    masks = masks_of((), ())
    texts = [Text("title", role.title, masks)]
    texts += [Text("experience", text, masks) for text in (role.description, role.requirements)]
    texts += [Text("rest", facility, masks) for facility in role.facilities]
    asked = {skill.name: skill.required for skill in role.skills}
    asked |= {skill.name: True for skill in role.skills if skill.required}
    return document_of(texts, asked)


def candidate_document(candidate: CandidateProfile) -> Document:
    """Return the document of a candidate; names, organisations and status are no part of it."""
    experience, education = candidate.experience or (), candidate.education or ()
    organisations = [post.organisation for post in experience]
    masks = masks_of(
        candidate.own_names, [*organisations, *(degree.institution for degree in education)]
    )
    texts = [Text("title", candidate.headline, masks)]
    texts += [Text("experience", text, masks) for post in experience for text in _post(post)]
    texts += [Text("rest", text, masks) for text in _rest(candidate)]
    names = dict.fromkeys(candidate.skills or (), False)
    return document_of(texts, names, name_masks(candidate.own_names))


def query_document(text: str) -> Document:
    """Return the document of free words, as typed into a search."""
    return document_of([Text("rest", text)], {}, title=_first_line(text))


def _first_line(text: str) -> str:
    line = text.strip().partition("\n")[0]
    return line if len(line) <= LONGEST_TITLE else ""


def document_of(
    texts: Iterable[Text], skills: dict[str, bool], masks: Masks = (), title: str = ""
) -> Document:
    """Weigh the terms of texts and of skills (name to required, each name once).

    Args:
        title: may name an occupation, as the texts of the field ``title`` may.
    """
    texts = [text for text in texts if text.text]
    counted = _Counted()
    for text in texts:
        counted.add(text.field, tokens_of(text.text, text.masks))
    named = []
    for name, required in skills.items():
        tokens = analyze(name, masks)
        counted.add("skills", tokens)
        named.append(NamedSkill(name, required, _needed(tokens)))
    terms = counted.occurrences()
    for name in (title, *(text.text for text in texts if text.field == "title")):
        _add_other_titles(terms, name)
    cut = any(is_cut(text) for text in [*(text.text for text in texts), *skills])
    return Document(terms, tuple(named), cut)


def _add_other_titles(terms: dict[str, Occurrence], title: str) -> None:
    """Let a title that names an occupation stand for the occupation's other titles too."""
    surface = title.strip()
    for term, damped in other_titles(surface).items():
        weight = OTHER_TITLES_WEIGHT * damped
        if (own := terms.get(term)) is not None:
            terms[term] = own._replace(weight=own.weight + weight)
        else:
            terms[term] = Occurrence(weight, "title", surface)


class _Mentions:
    """What one field says of one term."""

    __slots__ = ("count", "surface", "weight")

    def __init__(self, surface: str, weight: float) -> None:
        self.surface, self.weight, self.count = surface, weight, 1  # as written first


class _Counted:
    """Mentions of terms, field by field."""

    def __init__(self) -> None:
        self._fields: dict[str, dict[str, _Mentions]] = {name: {} for name in FIELD_WEIGHTS}

    def add(self, field: str, tokens: Iterable[tuple[str, str, float]]) -> None:
        said = self._fields[field]
        for term, surface, weight in tokens:
            mentions = said.get(term)
            if mentions is None:
                said[term] = _Mentions(surface, weight)
            elif mentions.count < MAX_MENTIONS:
                mentions.count += 1
                mentions.weight += weight

    def occurrences(self) -> dict[str, Occurrence]:
        """Return every term with the field that gave most."""
        # Added in the table's order: the sum is the same whichever field came first.
        found: dict[str, tuple[float, float, str, str]] = {}
        for field, factor in FIELD_WEIGHTS.items():
            for term, said in self._fields[field].items():
                given = factor * said.weight
                total, most, where, surface = found.get(term, (0.0, 0.0, field, said.surface))
                if given > most:
                    most, where, surface = given, field, said.surface
                found[term] = (total + given, most, where, surface)
        return {
            term: Occurrence(_sublinear(total), where, surface)
            for term, (total, _most, where, surface) in found.items()
        }


def _sublinear(mentions: float) -> float:
    """Let each further mention count for less; below one it is the share itself."""
    return 1.0 + math.log(mentions) if mentions > 1.0 else mentions


def _needed(tokens: list[Token]) -> frozenset[str]:
    """A skill is had by its concept where it has one, else by every whole word of its name."""
    concepts = frozenset(token.term for token in tokens if token.term.startswith(CONCEPT))
    return concepts or frozenset(token.term for token in tokens if token.weight == 1.0)


def _post(post: Employment) -> Iterator[str]:
    yield post.title
    yield post.summary


def _rest(candidate: CandidateProfile) -> Iterator[str]:
    yield candidate.summary
    for degree in candidate.education or ():
        yield degree.field
    for kind in (candidate.patents, candidate.publications, candidate.awards):
        for achievement in kind or ():
            yield achievement.title
