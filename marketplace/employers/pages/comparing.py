"""Two to five candidates side by side: requirements in rows, and no winner."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from marketplace.auth import caller
from marketplace.clock import today
from marketplace.database import separately, session
from marketplace.employers.pages.blueprint import employer_pages, tell_left_out
from marketplace.employers.pages.candidates import desk, view
from marketplace.employers.pages.cells import Cell, skill_cells
from marketplace.employers.pages.files import people_file
from marketplace.employers.ranking import Compared, matched_codes
from marketplace.html.formats import formats_now, label
from marketplace.matches.services import note_look
from marketplace.roles.services import own_role

FEWEST, MOST = 2, 5


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
    """Compare candidates; those who hide are left out."""
    codes = list(dict.fromkeys(request.args.getlist("who")))
    if not FEWEST <= len(codes) <= MOST:
        role = own_role(session(), caller(), role_id, "see matches")
        return render_template("employers/compare.html", role=role, rows=[])
    role, rows = matched_codes(desk(), role_id, codes, view())
    tell_left_out(codes, rows)
    if len(rows) < FEWEST:
        return render_template("employers/compare.html", role=role, rows=[])
    lines = _lines(role, rows)
    only_differences = request.args.get("only") == "differences"
    shown = [line for line in lines if line.differs or not only_differences]
    if request.args.get("format") == "csv":
        own_role(session(), caller(), role_id, "export candidates")
        return _file(role_id, rows, shown)
    page = render_template(
        "employers/compare.html",
        role=role,
        rows=rows,
        lines=shown,
        starts=_starts(rows),
        codes=codes,
        only_differences=only_differences,
    )
    _note(role_id, rows)
    return page


def _note(role_id: UUID, rows: list[Compared]) -> None:
    viewer, ids = caller(), [row.person.candidate.id for row in rows]

    def note(writing: Any) -> None:  # noqa: ANN401 - a session
        for id_ in ids:
            note_look(writing, viewer, id_, role_id)

    separately(note)


def _file(role_id: UUID, rows: list[Compared], lines: list[Line]) -> Response:
    names = [row.person.brief()["name"] or row.person.code for row in rows]
    header = [gettext("Requirement"), *names]
    cells = [
        [gettext("Weeks of notice"), *_starts(rows)],
        *([line.name, *(cell.plain for cell in line.cells)] for line in lines),
    ]
    return people_file(role_id, "comparison", header, cells, count=len(rows))


def _starts(rows: list[Compared]) -> list[int | None]:
    """Return how many weeks of notice each says to need."""
    return [row.person.in_short(today())["notice_weeks"] for row in rows]


def _lines(role: Any, rows: list[Compared]) -> list[Line]:  # noqa: ANN401 - a role
    """Return skills, the required ones first, then gates, then visa outcomes."""
    must, nice = gettext("Must have"), gettext("Nice to have")
    lines = []
    for told in zip(*(skill_cells(role, row.match, row.texts) for row in rows), strict=True):
        skill = told[0][0]
        group = must if skill["required"] else nice
        lines.append(Line(group, skill["name"], [cell for _, cell in told]))
    facts = [_facts(row) for row in rows]
    lines += [
        Line(
            gettext("Requirements"),
            label(code, "gate"),
            [_gate(row.match, code, told) for row, told in zip(rows, facts, strict=True)],
        )
        for code in [gate["code"] for gate in rows[0].match["gates"]]
    ]
    lines += [
        Line(
            gettext("Visa"), label(name, "flag"), [_flag(row.match["flags"][name]) for row in rows]
        )
        for name in rows[0].match["flags"]
    ]
    return lines


def _facts(row: Compared) -> dict[str, str]:
    """Return what the profile states beside each gate, as far as a table shows it to anybody."""
    short, formats = row.person.in_short(today()), formats_now()
    years, spoken = short["experience_years"], row.match["candidate"]["profile"]["languages"]
    languages = [
        (formats.language_name(each["language"]), label(each["level"], "language_level"))
        for each in spoken or ()
    ]
    return {
        "degree": label(short["degree"] or "", "degree"),
        "experience": ""
        if years is None
        else ngettext("%(num)d year of work", "%(num)d years of work", years),
        "language": gettext(", ").join(" ".join(filter(None, told)) for told in languages),
        "place": gettext(", ").join(label(hub, "hub") for hub in short["hubs"]),
    }


def _gate(match: Mapping[str, Any], code: str, facts: Mapping[str, str]) -> Cell:
    outcome = next(gate["outcome"] for gate in match["gates"] if gate["code"] == code)
    words = {"met": gettext("Met"), "not_met": gettext("Not met")}
    told = words.get(outcome, gettext("Unknown"))
    return Cell(outcome, told, fact=facts.get(code, ""))


def _flag(flag: Mapping[str, Any]) -> Cell:
    return Cell(flag["outcome"], label(flag["outcome"], "outcome"))
