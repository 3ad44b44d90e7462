"""Which documents a match calls for: those that prove the leaves that decide its flags."""

from collections.abc import Mapping
from dataclasses import dataclass

from matching.codes import Outcome
from matching.policy.flags import Flag
from matching.policy.pack import Language


@dataclass(frozen=True, slots=True)
class Document:
    """A proof to have at hand, and who can bring it."""

    criterion: str
    document: str
    curable_by: str


def documents_for(flags: Mapping[str, Flag], language: Language = "en") -> tuple[Document, ...]:
    """Return the checklist: for a flag that is met what proves it, for an open one what could.

    A flag that is not met calls for nothing.
    """
    wanted: dict[str, Document] = {}
    for flag in flags.values():
        if flag.outcome is Outcome.NOT_MET:
            continue
        pack = flag.trace.pack
        for name in flag.because:
            criterion = pack.criteria.get(name)
            proof = pack.facts[criterion.fact].proof if criterion else None
            if criterion is not None and criterion.evidence and proof is not None:
                document = Document(name, proof.say(language), criterion.curable_by)
                wanted.setdefault(name, document)
    return tuple(wanted.values())
