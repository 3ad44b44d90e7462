"""The two languages of the pages: one catalogue of Chinese per noun, read when first needed."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.dates import format_date
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations
from flask import Flask, has_request_context
from flask_babel import Babel, Domain
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

from marketplace.http.languages import asked_language
from marketplace.messages import Codes, Message
from marketplace.taxonomies.labels import any_label
from matching.policy.pack import Language

CATALOGUES = Path(__file__).parents[1] / "translations"
LONG_NUMBER = 10_000  # from here on with separators; years are shorter
TIME_ZONE = "Asia/Shanghai"  # of every time that a page shows


class Catalogues(Domain):  # type: ignore[misc]
    """Our texts, from the files of all nouns."""

    def get_translations(self) -> Translations:
        """Return the texts of the language that this request is answered in."""
        return translations_of(language_now())


class Bilingual(Babel):  # type: ignore[misc]
    """Flask-Babel with our catalogues."""

    domain_instance = Catalogues()


@cache
def translations(language: str) -> Translations:
    """Return the words of a language; in English, what pages say otherwise than programs."""
    compiled = BytesIO()
    write_mo(compiled, merged_catalogue(language))
    compiled.seek(0)
    return Translations(compiled)


def translations_of(language: Language) -> Translations:
    """Return the words of a language by its tag."""
    return translations("zh" if language == "zh-Hans" else "en")


def language_now() -> Language:
    """Return the language that this request is answered in; outside of one, English."""
    return asked_language() if has_request_context() else "en"


def merged_catalogue(language: str) -> Catalog:
    """Return the catalogues of all nouns as one.

    Raises:
        ValueError: two of them say one text in two ways.
    """
    merged = Catalog(locale=language)
    for path in sorted((CATALOGUES / language).glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=language):
                if not message.id:
                    continue
                known = merged.get(message.id)
                if known is not None and known.string != message.string:
                    raise ValueError(f"{path.name}: {message.id!r} has another translation")
                merged.add(message.id, message.string, flags=message.flags)
    return merged


def said(text: str) -> str:
    """Return a message in the language of this request; one without a translation as it is."""
    language = language_now()
    return _said(text, language, lambda value: _value(value, language))


def said_to_programs(text: str) -> str:
    """Return a message in the language of this request, the codes in it as programs know them."""

    def as_it_is(value: object) -> object:
        return said_to_programs(value) if isinstance(value, Message) else value

    return _said(text, language_now(), as_it_is)


def _said(text: str, language: Language, say: Callable[[object], object]) -> str:
    """Return a message in a language, each value in it as ``say`` has it."""
    texts = translations_of(language)
    if not isinstance(text, Message):
        translated: str = texts.ugettext(text) if text else ""
        return translated
    pattern: str = texts.ugettext(text.pattern)
    values = {name: say(value) for name, value in text.values.items()}
    return pattern.format(**values) if values else pattern


def said_in(text: str, language: Language) -> str:
    """Return a message in a language, whoever asks; any other text as it is."""
    if not isinstance(text, Message):
        return text
    pattern: str = translations_of(language).gettext(text.pattern)
    values = {name: _value_in(value, language) for name, value in text.values.items()}
    return pattern.format(**values) if values else pattern


def _value_in(value: object, language: Language) -> object:
    if isinstance(value, Message):
        return said_in(value, language)
    return _codes_in(value, language) if isinstance(value, Codes) else value


def _codes_in(codes: Codes, language: str) -> str:
    between = {"zh-Hans": "、"}.get(language, ", ")
    return between.join(any_label(code, language) for code in codes.codes)


def _value(value: object, language: Language) -> object:
    """Say a value in words too, where there are any: a status, a part, a day, a message."""
    if isinstance(value, Message):
        return said(value)
    if isinstance(value, Codes):
        return _codes_in(value, language)
    if isinstance(value, date) and not isinstance(value, datetime):
        return format_date(value, locale="zh" if language == "zh-Hans" else "en")
    if isinstance(value, int) and value >= LONG_NUMBER:
        return f"{value:,}"  # alike in both languages
    return any_label(str(value), language) if isinstance(value, str) else value


def install_translations(app: Flask) -> None:
    """Answer every page in the language that is asked for."""
    Bilingual(
        app,
        default_timezone=TIME_ZONE,
        locale_selector=lambda: "zh" if asked_language() == "zh-Hans" else "en",
    )
    app.jinja_env.filters["said"] = said


def texts_in(language: Language) -> dict[str, Callable[..., str]]:
    """Return the functions that say texts in a template: those that it cannot know beforehand."""
    texts = translations_of(language)

    @pass_eval_context
    def say(context: EvalContext, text: str, /, **values: object) -> str:
        return _with_values(context, texts.ugettext(text), values)

    @pass_eval_context
    def say_count(context: EvalContext, one: str, many: str, num: int, /, **values: object) -> str:
        return _with_values(context, texts.ungettext(one, many, num), {"num": num, **values})

    return {"_": say, "gettext": say, "ngettext": say_count}


def _with_values(context: EvalContext, text: str, values: Mapping[str, object]) -> str:
    return (Markup(text) if context.autoescape else text) % values  # noqa: S704 - ours
