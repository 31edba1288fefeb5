"""What a treaty is to a question of the atlas, and why."""

from flask_babel import lazy_gettext as _l

from directory.vocabulary.terms import Term, Vocabulary

# The usable ones first, in the order of their worth.
BASIS_USES = Vocabulary(
    Term("basis", _l("legal basis")),
    Term("conditional", _l("legal basis on a condition")),
    # Translators: a protocol that is used together with the treaty that it adds to
    Term("supplements", _l("used with its main treaty")),
    # Translators: a treaty whose place another one has taken between these two States
    Term("replaced", _l("replaced between these States")),
    Term("not_covering", _l("in force, does not cover this")),
    Term("not_declared", _l("in force, not known to be accepted as a basis for this")),
    Term("signed", _l("signed, force not known")),
    Term("approved", _l("approved by national law, deposit not known")),
    Term("not_yet", _l("not in force on that day")),
    Term("withdrawal_enacted", _l("withdrawal by national law, notice not known")),
    Term("withdrawn", _l("withdrawn")),
    Term("draft", _l("draft, signature not confirmed")),
    Term("not_party", _l("not in force between these States")),
)
USABLE = frozenset({"basis", "conditional", "supplements"})
