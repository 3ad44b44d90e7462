import json
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import Result
from flask import Flask

from models import Account, Candidate, Consent, OutboxMessage, Role, Visibility
from tests.marketplace.imports.postings import posting, resume
from tests.people import People

RESUME = Path(__file__).parents[3] / "marketplace" / "demo" / "resume.json"


def run(app: Flask, *arguments: object) -> Result:
    return app.test_cli_runner().invoke(args=[str(argument) for argument in arguments])


def written(folder: Path, *lines: object) -> Path:
    path = folder / "lines.ndjson"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def test_roles_are_imported_for_the_local_operator(
    app: Flask, people: People, tmp_path: Path
) -> None:
    file = written(tmp_path, posting(), posting(identifier=2, title=7))
    report = tmp_path / "report.ndjson"
    result = run(app, "import-roles", file, "--report", report)
    assert result.exit_code == 0, result.output
    assert "line 2: #/title: Must be text." in result.output
    assert "2 lines: 1 created, 0 updated, 0 unchanged, 1 refused." in result.output
    lines = [json.loads(line) for line in report.read_text(encoding="utf-8").splitlines()]
    assert [line["status"] for line in lines] == ["created", "refused"]
    again = run(app, "import-roles", file)
    assert "0 created, 0 updated, 1 unchanged, 1 refused." in again.output
    operator = people.scalar(sa.select(Account).where(Account.email == "operator@localhost"))
    assert (operator.is_admin, operator.active) == (True, False)


@pytest.mark.parametrize("command", ["import-roles", "import-candidates"])
def test_a_file_of_refused_lines_alone_ends_with_1(
    app: Flask, tmp_path: Path, command: str
) -> None:
    result = run(app, command, written(tmp_path, {"title": 7}, [1]))
    assert "2 refused" in result.output
    assert result.exit_code == 1


def test_a_dry_run_says_so(app: Flask, people: People, tmp_path: Path) -> None:
    result = run(app, "import-roles", written(tmp_path, posting()), "--dry-run")
    assert "1 created, 0 updated, 0 unchanged, 0 refused (dry run)." in result.output
    assert people.scalar(sa.select(sa.func.count()).select_from(Role)) == 0


def test_people_with_a_basis_can_be_ranked(app: Flask, people: People, tmp_path: Path) -> None:
    file = written(tmp_path, resume())
    basis = ("--consent", "matching", "--basis", "Signed at the fair")
    assert "1 created" in run(app, "import-candidates", file, *basis).output
    assert "1 unchanged" in run(app, "import-candidates", file, *basis).output
    assert people.scalar(sa.select(Candidate.visibility)) is Visibility.ANONYMOUS
    assert people.scalar(sa.select(Consent.basis)) == "Signed at the fair"
    mails = sa.select(sa.func.count()).where(OutboxMessage.type == "mail.send")
    assert people.scalar(mails) == 0


def test_the_demo_resume_is_one_document(app: Flask, people: People) -> None:
    assert "1 lines: 1 created" in run(app, "import-candidates", RESUME).output
    assert people.scalar(sa.select(Candidate.visibility)) is Visibility.HIDDEN
    assert people.scalar(sa.select(Candidate.name)) == "Ilse Varnhagen-Roy"


@pytest.mark.parametrize("options", [("--consent", "matching"), ("--basis", "x")])
def test_a_consent_and_its_basis_come_together(
    app: Flask, tmp_path: Path, options: tuple[str, ...]
) -> None:
    result = run(app, "import-candidates", written(tmp_path, resume()), *options)
    assert result.exit_code == 2
    assert "come together" in result.output


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "no line"), (b"\x1f\x8b", "gzip"), (b"\x00" * 99, "binary"), (None, "No such file")],
)
def test_a_file_that_cannot_be_read_ends_with_1(
    app: Flask, tmp_path: Path, content: bytes | None, said: str
) -> None:
    file = tmp_path / "file"
    if content is not None:
        file.write_bytes(content)
    for command in ("import-roles", "import-candidates"):
        result = run(app, command, file)
        assert result.exit_code == 1
        assert said in result.output
    assert run(app, "import-roles", tmp_path).exit_code == 1
