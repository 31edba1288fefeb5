"""People: roles, invitations, requests for access, handovers, permissions of tokens, and acts on an account."""

from enum import StrEnum

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp

from directory.vocabulary.terms import Term, Vocabulary


class Role(StrEnum):
    """The role of a person. `access/policy.py` defines what each role may read and do."""

    VISITOR = "visitor"
    PRACTITIONER = "practitioner"
    COORDINATOR = "coordinator"
    ADMINISTRATOR = "administrator"


ROLES = Vocabulary(
    Term(Role.PRACTITIONER, _l("Practitioner")),
    Term(Role.COORDINATOR, _l("Network coordinator")),
    Term(Role.ADMINISTRATOR, _l("Administrator")),
)

# The functions of members of a desk. A function belongs to the membership and adds permissions; it is not a `Role`.
DESK_ROLES = Vocabulary(
    Term("contact_person", _l("Contact person")),
    Term("deputy", _l("Deputy")),
    Term("duty_officer", _l("Duty officer")),
    Term("head", _l("Head of the desk")),
)


class OfficeAgreement(StrEnum):
    """Whether a State agrees that somebody outside of it lets a person into an office of it.

    - NOBODY: the State had nobody who could be asked, and an administrator let the person in
    """

    ASKED = "asked"
    GIVEN = "given"
    REFUSED = "refused"
    NOBODY = "nobody"


class ReviewStep(StrEnum):
    """How far the yearly question to an office has come.

    - NARROWED: restricted details are withheld from people whom nobody confirmed
    """

    ASKED = "asked"
    WARNED = "warned"
    NARROWED = "narrowed"
    ENDED = "ended"


# The states of an invitation.
INVITATION_STATES = Vocabulary(
    Term("asked", _l("waits for the State to agree")),
    Term("waiting", _l("waiting for an answer")),
    Term("accepted", _l("accepted")),
    Term("expired", _l("its time is over")),
    Term("withdrawn", _lp("invitation", "withdrawn")),
    Term("refused", _lp("invitation", "refused")),
)

# The states of a request for access.
ACCESS_REQUEST_STATES = Vocabulary(
    Term("unconfirmed", _l("mail address not yet confirmed")),
    Term("waiting", _l("waiting for a decision")),
    Term("approved", _l("approved: invitation sent")),
    Term("refused", _l("refused")),
)

# The states of a handover.
HANDOVER_STATES = Vocabulary(
    Term("running", _l("both have access")),
    Term("ended", _l("waiting for sign-off")),
    Term("signed_off", _l("signed off")),
    Term("stopped", _l("stopped")),
)

# The permissions of a program with a token of the API.
TOKEN_SCOPES = Vocabulary(
    Term("read", _l("read only")),
    Term("write", _l("read and write")),
)

# The reasons for refusing a request for access. They are codes and no free text, so that each requester reads them in
# the requester's own language.
REFUSALS = Vocabulary(
    Term("office_not_confirmed", _l("Your office could not be confirmed")),
    Term("private_address", _l("The address is not one of your office")),
    Term("other_way", _l("Access for your office is arranged in another way: ask your central authority")),
    Term("not_admitted", _l("Your office is not among those that are admitted")),
)

# The acts on an account, as sentences of its history.
PERSON_ACTS = Vocabulary(
    Term("account_made", _l("The account was made from an invitation.")),
    Term("account_ended", _l("The account was ended.")),
    Term("account_restored", _l("The account was restored.")),
    Term("sessions_ended", _l("All sessions were ended.")),
    Term("rights_changed", _l("Role or scope was changed.")),
    Term("factors_dropped", _l("All ways to sign in were removed and a sign-in link was sent.")),
    Term("token_made", _l("A token of the API was made.")),
    Term("token_revoked", _l("A token of the API was revoked.")),
    Term("webhook_added", _l("A webhook was added.")),
    Term("webhook_removed", _l("A webhook was removed.")),
    Term("webhook_secret_renewed", _l("The secret of a webhook was renewed.")),
    Term("webhook_disabled", _l("A webhook was turned off because its receiver failed.")),
    Term("webhook_enabled", _l("A webhook was turned on again.")),
    Term("password_set", _l("A password was chosen.")),
    Term("password_changed", _l("The password was changed.")),
    Term("password_chosen_by_mail", _l("A new password was chosen by the mailed link.")),
    Term("totp_added", _l("A code generator was added.")),
    Term("totp_removed", _l("The code generator was removed.")),
    Term("passkey_added", _l("A passkey was added.")),
    Term("passkey_removed", _l("A passkey was removed.")),
    Term("alarm_way_added", _l("A way by which alarms wake the person was added.")),
    Term("alarm_way_removed", _l("A way by which alarms wake the person was removed.")),
    Term("recovery_codes_made", _l("New recovery codes were made.")),
    Term("recovery_code_used", _l("A recovery code was used.")),
    Term("account_confirmed", _l("It was confirmed that the person still belongs to the office.")),
    Term("account_narrowed", _l("Restricted details were withheld, since nobody confirmed the person.")),
    Term("account_lapsed", _l("The account was ended, since nobody confirmed the person.")),
    Term("office_account_bound", _l("An account of the office was bound.")),
    Term("office_account_unbound", _l("An account of the office was unbound.")),
    Term("office_session_ended", _l("A session was ended by the server of the office.")),
    Term("own_sessions_ended", _l("Sessions were ended by the person.")),
)
