"""Every address that changes something named in it: whose act it is, what is sent, and whether it is one on what has
ended."""

from tests.neighbours.addressed import Addressed, cells_of


class Write(Addressed):
    """An act on named things. `ended` says on which things it is one: `standing` ones, those that `ended`, both."""

    @property
    def name(self) -> str:
        """What a test calls it."""
        said = "+".join([kind for _name, kind in self.things] + [text for _name, text in self.texts])
        return f"{self.method} {self.endpoint} {said}"


TABLE = """
access_requests.approve  |public_id=request                       |who keeps it up                |standing
access_requests.confirm  |token=link of a request                 |everyone                       |standing
access_requests.refuse   |public_id=request                       |who keeps it up                |standing
accounts.end_session     |session_id=session                      |its holder                     |standing
accounts.remove_passkey  |passkey_id=passkey                      |its holder                     |standing
accounts.use_link        |token=sign-in link                      |everyone                       |standing
accounts.reset           |token=reset link                        |everyone                       |standing
alarms.acknowledge       |token=link of an alarm                 |everyone                       |standing
alarms.move              |way_id=way of alarms                   |its holder                     |standing
alarms.remove            |way_id=way of alarms                   |its holder                     |standing
alarms.try_way           |way_id=way of alarms                   |its holder                     |standing
alarms.wait              |way_id=way of alarms                   |its holder                     |standing
api_tokens.revoke        |public_id=token                         |its holder                     |standing
consultations.acknowledge|public_id=consultation                  |the desk asked                 |standing
consultations.agree_to_naming|public_id=consultation              |the desk asked                 |standing
consultations.end_naming |public_id=consultation                  |the desk asked                 |standing
consultations.answer     |public_id=consultation                  |the desk asked                 |standing
consultations.bring_in   |public_id=consultation                  |the desk asked                 |standing
consultations.close      |public_id=consultation                  |its author                     |standing
consultations.comment    |public_id=consultation, number:1        |the desk asked                 |standing
consultations.coworkers  |public_id=consultation                  |its author                     |standing
consultations.hand_over  |public_id=consultation                  |the desk asked                 |standing
consultations.note_sent  |public_id=consultation                  |its author                     |both
consultations.remove_coworker|public_id=shared consultation, number=colleague|its author           |standing
consultations.reopen     |public_id=closed consultation           |its author                     |standing
consultations.rule       |key=network                             |who keeps the network          |standing
consultations.send_message|public_id=consultation                 |who takes part                 |standing
consultations.take_over  |public_id=left consultation             |its successor                  |standing
drafts.check             |public_id=draft                         |its author                     |standing
drafts.copy              |public_id=draft                         |its author                     |standing
drafts.coworkers         |public_id=draft                         |its author                     |standing
drafts.delete            |public_id=draft                         |its author                     |standing
drafts.document          |public_id=draft                         |its author                     |standing
drafts.keep              |public_id=draft                         |its author                     |standing
drafts.note_sent         |public_id=draft                         |its author                     |standing
drafts.outline           |public_id=draft                         |its author                     |standing
drafts.part              |public_id=draft, part:parties           |its author                     |standing
drafts.remove_coworker   |public_id=shared draft, number=colleague|its author                     |standing
drafts.restore           |public_id=draft, number:1               |its author                     |standing
endings.propose          |kind:authority, key=authority           |who keeps it up                |both
endings.propose          |kind:focal_point, key=desk              |who keeps it up                |both
follows.follow           |kind:jurisdiction, key=state            |everyone                       |both
follows.unfollow         |kind:authority, key=authority           |everyone                       |both
handovers.new            |number=colleague                        |who keeps it up                |both
handovers.sign_off       |public_id=handover                      |another who keeps it           |ended
handovers.stop           |public_id=handover                      |who keeps it up                |standing
holidays.show            |state=state                             |who keeps the State up         |standing
imports.act              |batch_id=import, act:approve            |another in the network          |standing
imports.act              |batch_id=import, act:withdraw           |its author                     |standing
imports.act              |batch_id=file, act:check               |its author                     |standing
imports.act              |batch_id=file, act:submit               |its author                     |standing
imports.refuse           |batch_id=import                         |another who keeps it           |standing
invitations.accept       |token=link of an invitation             |everyone                       |standing
invitations.resend       |public_id=invitation                    |who keeps it up in the network |standing
invitations.withdraw     |public_id=invitation                    |who keeps it up |standing
notices.edit             |public_id=notice                        |who keeps it up in the network |both
notices.withdraw         |public_id=notice                        |who keeps it up in the network |standing
operation_pages.send_again|number=mail                            |nobody                         |standing
people.act               |number=person, act:end                  |who sees its people                  |both
people.act               |number=person, act:help                 |who keeps it up                |both
people.act               |number=person, act:restore              |who keeps it up in the network |both
people.act               |number=person, act:sign-out             |who sees its people                  |both
people.forget            |number=person                           |nobody                         |standing
people.rights            |number=person                           |nobody                         |standing
proposals.amend_source   |proposal_id=proposal, number:0          |another of the State           |standing
proposals.begin          |kind:authority, key=authority           |who keeps the State up         |both
proposals.begin          |kind:focal_point, key=desk              |who keeps it up                |both
proposals.go_on          |proposal_id=begun proposal              |its author                     |standing
proposals.publish        |proposal_id=proposal                    |another of the State           |standing
proposals.refuse         |proposal_id=proposal                    |another of the State           |standing
proposals.resolve        |proposal_id=conflict                    |who keeps the State up         |standing
proposals.submit         |proposal_id=unfinished proposal         |its author                     |standing
proposals.undo           |proposal_id=published proposal          |who keeps the State up         |both
proposals.withdraw       |proposal_id=proposal                    |its author                     |standing
line_tests.send          |key=desk                                |who keeps it up                |standing
line_tests.wake          |key=desk                                |who keeps it up                |standing
reachability.answer      |token=link of a test                    |everyone                       |standing
reachability.cancel      |test_id=test                            |who keeps it up                |standing
returns.edit             |code=state, subject:tip, year:2025      |who keeps the State up         |standing
returns.withdraw         |code=state, subject:tip, year:2025      |who keeps the State up         |standing
rota_calendars.bring     |key=desk                                |who is on duty                 |standing
rota_calendars.make      |key=desk                                |who is on duty                 |standing
rota_calendars.revoke    |key=desk, number=calendar link          |who is on duty                 |standing
rota_rotations.make      |key=desk                                |who keeps its rota             |standing
rota_rotations.remove    |key=desk, number=rotation              |who keeps its rota             |standing
rota_keeping.edit_pattern|key=desk, number=pattern                |who keeps its rota             |standing
gaps.send                |code=state, key=authority               |who keeps the State up         |standing
rota_keeping.new_change  |key=desk                                |who keeps its rota             |standing
rota_keeping.new_pattern |key=desk                                |who keeps its rota             |standing
rota_keeping.remove_change|key=desk, number=change                |who keeps its rota             |standing
rota_keeping.remove_pattern|key=desk, number=pattern              |who keeps its rota             |standing
rota_swaps.answer        |key=desk, number=swap, answer:withdraw  |who is on duty                 |standing
rota_swaps.answer        |key=desk, number=swap, answer:agree     |nobody                         |standing
rota_swaps.new           |key=desk                                |who is on duty                 |standing
rotas.zone               |key=desk                                |who keeps its rota             |standing
vouches.new              |key=desk                                |nobody                         |standing
vouches.withdraw         |key=desk                                |nobody                         |standing
sources.settle           |change_id=source change                |who keeps the State up         |standing
translations.propose     |kind:authority, key=authority, into:ky  |who keeps the State up         |both
verification.remind      |campaign_id=campaign                    |who keeps it up                |standing
verification.stop        |campaign_id=campaign                    |who keeps it up                |both
verification_entries.confirm|token=link                           |everyone                       |standing
verification_entries.send_correction|token=link                   |everyone                       |standing
verification_entries.verify|kind:authority, key=authority         |who confirms the office        |standing
verification_entries.verify|kind:focal_point, key=desk            |who confirms it                |standing
verification_periods.save|network=network                         |who keeps the network          |standing
verification_reports.report|kind:contact_detail, key=line         |everyone                       |both
verification_reports.report|kind:contact_detail, key=network's line|a member of it                |both
verification_reports.settle|report_id=report                      |who keeps the State up         |standing
webhooks.remove          |webhook_id=webhook                      |its holder                     |standing
webhooks.renew_secret    |webhook_id=webhook                      |its holder                     |standing
webhooks.send_test       |webhook_id=webhook                      |its holder                     |standing
DELETE api_webhooks.remove|webhook_id=webhook|its holder|standing
api_webhooks.renew_secret|webhook_id=webhook                      |its holder                     |standing
api_webhooks.send_test   |webhook_id=webhook                      |its holder                     |standing
"""


