"""The means of contact with authorities and desks, and the codes for the cover of a desk."""

from flask_babel import lazy_gettext as _l

from directory.vocabulary.terms import Term, Vocabulary

MEANS = Vocabulary(
    Term("phone", _l("Phone")),
    Term("fax", _l("Fax")),
    Term("email", _l("E-mail")),
    Term("secure_channel", _l("Secure channel")),
    Term("address", _l("Post")),
    Term("website", _l("Website")),
)

COVERS = Vocabulary(
    Term("round_the_clock", _l("24 hours a day, 7 days a week"), "Convention on Cybercrime, art. 35(1)"),
    Term("on_call", _l("On call")),
    Term("working_hours", _l("Working hours")),
    Term("not_published", _l("Hours not published")),
)
