"""Answer a repeated creating request as the first time, and do its work once."""

import base64
import hashlib
from datetime import timedelta

import orjson
import sqlalchemy as sa
from cryptography.fernet import Fernet
from flask import Response, current_app, request
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from marketplace.errors import Conflict, Invalid
from marketplace.messages import Message
from marketplace.permissions import Caller
from models import IdempotencyKey, now

ABANDONED = timedelta(seconds=60)  # after it, a request without an answer has died
KEPT = timedelta(hours=24)
_REPLAYED_HEADERS = ("Content-Type", "ETag", "Location", "Link")


class Attempt:
    """One creating request under an ``Idempotency-Key``.

    The stored answer is sealed with the caller's key, which we do not keep: a copy of the
    database gives nobody the token that a ``POST /tokens`` once showed.
    """

    def __init__(self, session: Session, caller: Caller, key: str) -> None:
        if not 1 <= len(key) <= 200 or not key.isascii() or not key.isprintable():
            raise Invalid.at("#/Idempotency-Key", Message("1 to 200 printable ASCII characters."))
        self.session = session
        who = f"{caller.account_id or request.remote_addr} {caller.token_id}"
        call = f"{who}\n{request.method}\n{request.full_path}\n{key}"
        self.digest = hashlib.sha256(call.encode()).hexdigest()
        self.body_digest = hashlib.sha256(request.get_data()).hexdigest()
        self.account_id = caller.account_id
        sealing = hashlib.sha256(f"{current_app.config['SECRET_KEY']}\n{call}".encode())
        self.seal = Fernet(base64.urlsafe_b64encode(sealing.digest()))

    def begin(self) -> Response | None:
        """Take the key, or return the answer that was given under it.

        Raises:
            Conflict: the first request is still running.
            Invalid: the key stands for another body.
        """
        self.session.execute(
            sa.delete(IdempotencyKey).where(IdempotencyKey.created_at < now() - KEPT)
        )
        self.session.add(
            IdempotencyKey(
                digest=self.digest, account_id=self.account_id, body_digest=self.body_digest
            )
        )
        try:
            self.session.commit()
        except IntegrityError:
            self.session.rollback()
            return self._earlier()
        return None

    def _earlier(self) -> Response | None:
        found = self.session.get(IdempotencyKey, self.digest)
        if found is None:
            raise Conflict(
                Message("The first request under this key has just failed: repeat this one.")
            )
        if found.body_digest != self.body_digest:
            raise Invalid.at("#/Idempotency-Key", Message("This key was used with another body."))
        if found.answer is not None:
            return self._replay(found.answer)
        if found.created_at > now() - ABANDONED:
            raise Conflict(Message("The first request under this key is still running."))
        found.created_at = now()
        self.session.commit()
        return None

    def _replay(self, sealed: bytes) -> Response:
        answer = orjson.loads(self.seal.decrypt(sealed))
        response = Response(base64.b64decode(answer["body"]), answer["status"], answer["headers"])
        response.headers["Idempotent-Replayed"] = "true"
        return response

    def succeed(self, response: Response) -> None:
        """Keep the answer, in the transaction of what it answers."""
        answer = {
            "status": response.status_code,
            "headers": {n: v for n, v in response.headers if n in _REPLAYED_HEADERS},
            "body": base64.b64encode(response.get_data()).decode(),
        }
        self.session.execute(
            sa.update(IdempotencyKey)
            .where(IdempotencyKey.digest == self.digest)
            .values(answer=self.seal.encrypt(orjson.dumps(answer)))
        )

    def fail(self) -> None:
        """Let the key go: nothing was done under it."""
        self.session.execute(sa.delete(IdempotencyKey).where(IdempotencyKey.digest == self.digest))
        self.session.commit()
