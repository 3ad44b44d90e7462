"""What is compared for copies, kept beside saved indexes for whoever has no database."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
import orjson
from sqlalchemy.orm import Session

from marketplace.candidates.profiles import ANY_DAY, candidate_profile
from marketplace.candidates.services import candidates_by_ids
from marketplace.database import beside
from marketplace.matches.copies import runs_column
from marketplace.matches.states import State
from marketplace.roles.profiles import role_profile
from marketplace.roles.services import roles_by_ids
from matching.profiles import Achievement, CandidateProfile, Degree, Employment
from matching.ranking.copying import runs_of_role
from matching.ranking.index import Index
from matching.text.copies import Runs

_AT_ONCE = 200  # rows
_FILE = "copies.ndjson"
_ACHIEVEMENTS = ("patents", "publications", "awards")


def keep_texts(session: Session, state: State, folder: Path) -> None:
    """Write the runs of roles and the texts of candidates that share a run with the other side."""
    with (folder / _FILE).open("wb") as file:
        for ids in _sharing(state.roles, state.candidates):
            with beside(session) as reading:
                for id_, role in roles_by_ids(reading, ids).items():
                    runs = runs_of_role(role_profile(role))
                    file.write(_line({"id": id_, "runs": runs}))
        for ids in _sharing(state.candidates, state.roles):
            with beside(session) as reading:
                for id_, row in candidates_by_ids(reading, ids).items():
                    texts = _plain(candidate_profile(row, day=ANY_DAY))
                    file.write(_line({"id": id_, "texts": texts}))


class KeptTexts:
    """What ``keep_texts`` wrote; of anybody else no word was copied."""

    def __init__(self, folder: Path) -> None:
        self._kept: dict[UUID, bytes] = {}
        for line in _lines(folder / _FILE):
            self._kept[UUID(orjson.loads(line)["id"])] = line

    def __contains__(self, id_: UUID) -> bool:
        return id_ in self._kept

    def runs_by_id(self, ids: Sequence[UUID]) -> Mapping[UUID, Runs]:
        """Return the runs of some roles."""
        return {id_: _runs(kept["runs"]) for id_, kept in self._read(ids)}

    def texts_by_id(self, ids: Sequence[UUID]) -> Mapping[UUID, CandidateProfile]:
        """Return the texts of some candidates."""
        return {id_: _profile(kept["texts"]) for id_, kept in self._read(ids)}

    def _read(self, ids: Sequence[UUID]) -> Iterator[tuple[UUID, Any]]:
        return ((id_, orjson.loads(self._kept[id_])) for id_ in ids if id_ in self._kept)


def _sharing(index: Index, other: Index) -> Iterator[list[UUID]]:
    """Yield, some at a time, the documents that share a run with one of the other side."""
    where = runs_column(index).sharing_with(runs_column(other))
    ids = index.ids_by(np.zeros(len(where)), limit=max(len(where), 1), where=where).ids
    yield from (ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE))


def _line(kept: Mapping[str, Any]) -> bytes:
    return orjson.dumps(kept, option=orjson.OPT_APPEND_NEWLINE)


def _lines(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        yield from file


def _runs(kept: Sequence[Sequence[int]]) -> Runs:
    english, chinese = kept
    return tuple(english), tuple(chinese)


def _plain(profile: CandidateProfile) -> dict[str, Any]:
    """Return what is analysed of a candidate."""
    achievements = {
        name: [each.title for each in getattr(profile, name) or ()] for name in _ACHIEVEMENTS
    }
    return {
        "headline": profile.headline,
        "summary": profile.summary,
        "skills": profile.skills or (),
        "experience": [
            (post.title, post.organisation, post.summary) for post in profile.experience or ()
        ],
        "education": [(degree.institution, degree.field) for degree in profile.education or ()],
        "own_names": profile.own_names,
        **achievements,
    }


def _profile(kept: Mapping[str, Any]) -> CandidateProfile:
    """Undo ``_plain``."""
    return CandidateProfile(
        headline=kept["headline"],
        summary=kept["summary"],
        skills=tuple(kept["skills"]),
        experience=tuple(
            Employment(title=title, organisation=organisation, summary=summary)
            for title, organisation, summary in kept["experience"]
        ),
        education=tuple(
            Degree(institution=institution, field=field) for institution, field in kept["education"]
        ),
        patents=_titled(kept["patents"]),
        publications=_titled(kept["publications"]),
        awards=_titled(kept["awards"]),
        own_names=tuple(kept["own_names"]),
    )


def _titled(titles: Sequence[str]) -> tuple[Achievement, ...]:
    return tuple(Achievement(title=title) for title in titles)
