"""A browser without scripts: cookies, pages, forms with the token of their session."""

from collections.abc import Mapping, Sequence
from time import time
from typing import Any

import sqlalchemy as sa
from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import TestResponse

from marketplace.database import Database
from models import Account
from tests.people import Person

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
CSRF_SALT = "wtf-csrf-token"  # Flask-WTF's

Fields = Mapping[str, str | Sequence[str]]


class Browser:
    """Visits pages, signed in as somebody or as nobody."""

    def __init__(self, app: Flask, person: Person | None = None, *, language: str = "en") -> None:
        self.app, self.client = app, app.test_client()
        self._headers = {**BROWSER, "Accept-Language": language}
        with self.client.session_transaction() as kept:
            if person is not None:
                kept["_user_id"], kept["_fresh"] = _session_of(app, person), True
                kept["fs_paa"] = time()  # when the password was last given

    def get(self, path: str, **kwargs: Any) -> TestResponse:
        """Open a page; redirects are followed."""
        return self.client.get(path, headers=self._headers, follow_redirects=True, **kwargs)

    def post(
        self, path: str, fields: Fields | None = None, *, follow: bool = True, **kwargs: Any
    ) -> TestResponse:
        """Send a form; redirects are followed."""
        signer = URLSafeTimedSerializer(self.app.config["SECRET_KEY"], salt=CSRF_SALT)
        with self.client.session_transaction() as kept:
            token = signer.dumps(kept.setdefault("csrf_token", "known"))
        data = {**(fields or {}), "csrf_token": token}
        return self.client.post(
            path, headers=self._headers, data=data, follow_redirects=follow, **kwargs
        )


def _session_of(app: Flask, person: Person) -> str:
    database: Database = app.extensions["database"]
    with database.session(write=False) as session:
        found = session.scalar(
            sa.select(Account.fs_uniquifier).where(Account.id == person.account_id)
        )
    assert found is not None
    return found
