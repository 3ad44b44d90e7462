"""People who call the application in tests, each with an account and a token."""

from dataclasses import dataclass
from itertools import count
from typing import Any, cast
from uuid import UUID

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from marketplace.auth import digest_of
from marketplace.database import Database
from marketplace.permissions import SCOPES
from models import Account, ApiToken, now

BASE = "/api/v1"


class Answer(TestResponse):
    """An answer whose JSON may be read without asking whether there is any."""

    json: Any  # werkzeug's may be None


@dataclass
class Person:
    """Someone with an account and a token, who sends requests."""

    client: FlaskClient
    account_id: UUID
    email: str
    headers: dict[str, str]

    def send(self, method: str, path: str, **kwargs: Any) -> Answer:
        """Send a request; a change is made to whatever stands."""
        match = {} if method == "GET" else {"If-Match": "*"}
        headers = {**self.headers, **match, **kwargs.pop("headers", {})}
        answer = self.client.open(BASE + path, method=method, headers=headers, **kwargs)
        return cast("Answer", answer)

    def get(self, path: str, **kwargs: Any) -> Answer:
        """Send a GET."""
        return self.send("GET", path, **kwargs)

    def post(self, path: str, body: object = None, **kwargs: Any) -> Answer:
        """Send a POST of JSON."""
        return self.send("POST", path, json=body if body is not None else {}, **kwargs)

    def patch(self, path: str, body: object, **kwargs: Any) -> Answer:
        """Send a PATCH of JSON."""
        return self.send("PATCH", path, json=body, **kwargs)

    def delete(self, path: str, **kwargs: Any) -> Answer:
        """Send a DELETE."""
        return self.send("DELETE", path, **kwargs)


class People:
    """Makes people in the database of one application."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.database: Database = app.extensions["database"]
        self._numbers = count(1)

    def person(
        self,
        name: str = "person",
        *,
        scopes: tuple[str, ...] = SCOPES,
        is_admin: bool = False,
        is_verifier: bool = False,
    ) -> Person:
        """Return somebody new."""
        number = next(self._numbers)
        secret = f"kvm_{name}-{number}"
        email = f"{name}-{number}@example.org"
        with self.database.session(write=True) as session:
            account = Account(
                email=email,
                password="no password opens this",
                confirmed_at=now(),
                is_admin=is_admin,
                is_verifier=is_verifier,
            )
            session.add(account)
            session.flush()
            token = ApiToken(
                account_id=account.id,
                name="test",
                prefix="kvm_test",
                digest=digest_of(secret),
                scopes=list(scopes),
            )
            session.add(token)
            session.commit()
            return Person(
                self.app.test_client(), account.id, email, {"Authorization": f"Bearer {secret}"}
            )

    def anyone(self) -> Person:
        """Return somebody without an account."""
        return Person(self.app.test_client(), UUID(int=0), "", {})

    def admin(self) -> Person:
        """Return the operator."""
        return self.person("admin", is_admin=True)

    def owner(self, *, verified: bool = True, **fields: Any) -> tuple[Person, dict[str, Any]]:
        """Return the owner of a new employer, and the employer."""
        owner = self.person("owner")
        body = {"name": f"Employer {next(self._numbers)}", "kind": "tech_company", **fields}
        employer: dict[str, Any] = owner.post("/employers", body).json
        if verified:
            decision = {"status": "verified", "reason": "seen in the register"}
            employer = self.admin().post(f"/employers/{employer['id']}/verification", decision).json
        return owner, employer

    def scalar(self, statement: sa.Executable) -> Any:
        """Return one value from the database."""
        with self.database.session(write=False) as session:
            return session.scalar(statement)
