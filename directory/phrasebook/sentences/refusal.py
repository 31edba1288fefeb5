"""Postponement, refusal and conditions."""

from directory.phrasebook.phrase import ASKER, BOTH, DESK, N_, Phrase

REFUSAL = (
    Phrase(
        "postponed",
        DESK,
        N_(
            "Execution is postponed, because it would interfere with proceedings in our State. Expected until: %(date)s"
        ),
        ("untoc", "18(25)"),
    ),
    Phrase(
        "refusal_consulted",
        DESK,
        N_("We are considering refusing the request. Before we decide, we would like to consult you."),
        ("untoc", "18(26)"),
    ),
    Phrase("on_terms", DESK, N_("We can give the assistance on certain terms and conditions."), ("untoc", "18(26)")),
    Phrase("terms_accepted", ASKER, N_("We accept the terms and conditions."), ("untoc", "18(26)")),
    Phrase(
        "refused_form",
        DESK,
        N_("The request is refused: it does not meet the requirements of the treaty."),
        ("untoc", "18(21)(a)"),
    ),
    Phrase(
        "refused_interests",
        DESK,
        N_(
            "The request is refused: it is likely to harm the sovereignty, security, public order or other "
            "essential interests of our State."
        ),
        ("untoc", "18(21)(b)"),
    ),
    Phrase(
        "refused_law",
        DESK,
        N_("The request is refused: our law would prohibit the measure for a similar offence of our own."),
        ("untoc", "18(21)(c)"),
    ),
    Phrase(
        "refused_tried",
        DESK,
        N_("The request is refused: the person has already been tried for the same facts. Role: %(role)s"),
    ),
    Phrase("reasons_asked", ASKER, N_("Please give the reasons for the refusal."), ("untoc", "18(23)")),
    Phrase(
        "national_not_extradited",
        DESK,
        N_("The person is our national and is not extradited. We can submit the case to our prosecution authorities."),
        ("untoc", "16(10)"),
    ),
    Phrase(
        "arrest_asked",
        ASKER,
        N_("Can you order provisional arrest until the extradition request arrives? It will arrive by: %(date)s"),
        ("untoc", "16(9)"),
    ),
    Phrase("withdrawn", ASKER, N_("We take back our request.")),
    Phrase(
        "arrest_ends",
        DESK,
        N_("The person will be released unless the extradition request arrives by: %(date)s"),
        ("ets24", "16(4)"),
    ),
    Phrase("granted_for_offence", DESK, N_("We give assistance for this offence only: %(offence)s")),
    Phrase("judged_here", DESK, N_("The person has been finally judged here. Date of the judgment: %(date)s")),
    Phrase("different_facts", BOTH, N_("The facts are not those for which the person has been judged.")),
    Phrase(
        "surrender_after",
        DESK,
        N_("The person can be surrendered only after serving the sentence here. Date: %(date)s"),
        ("ets24", "19(1-2)"),
    ),
    Phrase(
        "death_penalty",
        DESK,
        N_("We need an assurance that the death penalty will not be imposed or, if imposed, not carried out."),
        ("ets24", "11"),
    ),
    Phrase("assurance_not_enough", DESK, N_("The assurance is not sufficient.")),
    Phrase("assurance_by", ASKER, N_("We will send the assurance by: %(date)s")),
    Phrase("arrest_limit_asked", ASKER, N_("By which date must the extradition request arrive?"), ("ets24", "16(4)")),
)
