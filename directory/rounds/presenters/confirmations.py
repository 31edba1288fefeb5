"""What the page of a round says after an act."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from directory import clock
from directory.consultations.service.entries import DUPLICATE_WINDOW
from directory.models import QuestionRound
from directory.people.presenters.words import ActConfirmation

ASKED, ADDED, LET_GO, TOLD = "asked", "added", "let_go", "told"
CONFIRMATIONS: Mapping[str, ActConfirmation] = {
    ASKED: ActConfirmation(
        _l("Each State was asked in a consultation of its own."),
        next_step=_l("You get a letter when one of them acknowledges or answers."),
    ),
    ADDED: ActConfirmation(_l("The further State was asked.")),
    LET_GO: ActConfirmation(
        _l("You let the State go: its consultation is closed, and its desk gets a letter."),
        next_step=_l("To ask it again, choose “Ask another State too”."),
    ),
    TOLD: ActConfirmation(_l("The States that agree were told of one another.")),
}


def confirmation(asked: QuestionRound, act: str) -> ActConfirmation | None:
    """Return the confirmation of an act, or None if nobody did it a moment ago: anyone can write it into an address."""
    opened = [one.consultation.opened_at for one in asked.members]
    times = {
        ASKED: [asked.opened_at],
        ADDED: [one for one in opened if one > asked.opened_at],
        LET_GO: [one.let_go_at for one in asked.members if one.let_go_at],
        TOLD: [one.told_at for one in asked.members if one.told_at],
    }
    is_new = any(clock.now() - one <= DUPLICATE_WINDOW for one in times.get(act, ()))
    return CONFIRMATIONS[act] if is_new else None
