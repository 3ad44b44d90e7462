"""The unified social credit code of Chinese organisations (GB 32100-2015)."""

import re

_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # 31: no I, O, S, V, Z
_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_FORM = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}", re.ASCII)


def is_credit_code(code: str) -> bool:
    """Whether a code has the right form and its check digit is right."""
    return bool(_FORM.fullmatch(code)) and code[17] == check_digit(code[:17])


def check_digit(first17: str) -> str:
    """Return the 18th character of a code."""
    total = sum(
        _CHARACTERS.index(character) * weight
        for character, weight in zip(first17, _WEIGHTS, strict=True)
    )
    return _CHARACTERS[-total % 31]
