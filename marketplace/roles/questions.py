"""What a role asks its applicants: kept in its row, each question named by what it asks."""

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

KINDS = ("text", "yes_no", "choice")
MOST, LONGEST = 10, 300  # questions of a role; characters of one
FEWEST_CHOICES, MOST_CHOICES, LONGEST_CHOICE = 2, 10, 100
ID = "^q[0-9a-f]{10}$"

Question = Mapping[str, Any]


def with_ids(questions: Iterable[Question]) -> list[dict[str, Any]]:
    """Return questions as they are kept.

    Another wording is another question: so nobody's answer can come to stand under words that
    they did not read.
    """
    return [{"id": _id_of(each), **each} for each in questions]


def _id_of(question: Question) -> str:
    """Return the same name for the same words, wherever they stand and whoever must answer."""
    asked = json.dumps([question["kind"], question["text"], question["choices"]])
    return f"q{sha256(asked.encode()).hexdigest()[:10]}"
