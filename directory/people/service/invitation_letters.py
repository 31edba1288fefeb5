"""The letter with the link of an invitation."""

from directory import dates
from directory.accounts.queries import get_by_address, needs_passkey
from directory.models import Invitation
from directory.outbox.messages import one_line
from directory.outbox.service import queue
from directory.people.service.letter_values import office_of_account, person_in_letter, rights_in_words


def send_link(invitation: Invitation, token: str) -> None:
    """Mail the invited person the link with the secret `token`. If the address has an account already, the letter has
    no such link."""
    language, inviter = invitation.language, invitation.inviter
    letter, path = _letter(invitation), f"people/invitation/{token}"
    if get_by_address(invitation.email) is not None:
        letter, path = "invitation_known", "account"
    key = f"invitation:{invitation.public_id}:{invitation.sendings}"
    office = office_of_account(inviter.id, language)
    told = {
        "role": rights_in_words(invitation, language),
        "inviter": person_in_letter(inviter, language),
        "until": f"{dates.long_datetime(invitation.expires_at, language)} (UTC)",
        "contact": " · ".join(map(one_line, filter(None, (office, inviter.name, inviter.email)))),
    }
    queue(letter, invitation.email, language, key=key, path=path, **told)


def _letter(invitation: Invitation) -> str:
    return "invitation_with_passkey" if needs_passkey(invitation) else "invitation"
