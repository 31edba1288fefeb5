"""Why a sign-in with the account at the office was refused."""

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from directory.vocabulary.terms import Term, Vocabulary


class OfficeFault(StrEnum):
    """A reason why a sign-in with the account at the office was refused."""

    NOT_BEGUN = "not_begun"
    OTHER_ISSUER = "other_issuer"
    STOPPED = "stopped"
    UNREACHABLE = "unreachable"
    NOT_TRUSTED = "not_trusted"
    NOT_BOUND = "not_bound"
    BOUND_ALREADY = "bound_already"
    ADDRESS = "address"
    OTHER_OFFICE = "other_office"
    TOO_OLD = "too_old"
    INVITATION = "invitation"


OFFICE_FAULTS = Vocabulary(
    Term("not_begun", _l("This sign-in did not begin in this browser, or more than ten minutes ago. Begin again.")),
    Term("other_issuer", _l("The answer came from another server than the one that was asked. Nothing was changed.")),
    Term("stopped", _l("The server of the office did not let you in, or you stopped there.")),
    Term("unreachable", _l("The server of the office cannot be reached. Sign in in another way, or try again later.")),
    Term("not_trusted", _l("The server of the office gave an answer that cannot be trusted. Nothing was changed.")),
    Term(
        "not_bound",
        _l(
            "This account of the office is not bound to an account here. Sign in in another way and bind it in “Your"
            " account”, or accept your invitation with it."
        ),
    ),
    Term("bound_already", _l("This account of the office is bound to another account here, or yours to another one.")),
    Term(
        "address",
        _l(
            "The server of the office does not confirm that the invited mail address is yours. Accept the invitation with"
            " a password; you can bind the account of the office later."
        ),
    ),
    Term("other_office", _l("People of your office cannot sign in by this server.")),
    Term("too_old", _l("The server of the office did not ask you to sign in anew. Show who you are in another way.")),
    Term("invitation", _l("The invitation can no longer be accepted. Ask whoever invited you to send it again.")),
)
