"""What an applicant answers to the questions of a role, kept beside what was asked."""

from collections.abc import Iterator, Mapping
from typing import Any

from marketplace.candidates.blanking import blank
from marketplace.candidates.naming import Names
from marketplace.errors import Invalid
from marketplace.messages import Message
from models import Role

YES_OR_NO = ("yes", "no")

Answers = list[dict[str, Any]]


def answered(role: Role, answers: Mapping[str, str]) -> Answers:
    """Return the answers as they are kept, in the order of the role's questions.

    Args:
        answers: by the id of the question.

    Raises:
        Invalid: a question that needs an answer has none, or an answer fits no question;
            ``errors`` name each.
    """
    faults = [*_faults(role, answers), *_unasked(role, answers)]
    if faults:
        raise Invalid(
            Message("The role asks questions; errors name those without a right answer."), faults
        )
    return [
        {
            "id": question["id"],
            "question": question["text"],
            "kind": question["kind"],
            "answer": answers[question["id"]],
        }
        for question in role.questions
        if question["id"] in answers
    ]


def without_names(answers: Answers, names: Names) -> Answers:
    """Return answers with names and ways to reach a person taken out."""
    return [{**each, "answer": blank(each["answer"], names)} for each in answers]


def _faults(role: Role, answers: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """Yield what is wrong with the answer to each question."""
    for question in role.questions:
        pointer, answer = f"#/answers/{question['id']}", answers.get(question["id"])
        if answer is None:
            if question["required"]:
                lacking = Message('This needs an answer: "{question}"', question=question["text"])
                yield {"pointer": pointer, "detail": lacking}
        elif question["kind"] == "yes_no" and answer not in YES_OR_NO:
            told = Message('Answer with yes or no: "{question}"', question=question["text"])
            yield {"pointer": pointer, "detail": told}
        elif question["kind"] == "choice" and answer not in question["choices"]:
            told = Message(
                'Answer with one of the choices: "{question}" {choices}',
                question=question["text"],
                choices=" / ".join(question["choices"]),
            )
            yield {"pointer": pointer, "detail": told}


def _unasked(role: Role, answers: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """Yield the answers to what the role does not ask, or asks no longer."""
    asked = {question["id"] for question in role.questions}
    for name in answers:
        if name not in asked:
            told = Message("The role does not ask this, or asks it no longer in these words.")
            yield {"pointer": f"#/answers/{name}", "detail": told}
