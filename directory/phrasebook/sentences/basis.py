"""The legal basis, and dual criminality."""

from directory.phrasebook.phrase import ASKER, BOTH, DESK, N_, Phrase

BASIS = (
    Phrase("which_treaty", ASKER, N_("Under which treaty should we make the request?")),
    Phrase("legal_basis_treaty", BOTH, N_("Legal basis of the request: %(treaty)s")),
    Phrase("legal_basis_article", BOTH, N_("Legal basis of the request, with the article: %(article)s")),
    Phrase("bound_asked", ASKER, N_("Is your State bound by this treaty? Treaty: %(treaty)s")),
    Phrase("not_bound", DESK, N_("Our State is not bound by this treaty. Treaty: %(treaty)s")),
    Phrase(
        "no_treaty",
        DESK,
        N_("We know of no treaty between our States that covers this measure. Measure: %(measure)s"),
    ),
    Phrase("reciprocity_asked", ASKER, N_("Can you give assistance without a treaty, on the basis of reciprocity?")),
    Phrase("reciprocity_needed", DESK, N_("We need a written assurance of reciprocity.")),
    Phrase("reciprocity_assured", ASKER, N_("We assure reciprocity in similar cases.")),
    Phrase(
        "dual_criminality_asked",
        ASKER,
        N_("Do you require dual criminality for this measure? Measure: %(measure)s"),
        ("untoc", "18(9)"),
    ),
    Phrase(
        "dual_criminality_required",
        DESK,
        N_("We require dual criminality for this measure. Measure: %(measure)s"),
        ("untoc", "18(9)"),
    ),
    Phrase(
        "dual_criminality_not_required",
        DESK,
        N_("We do not require dual criminality for this measure. Measure: %(measure)s"),
        ("untoc", "18(9)"),
    ),
    Phrase(
        "dual_criminality_lacking",
        DESK,
        N_("Dual criminality is lacking: the facts described are not an offence under our law."),
        ("untoc", "18(9)"),
    ),
    Phrase(
        "dual_criminality_facts",
        DESK,
        N_("Please describe the facts in more detail, so that we can examine dual criminality."),
        ("untoc", "18(9)"),
    ),
    Phrase(
        "dual_criminality_waived",
        DESK,
        N_("Dual criminality is lacking, but we can give the assistance nevertheless."),
        ("untoc", "18(9)"),
    ),
    Phrase("text_of_law", BOTH, N_("Please attach the text of the law and the penalties. Offence: %(offence)s")),
    Phrase("time_bar_ends", BOTH, N_("The limitation period for the offence ends on: %(date)s")),
    Phrase(
        "organized_group",
        ASKER,
        N_("The offence is transnational and an organized criminal group is involved."),
        ("untoc", "18(1)"),
    ),
    Phrase("bank_secrecy", BOTH, N_("Bank secrecy is not a ground for refusal."), ("untoc", "18(8)")),
    Phrase("treaty_between_asked", ASKER, N_("Is this treaty in force between our States? Treaty: %(treaty)s")),
    Phrase("treaty_not_between", BOTH, N_("This treaty is not in force between our States. Treaty: %(treaty)s")),
    Phrase(
        "group_missing",
        DESK,
        N_("Please describe what shows that an organized criminal group is involved."),
        ("untoc", "18(1)"),
    ),
    Phrase(
        "dual_criminality_met",
        DESK,
        N_("Dual criminality exists: the facts described are an offence under our law."),
        ("untoc", "18(9)"),
    ),
    Phrase("time_barred", DESK, N_("Extradition is not possible: the offence is time-barred."), ("ets24", "10")),
    Phrase("not_time_barred", BOTH, N_("The offence is not time-barred under our law.")),
)
