"""Sets the verification periods of a network: for how many days a verification is valid."""

from collections.abc import Mapping

from directory.access.current_viewer import require
from directory.access.policy import Action
from directory.access.viewer import Viewer
from directory.audit.chain import record
from directory.extensions import db
from directory.models import Network, VerificationPeriod
from directory.verification.queries.periods import days_of


def set_days(viewer: Viewer, network: Network, days: Mapping[str, int | None]) -> None:
    """Set the verification periods of a network. `days` maps codes of PERIODS to numbers of days; None restores the
    default. Records one audit event.

    Past verifications keep their due dates. Raises NotPermitted unless the viewer coordinates the whole network.
    """
    require(viewer, Action.VERIFY, network.place())
    before = days_of(network.key)
    for period, number in days.items():
        row = db.session.get(VerificationPeriod, (network.key, period))
        if row is not None and number is None:
            db.session.delete(row)
        elif number is not None:
            db.session.merge(VerificationPeriod(network_key=network.key, period=period, days=number))
    db.session.flush()
    record(viewer.account_id, "set_periods", network.entry_key, "", before, days_of(network.key))
