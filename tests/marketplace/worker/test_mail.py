import socket
from email import message_from_bytes, policy
from pathlib import Path
from threading import Thread
from uuid import UUID

import pytest

from marketplace.mail import Letter, Unsendable, compose
from marketplace.senders import FolderSender, SmtpSender
from models import now

FROM = "no-reply@market.example"


def letter(to: str = "wang@example.org", subject: str = "Hello", text: str = "Hi.") -> Letter:
    return Letter(id=UUID(int=7), to=to, subject=subject, text=text, written_at=now())


@pytest.mark.parametrize(
    "subject",
    [
        "Role\r\nBcc: thief@example.com",
        "Role\nBcc: thief@example.com",
        "Role\x0b\x0cBcc: x",
        "招聘" * 100,
    ],
)
def test_no_subject_adds_a_header(subject: str) -> None:
    raw = compose(letter(subject=subject), mail_from=FROM).as_bytes()
    message = message_from_bytes(raw, policy=policy.default)
    assert "Bcc" not in message
    assert set(message.keys()) == {
        "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted",
        "Content-Type", "Content-Transfer-Encoding", "MIME-Version",
    }  # fmt: skip
    assert message["Subject"] == " ".join(subject.split())


@pytest.mark.parametrize(
    "address",
    [
        "",
        "wang",
        "wang@",
        "@example.org",
        "wang@example.org\r\nBcc: thief@example.com",
        "wang@example.org\n",
        "wang@example.org, thief@example.com",
        "Wang <wang@example.org>",
        "wang li@example.org",
    ],
)
def test_an_address_is_exactly_one(address: str) -> None:
    with pytest.raises(Unsendable):
        compose(letter(to=address), mail_from=FROM)


def test_text_cannot_leave_the_body() -> None:
    text = "\r\n.\r\nMAIL FROM:<x@y>\n你好 " + "long " * 400
    message = message_from_bytes(
        compose(letter(text=text), mail_from=FROM).as_bytes(), policy=policy.default
    )
    body = message.get_content()
    assert body.replace("\r\n", "\n").strip() == text.replace("\r\n", "\n").strip()


def test_a_repeated_letter_replaces_its_file(tmp_path: Path) -> None:
    for _ in range(2):
        FolderSender(tmp_path / "mail")(compose(letter(), mail_from=FROM))
    assert [path.name for path in (tmp_path / "mail").iterdir()] == [f"{UUID(int=7)}.eml"]


def test_a_letter_goes_through_a_server() -> None:
    heard: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        listener = Thread(target=take_one, args=(server, heard))
        listener.start()
        port = server.getsockname()[1]
        SmtpSender(f"127.0.0.1:{port}")(compose(letter(), mail_from=FROM))
        listener.join()
    assert any(line.lower().startswith("mail from:<no-reply@market.example>") for line in heard)
    assert "rcpt TO:<wang@example.org>".lower() in [line.lower() for line in heard]
    assert "Subject: Hello" in heard
    assert "Hi." in heard


def take_one(server: socket.socket, heard: list[str]) -> None:
    """Speak SMTP to one client, just enough."""
    connection, _ = server.accept()
    with connection, connection.makefile("rw", newline="\r\n") as wire:
        in_body = False

        def say(line: str) -> None:
            wire.write(f"{line}\r\n")
            wire.flush()

        say("220 test")
        for raw in wire:
            line = raw.rstrip("\r\n")
            heard.append(line)
            if in_body:
                in_body = line != "."
                if not in_body:
                    say("250 kept")
            elif line.upper() == "DATA":
                in_body = True
                say("354 go on")
            elif line.upper() == "QUIT":
                say("221 bye")
                return
            else:
                say("250 ok")


def test_a_domain_of_another_script_is_written_as_mail_servers_read_it() -> None:
    message = compose(letter(to="wang@例子.example"), mail_from=FROM)
    assert str(message["To"]) == "wang@xn--fsqu00a.example"
