"""Evaluate a pack on facts: three-valued flags with reasons, and what is missing."""

from collections.abc import Sequence
from datetime import date

from matching.policy.findings import Facts
from matching.policy.flags import Flag
from matching.policy.pack import Language, Pack
from matching.policy.presenting import present
from matching.policy.tracing import Reader, trace_flags


def evaluate(
    pack: Pack,
    facts: Facts,
    *,
    day: date,
    province: str | None = None,
    language: Language = "en",
    reforms: Sequence[str] = (),
) -> dict[str, Flag]:
    """Return every flag of a pack for what is stated, as of a day, in a province.

    The overlays of that province count on their days; ``reforms`` names drafts to count too.

    Raises:
        UnknownReform: no draft of that name changes the pack.
    """

    def read(_: Pack, __: str | None) -> Facts:
        return facts

    return evaluate_reading(
        pack, read, day=day, province=province, language=language, reforms=reforms
    )


def evaluate_reading(
    pack: Pack,
    read: Reader,
    *,
    day: date,
    province: str | None,
    language: Language = "en",
    reforms: Sequence[str] = (),
) -> dict[str, Flag]:
    """Return every flag, where the facts themselves rest on the rules of the province."""
    traces = trace_flags(pack, read, day=day, province=province, reforms=reforms)
    return {name: present(trace, language) for name, trace in traces.items()}
