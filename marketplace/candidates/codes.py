"""Codes that stand for anonymous candidates: another one for every employer."""

import hashlib
import hmac
import re
from collections.abc import Iterable
from functools import lru_cache
from uuid import UUID

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U
_LENGTH = 8  # characters of 5 bits: the 40 bits of a candidate's number
_FORM = re.compile(f"C-([{_ALPHABET}]{{{_LENGTH}}})")
_MISREAD = str.maketrans("ILO", "110")
_HALF = 20  # bits
_HALF_MASK = (1 << _HALF) - 1
_ROUNDS = 8


@lru_cache(maxsize=20_000)  # a page of a ranking says twenty of them
def code_of(number: int, employer_id: UUID, secret: str) -> str:
    """Return the code of a candidate for one employer.

    A keyed permutation of 40 bits: without the secret a code tells neither the number nor
    whether another employer's code stands for the same person.

    Args:
        number: the candidate's number, 0 to 2**40 - 1.

    Source:
        Luby & Rackoff (1988), How to construct pseudorandom permutations from pseudorandom
        functions; a balanced Feistel network of eight rounds.
    """
    mixed = _permuted(number, _key(employer_id, secret), range(_ROUNDS))
    digits = (mixed >> shift & 31 for shift in range(5 * (_LENGTH - 1), -1, -5))
    return "C-" + "".join(_ALPHABET[digit] for digit in digits)


def number_of(code: str, employer_id: UUID, secret: str) -> int | None:
    """Return the number behind an employer's code, or None where it is no code at all."""
    found = _FORM.fullmatch(code.upper().translate(_MISREAD))
    if found is None:
        return None
    mixed = 0
    for character in found[1]:
        mixed = mixed << 5 | _ALPHABET.index(character)
    swapped = _permuted(_swapped(mixed), _key(employer_id, secret), reversed(range(_ROUNDS)))
    return _swapped(swapped)


def _permuted(number: int, key: bytes, rounds: Iterable[int]) -> int:
    left, right = number >> _HALF, number & _HALF_MASK
    for turn in rounds:
        left, right = right, left ^ _scrambled(key, turn, right)
    return left << _HALF | right


def _swapped(number: int) -> int:
    """Exchange the halves: the network runs backwards on exchanged halves."""
    return (number & _HALF_MASK) << _HALF | number >> _HALF


def _scrambled(key: bytes, turn: int, half: int) -> int:
    digest = hashlib.blake2b(bytes([turn]) + half.to_bytes(3), key=key, digest_size=3).digest()
    return int.from_bytes(digest) & _HALF_MASK


@lru_cache(maxsize=1_000)
def _key(employer_id: UUID, secret: str) -> bytes:
    return hmac.digest(secret.encode(), b"candidate code " + employer_id.bytes, "sha256")
