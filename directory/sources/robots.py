"""Decides what a server's robots.txt allows (RFC 9309)."""

import http.client
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from directory.sources.connections import AGENT
from directory.sources.fetching import Fetcher
from directory.sources.public_hosts import FetchRefused

# A status in this range means that there are no rules. Source: RFC 9309, section 2.3.1.3.
WITHOUT_RULES = range(400, 500)


def is_allowed(fetcher: Fetcher, address: str) -> bool:
    """Fetch a server's robots.txt and return whether it allows the address.

    If the status is from 400 to 499, every address is allowed. If robots.txt cannot be read, no address is allowed (RFC
    9309, 2.3.1.4).
    """
    parts = urlsplit(address)
    rules = RobotFileParser()
    try:
        page = fetcher.fetch(f"{parts.scheme}://{parts.netloc}/robots.txt")
    except (FetchRefused, OSError, http.client.HTTPException):
        return False
    if page.status in WITHOUT_RULES:
        return True
    if page.status != http.client.OK:
        return False
    try:
        rules.parse(page.body.decode("utf-8", "replace").splitlines())
        return rules.can_fetch(AGENT, address)
    except ValueError:
        # The rules contain a number of thousands of digits, or the address is invalid.
        return False
