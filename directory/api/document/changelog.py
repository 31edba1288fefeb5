"""What changed in the API, newest first, for those whose programs use it. Adding is free: a program passes over what it
does not know. What is taken away or means something else is a new version under another address."""

from datetime import date

CHANGES: tuple[tuple[date, str], ...] = (
    (date(2026, 11, 26), "Of a translation: who made it, when, from what, and whether its original has changed since."),
    (
        date(2026, 11, 26),
        "Endings of entries, zones of rotas. In consultations: co-workers, bringing in, handing over, outlines.",
    ),
    (
        date(2026, 11, 26),
        "Writes of proposals, verifications, rotas, consultations. A cookie speaks for nobody. Joint investigations.",
    ),
    (date(2026, 11, 26), "The atlas; requirement sheets as they stood on a past day."),
    (date(2026, 11, 25), "Tokens, which read what their account may read."),
    (date(2026, 11, 24), "Reading: search, States, authorities, desks, networks, treaties, measures, laws, changes."),
)
