"""Does what the worker does of webhooks, in a process that a test kills. It is given DATA_DIR and a port."""

import sys
from pathlib import Path

from directory import clock
from directory.jobs.batches import in_batches
from directory.webhooks.delivery import send_due
from directory.webhooks.events import queue_next
from tests.conftest import make_app
from tests.webhooks.receiver import Receiver

if __name__ == "__main__":
    with make_app(Path(sys.argv[1])).app_context():
        in_batches(queue_next)
        send_due(Receiver(int(sys.argv[2])).sender(), clock.now())
