"""The questions of the packs and points tables as a page asks them: of whoever reads it.

What a question means stands in its pack, in words for anybody; here is how it is put to the person
themselves. A pack that words a question anew asks in its own words until it has its line here.
"""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from marketplace.html.translations import said_in
from marketplace.messages import Message
from matching.policy.loading import PACKS, load_packs
from matching.policy.pack import Language, Text
from matching.policy.points.chinese import load_points
from matching.policy.points.grid import load_grid

TO_YOU: Mapping[str, Message] = MappingProxyType(
    {
        "What is the degree's level?": Message("What level is your degree?"),
        "Which sectors does that degree belong to?": Message(
            "Which sectors does your degree belong to?"
        ),
        "Is that degree in science, technology, engineering or mathematics?": Message(
            "Is your degree in science, technology, engineering or mathematics?"
        ),
        "What is the age in whole years?": Message("How old are you, in whole years?"),
        "How many whole years were worked in the one approved sector worked in longest?": Message(
            "How many whole years have you worked in the approved sector where you worked longest?"
        ),
        "How many patents are held?": Message("How many patents do you hold?"),
        "How many scientific publications are there?": Message(
            "How many scientific publications do you have?"
        ),
        "Was a major research or development project led?": Message(
            "Have you led a major research or development project?"
        ),
        "How many awards were received?": Message("How many awards have you received?"),
        "Is the present work teaching or research in science, technology, engineering or"
        " mathematics?": Message(
            "Do you now teach or do research in science, technology, engineering or mathematics?"
        ),
        "Which Chinese visa is held now?": Message("Which Chinese visa do you hold now?"),
        "What is the last day of the K status?": Message(
            "What is the last day of the status that you have by a K visa?"
        ),
        "Which sectors does the present job belong to?": Message(
            "Which sectors does your present job belong to?"
        ),
        "How many whole years of relevant work are there?": Message(
            "How many whole years of relevant work do you have?"
        ),
        "Is or was the person a post-doctoral researcher?": Message(
            "Are you, or were you, a post-doctoral researcher?"
        ),
        "Was the person selected for a Chinese talent plan?": Message(
            "Were you selected for a Chinese talent plan?"
        ),
        "What is the annual salary paid in China, in yuan?": Message(
            "What is your annual salary in China, in yuan?"
        ),
        "How many whole years of skilled work are there?": Message(
            "How many whole years of skilled work do you have?"
        ),
        "Which Canadian language benchmark does the weakest of the four abilities reach?": Message(
            "Which Canadian language benchmark does the weakest of your four abilities reach?"
        ),
        "What is the annual salary paid in China, in units of 10,000 yuan?": Message(
            "What is your annual salary in China, in units of 10,000 yuan?"
        ),
        "What is the highest degree, or the vocational certificate counted like it?": Message(
            "What is your highest degree, or the vocational certificate counted like it?"
        ),
        "How many years of relevant work are there?": Message(
            "How many years of relevant work do you have?"
        ),
        "How many months a year are worked in China?": Message(
            "How many months a year do you work in China?"
        ),
        "What shows the level of Chinese?": Message("What shows your level of Chinese?"),
        "In what kind of region is the place of work?": Message(
            "In what kind of region is your place of work?"
        ),
        "How many years old is the person?": Message("How many years old are you?"),
        "Which of the counted backgrounds does the person have?": Message(
            "Which of the counted backgrounds do you have?"
        ),
        "What is the highest education, as assessed for Canada?": Message(
            "What is your highest education, as assessed for Canada?"
        ),
        "Which levels does the test of the first official language show?": Message(
            "Which levels does your test of the first official language show?"
        ),
        "How many years of skilled work in Canada are there?": Message(
            "How many years of skilled work do you have in Canada?"
        ),
        "How many years of skilled work outside Canada are there?": Message(
            "How many years of skilled work do you have outside Canada?"
        ),
    }
)


def asked_of_you(question: Text, language: Language) -> str:
    """Return a question as it is put to whoever reads it."""
    known = TO_YOU.get(question.en)
    return question.say(language) if known is None else said_in(known, language)


def put_to_you(text: str, language: Language) -> str:
    """Return a text of ours; where it is a question, as it is put to whoever reads it."""
    known = TO_YOU.get(text) or _chinese().get(text)
    return text if known is None else said_in(known, language)


@cache
def _chinese() -> Mapping[str, Message]:
    """Return the same by the Chinese words of the packs and tables that we ship."""
    packs = [pack for versions in load_packs(PACKS).values() for pack in versions.values()]
    asked = [fact.question for pack in packs for fact in pack.facts.values()]
    tables = [factor.text for factor in load_points().factors.values()]
    texts = (*asked, *tables, *load_grid().texts.values())
    return {text.zh_hans: TO_YOU[text.en] for text in texts if text.en in TO_YOU}
