"""What schemathesis cannot know of the API: lines of JSON, fresh keys, and meaning."""

import json
import re
from itertools import count
from typing import Any
from uuid import UUID

import schemathesis
from schemathesis.core.parameters import ParameterLocation

# Refusals of well-formed requests, by their details: no JSON Schema can say these.
MEANINGS = tuple(
    re.compile(pattern)
    for pattern in (
        r"The year has not come yet\.",
        r"HSK levels are for Chinese \(zh\) alone\.",
        r"The end lies before the start\.",
        r"min \(\d+\) is above max \(\d+\)\.",
        r"Not a unified social credit code \(GB 32100-2015\)\.",
        r"A rejection needs it\.",
        r"There is no such entry in \w+\.",
        r"The status is proved as a whole: leave it out\.",
        r"Name the entry that is proved, by its id\.",
        r"Send profile, role or both\.",
        r"Neither an employer's id nor a domain such as example\.com\.",
        r"There is no employer with this id\.",
        r"Nothing but white space\.",
        r"no active pack '.*'; there are: [a-z0-9, -]+",
        r"no draft reform '.*'; there are: [a-z0-9, -]+",
        r"Too many people use this password, or one like it; .*",
        r"The password is made of your e-mail address; .*",
        r"This day has passed; decide `expired` instead\.",
        r"A consent and its basis come together\.",
        r"You cannot give [a-z:]+: you lack it\.",
        r"The role is not ready to be open; errors name what to change\.",
        r"'.*' is no province of [A-Z]{2}; write its ISO 3166-2 code, .*",
        r"Longer than maximum length 4000\.",  # a saved search as a whole
        r"No delivery may go there: .*",
        r"An employer's webhook is not told of this: [a-z._]+\.",
        r"Only together with `enabled`: true\.",
        r"Only a question of the kind choice has choices\.",
        r"Name at least 2 choices\.",
        r"Each choice only once\.",
        r"The same question stands above\.",
        r"The role does not ask this, or asks it no longer in these words\.",
        r'This needs an answer: ".*"',
        r"There is no such name\.",  # a schema's propertyNames are not heeded
        r"Some facts cannot be read\.",  # a pack says what its facts are
    )
)
_numbers = count(1)


@schemathesis.serializer("application/x-ndjson")
def send_lines(context: Any, value: Any) -> bytes:
    """Send lines: an invented text as a part of one; what is no text, as no text."""
    del context
    if not isinstance(value, str):
        return repr(value).encode("utf-16")
    is_lines = value == "" or value.startswith('{"')
    return (value if is_lines else json.dumps({"description": value})).encode()


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: dict[str, Any]) -> None:
    """Let a valid request mean something.

    A key that came before with another body, a tag of a state that is not the present one and a
    cursor that we did not make are refused for good reason, and then nothing else is looked at.
    """
    del context, kwargs
    if is_valid(case, ParameterLocation.HEADER):
        if "Idempotency-Key" in case.headers:
            case.headers["Idempotency-Key"] = str(UUID(int=next(_numbers)))
        if "If-Match" in case.headers:
            case.headers["If-Match"] = "*"
    if is_valid(case, ParameterLocation.QUERY):
        case.query.pop("cursor", None)


@schemathesis.check
def only_meaning_is_refused(context: Any, response: Any, case: Any) -> None:
    """A request that the schema allows is refused for a listed meaning only."""
    del context
    if response.status_code != 422 or not case.meta.generation.mode.is_positive:
        return
    problem = response.json()
    if not is_meaning(problem["detail"]):
        assert [each for each in problem["errors"] if not is_meaning(each["detail"])] == []


def is_meaning(detail: str) -> bool:
    """Whether a refusal is of those that no schema can say."""
    return any(meaning.fullmatch(detail) for meaning in MEANINGS)


def is_valid(case: Any, location: ParameterLocation) -> bool:
    """Whether this part of a request was made to fit the schema."""
    made = case.meta.components.get(location) if case.meta else None
    return made is not None and bool(made.mode.is_positive)
