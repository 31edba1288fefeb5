"""The ways in which the atlas uses a treaty, the reasons for each use, and the conditions under which a treaty covers a
measure."""

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp

from directory.vocabulary.terms import Condition, ReasonTerm, Term, Vocabulary

# First the uses of usable treaties, then all other uses, in the order in which an answer lists the treaties.
BASIS_USES = Vocabulary(
    Term("basis", _l("legal basis")),
    Term("conditional", _l("legal basis on a condition")),
    # Translators: a protocol and the treaty that it adds to are used together
    Term("supplements", _l("used together with another treaty")),
    # Translators: a treaty whose place another one has taken between these two States
    Term("replaced", _l("replaced between these States")),
    # Translators: an agreement between offices: it opens a channel between them, but no request can rest on it
    Term("channel_only", _l("opens a channel, is no legal basis")),
    Term("not_covering", _l("in force, does not cover this")),
    Term("not_assessed", _l("in force, what it covers was not assessed")),
    Term("not_declared", _l("in force, not accepted as a basis for this")),
    Term("signed", _l("signed, force not known")),
    Term("approved", _l("approved by national law, deposit not known")),
    Term("not_yet", _l("not in force on that day")),
    Term("suspended", _l("suspended between these States")),
    # No answer contains this code any more, since a national law alone ends no treaty. Programs may still know it.
    Term("withdrawal_enacted", _l("withdrawal by national law, notice not known")),
    Term("withdrawn", _lp("treaty between States", "withdrawn")),
    Term("draft", _l("draft, signature not confirmed")),
    Term("not_party", _l("not in force between these States")),
    # Translators: a treaty under which the directory knows no act of one of the States
    Term("not_known", _l("not known whether it binds these States")),
)
USABLE = frozenset({"basis", "conditional", "supplements"})

_SCOPE = ("is_transnational", "is_organized")

CONDITIONS = Vocabulary(
    Condition(
        "protocol_scope",
        _l(
            "there are grounds to suspect that the offence is transnational, for instance since evidence, victims, proceeds "
            "or the person are in the requested State, and that it involves an organized criminal group"
        ),
        "Trafficking Protocol and Smuggling Protocol, art. 4; UNTOC, arts 16(1) and 18(1)",
        _SCOPE,
        is_presumed=True,
    ),
    Condition(
        "convention_offence",
        _l("there are reasonable grounds to suspect that the offence is transnational and involves an organized group"),
        "UNTOC, arts 3(1)(a), 16(1) and 18(1)",
        _SCOPE,
    ),
    Condition(
        "serious_crime",
        _l(
            "a serious crime, with a maximum penalty of four years or more, that involves an organized criminal group and is "
            "transnational; it is enough that evidence, victims, proceeds or the person are in the requested State"
        ),
        "UNTOC, arts 2(b), 3(1)(b), 16(1) and 18(1)",
        ("has_four_years", *_SCOPE),
    ),
    Condition(
        "one_year",
        _l("a maximum penalty of one year or more"),
        "",
        ("has_one_year",),
        is_presumed=True,
    ),
    Condition("electronic_form", _l("as far as the evidence is in electronic form")),
    Condition("proceeds", _l("to trace proceeds and property liable to confiscation")),
    Condition("affected_persons", _l("on persons affected by provisional measures or confiscation")),
    Condition("as_law_permits", _l("as far as the law of the requested State and other treaties permit it")),
    Condition(
        "extraditable",
        _l("the offence is one for which extradition is possible"),
        "",
        ("has_one_year",),
        is_presumed=True,
    ),
    Condition("fled_or_expelled", _l("the person fled home to avoid the sentence, or is to be expelled")),
    Condition("later_offence", _l("the offence was committed after the treaty bound both States"), is_presumed=True),
    Condition(
        "laying_of_information",
        _l("as information laid before the other State, which decides whether it prosecutes"),
    ),
    Condition(
        "linked_offences", _l("the offence was committed in two or more of the parties or touches their interests")
    ),
    Condition("own_national", _l("the suspect is a national of the requested State"), is_presumed=True),
    Condition("person_consents", _l("the person consents")),
    Condition(
        "transfer_conditions",
        _l("nationality, consent and the time left to serve are as the treaty asks, and both States agree"),
        is_presumed=True,
    ),
    Condition(
        "not_reserved",
        _l(
            "neither State has excluded the article by a reservation; not every reservation was read for this directory"
        ),
        is_presumed=True,
    ),
    Condition("covered_proceeds", _l("the laundered property comes from an offence that the treaty covers")),
    Condition("financing", _l("the case is about the financing of terrorism, not about the attack itself")),
    Condition(
        "incitement",
        _l("the case is about public provocation, recruitment or training for terrorism, not about the attack itself"),
    ),
    Condition(
        "bombing", _l("the case is about a bomb or other lethal device in a public place, facility or transport")
    ),
    Condition("four_years", _l("a maximum penalty of four years or more"), "", ("has_four_years",)),
    Condition("case_by_case", _l("by agreement between the States in the case")),
    Condition("declared", _l("the requested State has declared that it takes it as a basis")),
    Condition("text_not_read", _l("the text of the treaty decides; it was not read for this directory")),
    Condition("no_request", _l("the treaty alone is no basis for a request")),
)

