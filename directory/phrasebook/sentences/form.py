"""Channel, form and language of the request."""

from directory.phrasebook.phrase import ASKER, BOTH, DESK, N_, Phrase

FORM = (
    Phrase("which_channel", ASKER, N_("By which channel should the request be sent?")),
    Phrase("channel_is", BOTH, N_("Channel for the request: %(channel)s")),
    Phrase("addressee", DESK, N_("Address the request to: %(office)s")),
    Phrase(
        "central_authorities",
        BOTH,
        N_("The request goes from central authority to central authority."),
        ("untoc", "18(13)"),
    ),
    Phrase(
        "diplomatic_required",
        DESK,
        N_("Our State requires that requests be sent through the diplomatic channel."),
        ("untoc", "18(13)"),
    ),
    Phrase(
        "interpol_urgent",
        BOTH,
        N_("As the matter is urgent, can the request be sent through INTERPOL?"),
        ("untoc", "18(13)"),
    ),
    Phrase(
        "direct_sending",
        DESK,
        N_("The request may be sent directly between judicial authorities."),
        ("ets182", "4(1)"),
    ),
    Phrase("electronic_asked", ASKER, N_("Can we send the request electronically?")),
    Phrase(
        "electronic_accepted",
        DESK,
        N_("You can send the request electronically. The original must be available if we ask for it."),
        ("ets182", "4(9)"),
    ),
    Phrase("electronic_refused", DESK, N_("We accept requests on paper only.")),
    Phrase("original_asked", BOTH, N_("We need the original of the request, with signature and seal.")),
    Phrase("original_by", BOTH, N_("The original must arrive by: %(date)s")),
    Phrase(
        "oral_request",
        ASKER,
        N_("As the matter is urgent, can we make the request orally and confirm it in writing at once?"),
        ("untoc", "18(14)"),
    ),
    Phrase("which_language", ASKER, N_("In which language should the request be written?")),
    Phrase("language_is", DESK, N_("Language of the request: %(language)s"), ("untoc", "18(14)")),
    Phrase("translation_needed", DESK, N_("Please attach a translation. Language: %(language)s"), ("untoc", "18(14)")),
    Phrase("certified_translation", DESK, N_("We need a certified translation. Language: %(language)s")),
    Phrase("translation_later", ASKER, N_("May the translation follow later? We would send it by: %(date)s")),
    Phrase("translation_by", DESK, N_("The translation may follow later. It must arrive by: %(date)s")),
    Phrase("answer_language", BOTH, N_("Language in which we would like the answer: %(language)s")),
    Phrase("certification_asked", ASKER, N_("Do the documents need an apostille or another certification?")),
    Phrase("certification_not_needed", DESK, N_("The documents need neither an apostille nor another certification.")),
    Phrase(
        "translate_only",
        DESK,
        N_("Please translate the request, the decision and the law in full. For the annexes a list is enough."),
    ),
    Phrase("in_writing", BOTH, N_("Please confirm this in writing. Language: %(language)s")),
    Phrase("original_sent", BOTH, N_("The original documents were sent on: %(date)s; channel: %(channel)s")),
    Phrase("channel_asked", ASKER, N_("Is this channel possible? Channel: %(channel)s")),
    Phrase("post_direct", DESK, N_("You may send the documents to the person directly by post."), ("ets182", "16(1)")),
)
