"""Take the text out of a foreign file, in a limited process of its own."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from marketplace.errors import Invalid, TooLarge, Unavailable, WrongMediaType
from marketplace.messages import Message

LARGEST_FILE = 5_000_000  # bytes
WALL_SECONDS = 20
LONGEST_ANSWER = 4_000_000  # bytes
POINTER = "#/file"

_EXTRACTOR = Path(__file__).with_name("extractor.py")
_REFUSALS = {
    "encrypted": Message("The file is locked with a password: save it without one."),
    "too_large": Message("The file has too many pages, or unpacks to too much."),
    "damaged": Message(
        "The file cannot be read as what it says it is: save it again, as PDF or DOCX."
    ),
}
_ENDED = Message("The file took too long or too much memory to read: save a shorter version.")
_EMPTY = Message("The file holds no text that can be read; a scan is a picture.")


def kind_of(content: bytes) -> str:
    """Return what a file is, by its first bytes and not by its name: pdf, docx or json.

    Raises:
        TooLarge: it is over the limit.
        WrongMediaType: it is none of them.
    """
    if len(content) > LARGEST_FILE:
        raise TooLarge(
            Message("The file is over {megabytes} MB.", megabytes=LARGEST_FILE // 1_000_000)
        )
    if b"%PDF-" in content[:1024]:
        return "pdf"
    if content.startswith(b"PK\x03\x04"):
        return "docx"
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return "json"
    raise WrongMediaType(Message("The file is none of PDF, DOCX and JSON Resume."))


def text_of(content: bytes, kind: str) -> str:
    """Return the text of a PDF or DOCX.

    Raises:
        Invalid: it is locked, damaged, empty or beyond the limits.
        Unavailable: no process could be started.
    """
    answer = _run(content, kind)
    if "refused" in answer:
        raise Invalid.at(POINTER, _REFUSALS[answer["refused"]])
    text = answer["text"].strip()
    if not text:
        raise Invalid.at(POINTER, _EMPTY)
    return text


def _run(content: bytes, kind: str) -> dict[str, str]:
    """Run the extractor without our environment, and read a bounded answer from a file."""
    with tempfile.TemporaryFile() as written:
        try:
            ended = subprocess.run(
                [sys.executable, "-I", str(_EXTRACTOR), kind],
                input=content,
                stdout=written,
                stderr=subprocess.DEVNULL,
                env={},
                cwd="/",
                timeout=WALL_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise Invalid.at(POINTER, _ENDED) from None
        except OSError:
            raise Unavailable(Message("The file cannot be read just now; try again.")) from None
        if ended.returncode != 0:
            raise Invalid.at(POINTER, _ENDED)
        written.seek(0)
        answer: dict[str, str] = json.loads(written.read(LONGEST_ANSWER))
    return answer
