import subprocess
import sys
import time
from pathlib import Path

import pytest

from marketplace.errors import Invalid, TooLarge, WrongMediaType
from marketplace.resumes import extracting
from marketplace.resumes.extracting import LARGEST_FILE, kind_of, text_of
from tests.marketplace.resumes.files import archive, pdf, word

ENTITIES = b"""<?xml version="1.0"?>
<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
<w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body></w:document>"""


@pytest.mark.parametrize(("content", "kind"), [(pdf(), "pdf"), (word(), "docx")])
def test_text_is_taken_out(content: bytes, kind: str) -> None:
    assert kind_of(content) == kind
    text = text_of(content, kind)
    assert "Ten years of decoders" in text
    assert "10.1234/abcd" in text  # in the document it stands in a table


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (pdf(password="secret"), "locked"),
        (pdf("x", pages=61), "too many pages"),
        (pdf(" "), "no text"),
        (b"%PDF-1.7\nnothing of the kind", "cannot be read"),
        (pdf()[:400], "cannot be read"),
        (b"PK\x03\x04 no archive", "cannot be read"),
        (archive(other=b"<a/>"), "cannot be read"),
        (archive(word__document=ENTITIES), "cannot be read"),
        (archive(word__document=ENTITIES.decode().encode("utf-16")), "cannot be read"),
        (archive(word__document=b"a" * 200_000_000), "unpacks to too much"),
        (archive(word__document=b"<a/>", word__media=b"\0" * 60_000_000), "cannot|unpacks"),
        (archive(word__document=b"<a>" * 2_000_000), "cannot be read|too long|unpacks"),
    ],
    ids=[
        *("locked", "pages", "empty", "no-pdf", "cut", "no-zip", "other-zip", "entities"),
        *("entities-16", "bomb", "bomb-beside", "depth"),
    ],
)
def test_hostile_files_are_refused_soon(content: bytes, words: str) -> None:
    began = time.monotonic()
    with pytest.raises(Invalid) as refusal:
        text_of(content, kind_of(content))
    ended = time.monotonic() - began
    assert ended < 2 * extracting.WALL_SECONDS  # at which it is ended, however busy the machine is
    [error] = refusal.value.errors
    assert error["pointer"] == "#/file"
    assert any(word in error["detail"] for word in words.split("|")), error["detail"]


def test_a_reader_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extracting, "WALL_SECONDS", 0.01)
    with pytest.raises(Invalid):
        text_of(pdf(), "pdf")


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"<html>", WrongMediaType),
        (b"", WrongMediaType),
        (b"MZ\x90\x00", WrongMediaType),
        (b"{" + b" " * LARGEST_FILE, TooLarge),
    ],
)
def test_what_is_no_resume_is_refused(content: bytes, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        kind_of(content)


def test_the_reader_may_open_nothing() -> None:
    folder = Path(extracting.__file__).parent
    program = (
        f"import sys; sys.path.insert(0, {str(folder)!r})\n"
        "import extractor, socket\n"
        "extractor._give_up_rights()\n"
        "for act in (lambda: open('/etc/passwd'), socket.socket):\n"
        "    try:\n        act()\n"
        "    except OSError:\n        print('refused')\n"
    )
    ended = subprocess.run(
        [sys.executable, "-I", "-c", program], capture_output=True, text=True, check=True
    )
    assert ended.stdout.split() == ["refused", "refused"]
