"""The application served by gunicorn with two worker processes, for tests from outside."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Served:
    """A running service."""

    url: str
    environment: Mapping[str, str]
    process: "subprocess.Popen[str]"

    def flask(self, *command: str) -> str:
        """Run one of our commands in the service's environment and return what it printed."""
        return run_flask(self.environment, *command)


def run_flask(environment: Mapping[str, str], *command: str) -> str:
    """Run ``flask`` with settings and return what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", *command],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise AssertionError(f"flask {' '.join(command)}: {done.stdout}{done.stderr}")
    return done.stdout


def settings_for(database_url: str, folder: Path, **changes: str) -> dict[str, str]:
    """Return the environment of a service on a database."""
    return {
        "DATABASE_URL": database_url,
        "SECRET_KEY": "a secret of the tests",
        "PORT": str(free_port()),
        "INDEX_FOLDER": str(folder / "index"),
        "MAIL_FOLDER": str(folder / "mail"),
        "RATE_LIMIT": "1000000/minute",
        "SIGN_IN_LIMIT": "1000000/minute",
        "PROFILE_LIMIT": "1000000/minute",
        "WEB_WORKERS": "2",
        "WEB_THREADS": "4",
        **changes,
    }


@contextmanager
def serve(environment: Mapping[str, str], log: Path) -> Iterator[Served]:
    """Serve for as long as the block lasts."""
    with log.open("w", encoding="utf-8") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "wsgi:app"],
            cwd=ROOT,
            env={**os.environ, **environment},
            stdout=file,
            stderr=file,
            text=True,
        )
    url = f"http://127.0.0.1:{environment['PORT']}"
    try:
        _await(url, process, log)
        yield Served(url, environment, process)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)


def free_port() -> int:
    """Return a port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _await(url: str, process: "subprocess.Popen[str]", log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        try:
            httpx.get(f"{url}/healthz", timeout=5)
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"the service did not start:\n{log.read_text(encoding='utf-8')}")
