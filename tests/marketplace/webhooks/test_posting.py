import base64
import datetime as dt
import hmac
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread
from uuid import UUID

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from marketplace.webhooks.addresses import UNKNOWN_NAME, Found, Unreachable
from marketplace.webhooks.answering import retry_moment
from marketplace.webhooks.posting import Attempt, Poster, headers_of
from marketplace.webhooks.requesting import Answer, Requester
from marketplace.webhooks.sealing import new_secret
from models import now
from tests.marketplace.webhooks.sinks import local, sink, speaking

AT = datetime(2026, 1, 31, 12, tzinfo=UTC)


def attempt(url: str, *secrets: str) -> Attempt:
    ids = {"delivery_id": UUID(int=1), "webhook_id": UUID(int=2), "event_id": UUID(int=3)}
    return Attempt(
        **ids, url=url, body='{"name":"量子"}'.encode(), secrets=secrets or (new_secret(),)
    )


def test_a_delivery_is_signed_and_says_which_it_is() -> None:
    secret = new_secret()
    with sink() as receiver:
        answer = local()(attempt(receiver.url, secret), now())
        assert (answer.status, answer.failure) == (200, None)
        assert receiver.verified(secret) == [{"name": "量子"}]
        [request] = receiver.received
    assert request.path == "/hooks?of=us"
    assert request.headers["webhook-id"] == str(UUID(int=3))
    assert request.headers["Content-Type"] == "application/json"
    assert request.headers["Host"] == receiver.url.split("/")[2]
    assert request.headers["User-Agent"] == "k-visa-marketplace-webhooks/1"


def test_the_signature_is_that_of_the_standard() -> None:
    """HMAC-SHA256 of id, second and body, as the standard's text has it, without its library."""
    key = base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    signed = b'01920000-0000-7000-8000-000000000001.1614265330.{"test": 2432232314}'
    expected = base64.b64encode(hmac.digest(key, signed, "sha256")).decode()
    made = Attempt(
        delivery_id=UUID(int=1),
        webhook_id=UUID(int=2),
        event_id=UUID("01920000-0000-7000-8000-000000000001"),
        url="https://example.org/",
        body=b'{"test": 2432232314}',
        secrets=("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",),
    )
    headers = headers_of(made, datetime.fromtimestamp(1614265330, UTC))
    assert headers["webhook-timestamp"] == "1614265330"
    assert headers["webhook-signature"] == f"v1,{expected}"


def test_during_a_rotation_both_secrets_sign() -> None:
    new, old = new_secret(), new_secret()
    with sink() as receiver:
        local()(attempt(receiver.url, new, old), now())
        for secret in (new, old):
            assert receiver.verified(secret)
        [request] = receiver.received
    assert len(request.headers["webhook-signature"].split(" ")) == 2


@pytest.mark.parametrize("status", [201, 202, 204, 299])
def test_every_2xx_is_a_success(status: int) -> None:
    with sink((status, {})) as receiver:
        answer = local()(attempt(receiver.url), now())
    assert (answer.status, answer.failure) == (status, None)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308, 304, 400, 404, 410, 429, 500, 503])
def test_nothing_else_is_and_no_redirect_is_followed(status: int) -> None:
    with sink() as elsewhere, sink((status, {"Location": elsewhere.url})) as receiver:
        answer = local()(attempt(receiver.url), now())
        assert (answer.status, answer.failure) == (status, f"answered {status}")
        assert (len(receiver.received), elsewhere.received) == (1, [])


def test_no_proxy_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    with sink() as proxy, sink() as receiver:
        for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        assert local()(attempt(receiver.url), now()).status == 200
        assert (len(receiver.received), proxy.received) == (1, [])


def test_a_big_answer_is_not_read() -> None:
    with sink(body=b"x" * 50_000_000) as receiver:
        assert local()(attempt(receiver.url), now()).failure is None


def test_an_answer_of_headers_without_end_is_none() -> None:
    def talk(connection: socket.socket, over: Event) -> None:
        connection.recv(100_000)
        try:
            connection.sendall(b"HTTP/1.1 200 OK\r\n" + b"X-Filler: some\r\n" * 100_000)
            over.wait()
        except OSError:
            pass

    with speaking(talk) as url:
        answer = local()(attempt(url), now())
    assert answer.failure == "not an answer of HTTP"


def silent(connection: socket.socket, over: Event) -> None:
    """Take everything and say nothing."""
    del connection
    over.wait()


