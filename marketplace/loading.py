"""What a process would load at its first question, loaded before it is asked."""

from marketplace.html.translations import translations
from matching.ranking.machine import compiled
from matching.text.folding import fold
from matching.text.occupations import other_titles
from matching.text.skills import find_names

LANGUAGES = ("en", "zh")


def load_all() -> None:
    """Load the names of skills and occupations, the compiled loops and the pages' texts."""
    find_names(fold("names"))
    other_titles("titles")
    compiled()
    for language in LANGUAGES:
        translations(language)
