"""Words come back from their bytes as they were."""

from hypothesis import given, settings
from hypothesis import strategies as st

from matching.profiles import AskedSkill, RoleProfile
from matching.ranking.documents import role_document
from matching.ranking.packing import Words, pack_words, surfaces, unpack_words
from matching.text.copies import runs_of

TEXTS = st.lists(
    st.sampled_from(
        ["PyTorch", "量子纠错", "surface codes", "a\n|\t", "\x1f", "decodes", "C++", "."]
    )
).map(" ".join)


@settings(deadline=None)
@given(
    title=TEXTS,
    text=TEXTS,
    skills=st.lists(st.tuples(TEXTS, st.booleans()), max_size=3),
    tells_all=st.booleans(),
)
def test_what_is_packed_is_unpacked(
    title: str, text: str, skills: list[tuple[str, bool]], *, tells_all: bool
) -> None:
    asked = tuple(AskedSkill(name=name, required=required) for name, required in skills)
    document = role_document(RoleProfile(title=title, description=text, skills=asked))
    told = surfaces(document)
    if not tells_all:  # fewer terms, one spelled otherwise, one that does not rank
        told = dict(list(told.items())[:2]) | dict.fromkeys(list(told)[1:2], "told otherwise")
        told["what only the told text has"] = "what only"
    words = Words(document, told, runs_of([title, text]), headline=title or None)
    unpacked = unpack_words(pack_words(words))
    assert unpacked == words
    assert unpacked.document.places == document.places
