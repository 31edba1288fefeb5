"""Calendar links: addresses from which a calendar program fetches a person's duty.

Only a digest of the secret is stored.
"""

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from directory import clock
from directory.access.viewer import Viewer
from directory.audit.chain import record
from directory.errors import InvalidInput, NotFound, NotPermitted
from directory.extensions import db
from directory.focal_points.duty import is_active_staff
from directory.focal_points.rotas.queries import list_links
from directory.focal_points.rotas.service.patterns import audited_as, require_not_ended
from directory.models import CalendarLink, FocalPoint
from directory.tokens import digest_of, new_token

MOST_LINKS = 5


def make_link(viewer: Viewer, desk: FocalPoint) -> str:
    """Make a calendar link to the viewer's own duty, and return the secret of the link. The secret is not stored.

    - NotPermitted: the viewer does not staff the desk.
    - InvalidInput: the desk has ended, or the viewer has MOST_LINKS links already.
    """
    if viewer.account_id is None or desk.key not in viewer.desks:
        raise NotPermitted
    require_not_ended(desk)
    if len(list_links(viewer.account_id, desk.key)) >= MOST_LINKS:
        raise InvalidInput(_l("You have %(most)s links for this desk: revoke one first.", most=MOST_LINKS))
    token, digest = new_token()
    db.session.add(CalendarLink(digest=digest, account_id=viewer.account_id, focal_point_key=desk.key))
    record(viewer.account_id, "calendar_link_made", audited_as(desk))
    return token


def revoke(viewer: Viewer, desk: FocalPoint, number: int) -> None:
    """Revoke a calendar link of the viewer. Raises NotFound for any other link."""
    link = next((one for one in list_links(viewer.account_id, desk.key) if one.id == number), None)
    if link is None:
        raise NotFound
    link.revoked_at = clock.now()
    record(viewer.account_id, "calendar_link_revoked", audited_as(desk))


def find(token: str) -> CalendarLink:
    """Return the calendar link with this secret.

    Raises NotFound if the link is unknown or revoked, or if its person no longer staffs the desk.
    """
    works = (CalendarLink.revoked_at.is_(None), is_active_staff(CalendarLink.account_id, CalendarLink.focal_point_key))
    link = db.session.scalar(select(CalendarLink).where(CalendarLink.digest == digest_of(token), *works))
    if link is None:
        raise NotFound
    return link
