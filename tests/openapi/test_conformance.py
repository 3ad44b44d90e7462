"""The service does what its document says: schemathesis, for each kind of account."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.serving import ROOT, Served, run_flask, serve, settings_for

CONFIG = Path(__file__).with_name("schemathesis.toml")
LEAVING = "accounts.delete_account"  # its caller is gone after it, so it has a run of its own
RUNS = {
    "employer": ("--exclude-operation-id", LEAVING, "--max-examples", "5"),
    "candidate": (
        *("--exclude-operation-id", LEAVING, "--max-examples", "6"),
        *("--phases", "examples,fuzzing,stateful"),
    ),
    "admin": (
        *("--include-operation-id", "employers.verify_employer"),
        *("--include-operation-id", "evidence.decide_evidence"),
        *("--include-operation-id", "imports.import_candidates"),
        *("--include-operation-id", "assessments.assess"),
        *("--max-examples", "20"),
    ),
    "leaver": ("--include-operation-id", LEAVING, "--max-examples", "5"),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the service and its callers keep their files."""
    return tmp_path_factory.mktemp("conformance")


@pytest.fixture(scope="module")
def served(folder: Path) -> Iterator[Served]:
    """The service with the demo's data."""
    settings = settings_for(f"sqlite:///{folder / 'market.db'}", folder, DEMO="true")
    for command in ("migrate", "demo", "reindex"):
        run_flask(settings, command)
    with serve(settings, folder / "log") as service:
        yield service


@pytest.fixture(scope="module")
def tokens(served: Served, folder: Path) -> dict[str, str]:
    """The demo accounts' tokens as the service printed them, and one to leave with."""
    lines = (folder / "log").read_text(encoding="utf-8").splitlines()
    printed = dict(line.split("=", 1) for line in lines if "_TOKEN=" in line)
    leaver = served.flask("appoint", "leaver@demo.example", "--token").split()
    return {
        **{name.removesuffix("_TOKEN").lower(): token for name, token in printed.items()},
        "leaver": next(word for word in leaver if word.startswith("kvm_")),
    }


@pytest.fixture(scope="module")
def config(served: Served, tokens: Mapping[str, str], folder: Path) -> Path:
    """The configuration, with the ids of things that exist beside it."""
    (folder / CONFIG.name).write_text(CONFIG.read_text(encoding="utf-8"), encoding="utf-8")
    for name, ids in existing(served.url, tokens).items():
        (folder / f"{name}.dict").write_text("".join(f'"{id_}"\n' for id_ in ids))
    return folder / CONFIG.name


def existing(url: str, tokens: Mapping[str, str]) -> dict[str, list[str]]:
    """Return the ids of things that the demo's employer and candidate can reach."""
    with client(url, tokens["employer"]) as employer, client(url, tokens["candidate"]) as candidate:
        return reached(employer, candidate)


def client(url: str, token: str) -> httpx.Client:
    """Return a caller of the API."""
    headers = {"Authorization": f"Bearer {token}"}
    return httpx.Client(base_url=f"{url}/api/v1", headers=headers, timeout=60)


def reached(employer: httpx.Client, candidate: httpx.Client) -> dict[str, list[str]]:
    """Return ids by the dictionary that they stand in; some things are made for it."""
    employers = [part["id"] for part in employer.get("/account").json()["employers"]]
    found = employer.get("/roles", params={"limit": 100}).json()["data"]
    roles = [role["id"] for role in found if role["employer_id"] in employers][:3]
    ranked = employer.get(f"/roles/{roles[0]}/matches").json()["data"]
    codes = [match["candidate"]["code"] for match in ranked if "code" in match["candidate"]][:3]
    me = candidate.get("/account").json()["candidate_id"]
    invitation = {"role_id": roles[0], "candidate": codes[0], "message": "May we talk?"}
    proof = {"section": "status", "proof": "The stamp in the passport."}
    return {
        "employers": employers,
        "roles": roles,
        "candidates": [me],
        "codes": codes,
        "applications": [made(candidate, "/applications", {"role_id": role}) for role in roles[:2]],
        "invitations": [made(employer, "/invitations", invitation)],
        "evidence": [made(candidate, f"/candidates/{me}/evidence", proof)],
    }


def made(caller: httpx.Client, path: str, body: dict[str, Any]) -> str:
    """Make a thing and return its id."""
    answer = caller.post(path, json=body)
    assert answer.status_code == 201, answer.text
    id_: str = answer.json()["id"]
    return id_


@pytest.fixture(scope="module")
def outcomes(
    served: Served, config: Path, tokens: Mapping[str, str]
) -> dict[str, "subprocess.CompletedProcess[str]"]:
    """What schemathesis says of each account's calls; all of them call at the same time."""

    def run(who: str) -> "subprocess.CompletedProcess[str]":
        command = [
            *(str(Path(sys.executable).with_name("schemathesis")), "--config-file", str(config)),
            *("run", f"{served.url}/api/v1/openapi.json", "--no-color", *RUNS[who]),
        ]
        folder = config.parent / who
        folder.mkdir()
        environment = {**os.environ, "TOKEN": tokens[who], "PYTHONPATH": str(ROOT)}
        return subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, text=True, check=False
        )

    with ThreadPoolExecutor(len(RUNS)) as pool:
        return dict(zip(RUNS, pool.map(run, RUNS), strict=True))


@pytest.mark.slow
@pytest.mark.parametrize("who", RUNS)
def test_the_service_does_what_its_document_says(
    who: str, outcomes: Mapping[str, "subprocess.CompletedProcess[str]"], folder: Path
) -> None:
    done = outcomes[who]
    assert done.returncode == 0, done.stdout[-20_000:] + done.stderr[-5_000:]
    assert "Traceback" not in (folder / "log").read_text(encoding="utf-8")
