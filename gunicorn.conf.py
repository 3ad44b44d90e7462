"""How gunicorn serves the application; the settings stand in docs/operations.md."""

import subprocess
import sys
from typing import Any

from marketplace.config import read_config
from marketplace.demo.sign_ins import announce

settings = read_config()

bind = f"{settings.host}:{settings.port}"
workers = settings.web_workers
threads = settings.web_threads
worker_class = "gthread"
timeout = 60
graceful_timeout = 10
keepalive = 5
limit_request_line = 8190  # a search by Chinese words and several cities, percent-encoded
control_socket_disable = True
accesslog = None
loglevel = "warning"

_beside: list["subprocess.Popen[bytes]"] = []


def when_ready(server: Any) -> None:  # noqa: ANN401 - gunicorn's form
    """Start the worker beside the web processes, and say where we are."""
    del server
    if settings.run_worker:
        command = [sys.executable, "-m", "flask", "--app", "wsgi", "work"]
        _beside.append(subprocess.Popen(command))
    announce(settings)


def on_exit(server: Any) -> None:  # noqa: ANN401 - gunicorn's form
    """End the worker with the web processes."""
    del server
    for process in _beside:
        process.terminate()
        process.wait(timeout=20)
