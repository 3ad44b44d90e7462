"""Ask a server of somebody else's: at a checked address, without patience for slow answers."""

import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse

from marketplace.webhooks.addresses import (
    Resolve,
    Target,
    Unreachable,
    checked_addresses,
    target_of,
)
from marketplace.webhooks.answering import Answering, seconds_left
from marketplace.webhooks.failures import TOO_LATE, UNCONNECTED, UNREAD, UNTRUSTED
from marketplace.webhooks.looking_up import LookUp

DEADLINE_SECONDS = 15.0  # for one request, from the first look-up to the end of the answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is asked of a server.

    Attributes:
        wants_body: whether what it answers is read; else its status alone.
    """

    url: str
    headers: Mapping[str, str]
    body: bytes = b""
    method: str = "POST"
    wants_body: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came of a request."""

    status: int | None  # null: there was no answer
    failure: str | None  # null: the server took it
    seconds: float = 0.0
    retry_after: str | None = None  # as the server wrote it
    body: bytes = b""
    was_sent: bool = True  # the server may have got it, though it did not answer


class Requester:
    """Sends requests; one may serve many threads.

    Attributes:
        allow_local: whether they may go to this machine and its network.
    """

    def __init__(
        self,
        *,
        allow_local: bool,
        resolve: Resolve | None = None,
        seconds: float = DEADLINE_SECONDS,
        trust: ssl.SSLContext | None = None,
    ) -> None:
        self.allow_local = allow_local
        self._resolve, self._seconds = resolve or LookUp(), seconds
        self._trust = trust or ssl.create_default_context()

    def __call__(self, request: Request) -> Answer:
        """Send a request; whatever goes wrong is an answer too."""
        began = time.monotonic()
        deadline, sent = began + self._seconds, False
        try:
            target = target_of(request.url, allow_local=self.allow_local)
            with self._connect(target, deadline) as connection:
                sent = True
                return _ask(connection, target, request, began, deadline)
        except Unreachable as refusal:
            why: str = refusal.why
        except TimeoutError:
            why = TOO_LATE
        except ssl.SSLError:
            why = UNTRUSTED
        except OSError as error:
            why = f"{UNCONNECTED} ({type(error).__name__})"
        except (HTTPException, ValueError):
            why = UNREAD
        return _failed(why, began, was_sent=sent)

    def _connect(self, target: Target, deadline: float) -> socket.socket:
        """Return a connection to one of the addresses that were checked."""
        found = checked_addresses(target, self._resolve, allow_local=self.allow_local)
        refusal: OSError = ConnectionError()
        for family, address in found:
            connection = socket.socket(family, socket.SOCK_STREAM)
            try:
                connection.settimeout(seconds_left(deadline))
                connection.connect((address, target.port))
                if not target.is_encrypted:
                    return connection
                connection.settimeout(seconds_left(deadline))
                # The name stands in SNI and is what the certificate has to be for.
                return self._trust.wrap_socket(connection, server_hostname=target.host)
            except OSError as error:
                connection.close()
                refusal = error
        raise refusal


def _ask(
    connection: socket.socket, target: Target, request: Request, began: float, deadline: float
) -> Answer:
    """Send a request over a connection; no redirect is followed."""
    connection.settimeout(seconds_left(deadline))
    connection.sendall(_written(target, request))
    response = HTTPResponse(Answering(connection, deadline), method=request.method)  # type: ignore[arg-type]
    response.begin()
    retry_after = response.headers.get("Retry-After")
    body = _body_of(response) if request.wants_body else b""
    response.close()
    return Answer(
        status=response.status,
        failure=None if 200 <= response.status < 300 else f"answered {response.status}",
        seconds=time.monotonic() - began,
        retry_after=retry_after,
        body=body,
    )


def _body_of(response: HTTPResponse) -> bytes:
    """Return what was answered; nothing where it does not come whole, for its status holds."""
    try:
        return response.read()
    except (OSError, HTTPException, ValueError):
        return b""


def _written(target: Target, request: Request) -> bytes:
    lines = [
        f"{request.method} {target.path} HTTP/1.1",
        f"Host: {target.authority}",
        *(f"{name}: {value}" for name, value in request.headers.items()),
        f"Content-Length: {len(request.body)}",
        "Connection: close",
        "\r\n",
    ]
    return "\r\n".join(lines).encode("ascii") + request.body


def _failed(why: str, began: float, *, was_sent: bool) -> Answer:
    seconds = time.monotonic() - began
    return Answer(status=None, failure=str(why), seconds=seconds, was_sent=was_sent)
