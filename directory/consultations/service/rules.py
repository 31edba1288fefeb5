"""Sets the rule of a network: times to acknowledge and answer, and days of retention."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l

from directory import clock, dates
from directory.access.current_viewer import require
from directory.access.policy import Action, may
from directory.access.viewer import Viewer
from directory.accounts.queries import viewer_of
from directory.audit.chain import AuditAct, record_all
from directory.consultations.queries.people import list_network_coordinators
from directory.consultations.queries.rules import DEFAULTS, rule_of, version_of
from directory.errors import InvalidInput, NotFound
from directory.extensions import db
from directory.models import ConsultationRule, Network, Place
from directory.outbox.service import queue
from directory.proposals.labels import entry_label

# The time before a shorter retention takes effect, in which people can save texts or have the change undone.
NOTICE = timedelta(days=14)
SET_MEANWHILE = _l("Somebody set these times meanwhile. What you typed is still here: send it again to set it.")


def require_network(viewer: Viewer, key: str) -> None:
    """Raise NotPermitted unless the viewer oversees the whole network. A viewer who oversees it in one State only is
    refused. Raise NotFound for an unknown network."""
    if db.session.get(Network, key) is None:
        raise NotFound
    require(viewer, Action.OVERSEE, Place(networks=frozenset({key})))


def set_rule(viewer: Viewer, key: str, values: Mapping[str, Any], version: str) -> None:
    """Set and record a network's rule. A shorter retention takes effect after NOTICE and is announced to coordinators
    and administrators.

    Raises NotFound for an unknown network, NotPermitted unless the viewer oversees the whole network, and InvalidInput
    if `version` is outdated.
    """
    require_network(viewer, key)
    rule, entry = rule_of(key), ("consultation_rule", key)
    if version != version_of(rule):
        raise InvalidInput(SET_MEANWHILE)
    set_to = {name: values[name] for name in DEFAULTS} | _waiting(rule, values["kept_days"], clock.now())
    acts = [
        AuditAct("consultation_rule", entry, name, getattr(rule, name), value)
        for name, value in set_to.items()
        if getattr(rule, name) != value
    ]
    for act in acts:
        setattr(rule, act.detail, act.after)
    db.session.add(rule)
    record_all(viewer.account_id, acts)
    if rule.shorter_from and any(act.detail == "shorter_from" for act in acts):
        _tell(viewer, rule, rule.shorter_from)


def set_back(viewer: Viewer, key: str) -> None:
    """Undo a shorter retention that has not taken effect yet. Raises NotFound for an unknown network, and NotPermitted
    unless the viewer oversees the whole network."""
    rule = rule_of(key)
    values = {name: getattr(rule, name) for name in DEFAULTS}
    set_rule(viewer, key, values | {"kept_days": rule.kept_days_at(clock.now())}, version_of(rule))


def _waiting(rule: ConsultationRule, days: int, at: datetime) -> dict[str, Any]:
    """Return the values of the columns to set for a retention of `days`. A shorter retention takes effect later, a
    longer one at once. Return an empty mapping if the same shorter retention is already planned."""
    in_force = rule.kept_days_at(at)
    if days >= in_force:
        return {"earlier_kept_days": None, "shorter_from": None}
    if in_force != rule.kept_days == days:
        return {}
    return {"earlier_kept_days": in_force, "shorter_from": at + NOTICE}


def _tell(viewer: Viewer, rule: ConsultationRule, at: datetime) -> None:
    """Announce a shorter retention by mail, but not to the viewer. `at` is the time from which it applies."""
    place = Place(networks=frozenset({rule.network_key}))
    for one in list_network_coordinators(rule.network_key):
        if one.id != viewer.account_id:
            sets = may(viewer_of(one), Action.OVERSEE, place)
            told = {
                "network": entry_label("network", rule.network_key, one.language),
                "day": dates.long_day(at, one.language),
                "path": f"consultations/networks/{rule.network_key}" if sets else "consultations/overview",
            }
            key = f"consultation_rule:{rule.network_key}:{at:%Y-%m-%dT%H:%M:%S}:{one.id}"
            queue("consultation_kept_shorter", one.email, one.language, key=key, **told)
