"""Property and costs."""

from directory.phrasebook.phrase import ASKER, BOTH, DESK, N_, Phrase

PROPERTY = (
    Phrase("freeze_asked", ASKER, N_("Can this property be frozen? Value: %(amount)s"), ("untoc", "13(2)")),
    Phrase(
        "frozen",
        DESK,
        N_("The property is frozen until this date: %(date)s; value: %(amount)s"),
        ("untoc", "13(2)"),
    ),
    Phrase("property_not_found", DESK, N_("No property has been found.")),
    Phrase(
        "confiscation_order",
        DESK,
        N_("Please attach a legally admissible copy of the confiscation order."),
        ("untoc", "13(3)(b)"),
    ),
    Phrase("third_party", DESK, N_("A third party claims rights to the property."), ("untoc", "13(8)")),
    Phrase(
        "return_to_victim",
        BOTH,
        N_("We ask you to consider returning the property to the victims."),
        ("untoc", "14(2)"),
    ),
    Phrase("ordinary_costs", BOTH, N_("The requested State bears the ordinary costs."), ("untoc", "18(28)")),
    Phrase(
        "extraordinary_costs",
        DESK,
        N_("Execution would cause extraordinary costs. Estimate: %(amount)s"),
        ("untoc", "18(28)"),
    ),
    Phrase("costs_borne", BOTH, N_("We bear costs up to this amount: %(amount)s")),
    Phrase("link_missing", DESK, N_("Please explain how the property comes from the offence.")),
    Phrase("costs_asked", BOTH, N_("Who bears the costs? Amount: %(amount)s")),
    Phrase(
        "sharing",
        BOTH,
        N_("We propose to agree on how the property is shared once the victims have been compensated."),
        ("untoc", "14(3)"),
    ),
)
