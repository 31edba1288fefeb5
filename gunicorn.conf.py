"""Settings of the web server: sync workers, one for each core. Source: gunicorn's settings reference.

Threads were measured at 2 to 4 times the 99th percentile of one-thread workers for this site, so a
buffering proxy in front takes the slow clients (see docs/operators.md).
"""

import gc
import os
import sys

from gunicorn.glogging import Logger

from directory.config import Config, listens_at, workers_of
from directory.errors import BadConfiguration, SchemaMismatch
from directory.logs import log_fault
from directory.operation.schema import require_current
from directory.template_bytecode import read_templates


class ServerLog(Logger):
    """The server's own lines, without the addresses of readers and without what they asked for."""

    def warning(self, msg, *args, **kwargs):
        """Log a warning; of a request that cannot be read, what is wrong with it alone."""
        super().warning(str(msg).partition(" from ip=")[0], *args, **kwargs)

    def exception(self, msg, *args, **kwargs):
        """Log a fault by class and place."""
        log_fault(sys.exc_info())


try:
    bind, workers = listens_at(os.environ), workers_of(os.environ)
except BadConfiguration as wrong:
    sys.exit(f"Counterpart cannot start: {wrong}")
worker_class = "sync"
# Code, catalogues and index are read once, and shared by the workers.
preload_app = True
timeout = 30
graceful_timeout = 10
keepalive = 5
max_requests = 20_000
max_requests_jitter = 2_000
# Read by PostgreSQL's client: a page that waits for it ends with an answer before its worker is ended.
os.environ.setdefault("PGOPTIONS", "-c statement_timeout=20s -c lock_timeout=10s")
# What numpy is used for needs no threads, and a fork would not take them along.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
# From 25.1 on the server opens a control socket by default that can reload or stop it.
control_socket_disable = True
errorlog = "-"
loglevel = "warning"
accesslog = None
logger_class = ServerLog
# What a proxy says is read by the app alone, which is told how many there are (TRUSTED_PROXIES): the server would
# also take a scheme, and the beginning of all addresses, from whoever asks on this machine.
forwarded_allow_ips = ""


def on_starting(server):
    """End with one clear line where the database is of another version; each page would be a fault.

    Templates are read, which is not for the commands that load the same application.
    """
    app = server.app.wsgi()
    # The benchmarks serve applications without a database by these settings too.
    if "migrate" not in getattr(app, "extensions", ()):
        return
    try:
        with app.app_context():
            require_current()
    except SchemaMismatch as wrong:
        sys.exit(f"Counterpart cannot start: {wrong}")
    read_templates(app)
    gc.freeze()


def when_ready(server):
    """Print the address once the socket answers: by the name to which passkeys are bound."""
    print(f"Counterpart answers at {Config.from_env().site_address}/", flush=True)
