"""Values for templates: the pocket editions of a network, and links to the networks that have editions."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from directory import i18n
from directory.access.facts import Link, name_of
from directory.access.gate import read, read_all
from directory.access.viewer import ANONYMOUS
from directory.exchange.pocket.refresh import PocketEdition, list_editions, list_networks_with_editions
from directory.i18n import Language
from directory.models import Network

CHECKSUM = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True)
class EditionLine:
    """A language with its edition. The edition is None if it has not been made yet."""

    language: Language
    edition: PocketEdition | None


@dataclass(frozen=True)
class PocketPage:
    """The editions of a network, one for each language with a complete catalogue, the reader's language first.

    `copy_status` is about the reader's printed copy: `current` if an edition has the checksum of the copy, `changed` if
    none has. It is empty if no checksum was given or the network has no edition.
    """

    link: Link
    short_name: str
    lines: tuple[EditionLine, ...]
    copy_status: str


def network_links(language: str) -> list[Link]:
    """Return links to the networks that have pocket editions, HOME_NETWORK first."""
    return [
        Link("network", one.key, name_of(one, language)) for one in read_all(ANONYMOUS, list_networks_with_editions())
    ]


def page(network: Network, language: str, copy: str) -> PocketPage:
    """Return the page of a network. `copy` is the checksum on a reader's printed copy, or empty."""
    reading, editions = read(ANONYMOUS, network), {one.language: one for one in list_editions(network.key)}
    own = i18n.label_language(language)
    languages = sorted((one for one in i18n.LANGUAGES.values() if one.is_complete), key=lambda one: one.code != own)
    return PocketPage(
        Link("network", network.key, name_of(reading, language)),
        reading.value("short_name", ""),
        tuple(EditionLine(one, editions.get(one.code)) for one in languages),
        _copy_status(editions.values(), copy),
    )


def _copy_status(editions: Iterable[PocketEdition], copy: str) -> str:
    known = {one.checksum for one in editions}
    if not known or not CHECKSUM.fullmatch(copy.lower()):
        return ""
    return "current" if copy.lower() in known else "changed"
