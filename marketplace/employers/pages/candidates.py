"""The ranked candidates of a role, as a table and as a file."""

from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from marketplace.applications.api import secret
from marketplace.applications.schemas import STAGES
from marketplace.auth import caller
from marketplace.clock import now, today
from marketplace.database import separately_if_possible, session
from marketplace.employers.applicants import digest_of
from marketplace.employers.keeping import Kept, kept_on
from marketplace.employers.narrowing import narrowed
from marketplace.employers.pages.blueprint import employer_pages
from marketplace.employers.pages.chips import Options, chips_of
from marketplace.employers.pages.files import candidates_file
from marketplace.employers.ranking import MOST, Desk, Ranked, all_pages, ranked_page, read_role
from marketplace.employers.review_schemas import CandidateQuery
from marketplace.employers.visits import Visit, note_visit, visit_of
from marketplace.errors import NotAllowed
from marketplace.html.formats import formats_now, label
from marketplace.matches.api import FEWEST_TOLD, note_seen
from marketplace.matches.asking import FILTERS, Asking, asking, view_today
from marketplace.matches.catalogue import catalogue
from marketplace.matches.filters import FLAGS
from marketplace.matches.listings import Asked
from marketplace.matches.requirements import pay_steps
from marketplace.matches.views import View
from marketplace.roles.profiles import role_profile
from marketplace.roles.services import own_role
from marketplace.shortlists.services import shortlists_of

MINE = ("tag", "not_tag", "stage", "fresh", "owner")  # filters by what the members did
DEMANDS = ("must_haves", "skill", "requirements", "pay")  # by what the role asks and offers
SECRETIVE = (*FLAGS, "requirements", "pay")  # how few have an outcome is not told
SORTS = ("fit", "newest")
ALL = "all"  # in an address: everybody who matches is chosen; in a form: the digest of them
TERMS = 8
_SCHEMA = CandidateQuery()


def desk() -> Desk:
    """Return with what the caller works in this request."""
    return Desk(session=session(), catalogue=catalogue(), caller=caller(), secret=secret())


def view(terms: int | None = TERMS, include: frozenset[str] = frozenset()) -> View:
    """Return how an employer looks at matches today."""
    return view_today(terms, include, to_employer=True)


def asking_candidates() -> Asking:
    """Return which candidates this request's address asks for."""
    return asking(_SCHEMA, filters=(*FILTERS, *DEMANDS, *MINE), also=(ALL,))


def _asked(asks: Asking, role: Any, visit: Visit) -> Asked:  # noqa: ANN401 - a role
    return asks.asked(view(), **narrowed(session(), caller(), role, asks.query, visit))


def choices(kept: Kept) -> dict[str, Any]:
    """Return what filters by the members' own work offer."""
    stages = [(stage, label(stage, "stage")) for stage in STAGES]
    return {
        "tag_names": kept.tag_names,
        "tag_options": [(name, name) for name in kept.tag_names],
        "stage_options": stages,
        "members": kept.members,
        "owner_options": offered()["owner"],
        "fresh_options": offered()["fresh"],
    }


def offered() -> dict[str, Options]:
    """Return what filters by the members' own work offer, whatever the role."""
    return {
        "owner": [
            ("mine", gettext("I am responsible")),
            ("nobodys", gettext("Nobody is responsible")),
        ],
        "fresh": [
            ("new", gettext("New since your last visit")),
            ("unreviewed", gettext("No member has done anything yet")),
        ],
    }


def demands_of(role: Any) -> dict[str, Options]:  # noqa: ANN401 - a role
    """Return what filters by the role's own demands offer."""
    profile, names = role_profile(role), [skill["name"] for skill in role.skills]
    told = {"least": gettext("lowest"), "middle": gettext("middle"), "most": gettext("highest")}
    return {
        "must_haves": [("met", gettext("All named")), ("unknown", gettext("Not all named"))],
        "requirements": [
            ("met", gettext("All met")),
            ("unknown", gettext("None failed, some unknown")),
            ("not_met", gettext("Some not met")),
        ],
        "skill": [(name, name) for name in dict.fromkeys(names)],
        "pay": [
            (step, f"{told[step]}: {formats_now().money(amount, role.salary_currency)}")
            for step, amount in pay_steps(profile)
        ],
    }


