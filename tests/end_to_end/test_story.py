from pathlib import Path

import pytest

from tests.end_to_end.story import tell
from tests.serving import run_flask, serve, settings_for


@pytest.mark.slow
def test_the_whole_story_is_told(database_url: str, tmp_path: Path) -> None:
    environment = settings_for(database_url, tmp_path)
    printed = run_flask(environment, "appoint", "operator@story.example", "--admin", "--token")
    token = next(word for word in printed.split() if word.startswith("kvm_"))
    log: list[str] = []
    with serve(environment, tmp_path / "log") as served:
        tell(served.url, tmp_path / "mail", token, log.append)
    assert len(log) >= 28
    assert "Traceback" not in (tmp_path / "log").read_text(encoding="utf-8")
