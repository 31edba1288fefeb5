"""Readers that ask a site all the while from threads, and count what they are answered."""

import http.client
import json
import threading
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import cycle
from types import TracebackType
from urllib.parse import quote

from tests.crashes.site import ANSWER_SECONDS, Site

QUESTIONS = (
    "/api/v1/search?q=kyrgyzstan+extradition",
    "/api/v1/suggest?q=prosec",
    "/api/v1/search?q=" + quote("казахстан"),
    "/api/v1/suggest?q=" + quote("мин"),
    "/api/v1/search?kind=authority",
    "/api/v1/search?q=ministri+of+justise",
)
WORD_QUESTION = "/api/v1/search?q={}"
PATIENCE_SECONDS = 120
PAUSE_SECONDS = 0.15
"""Between two questions of a reader: the machine has other work to do."""


class Traffic:
    """Readers of one site for the length of a `with` block.

    `statuses` counts answers by status; `broken` counts connections that ended without one, as those
    of a killed worker do; `totals` holds the numbers of results that each word of `words` had.
    """

    def __init__(self, site: Site, words: Sequence[str] = (), readers: int = 2) -> None:
        self._site = site
        self._questions = (*QUESTIONS, *map(WORD_QUESTION.format, words))
        self._done = threading.Event()
        self._news = threading.Condition()
        self._threads = [threading.Thread(target=self._read, args=(n,)) for n in range(readers)]
        self.statuses: Counter[int] = Counter()
        self.broken = 0
        self.totals: defaultdict[str, set[int]] = defaultdict(set)

    def __enter__(self) -> "Traffic":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._done.set()
        for thread in self._threads:
            thread.join(PATIENCE_SECONDS)

    def wait_for(self, more: int) -> None:
        """Return when the readers have had `more` answers from now on; raise if they do not get them."""
        with self._news:
            wanted = self.statuses.total() + more
            assert self._news.wait_for(lambda: self.statuses.total() >= wanted, PATIENCE_SECONDS), "No answers come."

    def _read(self, first: int) -> None:
        for question in cycle((*self._questions[first:], *self._questions[:first])):
            if self._done.wait(PAUSE_SECONDS):
                return
            connection = http.client.HTTPConnection("127.0.0.1", self._site.port, timeout=ANSWER_SECONDS)
            try:
                connection.request("GET", question)
                answer = connection.getresponse()
                self._note(question, answer.status, answer.read())
            except (OSError, http.client.HTTPException):
                with self._news:
                    self.broken += 1
            finally:
                connection.close()

    def _note(self, question: str, status: int, body: bytes) -> None:
        with self._news:
            self.statuses[status] += 1
            if status == 200 and question not in QUESTIONS:
                self.totals[question].add(json.loads(body)["total"])
            self._news.notify_all()
