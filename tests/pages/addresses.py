"""Every page of the application: where it stands in the demo, and who may look at it."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from itertools import product
from pathlib import Path

import sqlalchemy as sa
from flask import Flask
from flask_security.confirmable import generate_confirmation_token
from flask_security.recoverable import generate_reset_password_token
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from marketplace.accounts.identity import User
from marketplace.candidates.codes import code_of
from marketplace.candidates.confirmation import confirmation_link
from marketplace.config import Config
from marketplace.database import Database
from marketplace.demo.sign_ins import sign_ins
from models import Account, Application, Base, Candidate, Role
from tests.browsing import Browser
from tests.people import Person

VISITORS = ("nobody", "candidate", "employer", "admin")
NO_PAGES = (
    "account_pages.show_start",  # leads on to where one's work is
    "static",
    "security.static",
    "health.healthz",
    "health.readyz",
    "security.confirm_email",  # links in mails that lead on to a page
    "security.change_email_confirm",
    "security.two_factor_token_validation",  # once the password was good: see test_accounts
    "security.two_factor_rescue",
    "security.mf_recovery",
    "security.tf_select",
    "security.wan_delete",
    "operator.show_document",  # a file
)
SEEN_BY_ALL = ("home.show_home", "role_pages.show_role", "search_pages.show_roles")
TRIES = 60  # things of a kind that are tried until one may be seen
Samples = Mapping[str, list[str]]


@dataclass(frozen=True)
class Visit:
    """A page as one visitor sees it."""

    endpoint: str
    visitor: str
    path: str


def page_rules(app: Flask) -> list[Rule]:
    """Return the rules behind which a page may stand."""
    return [
        rule
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ())
        and rule.endpoint not in NO_PAGES
        and not rule.rule.startswith("/api/v1")
    ]


def find_visits(app: Flask) -> list[Visit]:
    """Return who sees which page; what nobody in particular sees is seen by nobody alone."""
    config: Config = app.config["MARKETPLACE"]
    database: Database = app.extensions["database"]
    with database.session(write=False) as session, app.test_request_context():
        samples = _samples(session, config)
        browsers = {name: _browser(app, session, config, name) for name in VISITORS}
    return [visit for rule in page_rules(app) for visit in _visits(app, rule, samples, browsers)]


def keep_visits(visits: list[Visit], path: Path) -> None:
    """Write down who sees which page."""
    path.write_text(json.dumps([asdict(visit) for visit in visits]), encoding="utf-8")


def kept_visits(path: Path) -> list[Visit]:
    """Read who sees which page."""
    return [Visit(**each) for each in json.loads(path.read_text(encoding="utf-8"))]


def _visits(
    app: Flask, rule: Rule, samples: Samples, browsers: Mapping[str, Browser]
) -> Iterator[Visit]:
    for name, browser in browsers.items():
        path = next((path for path in _paths(app, rule, samples) if _is_page(browser, path)), None)
        if path is not None:
            yield Visit(rule.endpoint, name, path)
            if name == "nobody" and rule.endpoint not in SEEN_BY_ALL:
                return


def _paths(app: Flask, rule: Rule, samples: Samples) -> Iterator[str]:
    """Return addresses that a rule may have in the demo."""
    names = sorted(rule.arguments)
    adapter = app.url_map.bind("localhost")
    for values in product(
        *(samples.get(f"{rule.endpoint} {name}") or samples[name] for name in names)
    ):
        yield adapter.build(rule.endpoint, dict(zip(names, values, strict=True)))


def _is_page(browser: Browser, path: str) -> bool:
    answer = browser.client.get(path, headers={"Accept": "text/html"})
    return answer.status_code == 200 and answer.mimetype == "text/html"


def _browser(app: Flask, session: Session, config: Config, name: str) -> Browser:
    if name == "nobody":
        return Browser(app)
    email = next(each.email for each in sign_ins(config) if each.part == name)
    account = session.scalars(sa.select(Account).where(Account.email == email)).one()
    return Browser(app, Person(app.test_client(), account.id, email, {}))


def _samples(session: Session, config: Config) -> Samples:
    """Return what the arguments of addresses may be: a thing's own ids, and words."""
    named = {
        f"{name}_id": [str(each) for each in session.scalars(sa.select(table.c.id).limit(TRIES))]
        for table in Base.metadata.sorted_tables
        if "id" in table.c
        for name in (table.name, table.name.removeprefix("saved_"))
    }
    codes = [
        code_of(candidate.number, employer_id, config.secret_key)
        for candidate, employer_id in session.execute(
            sa.select(Candidate, Role.employer_id)
            .join(Application, Application.candidate_id == Candidate.id)
            .join(Role, Role.id == Application.role_id)
        )
    ]
    return (
        named
        | _signed(session)
        | {
            "who": codes,
            "code": codes,
            "pack_id": ["cn-k-seed"],
            "version": ["2025.1"],
            "other": ["2025.1"],
            "slug": ["not-found"],
        }
    )


def _signed(session: Session) -> dict[str, list[str]]:
    """Return the secrets of links in mails."""
    user = session.scalars(sa.select(User)).first()
    managed = session.scalars(
        sa.select(Candidate).order_by(Candidate.confirmed_at.is_not(None))
    ).first()
    assert user is not None
    assert managed is not None
    link = confirmation_link(managed.id, managed.email or "")
    return {
        "security.confirm_email token": [generate_confirmation_token(user)],
        "security.reset_password token": [generate_reset_password_token(user)],
        "profiles.show_confirmation token": [link.rpartition("/")[2]],
    }
