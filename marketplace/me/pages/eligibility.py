"""All visa routes side by side, for what one's own profile says."""

from flask import render_template

from marketplace.auth import caller
from marketplace.clock import today
from marketplace.database import session
from marketplace.http.languages import asked_language
from marketplace.me.pages.blueprint import me, own_id
from marketplace.policies.installed import installed_packs
from marketplace.routes.profiles import own_routes


@me.get("/me/eligibility")
def show_eligibility() -> str:
    """Put the routes side by side for one's own profile, and say what would change the answer."""
    found = own_routes(
        session(), caller(), own_id(), installed_packs(), day=today(), language=asked_language()
    )
    return render_template(
        "me/eligibility.html", routes=found["routes"], flags=found["flags"], day=today()
    )
