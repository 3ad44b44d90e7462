"""Bring texts to one form, so that what reads the same is the same."""

import re
import unicodedata
from functools import cache
from typing import NamedTuple

import opencc

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
PAIRED = f"{HAN}\u3040-\u30ff\uac00-\ud7af"  # scripts without spaces, or with endings glued on
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u0300-\u036f\u061c\u115f\u1160\u17b4\u17b5"
    "\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u20d0-\u20ff\u3164\ud800-\udfff"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff]"
)
_MAX_GROWTH = 4  # times; one character may stand for 18, but no honest text is of those
_PLAIN_SPACES = "\t\n\v\f\r\x1c\x1d\x1e\x1f"
_PLAIN = dict.fromkeys((*range(32), 127)) | {ord(space): " " for space in _PLAIN_SPACES}
_FAR = re.compile("[\u3040-\U0003ffff]")  # one range, which is found fast; holds PAIRED
_HAN_CHARACTER = re.compile(f"[{HAN}]")
_ACCENTED = re.compile("[\u00c0-\u024f\u1e00-\u1eff]")
# Words that hold a Latin letter or one that only looks it, beside one of another alphabet.
_MIXED_WORD = re.compile(r"[A-Za-z\u0250-\u02af\u0370-\u03ff\u0400-\u052f\u1d00-\u1d2b]+")
_NOT_PLAIN = re.compile(r"[\u0250-\u02af\u0370-\u03ff\u0400-\u052f\u1d00-\u1d2b]")
_LATIN = re.compile("[A-Za-z\u0250-\u02af\u1d00-\u1d2b]")
_LOOK_ALIKES = str.maketrans(
    "АВЕКМНОРСТУХІЈЅаеорсухіјѕԁԛԝһӏү"  # Cyrillic
    "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαονικρυχ"  # Greek
    "ɑɡᴀʙᴄᴅᴇɢʜɪᴊᴋʟᴍɴᴏᴘʀᴛᴜᴠᴡʏᴢ",  # phonetic
    "ABEKMHOPCTYXIJSaeopcyxijsdqwhlyABEZHIKMNOPTYXaovikpuxagABCDEGHIJKLMNOPRTUVWYZ",
)


class Folded(NamedTuple):
    """A text twice, of one length: as a person would read it, and folded to be compared."""

    written: str
    folded: str  # lower case, simplified, no look-alikes, no accents


def is_far_from_latin(text: str) -> bool:
    """Whether a text may hold characters of PAIRED."""
    return not text.isascii() and _FAR.search(text) is not None


def fold(text: str) -> Folded:
    """Drop what cannot be seen, then fold width, case, script and look-alike letters."""
    if text.isascii():
        written = _tidied(text)
        return Folded(written, written.lower())
    # Composing may make invisible characters of visible ones, so these go afterwards.
    composed = unicodedata.normalize("NFKC", text)[: _MAX_GROWTH * len(text)]
    written, simplified = _simplify(_with_single_blanks(_INVISIBLE.sub("", composed)))
    folded = _ACCENTED.sub(_base_letter, simplified)
    if _NOT_PLAIN.search(folded):
        folded = _MIXED_WORD.sub(_unmask, folded)
    return Folded(written, _lower(folded))


def _tidied(text: str) -> str:
    """Drop control characters of a plain text and let white space be one blank."""
    if not text.isprintable():
        text = text.translate(_PLAIN)
    while "  " in text:
        text = text.replace("  ", " ")
    return text


def _with_single_blanks(text: str) -> str:
    words = text.split()
    begins, ends = text[:1].isspace(), text[-1:].isspace()
    return " ".join(["", *words] if begins else words) + (" " if ends and words else "")


def _simplify(text: str) -> tuple[str, str]:
    """Return the text and its simplified twin; the text gives way where lengths would differ."""
    if not _FAR.search(text) or not _HAN_CHARACTER.search(text):
        return text, text
    # Simplified text must not pass through the Taiwanese table: it would turn 程序 into 进程.
    if _converter("t2s").convert(text) == text:
        return text, text
    simplified = _converter("tw2sp").convert(text)
    return (text if len(text) == len(simplified) else simplified), simplified


@cache
def _converter(direction: str) -> opencc.OpenCC:
    return opencc.OpenCC(direction)


def _base_letter(accented: re.Match[str]) -> str:
    return unicodedata.normalize("NFD", accented[0])[0]


def _unmask(word: re.Match[str]) -> str:
    return word[0].translate(_LOOK_ALIKES) if _LATIN.search(word[0]) else word[0]


def _lower(text: str) -> str:
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)
