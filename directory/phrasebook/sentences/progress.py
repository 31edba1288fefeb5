"""Where the request stands."""

from directory.phrasebook.phrase import ASKER, BOTH, DESK, N_, Phrase

PROGRESS = (
    Phrase("received_asked", ASKER, N_("Have you received our request? It was sent on: %(date)s")),
    Phrase("received", DESK, N_("We received the request on: %(date)s")),
    Phrase("not_received", DESK, N_("We have not received the request. Please send it again.")),
    Phrase(
        "progress_asked",
        ASKER,
        N_("How far is the execution of our request? It was sent on: %(date)s"),
        ("untoc", "18(24)"),
    ),
    Phrase("sent_on", DESK, N_("The request has been sent on to: %(office)s")),
    Phrase("executed_by", DESK, N_("The request is being executed by: %(office)s")),
    Phrase("awaiting_decision", DESK, N_("A decision of a court is awaited. Expected on: %(date)s")),
    Phrase("executed", DESK, N_("The request was executed in full on: %(date)s")),
    Phrase("executed_in_part", DESK, N_("The request has been executed in part. Not executed: %(measure)s")),
    Phrase("results_sent", DESK, N_("The results were sent on: %(date)s; channel: %(channel)s")),
    Phrase("results_received", ASKER, N_("We have received the results.")),
    Phrase("results_incomplete", ASKER, N_("Something is missing in the results. Measure: %(measure)s")),
    Phrase("returned", DESK, N_("The request was returned without execution on: %(date)s")),
    Phrase("news_by", BOTH, N_("We will tell you more by: %(date)s")),
    Phrase(
        "no_longer_needed",
        ASKER,
        N_("The assistance is no longer needed. Please end the execution."),
        ("untoc", "18(24)"),
    ),
    Phrase("answer_awaited", BOTH, N_("We are still waiting for an answer. We wrote on: %(date)s")),
    Phrase("holder_asked", ASKER, N_("Which office has the request now?")),
    Phrase("found", DESK, N_("We have found the information that you asked for.")),
    Phrase("withdrawn_part", ASKER, N_("We take back the request in part. No longer sought: %(measure)s")),
    Phrase("rest_asked", ASKER, N_("Can the rest of the request be executed?")),
    Phrase("contact_changed", BOTH, N_("The person to whom you wrote no longer deals with the matter.")),
)
