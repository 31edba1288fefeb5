"""Sentences about how long a request takes, about urgency, and about a time to talk."""

from directory.phrasebook.phrase import ASKER, BOTH, DESK, N_, Phrase

TIME = (
    Phrase("how_long", ASKER, N_("How long will it take to execute the request?")),
    Phrase("usual_time", DESK, N_("Executing such a request usually takes: %(duration)s")),
    Phrase("expected_by", DESK, N_("We expect to execute the request by: %(date)s")),
    Phrase("needed_by", ASKER, N_("We need the result by: %(date)s"), ("untoc", "18(24)")),
    Phrase("time_limit_kept", DESK, N_("We can meet this time limit: %(date)s")),
    Phrase("time_limit_not_kept", DESK, N_("We cannot meet the time limit. Earliest possible date: %(date)s")),
    Phrase("urgent_trial", ASKER, N_("The matter is urgent because the trial begins on: %(date)s")),
    Phrase(
        "urgent_custody",
        ASKER,
        N_("The matter is urgent because the term of custody ends. Day and time: %(moment)s"),
    ),
    Phrase("urgent_evidence", ASKER, N_("The matter is urgent because evidence may be lost.")),
    Phrase("urgent_data", ASKER, N_("The matter is urgent because the data will be deleted. Date: %(date)s")),
    Phrase("urgent_danger", ASKER, N_("The matter is urgent because a person is in danger. Role: %(role)s")),
    Phrase("urgent_flight", ASKER, N_("The matter is urgent because the person may flee. Role: %(role)s")),
    Phrase("urgency_accepted", DESK, N_("We treat the matter as urgent.")),
    Phrase("urgency_reasons", DESK, N_("Please explain why the matter is urgent.")),
    Phrase("not_urgent", ASKER, N_("The matter is not urgent.")),
    Phrase("talk_proposed", BOTH, N_("We propose to talk by telephone or video. Day and time: %(moment)s")),
    Phrase("closed_period", BOTH, N_("Our office is closed: %(first)s – %(last)s")),
    Phrase("reach_us_by", DESK, N_("The request must reach us by: %(moment)s")),
    Phrase("duty_asked", ASKER, N_("Is somebody on duty outside working hours?")),
    Phrase("appeal_adds", DESK, N_("If there is an appeal, execution will take longer by: %(duration)s")),
    Phrase("measure_first", ASKER, N_("Please carry out this measure first: %(measure)s")),
)
