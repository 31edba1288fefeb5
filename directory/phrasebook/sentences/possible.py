"""Whether the assistance can be given, and by whom."""

from directory.phrasebook.phrase import ASKER, BOTH, DESK, N_, Phrase

POSSIBLE = (
    Phrase(
        "can_execute",
        ASKER,
        N_("Can a request for this measure be executed in your State? Measure: %(measure)s; offence: %(offence)s"),
    ),
    Phrase(
        "which_authority",
        ASKER,
        N_("Which authority is responsible for this measure in your State? Measure: %(measure)s"),
    ),
    Phrase("offence_is", ASKER, N_("Offence in our proceedings: %(offence)s")),
    Phrase("stage_is", ASKER, N_("Stage of our proceedings: %(stage)s")),
    Phrase("greatest_penalty", BOTH, N_("Greatest term of imprisonment for the offence under our law: %(duration)s")),
    Phrase("possible", DESK, N_("Yes, this measure is possible in our State. Measure: %(measure)s")),
    Phrase(
        "possible_on_conditions",
        DESK,
        N_("This measure is possible if the conditions named here are met. Measure: %(measure)s"),
    ),
    Phrase("not_possible", DESK, N_("This measure is not possible under our law. Measure: %(measure)s")),
    Phrase("other_measure", DESK, N_("We suggest another measure instead: %(measure)s")),
    Phrase("responsible_authority", DESK, N_("The authority responsible: %(office)s")),
    Phrase("court_needed", DESK, N_("This measure needs a decision of a court of our State. Measure: %(measure)s")),
    Phrase(
        "public_information",
        DESK,
        N_("This information is public: you need no formal request to obtain it."),
        ("untoc", "18(29)(a)"),
    ),
    Phrase(
        "police_information",
        DESK,
        N_("Information can be exchanged between police bodies, but evidence needs a request."),
        ("untoc", "27(1)"),
    ),
    Phrase(
        "without_request",
        BOTH,
        N_("We send you this information without a request, so that you can use it in your proceedings."),
        ("untoc", "18(4)"),
    ),
    Phrase(
        "procedure_asked",
        ASKER,
        N_("Can you follow the procedure that we name in the request? Measure: %(measure)s"),
        ("untoc", "18(17)"),
    ),
    Phrase(
        "procedure_not_followed",
        DESK,
        N_("We cannot follow the procedure that you name: it is contrary to our law."),
        ("untoc", "18(17)"),
    ),
    Phrase(
        "presence_asked",
        ASKER,
        N_("May our officials be present when the request is executed? How many: %(quantity)s"),
        ("ets182", "2"),
    ),
    Phrase(
        "presence_allowed",
        DESK,
        N_("Your officials may be present. Please tell us their names and functions in the formal request."),
        ("ets182", "2"),
    ),
    Phrase("presence_refused", DESK, N_("Your officials may not be present. You can send us a list of questions.")),
    Phrase("formal_needed", DESK, N_("This measure needs a formal request. Measure: %(measure)s")),
    Phrase("informal_asked", ASKER, N_("Can this be done without a formal request? Measure: %(measure)s")),
    Phrase(
        "informal_possible",
        DESK,
        N_("This can be done without a formal request, but the result cannot serve as evidence. Measure: %(measure)s"),
    ),
)
