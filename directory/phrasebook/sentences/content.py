"""What the request contains and what it lacks."""

from directory.phrasebook.phrase import ASKER, BOTH, DESK, N_, Phrase

CONTENT = (
    Phrase("draft_look", ASKER, N_("Please look at the outline of our request before we send it.")),
    Phrase("complete", DESK, N_("The request contains all that we need.")),
    Phrase("incomplete", DESK, N_("The request is incomplete. What is missing is named here.")),
    Phrase(
        "more_information",
        DESK,
        N_("We need more information to execute the request. Please send it by: %(date)s"),
        ("untoc", "18(16)"),
    ),
    Phrase(
        "facts_missing",
        DESK,
        N_("Please describe the facts in more detail: when, where and how the offence was committed."),
        ("untoc", "18(15)(c)"),
    ),
    Phrase(
        "purpose_missing",
        DESK,
        N_("Please state the purpose for which the evidence is sought."),
        ("untoc", "18(15)(f)"),
    ),
    Phrase(
        "assistance_missing",
        DESK,
        N_("Please describe the assistance sought more exactly. Measure: %(measure)s"),
        ("untoc", "18(15)(d)"),
    ),
    Phrase(
        "identity_missing",
        DESK,
        N_("Please state in the formal request who the person is and where the person can be found. Role: %(role)s"),
        ("untoc", "18(15)(e)"),
    ),
    Phrase("questions_missing", DESK, N_("Please attach a list of questions. Role of the person: %(role)s")),
    Phrase(
        "decision_missing",
        DESK,
        N_("Please attach the decision of the court or prosecutor that orders the measure. Measure: %(measure)s"),
    ),
    Phrase("period_is", BOTH, N_("Period: %(first)s – %(last)s")),
    Phrase("damage_is", ASKER, N_("Amount of the damage: %(amount)s")),
    Phrase("too_broad", DESK, N_("The request is too broad. Please limit it to what the proceedings need.")),
    Phrase("separate_request", DESK, N_("Please send a separate request for this measure: %(measure)s")),
    Phrase("will_supply", ASKER, N_("We will send what is missing by: %(date)s")),
    Phrase("cannot_supply", ASKER, N_("We do not have this information and cannot obtain it.")),
    Phrase("contents_asked", ASKER, N_("What must the request contain? Measure: %(measure)s")),
    Phrase("details_missing", DESK, N_("Please name exactly the account, number, address or vehicle concerned.")),
    Phrase("in_request", DESK, N_("Please state this in the request or in the decision itself.")),
    Phrase("supplied", BOTH, N_("This is the information that you asked for.")),
    Phrase("limited_to", ASKER, N_("We limit the request for now to this measure: %(measure)s")),
    Phrase(
        "identify_person",
        BOTH,
        N_(
            "Please send what identifies the person: date of birth, photograph, fingerprints, documents. Role: %(role)s"
        ),
    ),
    Phrase("reference_asked", BOTH, N_("Please tell us your reference number.")),
)
