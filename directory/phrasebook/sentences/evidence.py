"""Documents, data and other evidence."""

from directory.phrasebook.phrase import ASKER, BOTH, DESK, N_, Phrase

EVIDENCE = (
    Phrase("originals_asked", ASKER, N_("We need the original documents."), ("untoc", "18(3)(f)")),
    Phrase("copies_asked", ASKER, N_("Certified copies of the documents are sufficient."), ("untoc", "18(3)(f)")),
    Phrase(
        "copies_given",
        DESK,
        N_("We can give certified copies, but not the original documents."),
        ("untoc", "18(3)(f)"),
    ),
    Phrase("originals_returned", BOTH, N_("Please return the original documents by: %(date)s")),
    Phrase(
        "preserve_data",
        ASKER,
        N_("Please preserve the data until our request arrives. We will send it by: %(date)s"),
        ("budapest-185", "29(1)"),
    ),
    Phrase("data_preserved", DESK, N_("The data are preserved until this date: %(date)s"), ("budapest-185", "29(7)")),
    Phrase("data_gone", DESK, N_("The data no longer exist.")),
    Phrase(
        "provider_elsewhere",
        DESK,
        N_("The data are held by a provider in another State. State: %(state)s"),
        ("budapest-185", "30(1-2)"),
    ),
    Phrase("kept_for", DESK, N_("Period for which such data are kept here: %(duration)s")),
    Phrase("volume_is", DESK, N_("Amount of material: %(quantity)s")),
    Phrase("evidence_handed_over", DESK, N_("The evidence can be handed over. Day and time: %(moment)s")),
    Phrase("preserved_only", DESK, N_("We can preserve the data now. To disclose them we need a formal request.")),
    Phrase("can_return", BOTH, N_("The objects handed over are no longer needed and can be returned.")),
    Phrase("return_list", BOTH, N_("Please return the objects with a list. Channel: %(channel)s")),
    Phrase(
        "must_return", BOTH, N_("The objects were handed over for use only and must be returned."), ("ets30", "6(2)")
    ),
    Phrase("destroy_asked", BOTH, N_("Please destroy the data and send us a record of it.")),
    Phrase("judgment_asked", BOTH, N_("Please send us a copy of the judgment.")),
)
