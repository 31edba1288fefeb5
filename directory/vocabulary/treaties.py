"""The codes for treaties and their relations, for the acts of States on treaties (such as ratification), and for how
States stand under treaties."""

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp

from directory.vocabulary.terms import Instrument, Term, TerritorialSpeaker, TreatySubject, Vocabulary

# `carries` are the families of measures for which an instrument can be a basis. An agreement of offices binds only
# offices, no court or person.
INSTRUMENTS = Vocabulary(
    Instrument("treaty", _l("Treaty between States")),
    Instrument("eu_act", _l("Act of the European Union")),
    Instrument("office_agreement", _l("Agreement between offices or ministries"), carries=("information",)),
    Instrument("memorandum", _l("Memorandum of understanding"), carries=()),
)

LEVELS = Vocabulary(
    Term("universal", _l("Universal")),
    Term("regional", _l("Regional")),
    Term("bilateral", _l("Bilateral")),
)

# The acts of assistance that every treaty on legal assistance names.
_ASSISTANCE = (
    "service_of_documents",
    "hearing_witness",
    "hearing_expert",
    "hearing_suspect",
    "records",
    "bank_data",
    "search_and_seizure",
    "dna_fingerprints",
    "criminal_records",
    "locating_persons",
    "other",
)
# The other measures that a treaty on legal assistance may name, depending on its text.
_MAY = ("evidence", "data", "property", "techniques", "proceedings", "information", "transfer_of_sentenced_persons")
# A treaty whose title names legal assistance alone often has a part on extradition.
_MAY_EXTRADITE = (*_MAY, "extradition")

SUBJECTS = Vocabulary(
    TreatySubject("mla_criminal", _l("Legal assistance in criminal matters"), "", _ASSISTANCE, _MAY_EXTRADITE),
    TreatySubject(
        "mla_civil_criminal", _l("Legal assistance in civil and criminal matters"), "", _ASSISTANCE, _MAY_EXTRADITE
    ),
    TreatySubject(
        "mla_civil_criminal_extradition",
        _l("Legal assistance in civil and criminal matters, with extradition"),
        "",
        (*_ASSISTANCE, "extradition"),
        _MAY,
    ),
    TreatySubject(
        "mla_criminal_extradition",
        _l("Legal assistance in criminal matters, with extradition"),
        "",
        (*_ASSISTANCE, "extradition"),
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
        (),
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
        ("som",),
    ),
)

# The effects of a treaty's clause on another treaty (see `models.TreatyRelation`).
RELATION_EFFECTS = Vocabulary(
    Term("supplements", _l("supplements the other treaty between parties to both")),
    Term("amends", _l("changes its text between parties to both")),
    Term(
        "supersedes", _l("takes its place between parties to both"), "Vienna Convention on the Law of Treaties, art. 30"
    ),
    # Translators: a treaty concluded later between the same States may only add to this treaty
    Term("later_supplements", _l("lets later ones only add to it")),
    Term("precedes", _l("goes before it, as the more specific one")),
    # Translators: the rules of procedure of this treaty apply only where no other treaty on assistance binds both States
    Term("subsidiary", _l("gives way to any other treaty on assistance in its rules of procedure")),
    Term("extends", _l("adds its offences to extradition treaties between its parties")),
    Term("leaves", _l("leaves it untouched")),
)

# Whether a paragraph of a treaty binds.
OBLIGATIONS = Vocabulary(
    Term("must", _l("binding")),
    # For a request that meets the condition that the paragraph states.
    Term("if_applicable", _l("where it applies")),
    Term("may", _l("optional")),
    Term("if_declared", _l("for States that declared it")),
)

STATE_RELATIONS = Vocabulary(
    Term("no_diplomatic_relations", _l("no diplomatic relations"), "Vienna Convention on Diplomatic Relations, art. 2"),
)

# The effect of a treaty in the territories of a State: never more than the State, the depositary or the treaty states.
_VCLT_29 = "Vienna Convention on the Law of Treaties, art. 29"
TERRITORIAL_EFFECTS = Vocabulary(
    Term("extended", _l("the treaty applies there too"), _VCLT_29),
    Term("excluded", _l("the treaty does not apply there"), _VCLT_29),
    Term("limited_to", _l("the treaty applies there alone"), _VCLT_29),
    Term("not_ensured", _l("the State cannot ensure that the treaty is applied there")),
    Term("not_responsible", _l("the State is not responsible for the application of the treaty there")),
)

# The sources of a territorial effect, each with its sentence: %(effect)s is a label of TERRITORIAL_EFFECTS.
TERRITORIAL_SPEAKERS = Vocabulary(
    TerritorialSpeaker(
        "state",
        _l("the State itself"),
        # Translators: %(territory)s is one territory or several, %(effect)s what is said of them, as a clause: "the treaty does not apply there"
        sentence=_l("%(state)s declares for %(territory)s: %(effect)s."),
    ),
    TerritorialSpeaker(
        "depositary",
        _l("the depositary's list"),
        sentence=_l("The depositary's list has for %(state)s, %(territory)s: %(effect)s."),
    ),
    TerritorialSpeaker(
        "treaty",
        _l("the text of the treaty"),
        sentence=_l("The treaty itself says for %(state)s, %(territory)s: %(effect)s."),
    ),
)

# Whether a treaty is in force. A missing date does not prove that a treaty is not in force.
FORCES = Vocabulary(
    Term("in_force", _l("in force")),
    Term("not_known", _l("signed, force not known")),
    Term("not_in_force", _l("not yet in force")),
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
    Term("notification", _l("Notice that internal procedures are done")),
    Term(
        "provisional_application",
        _l("Provisional application"),
        "Vienna Convention on the Law of Treaties, art. 25",
    ),
    Term("national_approval_law", _l("National law approving it")),
    Term("signature_only", _l("Signed, not a party")),
    Term("signature_authorised", _l("Signature authorised by national law")),
    Term("not_party", _l("Not a party")),
    Term("not_signatory", _l("Not a signatory")),
    Term("no_entry", _l("Not on the depositary's list")),
    Term("suspension", _l("Suspension"), "Vienna Convention on the Law of Treaties, art. 57"),
    Term("withdrawal", _l("Withdrawal"), "Vienna Convention on the Law of Treaties, art. 54"),
)

DATE_KINDS = Vocabulary(
    Term("signature", _l("date of signature")),
    Term("deposit", _l("deposit of the instrument")),
    Term("entry_into_force", _l("entry into force")),
    Term("entry_into_force_year", _l("year of entry into force")),
    # Translators: of a list or letter that names the State among the parties to a treaty
    Term("listed", _l("date of a list that names the State as a party")),
    Term("national_law", _l("date of the national law, not of the deposit")),
    Term("date_of_conclusion", _l("date of conclusion")),
    Term("declaration", _l("date of a declaration")),
    Term("notice", _l("date of the notice to the depositary")),
    Term("effective_date", _l("date of effect")),
)

# How a State stands under a treaty, derived from all its acts; see `treaties/standing.py`.
STANDINGS = Vocabulary(
    Term("party", _l("party")),
    Term("withdrawn", _lp("State", "withdrawn")),
    Term("suspended", _l("suspended")),
    Term("approved", _l("approved by national law, deposit not known")),
    Term("signed", _l("signed, no later act known")),
    Term("not_party", _l("not a party")),
    Term("not_known", _l("not known")),
)

# Acts which show that a State takes no part in a treaty. The State is then not counted among the States of the treaty.
NOT_TAKING_PART = frozenset({"not_party", "not_signatory", "no_entry"})
