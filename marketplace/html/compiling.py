"""Templates, compiled once for each language with its texts and formats in them.

A page says some hundred texts, and twenty rows say the same ones twenty times. What a template
says is known when it is compiled, so it is looked up there, and a page is written as if its
template had been in its reader's language.
"""

from collections.abc import MutableMapping
from typing import Any, Self

from flask.sansio.app import App
from flask.templating import Environment
from jinja2 import Template, nodes

from marketplace.html.folding import Folder
from marketplace.html.formats import FORMATS
from marketplace.html.tongues import marks_in
from marketplace.html.translations import language_now, texts_in, translations_of
from marketplace.html.writing import Calls, Page, Writer, written
from matching.policy.pack import Language

Globals = MutableMapping[str, Any]


class Templates(Environment):
    """The templates in all languages: each is taken in the one that is asked for now.

    Attributes:
        language: the one of these templates; none where others stand for each language.
    """

    code_generator_class = Writer
    context_class = Calls
    template_class = Page
    language: Language | None = None

    def __init__(self, app: App, **options: Any) -> None:  # noqa: ANN401 - Jinja's
        super().__init__(app, **options)
        self._spoken: dict[Language, Self] = {}

    written = staticmethod(written)

    def getattr(self, obj: Any, attribute: str) -> Any:  # noqa: ANN401 - as Jinja's
        """Return an attribute, else an item."""
        try:
            return getattr(obj, attribute)
        except AttributeError:
            return super().getattr(obj, attribute)

    def from_string(
        self,
        source: str | nodes.Template,
        globals: Globals | None = None,  # noqa: A002 - Jinja's name
        template_class: type[Template] | None = None,
    ) -> Template:
        """Return a template of a text."""
        if self.language is None:
            return self._now().from_string(source, globals, template_class)
        return super().from_string(source, globals, template_class)

    def _load_template(
        self,
        name: str,
        globals: Globals | None,  # noqa: A002 - Jinja's name
    ) -> Template:
        if self.language is None:
            return self._now()._load_template(name, globals)  # noqa: SLF001 - of this class
        return super()._load_template(name, globals)

    def _generate(
        self,
        source: nodes.Template,
        name: str | None,
        filename: str | None,
        defer_init: bool = False,  # noqa: FBT001, FBT002 - as Jinja calls it
    ) -> str:
        if self.language is not None:
            source = Folder(translations_of(self.language)).visit(source)
        return super()._generate(source, name, filename, defer_init)

    def _now(self) -> Self:
        """Return the templates in the language of now, made when first asked for."""
        language = language_now()
        return self._spoken.get(language) or self._spoken.setdefault(language, self._in(language))

    def _in(self, language: Language) -> Self:
        formats, made = FORMATS[language], self.overlay()
        made.language = language
        made.filters = self.filters | formats.filters()
        made.globals = self.globals | texts_in(language)
        made.globals |= {"options": formats.options, "content_lang": marks_in(language)}
        return made
