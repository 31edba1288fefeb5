"""Hearing, transfer and protection of persons."""

from directory.phrasebook.phrase import ASKER, BOTH, DESK, N_, Phrase

PERSONS = (
    Phrase(
        "hearing_asked",
        ASKER,
        N_("Can the person be heard? Role: %(role)s; date: %(date)s"),
        ("untoc", "18(3)(a)"),
    ),
    Phrase(
        "video_asked",
        ASKER,
        N_("Is a hearing by video link possible? Role of the person: %(role)s"),
        ("untoc", "18(18)"),
    ),
    Phrase(
        "video_possible",
        DESK,
        N_("A hearing by video link is possible. Day and time: %(moment)s"),
        ("untoc", "18(18)"),
    ),
    Phrase(
        "video_not_possible",
        DESK,
        N_("A hearing by video link is not possible under our law. Role of the person: %(role)s"),
    ),
    Phrase("interpreter_needed", BOTH, N_("An interpreter is needed. Language: %(language)s")),
    Phrase("person_found", DESK, N_("The person has been found. Role: %(role)s")),
    Phrase("person_not_found", DESK, N_("The person has not been found. Role: %(role)s")),
    Phrase("person_in_custody", DESK, N_("The person is in custody here. Role: %(role)s")),
    Phrase("person_consents", DESK, N_("The person consents. Role: %(role)s")),
    Phrase("person_does_not_consent", DESK, N_("The person does not consent. Role: %(role)s")),
    Phrase(
        "safe_conduct",
        ASKER,
        N_("A person who comes to testify will not be prosecuted or detained for earlier acts."),
        ("untoc", "18(27)"),
    ),
    Phrase(
        "transfer_asked",
        ASKER,
        N_("Can the detained person be transferred to us to give evidence? Period: %(first)s – %(last)s"),
        ("untoc", "18(10)"),
    ),
    Phrase("victim_protection", BOTH, N_("The victim needs protection."), ("untoc", "25(1)")),
    Phrase("witness_protection", BOTH, N_("The witness needs protection."), ("untoc", "24(1)")),
    Phrase(
        "identity_hidden",
        BOTH,
        N_("Please do not disclose the identity of the person or where the person is. Role: %(role)s"),
        ("untoc", "24(2)(a)"),
    ),
    Phrase("heard_once", BOTH, N_("Please avoid hearing the victim repeatedly and meeting the suspect.")),
    Phrase("child", BOTH, N_("The person is a child and needs special safeguards. Role: %(role)s")),
    Phrase(
        "victim_support",
        DESK,
        N_("Housing, medical and psychological help can be arranged for the victim."),
        ("tip-protocol", "6(3)"),
    ),
    Phrase(
        "victim_return",
        BOTH,
        N_("The victim wishes to return. Can you receive the victim? Date: %(date)s"),
        ("tip-protocol", "8(1)"),
    ),
)
