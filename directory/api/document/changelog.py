"""The changes of the API, newest first, for authors of programs.

A removal or a change of meaning needs a new version with its own addresses; an addition does not.
"""

from datetime import date

CHANGES: tuple[tuple[date, str], ...] = (
    (
        date(2026, 12, 3),
        "A parameter that an address does not have is refused with 400, by its name; before, it was passed over.",
    ),
    (date(2026, 12, 3), "Of lists: `sort`, `fields`, `include=contacts`, the headers `Link` and `ETag`."),
    (date(2026, 12, 3), "Of an entry: `updated_at`, when something that everyone may read of it last changed."),
    (date(2026, 12, 3), "Of `changes`: `action`, and the filters `kind`, `jurisdiction` and `action`."),
    (date(2026, 12, 3), "`/api/v1/` is an index. Pages of other sites may read without a token."),
    (
        date(2026, 12, 3),
        "In this document: groups of operations (`tags`), which generated clients follow; what a webhook sends.",
    ),
    (
        date(2026, 12, 3),
        "In this document: each list says of what it is (`AuthorityPage`, not `Page`), each value its source.",
    ),
    (date(2026, 12, 2), "`webhooks`: your program is told when a question changes its state or an alarm reaches you."),
    (
        date(2026, 12, 2),
        "In consultations: `phrases`, sentences of the phrasebook beside `text`, which may then be left out.",
    ),
    (date(2026, 12, 2), "`phrases`: the sentences of the phrasebook, with their slots, in one language."),
    (date(2026, 12, 2), "`alarms`: the ways by which alarms wake you, and those that go on; you acknowledge one."),
    (date(2026, 12, 2), "Exercises: reading them, their participants and reports; starting and stopping them."),
    (date(2026, 12, 2), "Of `last_test`: `is_exercise`, whether the test was part of an exercise."),
    (date(2026, 12, 2), "Of a contact of a desk: `last_test`, when it was last tested, and when it last answered."),
    (date(2026, 12, 2), "Whoever reverts a published proposal (`undo`) states the `reason` in the body."),
    (date(2026, 12, 1), "In the atlas: `urgent`, the channels for an urgent request and what follows it in writing."),
    (date(2026, 12, 1), "Of a proposal: `follows`, the refused proposal that it corrects."),
    (
        date(2026, 12, 1),
        "Of a proposal: a reviewer amends the source of a change; `amendments` says who did, and when.",
    ),
    (date(2026, 12, 1), "In `answers` of a search: one direction alone if the text says who asks whom."),
    (date(2026, 12, 1), "In a search: `ignored` has no words that `answers` are about."),
    (date(2026, 12, 1), "In the answer of a search: `answers` of kind `guide`, for general words of the text."),
    (date(2026, 12, 1), "Of a suggestion: `about`, what tells it apart from the others."),
    (date(2026, 12, 1), "In `answers` of a search: `call`, whom to call in the requested State."),
    (date(2026, 12, 1), "In the answer of a search: `answers`, links to the atlas for what the text names."),
    (date(2026, 12, 1), "Of a contact: `is_domestic`, whether it is a number that is dialled inside the country only."),
    (date(2026, 12, 1), "In the atlas: what the laws of both States say on languages, and which State says what."),
    (
        date(2026, 11, 30),
        "Relations of treaties and of States, kinds of instrument, suspensions. In the atlas: leading treaties.",
    ),
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