def dripping(connection: socket.socket, over: Event) -> None:
    """Answer for ever, a byte at a time."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    try:
        while not over.wait(0.01):
            connection.sendall(b"x")
    except OSError:
        pass


@pytest.mark.parametrize("talk", [silent, dripping])
def test_nobody_keeps_us_longer_than_the_deadline(talk: object) -> None:
    with speaking(talk) as url:  # type: ignore[arg-type]
        answer = local(seconds=0.2)(attempt(url), now())
    assert (answer.status, answer.failure) == (None, "no answer in time")
    assert answer.seconds >= 0.2


def closing(connection: socket.socket, over: Event) -> None:
    """Hang up at once."""
    del connection, over


def babbling(connection: socket.socket, over: Event) -> None:
    """Say what is no HTTP."""
    del over
    connection.recv(100_000)
    connection.sendall(b"220 mail.example ESMTP\r\n")


@pytest.mark.parametrize("talk", [closing, babbling])
def test_what_is_no_answer_is_a_failure(talk: object) -> None:
    with speaking(talk) as url:  # type: ignore[arg-type]
        answer = local()(attempt(url), now())
    assert answer.status is None
    assert answer.failure is not None
    assert answer.failure.startswith(("not an answer of HTTP", "no connection"))


def test_a_closed_port_is_a_failure() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    answer = local()(attempt(f"http://127.0.0.1:{port}/"), now())
    assert answer.failure == "no connection (ConnectionRefusedError)"


def test_nothing_is_sent_to_this_machine() -> None:
    """The name is public, and leads to the sink: as a rebinding name server would have it."""
    asked: list[str] = []

    def rebinding(host: str, port: int) -> Found:
        del port
        asked.append(host)
        return [(socket.AF_INET, "127.0.0.1")]

    with sink() as receiver:
        port = receiver.url.split(":")[2].split("/")[0]
        poster = Poster(Requester(allow_local=False, resolve=rebinding))
        answer = poster(attempt(f"https://rebinding.example:{port}/"), now())
        assert receiver.received == []
    assert answer.failure == "the name leads to an address that is not public"
    assert asked == ["rebinding.example"]


def test_the_connection_goes_to_the_address_that_was_checked() -> None:
    """A name is resolved once: what it leads to later does not matter."""
    with sink() as receiver:
        port = receiver.url.split(":")[2].split("/")[0]
        answers = iter([[(socket.AF_INET, "127.0.0.1")]])
        poster = local(resolve=lambda _host, _port: next(answers))
        answer = poster(attempt(f"http://once.example:{port}/x"), now())
        assert answer.failure is None
        [request] = receiver.received
    assert request.headers["Host"] == f"once.example:{port}"


def test_a_name_without_an_address_is_a_failure() -> None:
    def lost(host: str, port: int) -> Found:
        del host, port
        raise Unreachable(UNKNOWN_NAME)

    poster = Poster(Requester(allow_local=False, resolve=lost))
    answer = poster(attempt("https://lost.example/"), now())
    failed = Answer(status=None, failure="the name has no address", was_sent=False)
    assert answer == replace(failed, seconds=answer.seconds)


def certificate(folder: Path, name: str) -> tuple[Path, Path]:
    """Write a certificate for a name, signed by itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    today = dt.datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    paths = folder / "certificate.pem", folder / "key.pem"
    paths[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return paths


@contextmanager
def encrypted(folder: Path, names: list[str | None]) -> Iterator[tuple[int, ssl.SSLContext]]:
    """Answer one delivery over TLS as hooks.example; give the port and what trusts it."""
    files = certificate(folder, "hooks.example")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*files)
    context.sni_callback = lambda _socket, name, _context: names.append(name)

    def answer(server: socket.socket) -> None:
        connection, _ = server.accept()
        try:
            with context.wrap_socket(connection, server_side=True) as wire:
                wire.recv(100_000)
                wire.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")
        except OSError:
            connection.close()

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = Thread(target=answer, args=(server,))
        thread.start()
        yield server.getsockname()[1], ssl.create_default_context(cafile=str(files[0]))
        thread.join()


def here(host: str, port: int) -> Found:
    del host, port
    return [(socket.AF_INET, "127.0.0.1")]


def test_the_name_is_what_the_certificate_must_be_for(tmp_path: Path) -> None:
    names: list[str | None] = []
    with encrypted(tmp_path, names) as (port, trust):
        poster = local(resolve=here, trust=trust)
        assert poster(attempt(f"https://hooks.example:{port}/"), now()).status == 204
    assert names == ["hooks.example"]


@pytest.mark.parametrize("host", ["other.example", "hooks.example"])
def test_a_certificate_that_is_not_trusted_gets_nothing(tmp_path: Path, host: str) -> None:
    """It is for another name, or signed by nobody whom we know."""
    with encrypted(tmp_path, []) as (port, trust):
        trusted = trust if host == "other.example" else None
        answer = local(resolve=here, trust=trusted)(attempt(f"https://{host}:{port}/"), now())
    assert (answer.status, answer.failure) == (None, "no trusted encryption")


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        (None, None),
        ("120", AT + timedelta(minutes=2)),
        (" 0 ", AT),
        ("99999999999999999999", AT + timedelta(seconds=1_000_000)),
        ("Sat, 31 Jan 2026 12:05:00 GMT", AT + timedelta(minutes=5)),
        ("soon", None),
        ("-5", None),
        ("", None),
        ("٣", None),
    ],
)
def test_when_a_receiver_wants_to_be_asked_again(text: str | None, moment: datetime | None) -> None:
    assert retry_moment(text, AT) == moment
