"""Proceedings in several States, and sentences that serve everywhere."""

from directory.phrasebook.phrase import BOTH, DESK, N_, Phrase

TOGETHER = (
    Phrase("parallel", BOTH, N_("Proceedings for the same facts are pending in our State.")),
    Phrase("coordinate", BOTH, N_("We propose to coordinate our proceedings.")),
    Phrase(
        "same_time",
        BOTH,
        N_("We propose to carry out the measures in both States at the same time. Day and time: %(moment)s"),
    ),
    Phrase(
        "joint_team",
        BOTH,
        N_("We propose a joint investigation team. Legal basis: %(article)s"),
        ("untoc", "19(1)"),
    ),
    Phrase(
        "transfer_proceedings",
        BOTH,
        N_("We propose the transfer of criminal proceedings to your State."),
        ("untoc", "21(1)"),
    ),
    Phrase("third_state", BOTH, N_("Another State is also concerned. State: %(state)s")),
    Phrase("no_objection", BOTH, N_("We have no objection.")),
    Phrase("not_sure", BOTH, N_("We do not know this yet and will ask.")),
    Phrase("not_our_matter", DESK, N_("We are not responsible for this. Please ask: %(office)s")),
    Phrase("agreed", BOTH, N_("We agree to this.")),
    Phrase("our_mistake", BOTH, N_("That was our mistake. We will correct it.")),
    Phrase("ask_state", BOTH, N_("Please ask another State. State: %(state)s")),
    Phrase(
        "must_intervene",
        DESK,
        N_("We must intervene at once, because persons are in danger."),
        ("som-protocol", "16(3)"),
    ),
)