def note_look_at(role_id: UUID, visit: Visit, at: datetime) -> None:
    """Write down that the caller looked at the people of a role, once a minute."""
    who = caller()
    if not visit.is_noted:
        separately_if_possible(lambda writing: note_visit(writing, who, role_id, at))


def codes_of_all(role: Any) -> list[str]:  # noqa: ANN401 - a role
    """Return the codes of the best 500 who pass the filters in the address; they see that."""
    asks, visit = asking_candidates(), visit_of(session(), caller(), role.id, now())
    codes: list[str] = []
    for page in all_pages(desk(), role.id, _asked(asks, role, visit)):
        note_seen(page.ranking.seen)
        codes += [row.person.code for row in page.rows]
    return codes


@employer_pages.get("/employer/roles/<uuid:role_id>/candidates")
def rank_candidates(role_id: UUID) -> ResponseReturnValue:
    """Show the candidates of a role, best first, narrowed by the filters in the address."""
    role = read_role(desk(), role_id, "see matches")
    asks, at = asking_candidates(), now()
    visit = visit_of(session(), caller(), role_id, at)
    asked = _asked(asks, role, visit)
    shown: dict[str, Any] = {"role": role, "form": asks.form, "flags": FLAGS}
    try:
        found = ranked_page(desk(), role_id, asked)
    except NotAllowed as refusal:
        return render_template("employers/candidates.html", refusal=refusal.detail, **shown)
    lists, demands = shortlists_of(session(), caller(), role), demands_of(role)
    ids = [row.person.candidate.id for row in found.rows]
    kept = kept_on(session(), role, ids, with_acts=True)
    may_write = caller().may("write reviews", role.employer_id)
    everybody = codes_of_all(role) if may_write and request.args.get(ALL) == "yes" else []
    page = render_template(
        "employers/candidates.html",
        **shown,
        rows=found.rows,
        total=_told_total(asked, found.ranking.page.total),
        index=found.ranking.index,
        now=now(),
        is_changed=found.ranking.page.generation_changed,
        lists=lists,
        is_first=asked.after is None,
        first_url=asks.url(),
        sort_urls={order: asks.url(sort=order) for order in SORTS},
        file_url=asks.url(f"{request.path}.csv"),
        next_url=asks.next_url(found.ranking.page),
        kept=kept,
        **choices(kept),
        demands=demands,
        chips=chips_of(asks, {**demands, **offered()}),
        ignored=asks.ignored(),
        action=asks.url(),
        today=today(),
        may_write=may_write,
        digest=digest_of(everybody) if everybody else "",
        taken=len(everybody),
        most=MOST,
        all_url=asks.url(all="yes"),
    )
    note_seen(found.ranking.seen)
    note_look_at(role_id, visit, at)
    return page, (422 if asks.form.errors else 200)


@employer_pages.get("/employer/roles/<uuid:role_id>/candidates.csv")
def export_candidates(role_id: UUID) -> Response:
    """Hand out the best 500 that pass the filters as a table for spreadsheet programs."""
    role = own_role(session(), caller(), role_id, "export candidates")
    asks = asking_candidates()
    rows: list[Ranked] = []
    asks.require_sense()
    asked = _asked(asks, role, visit_of(session(), caller(), role_id, now()))
    for page in all_pages(desk(), role_id, asked):
        note_seen(page.ranking.seen)
        rows += page.rows
    return candidates_file(role.id, rows)


def _told_total(asked: Asked, total: int) -> int | None:
    """Return how many there are; how few have an outcome is not told."""
    by_flag = any(asked.query[name] for name in SECRETIVE)
    return None if by_flag and total < FEWEST_TOLD else total
