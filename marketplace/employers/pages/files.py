"""Tables of people as files for spreadsheet programs; each of them stands in the audit trail."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Response
from flask_babel import gettext

from marketplace.auth import caller
from marketplace.clock import today
from marketplace.database import separately
from marketplace.employers.applicants import Row
from marketplace.employers.ranking import Ranked
from marketplace.exports.handing import note_export
from marketplace.exports.spreadsheets import written
from marketplace.html.formats import formats_now, label
from marketplace.matches.filters import FLAGS

Cells = Sequence[object]


def people_file(
    role_id: UUID, what: str, header: Sequence[str], rows: Sequence[Cells], *, count: int
) -> Response:
    """Return a table of a role's people as a file to keep, and note that it was handed out.

    Args:
        what: which table, as the file is named.
        count: how many people are in it.
    """
    text, viewer = written(header, rows), caller()

    def note(writing: Any) -> None:  # noqa: ANN401 - a session
        note_export(writing, viewer, role_id, what=what, count=count)

    separately(note)
    disposition = f'attachment; filename="{what}-{today().isoformat()}.csv"'
    headers = {"Content-Disposition": disposition, "Cache-Control": "private, no-store"}
    return Response(text, headers=headers, content_type="text/csv; charset=utf-8")


def candidates_file(role_id: UUID, rows: Sequence[Ranked]) -> Response:
    """Return candidates with their matches as a file."""
    header = [
        gettext("Rank"),
        gettext("Code"),
        gettext("Name"),
        gettext("Headline"),
        gettext("Fit"),
        gettext("Score"),
        gettext("Must-haves met"),
        gettext("Must-haves"),
        gettext("Highest degree"),
        gettext("Years of experience"),
        gettext("Willing to work in"),
        gettext("Weeks of notice"),
        *(label(name, "flag") for name in FLAGS),
        gettext("Stage"),
    ]
    return people_file(role_id, "candidates", header, [*map(_ranked, rows)], count=len(rows))


def _ranked(row: Ranked) -> Cells:
    match, told = row.match, row.person.brief()
    application, short = row.person.application, row.person.in_short(today())
    return [
        match["rank"],
        told["code"],
        told["name"],
        told["headline"],
        label(match["band"], "band"),
        match["score"],
        match["must_haves"]["met"],
        match["must_haves"]["of"],
        label(short["degree"] or "", "degree"),
        short["experience_years"],
        ", ".join(label(hub, "hub") for hub in short["hubs"]),
        short["notice_weeks"],
        *(label(match["flags"][name]["outcome"], "outcome") for name in FLAGS),
        "" if application is None else label(application.stage, "stage"),
    ]


def applications_file(role_id: UUID, rows: Sequence[Row]) -> Response:
    """Return applications, as their table shows them, as a file."""
    header = [
        gettext("Code"),
        gettext("Name"),
        gettext("Headline"),
        gettext("Stage"),
        gettext("In stage since"),
        gettext("Applied"),
        gettext("Fit"),
        label("k_sponsorship", "flag"),
        gettext("Tags"),
        gettext("Responsible"),
    ]
    return people_file(role_id, "applications", header, [*map(_applied, rows)], count=len(rows))


def _applied(row: Row) -> Cells:
    told, applied, formats = row.person.brief(), row.applied, formats_now()
    return [
        told["code"],
        told["name"],
        told["headline"],
        label(applied.stage, "stage"),
        formats.day(applied.since),
        formats.day(applied.created_at),
        label(applied.band or "", "band"),
        label(applied.outcome, "outcome"),
        ", ".join(row.tags),
        row.owner,
    ]
