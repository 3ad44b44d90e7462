"""Which passwords are too easily guessed to be kept."""

import re
import unicodedata
from functools import cache
from pathlib import Path

from marketplace.messages import Message

TOO_COMMON = Message(
    "Too many people use this password, or one like it; a sentence of your own is best."
)
NAMES_YOU = Message("The password is made of your e-mail address; a sentence of your own is best.")

_LIST = Path(__file__).with_name("common_passwords.txt")
_DECORATION = re.compile(r"^[\W\d_]+|[\W\d_]+$")  # what people add so that a word passes
_REPEATED = re.compile(r"(.+?)\1+")


def why_refused(password: str, email: str) -> str | None:
    """Return why a password is refused, or None.

    Source:
        OWASP ASVS 5.0, V6.2.4 and V6.2.11.
    """
    folded = unicodedata.normalize("NFKC", password).lower()
    core = _DECORATION.sub("", folded)
    address = email.lower()
    if core in (address, address.partition("@")[0]) or (address and address in folded):
        return NAMES_YOU
    once = _REPEATED.fullmatch(folded)
    is_mostly_core = 2 * len(core) >= len(folded)
    if once or folded in _common() or (is_mostly_core and core in _common()):
        return TOO_COMMON
    return None


@cache
def _common() -> frozenset[str]:
    lines = _LIST.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))
