"""Alerts for administrators. One table has the gauge and the limit of each alert.

docs/deployment/alerts.yml repeats these alerts for Prometheus.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import force_locale, ngettext
from flask_babel import gettext as _

from directory import clock, dates, i18n
from directory.access.disclosure_log import list_at_ceiling
from directory.extensions import db
from directory.focal_points.reachability_results import list_silent
from directory.models import SiteState
from directory.operation.measurements import read_all
from directory.outbox.service import queue
from directory.people.service.letters import list_administrators
from directory.proposals.letter_values import entry_in_letter
from directory.transaction import committing
from directory.vocabulary import ALERTS

# The name of a row of SiteState. Its `value` lists the codes of the alerts that were mailed to administrators.
MAILED_ALERTS = "alerts"
OF_DESKS, MOST_DESKS = "alert_desks", 50


@dataclass(frozen=True)
class Alert:
    """A rule for an alert: the alert is active while the gauge is above the limit.

    If `is_mailed` is false, administrators get no mail when the alert begins or ends.
    """

    code: str
    gauge: str
    limit: float
    is_mailed: bool = True


ALERT_RULES: tuple[Alert, ...] = (
    Alert("index", "counterpart_index_lag_seconds", 600),
    Alert("mail", "counterpart_mail_oldest_waiting_seconds", 1800, is_mailed=False),
    Alert("unreached", "counterpart_mail_unreached_lately", 0),
    Alert("worker", "counterpart_worker_seconds", 300, is_mailed=False),
    Alert("jobs", "counterpart_recurring_jobs_failing", 0),
    Alert("work", "counterpart_jobs_failed_lately", 0),
    Alert("desks", "counterpart_desks_silent", 0),
    Alert("gateways", "counterpart_alarm_gateways_failing", 0),
    Alert("audit", "counterpart_audit_broken", 0),
    Alert("unaudited", "counterpart_audit_verified_seconds", 172_800),
    Alert("backup", "counterpart_backup_seconds", 90_000),
    # _mail_ceilings sends mail of its own for each account.
    Alert("details", "counterpart_accounts_at_ceiling", 0, is_mailed=False),
    Alert("disk", "counterpart_disk_used_ratio", 0.95),
)


def list_alerts(figures: Mapping[str, float]) -> list[Alert]:
    """Return the active alerts, in the order of ALERT_RULES. `figures` maps a gauge name to a value.

    If the gauge of an alert has no value, the alert is not active.
    """
    return [alert for alert in ALERT_RULES if figures.get(alert.gauge, 0) > alert.limit]


def labels_of(alerts: list[Alert]) -> list[str]:
    """Return the names of alerts in the reader's language."""
    return [str(ALERTS.label(alert.code)) for alert in alerts]


def mail_alerts() -> None:
    """Queue mails to administrators about alerts that began or ended since the last call. Commits.

    Also queue a mail about each account that reached its ceiling today, once a day for each account.
    """
    _mail_ceilings()
    holding = {alert.code for alert in list_alerts(read_all()) if alert.is_mailed}
    if holding == _mailed_codes():
        return
    with committing():
        before, at = _mailed_codes(), clock.now().isoformat(timespec="seconds")
        for code in sorted(holding ^ before):
            letter = f"alert_{code}" if code in holding else f"alert_{code}_over"
            for one in list_administrators():
                key, told = f"{letter}:{at}:{one.id}", {"path": "operation", "code": code}
                if letter == OF_DESKS:
                    told |= _silent_desks(one.language)
                queue(letter, one.email, one.language, key=key, **told)
        db.session.merge(SiteState(name=MAILED_ALERTS, value=",".join(sorted(holding))))


def _silent_desks(language: str) -> dict[str, str]:
    """Return the values for a letter about the desks that did not answer their last test.

    The letter lists at most MOST_DESKS desks, by names that everyone may read.
    """
    found = list_silent()
    names = [entry_in_letter(desk, language) for desk, _ in found]
    with force_locale(i18n.label_language(language)):
        lines = [
            _("- %(desk)s: since %(at)s (UTC)", desk=name, at=dates.long_datetime(at, language))
            for name, (_desk, at) in zip(names, found, strict=True)
        ]
        others = len(names) - 1
        about = ngettext("%(name)s, and %(num)s more", "%(name)s, and %(num)s more", others, name=names[0])
    return {
        "path": "verification/reachability",
        "desks": "\n".join(lines[:MOST_DESKS]),
        "about": about if others else names[0],
    }


def _mailed_codes() -> set[str]:
    row = db.session.get(SiteState, MAILED_ALERTS)
    return set(row.value.split(",")) - {""} if row else set()


def count_alerts() -> int:
    """Return the number of alerts in MAILED_ALERTS: administrators were mailed about the beginning of each, and not yet
    about its end."""
    return len(_mailed_codes())


def _mail_ceilings() -> None:
    """Queue a mail to administrators about each account that reached its ceiling today. Commits.

    An administrator gets at most one such mail a day about an account.
    """
    accounts = list_at_ceiling()
    if not accounts:
        return
    with committing():
        for account_id in accounts:
            for one in list_administrators():
                key = f"alert_details:{clock.today()}:{account_id}:{one.id}"
                path = f"people/{account_id}"
                queue("alert_details", one.email, one.language, key=key, path=path, code="details")
