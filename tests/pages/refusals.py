"""The pages of refusals, as nobody in particular gets them."""

from collections.abc import Iterator
from pathlib import Path

from flask import Flask

from marketplace import create_app
from marketplace.errors import MarketplaceError, NotAllowed, NotFound, TooMany, Unavailable
from marketplace.messages import Message
from tests.conftest import make_config

BROKEN = 500
REFUSALS: tuple[MarketplaceError, ...] = (
    NotAllowed(Message("This needs an administrator of the service.")),
    NotFound(),
    TooMany(Message("At most {amount} requests in {seconds} seconds.", amount=300, seconds=60)),
    Unavailable("The database cannot answer just now; try again."),
)


def refusal_pages(folder: Path, language: str) -> Iterator[tuple[int, str]]:
    """Yield the page of each refusal, and of a fault, by its status."""
    app = create_app(make_config(f"sqlite:///{folder / 'demo.db'}", folder, demo=True))
    by_status = {refusal.status: refusal for refusal in REFUSALS}
    _add_refusing(app, by_status)
    headers = {"Accept": "text/html", "Accept-Language": language}
    for status in (*by_status, BROKEN):
        answer = app.test_client().get(f"/refused/{status}", headers=headers)
        assert (answer.status_code, answer.mimetype) == (status, "text/html")
        yield status, answer.text


def _add_refusing(app: Flask, refusals: dict[int, MarketplaceError]) -> None:
    def refuse(status: int) -> str:
        raise refusals.get(status, RuntimeError("broken on purpose"))

    app.add_url_rule("/refused/<int:status>", view_func=refuse)
