"""Fields that take codes of public standards: places, currencies, languages."""

import re
from typing import Any

from marshmallow import ValidationError, fields, validate

from marketplace.http.fields import ISO_3166, Country, Whole
from marketplace.messages import Message
from marketplace.taxonomies.standards import is_province, standard
from matching.policy.provinces import PROVINCES

_CHINESE = "|".join(sorted(code.removeprefix("CN-") for code in PROVINCES["CN"]))
# Overlays of packs may add to China's; the document cannot know them.
PLACE = rf"^(?:CN(?:-(?:{_CHINESE}))?|(?:[ABD-Z][A-Z]|C[A-MO-Z])(?:-[A-Z0-9]{{1,3}})?)$"
_TWO_LETTERS = "|".join(
    "".join(f"[{letter}{letter.upper()}]" for letter in code) for code in standard("languages")
)
LANGUAGE = rf"^(?:{_TWO_LETTERS}|[A-Za-z]{{3}})(?:-[A-Za-z0-9]{{2,8}}){{0,3}}$"


class Province(Country):
    """A province such as CN-SH, or CN for the whole country; of China's only what exists.

    Args:
        folded: whether small letters do as well.
    """

    def __init__(self, *, folded: bool = False, **kwargs: Any) -> None:  # noqa: ANN401 - marshmallow's
        self.folded = folded
        super().__init__(metadata={"pattern": PLACE}, **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:  # noqa: ANN401
        code = super()._deserialize(value, attr, data, **kwargs)
        code = code.upper() if self.folded else code
        if re.fullmatch(ISO_3166, code) and not is_province(code):
            raise ValidationError(
                Message("No province of China; write its ISO 3166-2 code, such as CN-SH.")
            )
        return code


class Currency(fields.String):
    """A currency in use (ISO 4217).

    Args:
        folded: whether small letters do as well.
    """

    def __init__(self, *, folded: bool = False, **kwargs: Any) -> None:  # noqa: ANN401 - marshmallow's
        self.folded = folded
        known = validate.OneOf(
            standard("currencies"), error=Message("Not an ISO 4217 code such as CNY.")
        )
        super().__init__(validate=known, **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:  # noqa: ANN401
        code = super()._deserialize(value, attr, data, **kwargs)
        return code.upper() if self.folded else code


class Language(fields.String):
    """A BCP 47 tag whose language exists: one of ISO 639-1, or one of three letters."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 - marshmallow's
        known = Whole(LANGUAGE, error=Message("Not the BCP 47 tag of a language, such as zh."))
        super().__init__(validate=known, **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:  # noqa: ANN401
        tag = super()._deserialize(value, attr, data, **kwargs)
        language, dash, rest = tag.partition("-")
        return f"{language.lower()}{dash}{rest}"
