"""Lets States of a round go, tells those that agreed of one another, and takes consultations over."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l

from directory import clock
from directory.access.viewer import Viewer
from directory.audit.chain import record
from directory.consultations.service import asking, succession
from directory.consultations.service.entries import append_entry, tell_others
from directory.errors import InvalidInput
from directory.models import Consultation, QuestionRound, RoundMember
from directory.rounds.queries import LEAST_STATES, members_of
from directory.vocabulary import ConsultationAct, ConsultationSide

NOBODY_AGREED = _l("At least two States must agree before you can tell them of one another.")


def let_go(viewer: Viewer, member: RoundMember) -> None:
    """Close the consultation of a State, which is told by the ordinary letter, and show it as let go. Does nothing if
    that was done before. Raises NotFound unless the viewer is on the asking side of the consultation."""
    if member.let_go_at is None:
        asking.close(viewer, member.consultation)
        member.let_go_at = clock.now()
        record(viewer.account_id, "let_state_go", member.round.entry_key)


def list_agreeing(members: Sequence[RoundMember]) -> list[RoundMember]:
    """Return the members whose desks agree to be named, without those that were let go or shredded."""
    return [
        one
        for one in members
        if one.let_go_at is None and one.consultation.naming_agreed_at and one.consultation.wrapped_key is not None
    ]


def is_told(member: RoundMember) -> bool:
    """Return whether a member that agrees was told of the others since it agreed."""
    agreed_at = member.consultation.naming_agreed_at
    return agreed_at is not None and member.told_at is not None and member.told_at >= agreed_at


def tell(viewer: Viewer, asked: QuestionRound) -> None:
    """Tell the States that agree of one another, each by letter. Does nothing if all were told before. Raises
    InvalidInput if fewer than two agree. Only consultations in which the viewer is on the asking side count."""
    agreeing = list_agreeing(members_of(viewer, asked))
    if len(agreeing) < LEAST_STATES:
        raise InvalidInput(NOBODY_AGREED)
    if all(map(is_told, agreeing)):
        return
    for one in agreeing:
        one.told_at = clock.now()
        entry = append_entry(viewer, one.consultation, ConsultationAct.TOLD, ConsultationSide.ASKING)
        tell_others(one.consultation, entry)
    record(viewer.account_id, "tell_states", asked.entry_key)


def take_over(viewer: Viewer, left: Sequence[Consultation]) -> None:
    """Take over consultations of a colleague who has left, each as on its own page. Raises NotFound if the viewer may
    not take one of them over."""
    for one in left:
        succession.take_over(viewer, one.public_id)
