"""The contacts that stand beside a desk: those of its authority that are not for another network."""

from collections.abc import Sequence

from directory.access.gate import related
from directory.models import Authority, ContactDetail, FocalPoint


def contacts_of(desks: Sequence[FocalPoint]) -> list[list[ContactDetail]]:
    """Return the contacts of each desk, in the order of `desks`, whoever may read them. A desk has none if the detail
    that names its authority is restricted. Runs SQL statements for each desk whose authority and contacts are not
    loaded."""
    return [
        [
            contact
            for authority in related(desk, FocalPoint.authority)
            for contact in related(authority, Authority.contacts)
            # Contacts for other networks belong to other desks of the authority.
            if contact.network_key in (None, desk.network_key)
        ]
        for desk in desks
    ]
