"""What a person is answered at every address, with the words that stand in it, and what is logged meanwhile."""

import io
import logging
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import count

import structlog
from pypdf import PdfReader
from werkzeug.test import TestResponse

from tests.matrix.addresses import addresses, named_in, rules
from tests.matrix.canaries import WORD
from tests.matrix.entries import FOLDERS, pages_of
from tests.matrix.site import Browsers, Site
from tests.matrix.table import PEOPLE, SPOTS, Spot
from tests.translations.left import faults_of_language

TOO_LARGE = b"x" * 1_000_001
# Of the rules that tell nobody of what is not for everyone, so manyth is asked by whoever does not ask everything: each
# by one or two of them, and by who reads what neither of those reads who ask everything.
SHARE, DESK = 8, "desk member"
# Of the cards, which are made of what the pages show and take longest, so manyth.
SHARE_OF_CARDS = 3


@dataclass
class Crawl:
    """The answers to one person: on which addresses each word stands, what answers there, and with which statuses.

    `secrets` are those of what was handed out that stand in any answer; `faults` are those of the language of a page.
    """

    language: str
    stands: dict[str, set[str]] = field(default_factory=dict)
    endpoints: dict[str, str] = field(default_factory=dict)
    statuses: dict[str, set[int]] = field(default_factory=dict)
    secrets: set[str] = field(default_factory=set)
    faults: dict[str, list[str]] = field(default_factory=dict)

    def note(self, endpoint: str, asked: str, answer: TestResponse, secrets: Iterable[str]) -> None:
        self.endpoints[asked] = endpoint
        self.statuses.setdefault(endpoint, set()).add(answer.status_code)
        text = text_of(answer)
        self.secrets |= {secret for secret in secrets if secret in text}
        if answer.mimetype == "text/html" and answer.data and answer.location is None:
            faults = faults_of_language(answer.text, self.language)
            self.faults.update({asked: faults} if faults else {})
        for word in WORD.findall(text.lower()):
            self.stands.setdefault(word, set()).add(asked)

    def stands_on(self, word: str, page: str) -> bool:
        """Return whether a word stands on a page that is named without its language."""
        return f"GET {whole(page, self.language)}" in self.stands.get(word, ())


def whole(page: str, language: str) -> str:
    """Return the address of a page that is named without its language."""
    return page if page.startswith("/api/") else f"/{language}/{page}"


def text_of(answer: TestResponse) -> str:
    """Return the headers and the body of an answer, as it is read."""
    return f"{answer.headers}{text_of_body(answer.get_data())}"


def text_of_body(body: bytes) -> str:
    """Return what stands in a body; a workbook is unpacked and a paper read first."""
    if body.startswith(b"%PDF"):
        body = _text_of_paper(body)
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            body = b"".join(book.read(name) for name in book.namelist())
    return body.decode(errors="replace")


# Many are handed the same one, and to read it takes half a second.
@lru_cache(maxsize=50)
def _text_of_paper(body: bytes) -> bytes:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages).encode()


def crawl(site: Site, browsers: Browsers, person: str, language: str, told: set[str] | None) -> Crawl:
    """Ask for everything, and for what is refused: wrong ways, unknown names, what is too large or has changed.

    Where `told` is given, of everything only what `_some` yields.
    """
    made, links = Crawl(language), (thing.id for kind in ("calendar", "feed") for thing in site.things.by_kind[kind])
    secrets = (*site.tokens.values(), *browsers.cookies, *links)
    found = addresses(site, person, language) if told is None else _some(site, person, language, told)
    for endpoint, asked in dict.fromkeys(found):
        made.note(endpoint, f"GET {asked}", browsers.ask(person, "GET", asked), secrets)
    # Whoever does not ask everything is refused at one of the spots.
    spots = SPOTS if told is None else SPOTS[list(PEOPLE).index(person) % len(SPOTS) :][:1]
    for method, asked, sent in _refused(site, language, spots):
        made.note("refused", f"{method} {asked}", browsers.ask(person, method, asked, **sent), secrets)
    return made


def _some(site: Site, person: str, language: str, told: set[str]) -> Iterator[tuple[str, str]]:
    """Yield of rules with their addresses those in `told`, of cards a share, those that have a secret name, one
    for each kind and column, and of a share of the rules the first; which cards and rules, the person's turn says."""
    names = {str(rule.endpoint) for rule in rules(site.app, "GET") if named_in(rule)}
    secret = {one for one in addresses(site, person, language, one_of_each=True) if one[0] in names}
    turn, met, cards = list(PEOPLE).index(person), set[str](), count()
    share = 1 if person == DESK else SHARE
    for endpoint, asked in addresses(site, person, language):
        is_next = endpoint not in met and len(met) % share == turn % share
        met.add(endpoint)
        is_left_out = endpoint.startswith("cards.") and next(cards) % SHARE_OF_CARDS != turn % SHARE_OF_CARDS
        if is_next or (endpoint, asked) in secret or (f"GET {asked}" in told and not is_left_out):
            yield endpoint, asked


def _refused(site: Site, language: str, spots: Iterable[Spot]) -> Iterator[tuple[str, str, dict[str, object]]]:
    for spot in spots:
        for kind in FOLDERS:
            for page in pages_of(kind, spot):
                asked = whole(page, language)
                yield "HEAD", asked, {}
                yield "POST", asked, {}
                yield "GET", f"{asked}/unknown", {}
        yield "GET", f"/api/v1/authorities?jurisdiction={spot.state}&page=-1", {}
    yield "POST", f"/{language}/account/request", {"data": TOO_LARGE}
    # One of them no longer fits its entry: its page of conflicts is the answer to this.
    for proposal in site.things.by_kind["proposal"]:
        yield "POST", f"/{language}/proposals/{proposal.id}/submit", {}


@contextmanager
def logged(into: io.StringIO) -> Iterator[None]:
    """Collect every line that this program logs while the block runs, whatever its level."""
    before, handler, root = structlog.get_config(), logging.StreamHandler(into), logging.getLogger()
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.DEBUG),
        logger_factory=lambda *_names: structlog.PrintLogger(into),
    )
    root.addHandler(handler)
    try:
        yield
    finally:
        root.removeHandler(handler)
        structlog.configure(**before)