def _written(lines: str) -> list[Write]:
    cells = map(cells_of, lines.strip().splitlines())
    return [Write(method or "POST", *others) for method, *others in cells]


WRITES = _written(TABLE)
OF_REQUESTS = "needs a request in the list of an office: tests/requests tries it as each neighbour"
OF_ISSUERS = "needs an issuer: tests/office_accounts tries it as people of other offices"
OF_ROUNDS = "needs a round of several States: tests/rounds tries it as each neighbour"
OF_EXERCISES = "needs an exercise in a state of its own: tests/exercises tries it as each neighbour"
NO_NEIGHBOUR_CHANGED = {
    **dict.fromkeys(
        (
            *("issuers.edit", "issuers.remove", "office_accounts.accept", "office_accounts.bind"),
            *("office_accounts.confirm", "office_accounts.go", "office_accounts.unbind", "office_answers.log_out"),
        ),
        OF_ISSUERS,
    ),
    **dict.fromkeys(
        ("webhooks.enable", "api_webhooks.enable"),
        "is an act only on a webhook that was turned off: tests/webhooks tries it as another person",
    ),
    "api_alarms.acknowledge": "finds alarms of the caller alone: tests/alarms/test_api.py tries it as another person",
    "alarms.add": "Adds a way of one's own; the kind names nobody's thing.",
    "reachability.take_back": "asks as `reachability.cancel` does, and lets nobody but its author",
    "line_tests.log_call": "asks as `line_tests.send` does, and no line here is a number",
    **dict.fromkeys(
        (
            "api_exercises.start",
            "api_exercises.stop",
            "exercise_lines.edit",
            "exercises.inject",
            "exercises.start",
            "exercises.stop",
            "exercise_preparation.add_inject",
            "exercise_preparation.discard",
            "exercise_preparation.edit",
            "exercise_preparation.remove_inject",
            "exercise_report.add",
            "exercise_report.move",
            "exercise_tabletop.add_participants",
            "exercise_tabletop.evaluate",
            "exercise_tabletop.hold",
            "exercise_tabletop.release",
            "exercise_tabletop.remove_participants",
        ),
        OF_EXERCISES,
    ),
    **dict.fromkeys(
        (
            "api_request_invitations.decline",
            "api_request_invitations.join",
            "api_requests.correct",
            "api_requests.hand_over",
            "api_requests.invite",
            "api_requests.pass_on",
            "api_requests.state_date",
            "api_requests.take_back",
            "request_entering.from_consultation",
            "request_entering.from_draft",
            "request_invitations.answer",
            "request_invitations.decline",
            "request_keeping.edit",
            "request_keeping.hand_over",
            "request_keeping.invite",
            "request_keeping.pass_on",
            "request_keeping.state_date",
            "request_keeping.strike",
            "request_keeping.take_back",
            "request_times.edit",
        ),
        OF_REQUESTS,
    ),
    **dict.fromkeys(
        (
            "api_rounds.add",
            "api_rounds.let_go",
            "api_rounds.tell",
            "rounds.add",
            "rounds.let_go",
            "rounds.take_over",
            "rounds.tell",
        ),
        OF_ROUNDS,
    ),
    **dict.fromkeys(
        ("agreements.agree", "agreements.refuse"),
        "needs an invitation from outside of a State: tests/people_pages/test_agreements.py tries it as each neighbour",
    ),
    "sources.edit_table": "a table is nobody's: administrators alone keep the list",
    "sources.remove_table": "a table is nobody's: administrators alone keep the list",
    "wordings.suggest": "a text of the interface",
    "wordings.publish": "belongs to a language: its keepers decide",
    "wordings.refuse": "belongs to a language: its keepers decide",
    "wordings.withdraw": "belongs to a language: its keepers decide",
    "wordings.remove_keeper": "administrators alone say who looks after a language",
}

