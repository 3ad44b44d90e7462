from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from marketplace import create_app
from marketplace.config import read_config
from matching.policy.coverage import gaps_of
from matching.policy.loading import load_packs
from tests.conftest import make_config

PACKS = Path(__file__).parents[2] / "matching" / "policy" / "packs"
IN_TIME = "2026-12-01"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp("policies")
    url = f"sqlite:///{folder / 'none.db'}"
    made = create_app(make_config(url, folder, policy_folders=(PACKS,)))
    yield made
    made.extensions["database"].engine.dispose()


def test_all_that_was_looked_at_in_time_passes(installed: Flask) -> None:
    result = installed.test_cli_runner().invoke(args=["check-policies", "--day", IN_TIME])
    assert result.exit_code == 0, result.output
    told = result.output.splitlines()
    for pack in load_packs().values():
        for version in pack.values():
            assert any(line.startswith(f"{version.name} (active): review by") for line in told)
    assert "x-test-cn-zz-suspends-switch 1, on cn-k-seed 2025.1 (illustrative)" in result.output
    assert "  age: never met, not_met (POLICY_UNDEFINED: nobody has published age_max)" in told


def test_a_review_that_is_overdue_fails(installed: Flask) -> None:
    result = installed.test_cli_runner().invoke(args=["check-policies", "--day", "2027-01-24"])
    assert result.exit_code == 1
    assert "cn-k-official 2025.1 (active): review by 2027-01-23, overdue" in result.output
    assert "Look again at: cn-k-official 2025.1" in result.output
    on_the_day = installed.test_cli_runner().invoke(args=["check-policies", "--day", "2027-01-23"])
    assert on_the_day.exit_code == 0


@pytest.mark.parametrize("day", ["2027-02-30", "20270101", "soon"])
def test_a_day_that_is_none_is_refused(installed: Flask, day: str) -> None:
    result = installed.test_cli_runner().invoke(args=["check-policies", "--day", day])
    assert result.exit_code == 2
    assert "--day" in result.output


def test_only_what_nobody_published_is_out_of_reach() -> None:
    open_leaves = {
        gap.leaf: gap.reason.partition(":")[0]
        for versions in load_packs().values()
        for pack in versions.values()
        for gap in gaps_of(pack, pack.effective.start)
        if pack.id in {"cn-k-seed", "cn-k-official", "us-h1b-portability"}
    }
    names = ("age", "degree.institution", "outstanding", "works_at_institution")
    assert open_leaves == dict.fromkeys(names, "POLICY_UNDEFINED")


def test_folders_of_packs_come_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SECRET_KEY", "a secret of the tests")
    monkeypatch.setenv("POLICY_FOLDERS", f"{PACKS}:{tmp_path}")
    assert read_config().policy_folders == (PACKS, tmp_path)
    monkeypatch.setenv("POLICY_FOLDERS", str(tmp_path / "nowhere"))
    with pytest.raises(ValueError, match="POLICY_FOLDERS"):
        read_config()
