"""The levels of treaties, the subjects of bilateral ones, and the acts of States under treaties."""

from flask_babel import lazy_gettext as _l

from directory.vocabulary.terms import Term, TreatySubject, Vocabulary

LEVELS = Vocabulary(
    Term("universal", _l("Universal")),
    Term("regional", _l("Regional")),
    Term("bilateral", _l("Bilateral")),
)

# What else a treaty on legal assistance may cover, depending on its text.
_MAY = ("data", "property", "techniques", "proceedings", "information")

SUBJECTS = Vocabulary(
    TreatySubject("mla_criminal", _l("Legal assistance in criminal matters"), "", ("evidence",), _MAY),
    TreatySubject("mla_civil_criminal", _l("Legal assistance in civil and criminal matters"), "", ("evidence",), _MAY),
    TreatySubject(
        "mla_civil_criminal_extradition",
        _l("Legal assistance in civil and criminal matters, with extradition"),
        "",
        ("evidence", "extradition"),
        _MAY,
    ),
    TreatySubject(
        "mla_criminal_extradition",
        _l("Legal assistance in criminal matters, with extradition"),
        "",
        ("evidence", "extradition"),
        _MAY,
    ),
    TreatySubject("mla_civil", _l("Legal assistance in civil matters")),
    TreatySubject("extradition", _l("Extradition"), "", ("extradition",)),
    TreatySubject(
        "transfer_sentenced_persons", _l("Transfer of sentenced persons"), "", ("transfer_of_sentenced_persons",)
    ),
    TreatySubject(
        "prosecutor_cooperation",
        _l("Cooperation between prosecution services"),
        "",
        ("information",),
        ("evidence",),
        "prosecutor_channel",
    ),
    TreatySubject("police_cooperation", _l("Police cooperation"), "", ("information",), (), "police_channel"),
    TreatySubject(
        "migration_cooperation",
        _l("Cooperation against illegal migration"),
        "",
        ("information",),
        ("return_of_migrants", "travel_documents"),
        "police_channel",
    ),
)

# Whether a bilateral treaty is in force. A missing date does not show that it is not.
FORCES = Vocabulary(
    Term("in_force", _l("in force")),
    Term("not_known", _l("signed, force not known")),
    Term("draft", _l("draft, signature not confirmed")),
)

ACTIONS = Vocabulary(
    Term("signature", _l("Signature"), "Vienna Convention on the Law of Treaties, art. 12"),
    Term("ratification", _l("Ratification"), "Vienna Convention on the Law of Treaties, art. 14"),
    Term("accession", _l("Accession"), "Vienna Convention on the Law of Treaties, art. 15"),
    Term("acceptance", _l("Acceptance"), "Vienna Convention on the Law of Treaties, art. 14"),
    Term("approval", _l("Approval"), "Vienna Convention on the Law of Treaties, art. 14"),
    Term("succession", _l("Succession")),
    Term("party", _l("Party")),
    Term("national_approval_law", _l("National law approving it")),
    Term("signature_only", _l("Signed, not a party")),
    Term("not_party", _l("Not a party")),
    Term("not_signatory", _l("Not a signatory")),
    Term("no_entry", _l("Not on the depositary's list")),
    Term("withdrawal", _l("Withdrawal"), "Vienna Convention on the Law of Treaties, art. 54"),
)

DATE_KINDS = Vocabulary(
    Term("signature", _l("date of signature")),
    Term("deposit", _l("deposit of the instrument")),
    Term("entry_into_force", _l("entry into force")),
    Term("entry_into_force_year", _l("year of entry into force")),
    Term("national_law", _l("date of the national law, not of the deposit")),
    Term("date_of_conclusion", _l("date of conclusion")),
    Term("declaration", _l("date of a declaration")),
    Term("effective_date", _l("date of effect")),
)

# How a State stands under a treaty, by all its acts; see `treaties/standing.py`.
STANDINGS = Vocabulary(
    Term("party", _l("party")),
    Term("withdrawn", _l("withdrawn")),
    Term("withdrawal_enacted", _l("withdrawal by national law")),
    Term("approved", _l("approved by national law, deposit not known")),
    Term("signed", _l("signed, no later act known")),
    Term("not_party", _l("not a party")),
    Term("not_known", _l("not known")),
)

# Acts that say that a State takes no part in a treaty: it is not counted among its States.
NOT_TAKING_PART = frozenset({"not_party", "not_signatory", "no_entry"})