API_TABLE = """
POST api_consultation_seats.add_coworker|public_id=consultation|its author|standing
DELETE api_consultation_seats.remove_coworker|public_id=shared consultation, account=colleague|its author|standing
POST api_consultation_seats.bring_in|public_id=consultation|the desk asked|standing
POST api_consultation_seats.hand_over|public_id=consultation|the desk asked|standing
POST api_consultations.answer|public_id=consultation|the desk asked|standing
POST api_consultations.move|public_id=consultation, step:acknowledge|the desk asked|standing
POST api_consultations.move|public_id=consultation, step:close|its author|standing
POST api_consultations.move_naming|public_id=consultation, step:agree|the desk asked|standing
POST api_consultations.note_sent|public_id=consultation|its author|both
POST api_consultations.reopen|public_id=closed consultation|its author|standing
POST api_consultations.send_message|public_id=consultation|who takes part|standing
POST api_proposals.amend_source|proposal_id=proposal, number:0|another of the State|standing
PATCH api_proposals.change                    |proposal_id=begun proposal             |its author            |standing
POST api_proposals.move|proposal_id=unfinished proposal, step:submit|its author|standing
POST api_proposals.move|proposal_id=proposal, step:publish|another of the State|standing
POST api_proposals.refuse|proposal_id=proposal|another of the State|standing
POST api_proposals.undo|proposal_id=published proposal|who keeps the State up|standing
POST api_rotas.add_change|key=desk|who keeps its rota|standing
POST api_rotas.add_pattern|key=desk|who keeps its rota|standing
POST api_rotas.answer_swap|key=desk, number=swap, answer:withdraw|who is on duty|standing
POST api_rotas.ask_to_swap|key=desk|who is on duty|standing
DELETE api_rotas.remove_change|key=desk, number=change|who keeps its rota|standing
DELETE api_rotas.remove_pattern|key=desk, number=pattern|who keeps its rota|standing
PUT api_rotas.set_pattern|key=desk, number=pattern|who keeps its rota|standing
PUT api_rotas.set_zone|key=desk|who keeps its rota|standing
"""
WRITES += _written(API_TABLE)
