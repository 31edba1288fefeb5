"""Confidentiality, and the use of evidence."""

from directory.phrasebook.phrase import ASKER, BOTH, DESK, N_, Phrase

CONFIDENTIAL = (
    Phrase(
        "keep_confidential",
        ASKER,
        N_("Please keep the request and its content confidential."),
        ("untoc", "18(20)"),
    ),
    Phrase(
        "keep_confidential_until",
        ASKER,
        N_("Please keep the request and its content confidential until this date: %(date)s"),
        ("untoc", "18(20)"),
    ),
    Phrase("confidentiality_kept", DESK, N_("We can keep the request confidential."), ("untoc", "18(20)")),
    Phrase(
        "confidentiality_not_kept",
        DESK,
        N_("We cannot keep the request confidential. Do you want it to be executed nevertheless?"),
        ("untoc", "18(20)"),
    ),
    Phrase("execute_nevertheless", ASKER, N_("Please execute the request even if it cannot be kept confidential.")),
    Phrase("do_not_inform", ASKER, N_("Please do not inform the person concerned. Role: %(role)s")),
    Phrase("must_inform", DESK, N_("Our law requires us to inform the person concerned. Role: %(role)s")),
    Phrase("inform_later", DESK, N_("We can put off informing the person concerned until this date: %(date)s")),
    Phrase(
        "use_limited",
        DESK,
        N_("The evidence may be used only in the proceedings named in the request."),
        ("untoc", "18(19)"),
    ),
    Phrase(
        "other_use_asked",
        ASKER,
        N_("May we use the evidence in other proceedings? Offence: %(offence)s"),
        ("untoc", "18(19)"),
    ),
    Phrase(
        "other_use_allowed",
        DESK,
        N_("We consent to the use of the evidence in other proceedings. Offence: %(offence)s"),
        ("untoc", "18(19)"),
    ),
    Phrase(
        "tell_if_not_kept",
        BOTH,
        N_("If confidentiality cannot be kept, please tell us before execution."),
        ("untoc", "18(20)"),
    ),
    Phrase(
        "inquiries_only",
        BOTH,
        N_("The information may be used for inquiries only, not as evidence in court."),
        ("untoc", "18(5)"),
    ),
    Phrase("must_disclose", BOTH, N_("We may have to disclose the information to the defence."), ("untoc", "18(5)")),
    Phrase("court_use_asked", ASKER, N_("Can we use the information as evidence in court, and in which form?")),
)
