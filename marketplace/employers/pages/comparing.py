"""Two to five candidates side by side: requirements in rows, and no winner."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from marketplace.auth import caller
from marketplace.database import separately, session
from marketplace.employers.pages.blueprint import employer_pages
from marketplace.employers.pages.candidates import desk, table_file, view
from marketplace.employers.ranking import Ranked, matched_codes
from marketplace.exports.spreadsheets import written
from marketplace.html.formats import label
from marketplace.matches.services import note_look
from marketplace.roles.services import own_role

FEWEST, MOST = 2, 5


@dataclass(frozen=True, slots=True)
class Cell:
    """How one candidate stands to one requirement."""

    outcome: str  # met, not_met or unknown
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """One requirement, with a cell for each candidate."""

    group: str
    name: str
    cells: list[Cell]

    @property
    def differs(self) -> bool:
        """Whether the candidates do not all stand alike."""
        return len({cell.outcome for cell in self.cells}) > 1


@employer_pages.get("/employer/roles/<uuid:role_id>/compare")
def compare(role_id: UUID) -> ResponseReturnValue:
    """Compare candidates; those who hide are not there."""
    codes = list(dict.fromkeys(request.args.getlist("who")))
    if not FEWEST <= len(codes) <= MOST:
        role = own_role(session(), caller(), role_id, "see matches")
        return render_template("employers/compare.html", role=role, rows=[])
    role, rows = matched_codes(desk(), role_id, codes, view())
    lines = _lines(role, rows)
    only_differences = request.args.get("only") == "differences"
    shown = [line for line in lines if line.differs or not only_differences]
    if request.args.get("format") == "csv":
        own_role(session(), caller(), role_id, "export candidates")
        return _file(rows, shown)
    page = render_template(
        "employers/compare.html",
        role=role,
        rows=rows,
        lines=shown,
        codes=codes,
        only_differences=only_differences,
    )
    _note(role_id, rows)
    return page


def _note(role_id: UUID, rows: list[Ranked]) -> None:
    viewer, ids = caller(), [row.person.candidate.id for row in rows]

    def note(writing: Any) -> None:  # noqa: ANN401 - a session
        for id_ in ids:
            note_look(writing, viewer, id_, role_id)

    separately(note)


def _file(rows: list[Ranked], lines: list[Line]) -> Response:
    names = [row.person.brief()["name"] or row.person.code for row in rows]
    header = [gettext("Requirement"), *names]
    cells = [[line.name, *(cell.text for cell in line.cells)] for line in lines]
    return table_file(written(header, cells), "comparison")


def _lines(role: Any, rows: list[Ranked]) -> list[Line]:  # noqa: ANN401 - a role
    """Return skills, the required ones first, then gates, then visa outcomes."""
    skills = sorted(role.skills, key=lambda skill: not skill["required"])
    must, nice = gettext("Must have"), gettext("Nice to have")
    lines = [
        Line(
            must if skill["required"] else nice,
            skill["name"],
            [_skill(row.match, skill["name"]) for row in rows],
        )
        for skill in skills
    ]
    lines += [
        Line(gettext("Requirements"), label(code, "gate"), [_gate(row.match, code) for row in rows])
        for code in [gate["code"] for gate in rows[0].match["gates"]]
    ]
    lines += [
        Line(
            gettext("Visa"), label(name, "flag"), [_flag(row.match["flags"][name]) for row in rows]
        )
        for name in rows[0].match["flags"]
    ]
    return lines


def _skill(match: Mapping[str, Any], name: str) -> Cell:
    """Return whether a skill is named; what is not named may still be there."""
    if name not in [item["term"] for item in match["missing"]]:
        return Cell("met", gettext("Named"))
    near = [item["have"] for item in match["adjacent"] if item["asked"] == name]
    if near:
        return Cell("unknown", gettext("Not named; near it: %(skills)s", skills=", ".join(near)))
    return Cell("unknown", gettext("Not named"))


def _gate(match: Mapping[str, Any], code: str) -> Cell:
    outcome = next(gate["outcome"] for gate in match["gates"] if gate["code"] == code)
    words = {"met": gettext("Met"), "not_met": gettext("Not met")}
    return Cell(outcome, words.get(outcome, gettext("Unknown")))


def _flag(flag: Mapping[str, Any]) -> Cell:
    return Cell(flag["outcome"], label(flag["outcome"], "outcome"))
