"""Every page of the application: where it stands in the demo, and who may look at it."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import product
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from marketplace.candidates.codes import code_of
from marketplace.candidates.confirmation import confirmation_link
from marketplace.candidates.drafts import STEPS
from marketplace.config import Config
from marketplace.database import Database
from marketplace.demo.sign_ins import sign_ins
from marketplace.notifications.links import stop_link
from marketplace.shortlists.sharing import link_word
from models import (
    Account,
    Application,
    Base,
    Candidate,
    GreenhouseAccount,
    Invitation,
    Role,
    RoleStatus,
    Shortlist,
)
from tests.browsing import Browser
from tests.people import Person

VISITORS = ("nobody", "candidate", "employer", "admin")
NO_PAGES = (
    "account_pages.show_start",  # leads on to where one's work is
    "me.download_document",  # files
    "me.export_everything",
    "me.export_resume",
    "me.show_profile",  # leads on to the first step
    "static",
    "security.static",
    "health.healthz",
    "health.readyz",
    "health.metrics",
    "about.show_robots",  # files
    "about.show_sitemap",
    "feeds.feed_roles",
    "employer.export_candidates",
    "employer.export_pipeline",
    "me.download_document",
    "me.export_everything",
    "me.export_resume",
    "operator.show_document",
    "security.confirm_email",  # links in mails that lead on to a page
    "security.change_email_confirm",
    "security.reset_password",
    "security.mf_recovery",  # in the middle of a sign-in: tests/pages/test_accounts.py
    "security.tf_select",
    "security.two_factor_rescue",
    "security.two_factor_token_validation",
    "security.wan_delete",
    "security.wan_register",
    "security.wan_verify",
)
SEEN_BY_ALL = (
    "home.show_home",
    "role_pages.show_role",
    "search_pages.show_roles",
    "comparison_pages.compare",
)
TRIES = 15  # things of a kind that are tried until one may be seen
Samples = dict[str, list[Any]]  # by argument; whole sets of arguments by endpoint


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


def find_people(app: Flask) -> dict[str, Person | None]:
    """Return who the visitors are."""
    config: Config = app.config["MARKETPLACE"]
    database: Database = app.extensions["database"]
    with database.session(write=False) as session:
        return {name: _person(app, session, config, name) for name in VISITORS}


def find_visits(app: Flask, known: Sequence[Visit] = ()) -> list[Visit]:
    """Return who sees which page; what nobody in particular sees is seen by nobody alone.

    Args:
        known: who saw what in another demo; then nobody else is tried.
    """
    database: Database = app.extensions["database"]
    with database.session(write=False) as session, app.test_request_context():
        samples = _samples(session, app.config["MARKETPLACE"])
    everybody, rules = find_people(app), page_rules(app)
    tried = known or [Visit(rule.endpoint, name, "") for rule in rules for name in everybody]
    who: dict[str, dict[str, Person | None]] = {rule.endpoint: {} for rule in rules}
    for each in tried:
        who[each.endpoint][each.visitor] = everybody[each.visitor]
    return [visit for rule in rules for visit in _visits(app, rule, samples, who[rule.endpoint])]


def keep_visits(visits: list[Visit], path: Path) -> None:
    """Write down who sees which page."""
    path.write_text(json.dumps([asdict(visit) for visit in visits]), encoding="utf-8")


def kept_visits(path: Path) -> list[Visit]:
    """Read who sees which page."""
    return [Visit(**each) for each in json.loads(path.read_text(encoding="utf-8"))]


def _visits(
    app: Flask, rule: Rule, samples: Samples, people: Mapping[str, Person | None]
) -> Iterator[Visit]:
    for name, person in people.items():
        path = _path_for(Browser(app, person), _paths(app, rule, samples))
        if path is not None:
            yield Visit(rule.endpoint, name, path)
            if name == "nobody" and rule.endpoint not in SEEN_BY_ALL:
                return


def _paths(app: Flask, rule: Rule, samples: Samples) -> Iterator[str]:
    """Return addresses that a rule may have in the demo."""
    names = sorted(rule.arguments)
    adapter = app.url_map.bind("localhost")
    known = samples.get(rule.endpoint) or [
        dict(zip(names, values, strict=True))
        for values in product(*(samples.get(name, []) for name in names))
    ]
    for values in known[:TRIES]:
        yield adapter.build(rule.endpoint, values)


def _path_for(browser: Browser, paths: Iterator[str]) -> str | None:
    """Return the first address that shows a page; a refusal holds for all of them."""
    for path in paths:
        answer = browser.client.get(path, headers={"Accept": "text/html"})
        if answer.status_code == 200 and answer.mimetype == "text/html":
            return path
        if answer.status_code != 404:
            return None
    return None


def _person(app: Flask, session: Session, config: Config, name: str) -> Person | None:
    if name == "nobody":
        return None
    email = next(each.email for each in sign_ins(config) if each.part == name)
    account = session.scalars(sa.select(Account).where(Account.email == email)).one()
    return Person(app.test_client(), account.id, email, {})


def _samples(session: Session, config: Config) -> Samples:
    """Return what the arguments of addresses may be: ids of things, newest first, and words."""
    named: Samples = {
        f"{name}_id": list(
            session.scalars(sa.select(table.c.id).order_by(table.c.id.desc()).limit(TRIES))
        )
        for table in Base.metadata.sorted_tables
        if "id" in table.c
        for name in (table.name, table.name.removeprefix("saved_"))
    }
    words: Samples = {
        "pack_id": ["cn-k-seed"],
        "version": ["2025.1"],
        "other": ["x-test-draft"],
        "slug": ["not-found"],
        "step": list(STEPS),
    }
    return {**named, **words, **_met(session, config), **_signed(session, config)}


def _met(session: Session, config: Config) -> Samples:
    """Return where roles and candidates met, last first: there pages have something to show."""
    found = session.execute(
        sa.select(Role.id, Role.employer_id, Candidate.number)
        .join(Application, Application.role_id == Role.id)
        .join(Candidate, Application.candidate_id == Candidate.id)
        .order_by(Application.id.desc())
    ).all()
    is_open = Role.status == RoleStatus.OPEN
    roles = session.scalars(sa.select(Role.id).where(is_open).limit(TRIES)).all()
    met = [
        {"role_id": role_id, "code": code_of(number, employer_id, config.secret_key)}
        for role_id, employer_id, number in found
    ]
    invited = _invited(session, config)
    known = {each["role_id"] for each in met}
    posted = session.execute(sa.select(Role.id, Role.questions).where(is_open))
    asking = [role_id for role_id, questions in posted if questions]
    return {
        "comparison_pages.compare": [{"role": roles[:3]}],
        "employer.compare": invited,
        "employer.new_invitation": invited,
        "role_id": [*(each["role_id"] for each in met), *roles],
        "employer.show_candidate": met,
        "greenhouse.show_account": [
            {"employer_id": employer_id}
            for employer_id in session.scalars(sa.select(GreenhouseAccount.employer_id))
        ],
        "greenhouse.new_push": [
            {"role_id": each["role_id"], "who": each["code"]}
            for each in met[1:]  # the first was sent
        ],
        "me.show_apply": [{"role_id": role_id} for role_id in asking if role_id not in known],
        "me.new_review": [{"role_id": each["role_id"], "subject": "rank"} for each in met],
    }


def _invited(session: Session, config: Config) -> list[dict[str, Any]]:
    """Return which candidates were invited to each role."""
    asked: dict[UUID, list[str]] = defaultdict(list)
    for role_id, employer_id, number in session.execute(
        sa.select(Role.id, Role.employer_id, Candidate.number)
        .join(Invitation, Invitation.role_id == Role.id)
        .join(Candidate, Invitation.candidate_id == Candidate.id)
    ):
        asked[role_id].append(code_of(number, employer_id, config.secret_key))
    return [{"role_id": role_id, "who": codes} for role_id, codes in asked.items()]


def _signed(session: Session, config: Config) -> Samples:
    """Return the secrets of links in mails and of shared lists."""
    managed = session.scalars(
        sa.select(Candidate).order_by(Candidate.confirmed_at.is_not(None))
    ).first()
    account_id = session.scalars(sa.select(Account.id)).first()
    assert managed is not None
    assert account_id is not None
    link = confirmation_link(managed.id, managed.email or "")
    shared = session.scalars(sa.select(Shortlist).where(Shortlist.share_key.is_not(None))).all()
    return {
        "profiles.show_confirmation": [{"token": link.rpartition("/")[2]}],
        "me.show_stop": [{"token": stop_link(account_id, "applications").rpartition("/")[2]}],
        "employer.show_shared": [
            {"shortlist_id": each.id, "word": link_word(each, config.secret_key)} for each in shared
        ],
    }
