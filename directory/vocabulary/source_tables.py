"""The kinds of official tables that record what States did under treaties (such as ratification), and the fields that a
column of such a table can hold."""

from flask_babel import lazy_gettext as _l

from directory.vocabulary.terms import Term, Vocabulary

SOURCE_READERS = Vocabulary(
    Term("un_treaty", _l("XML of a treaty in the United Nations Treaty Collection")),
    Term("coe_chart", _l("Chart of signatures of the Council of Europe")),
    Term("table", _l("CSV or XLSX table with chosen columns")),
)

# The fields that a column of a CSV or XLSX table may have. From `signature` on, the codes are acts, and the column has
# the dates of the act.
SOURCE_FIELDS = Vocabulary(
    Term("state", _l("State")),
    Term("treaty", _l("Treaty")),
    Term("action", _l("Act")),
    Term("date", _l("Date")),
    Term("date_kind", _l("Kind of date")),
    Term("declaration", _l("Declaration")),
    Term("signature", _l("Signature")),
    Term("ratification", _l("Ratification")),
    Term("accession", _l("Accession")),
    Term("acceptance", _l("Acceptance")),
    Term("approval", _l("Approval")),
    Term("succession", _l("Succession")),
    Term("entry_into_force", _l("In force from")),
    Term("withdrawal", _l("Withdrawal")),
)
