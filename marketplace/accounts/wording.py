"""What Flask-Security says, in our words and both languages."""

from babel.support import Translations
from flask_babel import get_locale
from flask_security.babel import FsDomain

from marketplace.html.translations import translations


class OurWords(FsDomain):
    """The texts of Flask-Security, from our catalogues."""

    def get_translations(self) -> Translations:
        """Return the texts of the language that this request is answered in."""
        locale = get_locale()
        return translations("zh" if locale is not None and locale.language == "zh" else "en")
