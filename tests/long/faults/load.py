"""Readers and writers of several nodes who go on whatever they are answered, and note it."""

import http.client
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

PATIENCE_SECONDS = 60
PAUSE_SECONDS = 0.02
"""Between two requests of one client: the machine has other work to do."""
BROKEN = 0
"""Stands for the status of a request that got no answer."""


@dataclass(frozen=True)
class Answer:
    """An answer, with when it was asked for and when it came."""

    asked_at: float
    came_at: float
    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    text: str = ""


def ask(port: int, method: str, address: str, headers: Mapping[str, str], form: Mapping[str, str] | None) -> Answer:
    """Return what a node answers."""
    asked_at = time.monotonic()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
    sent = {**headers, **({"Content-Type": "application/x-www-form-urlencoded"} if form else {})}
    try:
        connection.request(method, address, urlencode(form) if form else None, sent)
        answer = connection.getresponse()
        text = answer.read().decode(errors="replace")
        return Answer(asked_at, time.monotonic(), answer.status, dict(answer.headers), text)
    except (OSError, http.client.HTTPException):
        return Answer(asked_at, time.monotonic(), BROKEN)
    finally:
        connection.close()


class Load:
    """Clients, each in a thread, for the length of a `with` block; `note` of a client is given each of its answers.

    `statuses` counts all answers by status, `milliseconds` has what each took.
    """

    def __init__(self) -> None:
        self.statuses: Counter[int] = Counter()
        self.without_retry_after = 0
        self.milliseconds: list[float] = []
        self._done = threading.Event()
        self._news = threading.Condition()
        self._threads: list[threading.Thread] = []

    def add(
        self, step: Callable[[], Answer], note: Callable[[Answer], object], pause_seconds: float = PAUSE_SECONDS
    ) -> None:
        """Add a client that pauses so long between two requests."""
        self._threads.append(threading.Thread(target=self._go_on, args=(step, note, pause_seconds)))

    def __enter__(self) -> "Load":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._done.set()
        for thread in self._threads:
            thread.join(PATIENCE_SECONDS)

    def wait_for(self, seconds: float) -> None:
        """Let the clients go on for so long."""
        self._done.wait(seconds)

    def wait_until(self, is_so: Callable[[], bool]) -> None:
        """Return when something is so, which is asked after each answer."""
        with self._news:
            assert self._news.wait_for(is_so, PATIENCE_SECONDS), f"It does not come: {dict(self.statuses)}"

    def _go_on(self, step: Callable[[], Answer], note: Callable[[Answer], object], pause_seconds: float) -> None:
        while not self._done.wait(pause_seconds):
            answer = step()
            with self._news:
                self.milliseconds.append((answer.came_at - answer.asked_at) * 1000)
                self.statuses[answer.status] += 1
                self.without_retry_after += answer.status == 503 and "Retry-After" not in answer.headers
                note(answer)
                self._news.notify_all()
