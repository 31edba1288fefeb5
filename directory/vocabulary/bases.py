"""How a question to the atlas can use a treaty, the conditions of its coverage, and the reasons for each use."""

from flask_babel import lazy_gettext as _l

from directory.vocabulary.terms import Condition, Term, Vocabulary

# Usable ones first, then unusable ones in the order in which an answer lists them.
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

_SCOPE = ("is_transnational", "is_organized")

CONDITIONS = Vocabulary(
    Condition(
        "protocol_scope",
        _l("the offence is transnational and involves an organized criminal group"),
        "Trafficking Protocol and Smuggling Protocol, art. 4",
        _SCOPE,
        is_presumed=True,
    ),
    Condition(
        "convention_offence",
        _l("there are reasonable grounds to suspect that the offence is transnational and involves an organized group"),
        "UNTOC, arts 3(1)(a) and 18(1)",
        _SCOPE,
    ),
    Condition(
        "serious_crime",
        _l(
            "a serious crime, with a maximum penalty of four years or more, that is transnational and involves an "
            "organized criminal group; for assistance, evidence or victims in the requested State make it transnational"
        ),
        "UNTOC, arts 2(b), 3(1)(b) and 18(1)",
        ("has_four_years", *_SCOPE),
    ),
    Condition(
        "one_year",
        _l("a maximum penalty of one year or more"),
        "ETS 24, art. 2(1)",
        ("has_one_year",),
        is_presumed=True,
    ),
    Condition(
        "electronic_form", _l("as far as the evidence is in electronic form"), "Convention on Cybercrime, art. 23"
    ),
    Condition("proceeds", _l("to trace proceeds and property liable to confiscation"), "ETS 141, art. 8"),
    Condition("case_by_case", _l("by agreement between the States in the case"), "UNTOC, arts 19 to 21"),
    Condition("declared", _l("the requested State has declared that it takes it as a basis"), "UNTOC, art. 16(5)"),
    Condition("text_not_read", _l("the text of the treaty decides; it was not read for this directory")),
    Condition("no_request", _l("the treaty alone is no basis for a request")),
)

# Why a treaty is used or not, as sentences; `atlas.reasons.Reason` holds the values of their placeholders.
BASIS_REASONS = Vocabulary(
    Term("covers", _l("The treaty covers this measure for this offence.")),
    Term(
        "covers_by_subject",
        _l("The subject of the treaty covers this measure; its text was not read for this directory."),
    ),
    Term("not_covered", _l("The treaty does not cover this measure for this offence.")),
    # Translators: %(treaty)s is the short title of a treaty
    Term("through", _l("All of these States are parties to %(treaty)s.")),
    # Translators: %(condition)s is a clause such as "the offence is transnational"
    Term("condition_met", _l("The condition of the treaty is met: %(condition)s.")),
    Term("condition_presumed", _l("Provided that: %(condition)s.")),
    Term("condition_open", _l("Only on this condition: %(condition)s.")),
    Term("condition_failed", _l("The condition of the treaty is not met: %(condition)s.")),
    # Translators: %(states)s is one State or several
    Term("not_accepted", _l("As a basis for this it is not accepted by: %(states)s.")),
    Term("acceptance_not_known", _l("Whether it is accepted as a basis for this is not known, ask: %(states)s.")),
    Term("supplements", _l("The treaty supplements %(treaty)s.")),
    Term("replaced", _l("Between its own parties, %(treaty)s has replaced this treaty.")),
    Term(
        "main_treaty",
        _l("Only parties to %(treaty)s can be bound by this treaty, and not all of these States are parties to it."),
    ),
    Term(
        "other_treaty_first",
        _l("%(treaty)s binds both States too: its rules of procedure go first, unless both agree otherwise."),
    ),
    Term("own_procedure", _l("No other assistance treaty is known to bind both States: its own procedure applies.")),
    Term("computed", _l("The day of force is computed from the deposit: %(states)s.")),
    Term("day_not_known", _l("The day of force is not known: %(states)s.")),
    Term("year_only", _l("Only the year of force is known: %(states)s.")),
    Term("not_supported", _l("Unverified: no source says that the treaty binds %(states)s.")),
    Term("not_yet", _l("On that day the treaty did not bind yet: %(states)s.")),
    Term("signed", _l("Signed, no later act known: %(states)s.")),
    Term("approved", _l("Approved by national law, no deposit known: %(states)s.")),
    Term("withdrawal_enacted", _l("A national law withdraws, no notice to the depositary known: %(states)s.")),
    Term("withdrawn", _l("Withdrawn: %(states)s.")),
    Term("not_party", _l("Not a party: %(states)s.")),
    Term("not_known", _l("No act under this treaty is known: %(states)s.")),
    Term("force_not_known", _l("Signed; that it is in force is not known.")),
    Term("draft", _l("A draft: its signature is not confirmed.")),
)
