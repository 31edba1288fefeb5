"""What pages there are for a person: of each kind one that they are shown."""

from collections.abc import Iterator

from werkzeug.test import TestResponse

from tests.matrix.addresses import addresses
from tests.matrix.site import Browsers, Site

# One of each role.
READERS = (
    "visitor",
    "practitioner in the network",
    "desk member",
    "coordinator of the network",
    "coordinator of the State",
    "administrator",
)


def pages(site: Site, browsers: Browsers, person: str, language: str) -> Iterator[tuple[str, str, TestResponse]]:
    """Yield the kind, address and answer of one page of each kind that a person is shown, in one language."""
    answered: set[str] = set()
    for kind, address in dict.fromkeys(addresses(site, person, language)):
        if kind in answered or not address.startswith(f"/{language}/"):
            continue
        answer = browsers.ask(person, "GET", address)
        if answer.status_code == 200:
            answered.add(kind)
            if answer.mimetype == "text/html":
                yield kind, address, answer
