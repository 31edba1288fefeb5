"""Posts, changes and withdraws notices. Each act is recorded in the audit chain."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from directory import clock
from directory.access.current_viewer import require
from directory.access.policy import Action
from directory.access.viewer import Viewer
from directory.audit.chain import AuditAct, record_all
from directory.errors import InvalidInput
from directory.extensions import db
from directory.models import Notice, Place
from directory.notices.queries import list_boards, may_read_internal
from directory.tokens import public_id
from directory.vocabulary import Audience

# Recorded with the other details, so that the audience of a recorded value can still be determined.
FIXED = ("network_key", "jurisdiction_key")
CHANGED = ("audience", "notice_kind", "title", "text", "host", "who", "how", "starts_on", "ends_on")


def post(viewer: Viewer, network: str, values: Mapping[str, Any]) -> Notice:
    """Post a notice on a network's board. Raises NotPermitted if the viewer may not post there.

    Raises InvalidInput if the network is not in `list_boards`, or if the viewer is outside the notice's audience.
    """
    place = Place(viewer.jurisdiction, frozenset({network}))
    require(viewer, Action.ANNOUNCE, place)
    if network not in {one.key for one in list_boards(viewer)}:
        raise InvalidInput(_l("Choose a network of yours."))
    _require_reader(viewer, network, values)
    notice = Notice(key=public_id(), network_key=network, jurisdiction_key=viewer.jurisdiction or None, **values)
    db.session.add(notice)
    db.session.flush()
    held = {name: getattr(notice, name) for name in (*FIXED, *CHANGED)}
    acts = (AuditAct("created", notice.entry_key, name, None, value) for name, value in held.items() if value)
    record_all(viewer.account_id, acts)
    return notice


def change(viewer: Viewer, notice: Notice, values: Mapping[str, Any]) -> None:
    """Store those of the new `values` that differ from the present values of the notice, and record each change.
    `values` must contain `audience`.

    Raises NotPermitted if the viewer may not post on the board, and InvalidInput if the viewer is outside the audience.
    """
    require(viewer, Action.ANNOUNCE, notice.place())
    _require_reader(viewer, notice.network_key, values)
    before = {name: getattr(notice, name) for name in CHANGED}
    changed = [name for name in CHANGED if name in values and (values[name] or None) != (before[name] or None)]
    record_all(viewer.account_id, [AuditAct("changed", notice.entry_key, n, before[n], values[n]) for n in changed])
    for name in changed:
        setattr(notice, name, values[name])


def withdraw(viewer: Viewer, notice: Notice) -> None:
    """Withdraw a notice, which stays in the archive, and record the act. A second call changes nothing.

    Raises NotPermitted if the viewer may not post on the board.
    """
    require(viewer, Action.ANNOUNCE, notice.place())
    if notice.withdrawn_at is None:
        notice.withdrawn_at = clock.now()
        record_all(viewer.account_id, [AuditAct("withdrawn", notice.entry_key)])


def _require_reader(viewer: Viewer, network: str, values: Mapping[str, Any]) -> None:
    if values["audience"] == Audience.NETWORK and not may_read_internal(viewer, network):
        raise InvalidInput(_l("You do not belong to this network: only a notice for everyone is yours to write."))
