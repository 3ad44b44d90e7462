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
    if not tells_all:
        told = dict(list(told.items())[:2])
    words = Words(document, told, runs_of([title, text]), headline=title or None)
    assert unpack_words(pack_words(words)) == words
