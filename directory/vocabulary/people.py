"""Who works here, and how far what they may do reaches."""

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from directory.vocabulary.terms import Term, Vocabulary


class Role(StrEnum):
    """What a person is here as; `access/policy.py` says what each one may read and do."""

    VISITOR = "visitor"
    PRACTITIONER = "practitioner"
    COORDINATOR = "coordinator"
    ADMINISTRATOR = "administrator"


ROLES = Vocabulary(
    Term(Role.PRACTITIONER, _l("Practitioner")),
    Term(Role.COORDINATOR, _l("Network coordinator")),
    Term(Role.ADMINISTRATOR, _l("Administrator")),
)

# What a member of a desk does there. A membership, not a role: it adds to what the person may do.
DESK_ROLES = Vocabulary(
    Term("contact_person", _l("Contact person")),
    Term("deputy", _l("Deputy")),
    Term("duty_officer", _l("Duty officer")),
    Term("head", _l("Head of the desk")),
)
