"""Settings of the web server: sync workers, one for each core. Source: gunicorn's settings reference.

With threads, the 99th percentile of response times of this site was measured at 2 to 4 times that of workers with one
thread. So a buffering proxy in front takes the slow clients (see docs/operators.md).
"""

import gc
import os
import sys

from gunicorn.glogging import Logger
from gunicorn.workers.sync import SyncWorker

from directory.config import Config, listens_at, workers_of
from directory.errors import BadConfiguration, SchemaMismatch
from directory.logs import log_fault
from directory.operation.schema import require_current
from directory.template_bytecode import read_templates
from directory.web.plain_pages import answer_for, plain_pages

PAGES = "plain_pages"


class ServerLog(Logger):
    """Gunicorn's own log, without the readers' IP addresses and without the content of their requests."""

    def warning(self, msg, *args, **kwargs):
        """Log a warning. For a request that cannot be read, it gives the fault only: the client's address is cut
        off."""
        super().warning(str(msg).partition(" from ip=")[0], *args, **kwargs)

    def exception(self, msg, *args, **kwargs):
        """Log an exception by its class and its places in the code only."""
        log_fault(sys.exc_info())


class SiteWorker(SyncWorker):
    """A sync worker that answers its own faults with a plain page in the language of the address."""

    def handle_error(self, req, client, addr, exc):
        """Answer a request that no view has answered: the worker took longer than `timeout`, or the app failed before
        its own pages for errors. A request that cannot be read is answered by gunicorn."""
        pages = getattr(self.wsgi, "extensions", {}).get(PAGES)
        if req is None or pages is None:
            super().handle_error(req, client, addr, exc)
            return
        self.log.exception("Error handling request")
        client.sendall(answer_for(pages, req.path))


try:
    bind, workers = listens_at(os.environ), workers_of(os.environ)
except BadConfiguration as wrong:
    sys.exit(f"Counterpart cannot start: {wrong}")
worker_class = SiteWorker
# Code, catalogues and index are read once, and shared by the workers.
preload_app = True
timeout = 30
graceful_timeout = 10
keepalive = 5
max_requests = 20_000
max_requests_jitter = 2_000
# PostgreSQL's client reads this: a page that waits for the database gets an answer before gunicorn kills its worker.
os.environ.setdefault("PGOPTIONS", "-c statement_timeout=20s -c lock_timeout=10s")
# Our use of numpy needs no threads, and threads started before a fork would not exist after it.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
# From version 25.1 on, gunicorn opens by default a control socket that can reload or stop it.
control_socket_disable = True
errorlog = "-"
loglevel = "warning"
accesslog = None
logger_class = ServerLog
# Only the app reads the headers of proxies, since it knows their number (TRUSTED_PROXIES). The server would also accept
# a scheme, and the beginning of every path, from any client on this machine.
forwarded_allow_ips = ""


def on_starting(server):
    """Exit with one clear line if the database's schema is of another version, since every page would be an error.

    Also loads all templates, and makes the pages of SiteWorker. The app itself does not, since commands that import it
    need none.
    """
    app = server.app.wsgi()
    # The benchmarks use these settings too, for applications without a database.
    if "migrate" not in getattr(app, "extensions", ()):
        return
    try:
        with app.app_context():
            require_current()
    except SchemaMismatch as wrong:
        sys.exit(f"Counterpart cannot start: {wrong}")
    read_templates(app)
    app.extensions[PAGES] = plain_pages(app)
    gc.freeze()


def when_ready(server):
    """Print the site's address once the server answers. It has the host name to which passkeys are bound."""
    print(f"Counterpart answers at {Config.from_env().site_address}/", flush=True)
