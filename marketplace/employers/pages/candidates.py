"""The ranked candidates of a role, as a table and as a file."""

from typing import Any
from uuid import UUID

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from marketplace.applications.api import secret
from marketplace.auth import caller
from marketplace.clock import today
from marketplace.database import session
from marketplace.employers.pages.blueprint import employer_pages
from marketplace.employers.ranking import Desk, Ranked, all_pages, ranked_page
from marketplace.errors import NotAllowed
from marketplace.exports.spreadsheets import written
from marketplace.html.formats import label
from marketplace.http.languages import asked_language
from marketplace.matches.api import FEWEST_TOLD, note_seen
from marketplace.matches.asking import asking
from marketplace.matches.catalogue import catalogue
from marketplace.matches.filters import FLAGS
from marketplace.matches.listings import Asked
from marketplace.matches.views import View
from marketplace.roles.services import own_role
from marketplace.shortlists.services import shortlists_of

TERMS = 8


def desk() -> Desk:
    """Return with what the caller works in this request."""
    return Desk(session=session(), catalogue=catalogue(), caller=caller(), secret=secret())


def view(terms: int | None = TERMS, include: frozenset[str] = frozenset()) -> View:
    """Return how an employer looks at matches today."""
    return View(
        day=today(),
        today=today(),
        language=asked_language(),
        terms=terms,
        include=include,
        to_employer=True,
    )


@employer_pages.get("/employer/roles/<uuid:role_id>/candidates")
def rank_candidates(role_id: UUID) -> ResponseReturnValue:
    """Show the candidates of a role, best first, narrowed by the filters in the address."""
    role = own_role(session(), caller(), role_id, "see matches")
    asks = asking()
    asked = asks.asked(view())
    shown: dict[str, Any] = {"role": role, "form": asks.form, "flags": FLAGS}
    try:
        found = ranked_page(desk(), role_id, asked)
    except NotAllowed as refusal:
        return render_template("employers/candidates.html", refusal=refusal.detail, **shown)
    lists = shortlists_of(session(), caller(), role_id)
    note_seen(found.ranking.seen)
    page = render_template(
        "employers/candidates.html",
        **shown,
        rows=found.rows,
        total=_told_total(asked, found.ranking.page.total),
        index=found.ranking.index,
        is_changed=found.ranking.page.generation_changed,
        lists=lists,
        is_first=asked.after is None,
        first_url=asks.url(),
        file_url=asks.url(f"{request.path}.csv"),
        next_url=asks.next_url(found.ranking.page),
        may_write=caller().may("write reviews", role.employer_id),
    )
    return page, (422 if asks.form.errors else 200)


@employer_pages.get("/employer/roles/<uuid:role_id>/candidates.csv")
def export_candidates(role_id: UUID) -> Response:
    """Hand out the best 500 that pass the filters as a table for spreadsheet programs."""
    own_role(session(), caller(), role_id, "export candidates")
    asks, rows = asking(), []
    asks.require_sense()
    asked = asks.asked(view())
    for page in all_pages(desk(), role_id, asked):
        note_seen(page.ranking.seen)
        rows += [_cells(row) for row in page.rows]
    header = [
        gettext("Rank"),
        gettext("Code"),
        gettext("Name"),
        gettext("Headline"),
        gettext("Fit"),
        gettext("Score"),
        gettext("Must-haves met"),
        gettext("Must-haves"),
        *(label(name, "flag") for name in FLAGS),
        gettext("Stage"),
    ]
    return table_file(written(header, rows), "candidates")


def table_file(text: str, name: str) -> Response:
    """Return a table as a file to keep."""
    disposition = f'attachment; filename="{name}-{today().isoformat()}.csv"'
    headers = {"Content-Disposition": disposition, "Cache-Control": "private, no-store"}
    return Response(text, headers=headers, content_type="text/csv; charset=utf-8")


def _cells(row: Ranked) -> list[object]:
    match, told = row.match, row.person.brief()
    application = row.person.application
    return [
        match["rank"],
        told["code"],
        told["name"],
        told["headline"],
        label(match["band"], "band"),
        match["score"],
        match["must_haves"]["met"],
        match["must_haves"]["of"],
        *(label(match["flags"][name]["outcome"], "outcome") for name in FLAGS),
        "" if application is None else label(application.stage, "stage"),
    ]


def _told_total(asked: Asked, total: int) -> int | None:
    """Return how many there are; how few have an outcome is not told."""
    by_flag = any(asked.query[name] for name in FLAGS)
    return None if by_flag and total < FEWEST_TOLD else total
