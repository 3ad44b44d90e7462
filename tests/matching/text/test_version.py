import pytest

from matching.text import version


def test_the_version_changes_with_the_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    before = version.analyzer_version()
    monkeypatch.setattr(version, "RULES", version.RULES + 1)
    version.analyzer_version.cache_clear()
    after = version.analyzer_version()
    version.analyzer_version.cache_clear()
    assert before != after
    assert len(before) == 8
