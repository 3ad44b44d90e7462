"""What a search finds as an Atom feed (RFC 4287), for who reads it in a program of theirs."""

from flask import Blueprint, Response, render_template, request
from werkzeug.datastructures import MultiDict

from marketplace.clock import now, today
from marketplace.config import current_settings
from marketplace.database import session
from marketplace.http.languages import asked_language
from marketplace.matches.catalogue import catalogue
from marketplace.permissions import ANONYMOUS
from marketplace.searches import rail, services
from marketplace.searches.asking import ask

feeds = Blueprint("feeds", __name__)

MOST = 50  # roles in a feed, the newest


@feeds.get("/roles.atom")
def feed_roles() -> Response:
    """List the newest roles of a search; what only a profile could answer is left out."""
    question = ask(MultiDict(request.args), is_candidate=False)
    query = {**question.query, "sort": "newest", "limit": MOST}
    found = services.search_roles(session(), catalogue(), ANONYMOUS, query, after=None, day=today())
    roles = [role for role, _fit in found.roles]
    settings = current_settings()
    written = render_template(
        "searches/feed.xml",
        base=settings.public_url,
        question=question,
        filters=[chip.text for chip in rail.chips(question)],
        roles=roles,
        language=asked_language(),
        updated=max((role.posted_at for role in roles if role.posted_at), default=now()),
    )
    return Response(written, content_type="application/atom+xml; charset=utf-8")
