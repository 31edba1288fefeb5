"""Letters about handovers. Each names the other person, the desks that pass, and the last day."""

from collections.abc import Iterator

from flask_babel import force_locale
from flask_babel import gettext as _

from directory import dates, i18n
from directory.extensions import db
from directory.models import Account, FocalPoint, Handover
from directory.outbox.letters import MISSING_VALUE
from directory.outbox.messages import one_line
from directory.people.service.letter_values import desk_in_letter
from directory.people.service.letters import by_passkey, tell


def tell_started(handover: Handover) -> None:
    """Tell the leaver of a handover that it was started."""
    key = f"handover:{handover.public_id}:started"
    tell(handover.leaver, "handover_started", key, "account", **_told(handover, handover.leaver.language))


def tell_received(handover: Handover, successor: Account) -> None:
    """Tell the successor that tasks of the leaver have passed to the successor. If the successor now needs a passkey
    and has none, the letter asks for a passkey."""
    key = f"handover:{handover.public_id}:received"
    tell(successor, by_passkey(successor, "handover_received"), key, "account", **_told(handover, successor.language))


def tell_to_sign_off(handover: Handover, coordinator: Account) -> None:
    """Tell a coordinator that the last day of the leaver is over."""
    path = f"people/handovers/{handover.public_id}"
    key = f"handover:{handover.public_id}:ended"
    tell(coordinator, "handover_ended", key, path, **_told(handover, coordinator.language))


def _told(handover: Handover, language: str) -> dict[str, str]:
    invited = handover.invitation.email if handover.invitation else MISSING_VALUE
    with force_locale(i18n.label_language(language)):
        shifts = _("they pass to the successor") if handover.passes_shifts else _("they do not pass to the successor")
    return {
        "leaver": _name(handover.leaver),
        "successor": _name(handover.successor) if handover.successor else invited,
        "desks": "\n".join(_desks(handover, language)) or MISSING_VALUE,
        "day": dates.long_day(handover.ends_on, language),
        "shifts": str(shifts),
    }


def _name(account: Account) -> str:
    return one_line(account.name or account.email)


def _desks(handover: Handover, language: str) -> Iterator[str]:
    for key in handover.desks:
        yield desk_in_letter(db.session.get_one(FocalPoint, key), language)
