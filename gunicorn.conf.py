"""How gunicorn serves the application; the settings stand in docs/operations.md."""

import gc
import os
import shutil
import subprocess
import sys
import tempfile
from typing import Any

COUNTS = "PROMETHEUS_MULTIPROC_DIR"  # a folder where the processes add up what they count
if COUNTS not in os.environ:  # named before the first import that counts
    os.environ[COUNTS] = tempfile.mkdtemp(prefix="kvisa-counts-")

from marketplace.config import read_config  # noqa: E402
from marketplace.demo.sign_ins import announce  # noqa: E402

settings = read_config()

bind = f"{settings.host}:{settings.port}"
workers = settings.web_workers
threads = settings.web_threads
worker_class = "gthread"
preload_app = True  # what never changes is loaded once, and its memory shared
timeout = 60
graceful_timeout = 10
keepalive = 5
limit_request_line = 8190  # a search by Chinese words and several cities, percent-encoded
control_socket_disable = True
accesslog = None
loglevel = "warning"

FEW_CYCLES = 50_000  # objects more, between two looks for garbage

_beside: list["subprocess.Popen[bytes]"] = []


def when_ready(server: Any) -> None:  # noqa: ANN401 - gunicorn's form
    """Load what all processes read, start the worker beside them, and say where we are."""
    del server
    from marketplace.loading import load_all  # noqa: PLC0415 - commands read this file too

    load_all()
    gc.collect()
    gc.freeze()  # nobody looks again for garbage in what stays, or copies its memory for that
    if settings.run_worker:
        command = [sys.executable, "-m", "flask", "--app", "wsgi", "work"]
        _beside.append(subprocess.Popen(command))
    announce(settings)


def post_fork(server: Any, worker: Any) -> None:  # noqa: ANN401 - gunicorn's form
    """Part from the process that loaded: connections are each process's own."""
    del server, worker
    from wsgi import app  # noqa: PLC0415 - loaded by now

    app.extensions["database"].engine.dispose(close=False)
    # An answer of twenty matches makes thousands of objects and leaves no cycles behind.
    gc.set_threshold(FEW_CYCLES)


def on_exit(server: Any) -> None:  # noqa: ANN401 - gunicorn's form
    """End the worker with the web processes, and forget what was counted."""
    del server
    shutil.rmtree(os.environ[COUNTS], ignore_errors=True)
    for process in _beside:
        process.terminate()
        process.wait(timeout=20)
