"""The program that takes the text out of one foreign file, alone and within limits.

It runs in a process of its own, reads the file from its input and writes JSON: ``{"text": …}`` or
``{"refused": …}``. It imports nothing of ours. Before it looks at the file it gives up the right
to open anything: no file, no network.
"""

import codecs
import contextlib
import json
import resource
import sys
import xml.dom.expatbuilder  # noqa: F401 - mammoth would import it when it is too late
import zipfile
from io import BytesIO

import mammoth
import pypdfium2

MEMORY = 1_000_000_000  # bytes of address space; a third of it is the interpreter's and pdfium's
CPU_SECONDS = 10
WRITTEN = 4_000_000  # bytes of the answer
MAX_PAGES, MAX_CHARACTERS = 60, 150_000
MAX_MEMBERS, MAX_INFLATED = 2_000, 30_000_000  # of a DOCX, which is a ZIP
MAX_XML = 8_000_000  # bytes of the part that is parsed
DOCUMENT = "word/document.xml"

ENCRYPTED, DAMAGED, TOO_LARGE = "encrypted", "damaged", "too_large"
ENCODINGS = ("ascii", "cp437", "latin-1", "utf-8", "utf-16", "utf-16-le", "utf-16-be")
_CHUNK = 65_536


class Refused(Exception):
    """The file is not read; the word says why."""


def main() -> None:
    """Read, limit, extract, answer."""
    kind = sys.argv[1]
    content = sys.stdin.buffer.read()
    _give_up_rights()
    try:
        answer = {"text": EXTRACTORS[kind](content)[:MAX_CHARACTERS]}
    except Refused as refusal:
        answer = {"refused": str(refusal)}
    except MemoryError:
        answer = {"refused": TOO_LARGE}
    except Exception:  # noqa: BLE001 - whatever a parser stumbles over, the file is no good
        answer = {"refused": DAMAGED}
    sys.stdout.write(json.dumps(answer))
    sys.stdout.flush()


def _give_up_rights() -> None:
    """Bound memory, time and output; from here on nothing can be opened, no socket either."""
    for name in ENCODINGS:
        codecs.lookup(name)  # read from their files now
    for kind, bound in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, WRITTEN),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 0),
    ):
        resource.setrlimit(kind, (bound, bound))


def pdf_text(content: bytes) -> str:
    """Return the text of a PDF, page by page."""
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise Refused(ENCRYPTED if "password" in str(error).lower() else DAMAGED) from None
    if len(document) > MAX_PAGES:
        raise Refused(TOO_LARGE)
    pages, left = [], MAX_CHARACTERS
    for number in range(len(document)):
        text = document[number].get_textpage().get_text_bounded()
        pages.append(text[:left])
        left -= len(pages[-1])
        if left <= 0:
            break
    return "\n".join(pages).replace("\r\n", "\n").replace("\ufffe", "-")


def docx_text(content: bytes) -> str:
    """Return the text of a Word document, its tables included."""
    try:
        _check_archive(content)
    except zipfile.BadZipFile:
        raise Refused(DAMAGED) from None
    return str(mammoth.extract_raw_text(BytesIO(content)).value)


def _check_archive(content: bytes) -> None:
    """Refuse what inflates too far, counted while inflating: an archive may lie of its sizes."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        members = archive.infolist()
        if len(members) > MAX_MEMBERS:
            raise Refused(TOO_LARGE)
        if DOCUMENT not in archive.namelist():
            raise Refused(DAMAGED)
        left = MAX_INFLATED
        for member in members:
            if member.flag_bits & 1:
                raise Refused(ENCRYPTED)
            left = _inflated(archive, member, left)


def _inflated(archive: zipfile.ZipFile, member: zipfile.ZipInfo, left: int) -> int:
    """Inflate a member piece by piece; return how much may still follow."""
    is_xml = member.filename.endswith((".xml", ".rels"))
    longest = min(left, MAX_XML) if is_xml else left
    head, size = b"", 0
    with archive.open(member) as file:
        while piece := file.read(_CHUNK):
            size += len(piece)
            if size > longest:
                raise Refused(TOO_LARGE)
            # A document type could name entities, and another encoding hide it; Word does neither.
            if is_xml and (b"<!DOCTYPE" in head + piece or b"\0" in piece):
                raise Refused(DAMAGED)
            head = piece[-16:]
    return left - size


EXTRACTORS = {"pdf": pdf_text, "docx": docx_text}

if __name__ == "__main__":
    with contextlib.suppress(BrokenPipeError):
        main()
