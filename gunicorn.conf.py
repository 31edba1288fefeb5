"""Settings of the web server: sync workers, one for each core. Source: gunicorn's settings reference.

Threads were measured at 2 to 4 times the 99th percentile of one-thread workers for this site, so a
buffering proxy in front takes the slow clients (see docs/operators.md).
"""

import os
import sys

from directory.config import Config
from directory.errors import BadConfiguration

bind = f"{os.environ.get('HOST') or '127.0.0.1'}:{os.environ.get('PORT') or '8000'}"
workers = int(os.environ.get("WORKERS") or os.cpu_count() or 1)
worker_class = "sync"
timeout = 30
graceful_timeout = 10
keepalive = 5
max_requests = 20_000
max_requests_jitter = 2_000
# From 25.1 on the server opens a control socket by default that can reload or stop it.
control_socket_disable = True
errorlog = "-"
loglevel = "warning"
accesslog = None


def on_starting(server):
    """End with one clear line where a setting is missing or wrong; workers would be started again and again."""
    try:
        Config.from_env()
    except BadConfiguration as wrong:
        sys.exit(f"Counterpart cannot start: {wrong}")


def when_ready(server):
    """Print the address once the socket answers."""
    print(f"Counterpart answers at http://{bind}/", flush=True)
