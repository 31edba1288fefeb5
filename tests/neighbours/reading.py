"""Every address that is read and names something: whom it is for, and whether what has ended is still shown there."""

from tests.neighbours.addressed import Addressed, cells_of

# `name=kind` is filled with the thing of a position, `name:text` with a text. What has ended is `shown` as it was, for
# those of another row, or `gone`; a State and a network do not end (`-`).
TABLE = """
access_requests.show               |public_id=request                         |who keeps it up              |shown
access_requests.confirm            |token=link of a request                   |everyone                     |gone
accounts.link                      |token=sign-in link                        |everyone                     |gone
accounts.reset                     |token=reset link                          |everyone                     |gone
alarms.show                        |token=link of an alarm                    |everyone                     |shown
alarms.wait                        |way_id=way of alarms                      |its holder                   |gone
api_webhooks.deliveries            |webhook_id=webhook                        |its holder                   |gone
api_webhooks.show                  |webhook_id=webhook                        |its holder                   |gone
webhooks.renew_secret              |webhook_id=webhook                        |its holder                   |gone
api_authorities.show               |key=authority                             |everyone                     |shown
api_consultation_seats.show_choices|public_id=consultation                    |who takes part               |shown
api_consultations.show             |public_id=consultation                    |who takes part               |shown
api_focal_points.show              |key=desk                                  |everyone                     |shown
api_jurisdictions.requirements     |code=state                                |everyone                     |-
api_jurisdictions.show             |code=state                                |everyone                     |-
api_networks.show                  |key=network                               |everyone                     |-
api_proposals.show                 |proposal_id=proposal                      |who keeps the State up       |shown
api_proposals.show|proposal_id=unfinished proposal|its author|who keeps the State up
api_rotas.show                     |key=desk                                  |who reads its rota           |shown
authorities.show                   |key=authority                             |everyone                     |shown
cards.facts                        |folder:authorities, key=authority         |everyone                     |shown
cards.facts                        |folder:focal-points, key=desk             |everyone                     |shown
cards.facts                        |folder:jurisdictions, key=state           |everyone                     |-
cards.show                         |folder:authorities, key=authority         |everyone                     |shown
cards.show                         |folder:focal-points, key=desk             |everyone                     |shown
cards.show                         |folder:jurisdictions, key=state           |everyone                     |-
cards.vcf                          |folder:authorities, key=authority         |everyone                     |shown
cards.vcf                          |folder:focal-points, key=desk             |everyone                     |shown
cards.vcf                          |folder:jurisdictions, key=state           |everyone                     |-
consultations.answer               |public_id=consultation                    |the desk asked               |shown
consultations.bring_in             |public_id=consultation                    |the desk asked               |shown
consultations.comment              |public_id=consultation, number:1          |the desk asked               |shown
consultations.coworkers            |public_id=consultation                    |its author                   |shown
consultations.export               |public_id=consultation                    |who takes part               |shown
consultations.hand_over            |public_id=consultation                    |the desk asked               |shown
consultations.new                  |desk=desk                                 |everyone                     |shown
consultations.note_sent              |public_id=consultation                    |its author                   |shown
consultations.print_page           |public_id=consultation                    |who takes part               |shown
consultations.reopen               |public_id=consultation                    |its author                   |shown
consultations.rule                 |key=network                               |who keeps the network        |-
consultations.show                 |public_id=consultation                    |who oversees it              |shown
consultations.show|public_id=left consultation|who oversees it or succeeds|who oversees it
consultations.state                |public_id=consultation                    |who takes part               |shown
api_exercises.show                 |public_id=exercise                        |who keeps the network        |shown
exercises.show                     |public_id=exercise                        |who keeps the network        |shown
exercise_preparation.add_inject    |public_id=exercise                        |who keeps the network        |shown
exercise_preparation.discard       |public_id=exercise                        |who keeps the network        |shown
exercise_preparation.edit          |public_id=exercise                        |who keeps the network        |shown
drafts.check                       |public_id=draft                           |its author                   |gone
drafts.copy                        |public_id=draft                           |its author                   |gone
drafts.coworkers                   |public_id=draft                           |its author                   |gone
drafts.delete                      |public_id=draft                           |its author                   |gone
drafts.differences                 |public_id=draft, of=draft                 |its author                   |gone
drafts.document                    |public_id=draft                           |its author                   |gone
drafts.note_sent                    |public_id=draft                           |its author                   |gone
drafts.outline                     |public_id=draft                           |its author                   |gone
drafts.part                        |public_id=draft, part:parties             |its author                   |gone
drafts.show                        |public_id=draft                           |its author                   |gone
endings.show                       |kind:authority, key=authority             |who keeps the State up       |shown
endings.show                       |kind:focal_point, key=desk                |who keeps it up              |shown
focal_points.show                  |key=desk                                  |everyone                     |shown
follows.feed                       |token=feed                                |everyone                     |gone
handovers.new                      |number=colleague                          |who keeps it up              |shown
handovers.show                     |public_id=handover                        |who keeps it up              |shown
gaps.ask                           |code=state, key=authority                 |who keeps the State up       |gone
gaps.export                        |code=state, format:csv                    |who keeps the State up       |-
gaps.show                          |code=state                                |who keeps the State up       |-
history.export                     |kind:authority, key=authority, format:csv |who keeps the State up       |shown
history.index                      |kind:authority, key=authority             |everyone                     |shown
history.index                      |kind:focal_point, key=desk                |everyone                     |shown
holidays.show                      |state=state                               |who keeps the State up       |-
imports.export_progress            |job_id=export                             |its author                   |gone
imports.exported_file              |job_id=export                             |its author                   |gone
imports.progress                   |batch_id=import                           |who keeps it up              |its author
imports.refused                    |batch_id=file, ending:csv                |its author                   |shown
imports.refused                    |batch_id=file, ending:xlsx               |its author                   |shown
imports.report                     |batch_id=import                           |who keeps it up              |its author
imports.show                       |batch_id=import                           |who keeps it up              |its author
imports.show                       |batch_id=file                             |its author                   |shown
imports.show_export                |job_id=export                             |its author                   |gone
invitations.accept                 |token=link of an invitation               |everyone                     |gone
jurisdictions.requirements         |code=state                                |everyone                     |-
jurisdictions.show                 |code=state                                |everyone                     |-
networks.show                      |key=network                               |everyone                     |-
notices.edit                       |public_id=notice                          |who keeps it up in the network|shown
notices.event                      |public_id=notice                          |a member of it               |shown
notices.show                       |public_id=notice                          |a member of it               |shown
offline.state                      |code=state                                |everyone                     |-
offline.words                      |code=state                                |everyone                     |-
people.act                         |number=person, act:end                    |who sees its people                |shown
people.forget                      |number=person                             |nobody                       |-
people.rights                      |number=person                             |nobody                       |-
people.show                        |number=person                             |who sees its people                |shown
pocket.show                        |key=network                               |everyone                     |-
proposals.conflict                 |proposal_id=conflict                      |who keeps the State up       |shown
proposals.edit                     |proposal_id=begun proposal                |its author                   |gone
proposals.new                      |kind:authority, key=authority             |who keeps the State up       |shown
proposals.new                      |kind:focal_point, key=desk                |who keeps it up              |shown
proposals.show                     |proposal_id=proposal                      |who keeps the State up       |shown
proposals.show|proposal_id=unfinished proposal|its author|who keeps the State up
line_tests.show                    |key=desk                                  |who keeps it up              |gone
reachability.ask                   |token=link of a test                      |everyone                     |gone
reachability.show                  |test_id=test                              |who keeps it up              |shown
report.pdf                         |network=network, year:2025                |who keeps the network         |-
returns.edit                       |code=state, subject:tip, year:2025        |who keeps the State up       |-
returns.export                     |code=state, subject:tip, format:csv       |everyone                     |-
returns.show                       |code=state, subject:tip                   |everyone                     |-
rota_calendars.bring               |key=desk                                  |who is on duty               |shown
rota_calendars.desk_file           |key=desk                                  |who reads its rota           |shown
rota_calendars.feed                |token=calendar                            |everyone                     |gone
rota_calendars.show                |key=desk                                  |who is on duty               |shown
rota_rotations.make                |key=desk                                  |who keeps its rota           |shown
rota_rotations.remove              |key=desk, number=rotation                 |who keeps its rota           |gone
rota_keeping.edit_pattern          |key=desk, number=pattern                  |who keeps its rota           |gone
rota_keeping.new_change            |key=desk                                  |who keeps its rota           |shown
rota_keeping.new_pattern           |key=desk                                  |who keeps its rota           |shown
rota_keeping.remove_change         |key=desk, number=change                   |who keeps its rota           |gone
rota_keeping.remove_pattern        |key=desk, number=pattern                  |who keeps its rota           |gone
rota_swaps.new                     |key=desk                                  |who is on duty               |shown
rota_swaps.show                    |key=desk, number=swap                     |who keeps its rota           |gone
rotas.show                         |key=desk                                  |who reads its rota           |shown
rotas.zone                         |key=desk                                  |who keeps its rota           |shown
translations.show                  |kind:authority, key=authority, into:ky    |who keeps the State up       |shown
verification.ask_to_remind         |campaign_id=campaign                      |who keeps it up              |shown
verification.show                  |campaign_id=campaign                      |who keeps it up              |shown
verification_calls.export          |campaign_id=campaign, format:csv          |who keeps it up              |shown
verification_calls.show            |campaign_id=campaign                      |who keeps it up              |shown
vouches.new                        |key=desk                                  |nobody                       |shown
verification_entries.asked         |list_token=list of a campaign             |everyone                     |gone
verification_entries.correct       |token=link                                |everyone                     |gone
verification_entries.done          |kind:authority, key=authority             |everyone                     |shown
verification_entries.look          |kind:authority, key=authority             |who confirms the office      |gone
verification_entries.look          |kind:focal_point, key=desk                |who confirms it              |gone
verification_entries.show          |token=link                                |everyone                     |gone
verification_periods.show          |network=network                           |who keeps the network        |-
verification_reports.new           |kind:contact_detail, key=line             |everyone                     |shown
verification_reports.new           |kind:contact_detail, key=network's line   |a member of it               |shown
verification_reports.show          |report_id=report                          |who keeps the State up       |shown
"""
OF_REQUESTS = "needs a request in the list of an office: tests/requests/test_access.py tries it as each neighbour"
OF_ROUNDS = "needs a round of several States: tests/rounds tries it as each neighbour"
# Addresses that name what has no neighbour, each with the reason.
NO_NEIGHBOUR = {
    **dict.fromkeys(
        ("issuers.edit", "office_answers.callback", "office_accounts.accept"),
        "needs an issuer: tests/office_accounts tries it as people of other offices",
    ),
    "alarms.subject": "Finds alarms of the reader alone: tests/alarms/test_from_the_alarm.py tries it as another.",
    "alarms.add": "Adds a way of one's own; the kind names nobody's thing.",
    **dict.fromkeys(
        ("exercises.inject", "exercise_report.show", "exercise_report.export", "exercise_report.pdf"),
        "is there only after an exercise has begun: tests/exercises tries it as each neighbour",
    ),
    "exercise_lines.edit": "is there only for tests of all lines: tests/exercises tries it as each neighbour",
    **dict.fromkeys(
        (
            "exercise_tabletop.show",
            "exercise_tabletop.evaluate",
            "exercise_tabletop.sheet_pdf",
            "exercise_tabletop.add_participants",
        ),
        "is there only for a tabletop: tests/exercises tries it as each neighbour",
    ),
    **dict.fromkeys(
        (
            "api_request_invitations.show",
            "api_requests.show",
            "requests.show",
            "request_files.pending",
            "request_invitations.answer",
            "request_keeping.edit",
            "request_keeping.hand_over",
            "request_keeping.invite",
            "request_keeping.pass_on",
            "request_keeping.state_date",
            "request_keeping.strike",
            "request_times.edit",
        ),
        OF_REQUESTS,
    ),
    **dict.fromkeys(("rounds.show", "rounds.add", "api_rounds.show"), OF_ROUNDS),
    "static_file": "a file of the site itself",
    "bare.redirect_to_language": "leads to another address",
    "exchange.file": "files for everyone",
    "imports.empty_file": "an empty file",
    "treaties.show": "a treaty is nobody's: everyone reads it",
    "legislation.show": "a law is read by everyone and written by proposals alone",
    "measures.show": "a row of a vocabulary",
    "api_treaties.show": "a treaty is nobody's",
    "api_legislation.show": "a law is read by everyone",
    "api_measures.show": "a row of a vocabulary",
    "api_requirements.show": "a sheet is read by everyone",
    "cards.answer": "leads to the API",
    "cards.pdf": "the same view as the other cards, and half a second each",
    "pocket.pdf": "made of the page",
    "drafts.restore": "a version of one's own draft",
    "sources.edit_table": "a table is nobody's: administrators alone keep the list",
    "wordings.suggest": "a text of the interface",
    "wordings.show": "belongs to a language: its author and its keepers see it",
    "wordings.published": "belongs to a language: its keepers see it",
    "wordings.export": "belongs to a language: its keepers see it",
}


class Read(Addressed):
    """An address that is read."""

    @property
    def name(self) -> str:
        """What a test calls it."""
        return f"{self.endpoint} {'+'.join(kind for _name, kind in self.things)}"


READS = [Read(*cells_of(line)) for line in TABLE.strip().splitlines()]
