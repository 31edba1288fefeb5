"""Reads the public contacts of an authority, for the head of a letter."""

from directory.access.facts import fact
from directory.access.gate import read_all
from directory.access.viewer import ANONYMOUS
from directory.extensions import db
from directory.i18n import DEFAULT
from directory.models import Authority

POST, PHONE, MAIL = "address", "phone", "email"


def public_contacts(key: str) -> dict[str, str]:
    """Return a mapping from a means of contact, such as "phone", to the authority's first public contact of this means.

    Contacts whose value no source supports, and phone numbers without a country code, are left out.

    A letter goes to another State, so it contains no contact that only members may read.
    """
    authority = db.session.get(Authority, key) if key else None
    found: dict[str, str] = {}
    for reading in read_all(ANONYMOUS, authority.contacts if authority else ()):
        said = fact(reading, "value", DEFAULT)
        means = reading.value("means")
        # A number without the code of its country cannot be dialled in the other State.
        is_usable = said is not None and (means != PHONE or said.texts[0].text.startswith("+"))
        if said is not None and is_usable and said.source.is_supported:
            found.setdefault(means, said.texts[0].text)
    return found
