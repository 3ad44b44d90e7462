"""The page of figures of a role."""

from uuid import UUID

from flask import render_template

from marketplace.auth import caller
from marketplace.database import session
from marketplace.employers.market import market_of
from marketplace.employers.pages.blueprint import employer_pages
from marketplace.employers.pages.candidates import desk, view
from marketplace.errors import NotAllowed
from marketplace.matches.listings import Asked
from marketplace.matches.schemas import RankQuery
from marketplace.pipelines.figures import FEWEST, figures_of

_SCHEMA = RankQuery()


@employer_pages.get("/employer/roles/<uuid:role_id>/figures")
def show_figures(role_id: UUID) -> str:
    """Show how many came how far, how long it took, and which requirement costs most."""
    role, figures, histories = figures_of(session(), caller(), role_id)
    asked = Asked(query=_SCHEMA.load({}), after=None, view=view(0))
    try:
        market = market_of(desk(), role_id, asked, histories)
    except NotAllowed:  # nobody is ranked for an employer that is not verified
        market = None
    return render_template(
        "employers/figures.html", role=role, figures=figures, market=market, fewest=FEWEST
    )