# The reasons why a treaty is used or not used, as sentences. `atlas.reasons.Reason` has the values of the placeholders.
BASIS_REASONS = Vocabulary(
    ReasonTerm("covers", _l("The treaty covers this measure for this offence."), step="coverage"),
    ReasonTerm(
        "covers_by_subject",
        _l("The subject of the treaty covers this measure; its text was not read for this directory."),
        step="coverage",
    ),
    ReasonTerm("not_covered", _l("The treaty does not cover this measure for this offence."), step="coverage"),
    ReasonTerm("not_assessed", _l("What the treaty covers was not read for this directory: ask."), step="coverage"),
    ReasonTerm(
        "no_compulsory_act",
        _l("The agreement is between offices or ministries: it opens a channel, but no compulsory act can rest on it."),
        step="coverage",
    ),
    # Translators: %(treaty)s is the short title of a treaty
    ReasonTerm("through", _l("All of these States are parties to %(treaty)s."), step="coverage"),
    ReasonTerm(
        "through_if_bound",
        _l("Only if all of these States were parties to %(treaty)s on that day, which is not known: ask."),
        step="coverage",
    ),
    # Translators: %(condition)s is a clause such as "the offence is transnational"
    ReasonTerm("condition_met", _l("The condition of the treaty is met: %(condition)s."), step="coverage"),
    ReasonTerm("condition_presumed", _l("Provided that: %(condition)s."), step="coverage"),
    ReasonTerm("condition_open", _l("Only on this condition: %(condition)s."), step="coverage"),
    ReasonTerm("condition_failed", _l("The condition of the treaty is not met: %(condition)s."), step="coverage"),
    # Translators: %(states)s is one State or several
    ReasonTerm("not_accepted", _l("As a basis for this it is not accepted by: %(states)s."), step="coverage"),
    ReasonTerm(
        "not_applied_towards",
        _l("By its own declaration it is not applied to the other State by: %(states)s."),
        step="coverage",
    ),
    ReasonTerm(
        "reserved",
        # Translators: a reservation to a treaty; the article follows
        _l("By a reservation the article on this measure is not accepted by: %(states)s."),
        step="coverage",
    ),
    ReasonTerm(
        "acceptance_not_known",
        _l("Whether it is accepted as a basis for this is not known, ask: %(states)s."),
        step="coverage",
    ),
    ReasonTerm("accepted", _l("As a basis for this it is accepted by: %(states)s."), step="coverage"),
    ReasonTerm(
        "accepted_reciprocity", _l("As a basis for this it is accepted on reciprocity by: %(states)s."), step="coverage"
    ),
    ReasonTerm(
        "no_treaty_needed",
        _l("Without a treaty, the law of this State allows it, and the offence counts as extraditable: %(states)s."),
        step="coverage",
    ),
    ReasonTerm(
        "extends", _l("The treaty adds its offences to every extradition treaty between its parties."), step="relation"
    ),
    ReasonTerm("supplements", _l("The treaty supplements %(treaty)s."), step="relation"),
    ReasonTerm("main", _l("%(treaty)s adds to this treaty, whose general rules apply as well."), step="relation"),
    ReasonTerm("amends", _l("The treaty amends %(treaty)s between parties to both."), step="relation"),
    ReasonTerm(
        "amends_if_bound",
        # Translators: a protocol of which no source says that it binds both States; %(treaty)s is the treaty that it changes
        _l(
            "If it binds all of these States, it changes the text of %(treaty)s; if not, that text alone applies. Find out "
            "which: this answer shows both."
        ),
        step="relation",
    ),
    ReasonTerm(
        "superseded",
        _l("Between States that are parties to both, %(treaty)s takes the place of this treaty."),
        step="relation",
    ),
    ReasonTerm(
        "order_precedes",
        # Translators: why a treaty goes before %(treaty)s, another treaty
        _l("It goes before %(treaty)s for this measure, as the more specific treaty."),
        step="order",
    ),
    ReasonTerm(
        "order_later_supplements",
        _l("It goes before %(treaty)s, which was concluded later and may only add to it."),
        step="order",
    ),
    ReasonTerm("order_basis", _l("It goes before %(treaty)s, whose use depends on a condition."), step="order"),
    ReasonTerm(
        "order_gives_way", _l("It goes before %(treaty)s, which leaves procedure to other treaties."), step="order"
    ),
    ReasonTerm(
        "order_closer",
        _l("It goes before %(treaty)s, as the closer treaty: bilateral before regional, regional before universal."),
        step="order",
    ),
    ReasonTerm(
        "order_bound",
        _l("It goes before %(treaty)s, of which it is open whether it binds all of these States."),
        step="order",
    ),
    ReasonTerm(
        "order_beside",
        # Translators: the article of the clause follows
        _l("It applies side by side with %(treaty)s: one of them leaves the other in force."),
        step="order",
    ),
    ReasonTerm("order_offence", _l("It goes before %(treaty)s, as the treaty on this offence."), step="order"),
    ReasonTerm(
        "order_later", _l("It goes before %(treaty)s, as the later treaty between the same States."), step="order"
    ),
    ReasonTerm(
        "order_arguable",
        _l(
            "Whether it goes before %(treaty)s is arguable: their clauses do not settle it. Say in the request on which of "
            "them it rests."
        ),
        step="order",
    ),
    ReasonTerm(
        "order_supersedes_if_bound",
        _l(
            "If it bound all of these States on that day, it takes the place of %(treaty)s; if not, that one applies alone. "
            "Find out which, and rest the request on it alone."
        ),
        step="order",
    ),
    ReasonTerm(
        "order_superseded_if_bound",
        _l(
            "If %(treaty)s bound all of these States on that day, it takes the place of this treaty; if not, this one "
            "applies alone. Find out which, and rest the request on it alone."
        ),
        step="order",
    ),
    ReasonTerm(
        "main_treaty",
        _l("Only parties to %(treaty)s can be bound by this treaty, and not all of these States are parties to it."),
        step="relation",
    ),
    ReasonTerm(
        "other_treaty_first",
        _l("%(treaty)s binds both States too: its rules of procedure go first, unless both agree otherwise."),
        step="relation",
    ),
    ReasonTerm(
        "own_procedure",
        _l("No other treaty between both States is known whose procedure goes first: its own procedure applies."),
        step="relation",
    ),
    ReasonTerm(
        "national_procedure",
        _l(
            "No treaty on assistance between both States is known, and this one has no procedure: the law of the "
            "requested State applies."
        ),
        step="relation",
    ),
    ReasonTerm(
        "procedure",
        _l(
            "It binds as a treaty on assistance: its rules of procedure apply, although it is not known to name this measure."
        ),
        step="relation",
    ),
    ReasonTerm(
        "conditional_treaty_first",
        _l("If the condition of %(treaty)s is met, its rules of procedure go first."),
        step="relation",
    ),
    ReasonTerm(
        "uncertain_treaty_basis",
        _l("%(treaty)s is signed. If it is in force, it is the basis, and this treaty adds its offences to it: ask."),
        step="relation",
    ),
    ReasonTerm(
        "uncertain_treaty_first",
        _l("%(treaty)s is signed. If it is in force, its rules of procedure go first: ask. If not, its own apply."),
        step="relation",
    ),
    ReasonTerm("computed", _l("The day of force is our calculation from the deposit: %(states)s."), step="force"),
    ReasonTerm("day_not_known", _l("The day of force is not known: %(states)s."), step="force"),
    ReasonTerm(
        "uncertain_on_day",
        _l("Whether the treaty bound all of these States on that day is not known: ask."),
        step="force",
    ),
    ReasonTerm("year_only", _l("Only the year of force is known: %(states)s."), step="force"),
    ReasonTerm("not_supported", _l("Unverified: no source says that the treaty binds %(states)s."), step="force"),
    ReasonTerm(
        "through_protocol",
        _l(
            "Counts as a party because it is a party to a protocol, which only parties to the treaty can join: %(states)s."
        ),
        step="force",
    ),
    ReasonTerm("not_yet", _l("On that day the treaty did not bind yet: %(states)s."), step="force"),
    ReasonTerm("not_in_force", _l("The treaty itself is not yet in force."), step="force"),
    ReasonTerm("signed", _l("Signed, no later act known: %(states)s."), step="force"),
    ReasonTerm("approved", _l("Approved by national law, no deposit known: %(states)s."), step="force"),
    ReasonTerm(
        "withdrawal_enacted",
        _l("A national law withdraws, but binds nobody until a notice to the depositary takes effect: %(states)s."),
        step="force",
    ),
    ReasonTerm(
        "withdrawal_notified",
        _l("Withdrawal is notified; until it takes effect the treaty binds: %(states)s."),
        step="force",
    ),
    ReasonTerm(
        "withdrawal_disputed",
        _l("Sources give different days on which the withdrawal took effect, and this day lies between: %(states)s."),
        step="force",
    ),
    ReasonTerm("suspended", _l("Suspended towards the other State or all: %(states)s."), step="force"),
    ReasonTerm("withdrawn", _l("Withdrawn: %(states)s."), step="force"),
    ReasonTerm("not_party", _l("Not a party: %(states)s."), step="force"),
    ReasonTerm("not_known", _l("No act under this treaty is known: %(states)s."), step="force"),
    ReasonTerm(
        "not_known_since",
        # Translators: %(year)s is the year of the newest list of parties that was read
        _l("No act under this treaty is known, and the list of parties that was read is of %(year)s: %(states)s."),
        step="force",
    ),
    ReasonTerm("force_not_known", _l("Signed; that it is in force is not known."), step="force"),
    ReasonTerm("draft", _l("A draft: its signature is not confirmed."), step="force"),
)
