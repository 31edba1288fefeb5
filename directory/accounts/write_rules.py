"""The rule of each write: whether the write needs a recent factor, and toward which limit it counts. A rule that names
neither a recent factor nor a limit states the reason.

Each endpoint for POST, PUT, PATCH or DELETE has a rule. No rule of the API needs a recent factor, since programs cannot
show a factor.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class WriteRule:
    """The rule of one write.

    - `recent_factor`: the viewer must have shown a factor in the last 15 minutes, even to open the form
    - `form_page`: the endpoint of the page with the form, if the page has another endpoint. Opening this page needs the
      recent factor too, so that asking for the factor does not discard a filled-in form
    - `limit`: the row of LIMITS toward which the write counts
    - `tries`: the rows of LIMITS toward which the view itself counts the request, before it does costly work
    - `exempt`: the reason why a write has neither a recent factor nor a limit
    """

    recent_factor: bool = False
    form_page: str = ""
    limit: str = ""
    tries: tuple[str, ...] = ()
    exempt: str = ""


RECENT = WriteRule(recent_factor=True)
# For writes that admit people, set their rights, or let them leave.
ADMISSION = WriteRule(recent_factor=True, limit="invitation")
QUESTION = WriteRule(limit="consultation")
MESSAGE = WriteRule(limit="message")
# Entries stay for good with their number, so nobody makes thousands of them.
ENTRY = WriteRule(limit="docket_entry")
DOCKET = WriteRule(limit="docket_act")
# A test wakes people or lowers the standing of a desk. `verification.service.limits_of_tests` counts tests by desk too.
LINE_TEST = WriteRule(recent_factor=True, form_page="line_tests.show")
# An exercise sends mail to the people of many desks, and wakes some of them. A prepared exercise begins by itself.
EXERCISE = WriteRule(recent_factor=True, limit="consultation")
FILE = WriteRule(tries=("file",))
OWN = WriteRule(exempt="Concerns the sender alone, takes nothing but their own, and can be undone.")
DRAFT = WriteRule(exempt="Is read by those who share the draft alone, and no mail follows from it.")
THREAD = WriteRule(exempt="Is one step of a thread, possible once in each state, and those in the thread are told.")
UPKEEP = WriteRule(exempt="Reaches entries of the own scope; the history names who did it, and it can be undone.")
REVIEWED = WriteRule(exempt="Changes nothing before a second person publishes it.")
DUTY = WriteRule(exempt="Must be possible at once at night; the desk's history names who did it, and it can be undone.")
SENT_LINK = WriteRule(exempt="The link that was mailed permits it, for one entry and a while.")

WRITE_RULES: Mapping[str, WriteRule] = {
    # Signing in, and the factors of an account.
    "accounts.ask_for_reset": WriteRule(tries=("reset_from", "reset_to")),
    "accounts.choose_language": OWN,
    "accounts.code_generator": WriteRule(recent_factor=True, tries=("confirmation", "code_from")),
    "accounts.confirm": WriteRule(tries=("confirmation",)),
    "accounts.end_other_sessions": RECENT,
    "accounts.end_session": RECENT,
    "accounts.new_passkey_options": RECENT,
    "accounts.passkey_options": WriteRule(tries=("passkey_from",)),
    "accounts.passkeys_page": WriteRule(recent_factor=True, tries=("confirmation",)),
    "accounts.password": WriteRule(recent_factor=True, tries=("link_from", "confirmation")),
    "accounts.recovery_codes": WriteRule(recent_factor=True, tries=("confirmation",)),
    "accounts.remove_code_generator": RECENT,
    "accounts.remove_passkey": RECENT,
    "accounts.reset": WriteRule(tries=("link_from", "reset")),
    "accounts.second_factor": WriteRule(recent_factor=True, tries=("code_from", "code")),
    "accounts.sign_in": WriteRule(tries=("sign_in_from", "sign_in_to")),
    "accounts.sign_in_by_passkey": WriteRule(tries=("passkey_from",)),
    "accounts.sign_out": OWN,
    "accounts.use_link": WriteRule(tries=("link_from",)),
    # Binding the account of an office lets its issuer open the account here.
    "issuers.edit": RECENT,
    "issuers.new": RECENT,
    "issuers.remove": RECENT,
    "office_accounts.accept": WriteRule(tries=("link_from", "office_from")),
    "office_accounts.bind": WriteRule(recent_factor=True, tries=("office_from",)),
    "office_accounts.confirm": WriteRule(tries=("office_from",)),
    "office_accounts.go": WriteRule(tries=("office_from",)),
    "office_accounts.unbind": RECENT,
    "office_answers.log_out": WriteRule(tries=("logout_token",)),
    "alarms.acknowledge": WriteRule(exempt="The link in the message permits it once, and nobody may be kept from it."),
    "alarms.add": RECENT,
    "alarms.move": RECENT,
    "alarms.remove": RECENT,
    "alarms.try_way": WriteRule(limit="alarm_trial"),
    "alarms.wait": RECENT,
    "api_tokens.new": RECENT,
    "api_tokens.revoke": OWN,
    "api_webhooks.add": WriteRule(tries=("webhook",)),
    "api_webhooks.enable": WriteRule(limit="webhook_test"),
    "api_webhooks.remove": OWN,
    "api_webhooks.renew_secret": WriteRule(limit="webhook"),
    "api_webhooks.send_test": WriteRule(limit="webhook_test"),
    "webhooks.enable": WriteRule(limit="webhook_test"),
    "webhooks.new": WriteRule(recent_factor=True, tries=("webhook",)),
    "webhooks.remove": RECENT,
    "webhooks.renew_secret": RECENT,
    "webhooks.send_test": WriteRule(limit="webhook_test"),
    # Admitting people, and their leaving.
    "access_requests.approve": replace(ADMISSION, form_page="access_requests.show"),
    "access_requests.ask": WriteRule(limit="access_request"),
    "access_requests.confirm": WriteRule(tries=("link_from",)),
    "access_requests.refuse": replace(RECENT, form_page="access_requests.show"),
    "agreements.agree": ADMISSION,
    "agreements.refuse": RECENT,
    "confirmations.confirm": RECENT,
    "handovers.new": ADMISSION,
    "handovers.sign_off": ADMISSION,
    "handovers.stop": ADMISSION,
    "invitations.accept": WriteRule(tries=("link_from",)),
    "invitations.new": ADMISSION,
    "invitations.resend": ADMISSION,
    "invitations.withdraw": RECENT,
    "people.act": RECENT,
    "people.forget": RECENT,
    "people.rights": RECENT,
    "alarm_replies.receive": WriteRule(exempt="The password of the gateway permits it; wrong tries are counted."),
    # Consultations and drafts.
    "api_consultation_seats.add_coworker": THREAD,
    "api_consultation_seats.bring_in": MESSAGE,
    "api_consultation_seats.hand_over": MESSAGE,
    "api_consultation_seats.remove_coworker": THREAD,
    "api_consultations.answer": MESSAGE,
    "api_consultations.ask": QUESTION,
    "api_consultations.move": THREAD,
    "api_consultations.move_naming": MESSAGE,
    "api_consultations.note_sent": MESSAGE,
    "api_consultations.reopen": MESSAGE,
    "api_consultations.send_message": MESSAGE,
    "api_exercises.start": QUESTION,
    "api_exercises.stop": UPKEEP,
    "api_request_invitations.decline": DOCKET,
    "api_request_invitations.join": ENTRY,
    "api_requests.enter": ENTRY,
    "api_requests.invite": MESSAGE,
    "api_requests.correct": DOCKET,
    "api_requests.hand_over": DOCKET,
    "api_requests.pass_on": DOCKET,
    "api_requests.state_date": DOCKET,
    "api_requests.take_back": DOCKET,
    "consultations.acknowledge": THREAD,
    "consultations.answer": MESSAGE,
    "consultations.bring_in": MESSAGE,
    "consultations.agree_to_naming": MESSAGE,
    "consultations.end_naming": MESSAGE,
    "consultations.close": THREAD,
    "consultations.comment": MESSAGE,
    "consultations.coworkers": THREAD,
    "consultations.hand_over": MESSAGE,
    "consultations.new": QUESTION,
    "consultations.note_sent": MESSAGE,
    "consultations.remove_coworker": THREAD,
    "consultations.reopen": MESSAGE,
    # A shorter retention erases older consultations for good, two weeks later; deleting a draft erases it at once.
    "consultations.rule": RECENT,
    "consultations.send_message": MESSAGE,
    "consultations.take_over": THREAD,
    "exercise_lines.edit": RECENT,
    "exercise_lines.new": EXERCISE,
    "exercise_preparation.add_inject": RECENT,
    "exercise_preparation.discard": RECENT,
    "exercise_preparation.edit": RECENT,
    "exercise_preparation.new": EXERCISE,
    "exercise_preparation.remove_inject": RECENT,
    "exercise_report.add": UPKEEP,
    "exercise_report.move": UPKEEP,
    "exercise_tabletop.add_participants": UPKEEP,
    "exercise_tabletop.evaluate": UPKEEP,
    "exercise_tabletop.hold": UPKEEP,
    "exercise_tabletop.release": UPKEEP,
    "exercise_tabletop.remove_participants": RECENT,
    "exercises.inject": QUESTION,
    "exercises.start": EXERCISE,
    # Stopping an exercise must be possible at once, and only ends what was started under the rule EXERCISE.
    "exercises.stop": UPKEEP,
    "drafts.check": DRAFT,
    "drafts.copy": DRAFT,
    "drafts.coworkers": DRAFT,
    "drafts.delete": RECENT,
    "drafts.document": WriteRule(tries=("document",)),
    "drafts.keep": DRAFT,
    "drafts.new": DRAFT,
    "drafts.note_sent": DRAFT,
    "drafts.outline": MESSAGE,
    "drafts.part": DRAFT,
    "drafts.remove_coworker": DRAFT,
    "drafts.restore": DRAFT,
    # Rounds. One counts as as many questions as it asks: `rounds.limits` counts all but the first.
    "api_rounds.add": QUESTION,
    "api_rounds.ask": QUESTION,
    "api_rounds.let_go": THREAD,
    "api_rounds.tell": MESSAGE,
    "rounds.add": QUESTION,
    "rounds.let_go": THREAD,
    "rounds.new": QUESTION,
    "rounds.take_over": THREAD,
    "rounds.tell": MESSAGE,
    # The docket. Handing over erases a file number for good, and a correction may.
    "request_entering.from_consultation": ENTRY,
    "request_entering.from_draft": ENTRY,
    "request_entering.new": ENTRY,
    "request_files.bring": WriteRule(recent_factor=True, tries=("docket_file",)),
    "request_invitations.answer": ENTRY,
    "request_invitations.decline": DOCKET,
    "request_keeping.edit": RECENT,
    "request_keeping.hand_over": RECENT,
    "request_keeping.invite": MESSAGE,
    "request_keeping.pass_on": DOCKET,
    "request_keeping.state_date": DOCKET,
    "request_keeping.strike": RECENT,
    "request_keeping.take_back": DOCKET,
    "request_times.edit": RECENT,
    # Entries, and keeping them true.
    "api_endings.propose": REVIEWED,
    "api_proposals.amend_source": UPKEEP,
    "api_proposals.change": REVIEWED,
    "api_proposals.create": REVIEWED,
    "api_proposals.move": UPKEEP,
    "api_proposals.refuse": UPKEEP,
    "api_proposals.undo": UPKEEP,
    "api_verifications.create": UPKEEP,
    "endings.propose": REVIEWED,
    "gaps.send": UPKEEP,
    "imports.act": UPKEEP,
    "imports.ask_for_export": FILE,
    "imports.refuse": UPKEEP,
    "imports.upload": FILE,
    "proposals.amend_source": UPKEEP,
    "proposals.begin": REVIEWED,
    "proposals.go_on": REVIEWED,
    "proposals.publish": UPKEEP,
    "proposals.refuse": UPKEEP,
    "proposals.resolve": REVIEWED,
    "proposals.submit": UPKEEP,
    "proposals.undo": UPKEEP,
    "proposals.withdraw": REVIEWED,
    "line_tests.log_call": LINE_TEST,
    "line_tests.send": LINE_TEST,
    "line_tests.wake": LINE_TEST,
    "reachability.answer": SENT_LINK,
    "reachability.cancel": UPKEEP,
    "reachability.log_call": replace(LINE_TEST, form_page="reachability.call"),
    "reachability.schedule": replace(LINE_TEST, form_page="reachability.new"),
    "reachability.take_back": RECENT,
    "test_plans.save": replace(LINE_TEST, form_page="test_plans.show"),
    "translations.propose": REVIEWED,
    "verification.remind": UPKEEP,
    "verification.start": UPKEEP,
    "verification.stop": UPKEEP,
    "verification_entries.confirm": SENT_LINK,
    "verification_entries.send_correction": SENT_LINK,
    "verification_entries.verify": UPKEEP,
    "verification_periods.save": UPKEEP,
    "verification_reports.report": WriteRule(tries=("report",)),
    "verification_reports.settle": UPKEEP,
    "sources.settle": UPKEEP,
    "sources.edit_table": RECENT,
    "sources.new_table": RECENT,
    "sources.remove_table": RECENT,
    # Wordings of the interface.
    "wordings.suggest": WriteRule(limit="wording", tries=("wording_from",)),
    "wordings.publish": UPKEEP,
    "wordings.refuse": UPKEEP,
    "wordings.withdraw": UPKEEP,
    "wordings.keepers": RECENT,
    "wordings.remove_keeper": RECENT,
    "wordings.choose_pseudo": OWN,
    # Who is on duty.
    "api_alarms.acknowledge": WriteRule(exempt="Ends alarms to the caller alone, and nobody may be kept from it."),
    "api_rotas.add_change": DUTY,
    "api_rotas.add_pattern": DUTY,
    "api_rotas.answer_swap": DUTY,
    "api_rotas.ask_to_swap": DUTY,
    "api_rotas.remove_change": DUTY,
    "api_rotas.remove_pattern": DUTY,
    "api_rotas.set_pattern": DUTY,
    "api_rotas.set_zone": DUTY,
    "holidays.show": DUTY,
    "rota_calendars.bring": DUTY,
    "rota_calendars.make": RECENT,
    "rota_calendars.revoke": OWN,
    "rota_keeping.edit_pattern": DUTY,
    "rota_keeping.new_change": DUTY,
    "rota_keeping.new_pattern": DUTY,
    "rota_keeping.remove_change": DUTY,
    "rota_keeping.remove_pattern": DUTY,
    "rota_rotations.make": DUTY,
    "rota_rotations.remove": DUTY,
    "rota_swaps.answer": DUTY,
    "rota_swaps.new": DUTY,
    "rotas.zone": DUTY,
    "vouches.new": RECENT,
    "vouches.withdraw": RECENT,
    # Following, notices, statistics and mail.
    "follows.end_feed": OWN,
    "follows.follow": OWN,
    "follows.index": OWN,
    "follows.make_feed": RECENT,
    "follows.unfollow": OWN,
    "notices.edit": UPKEEP,
    "notices.new": UPKEEP,
    "notices.withdraw": UPKEEP,
    "operation_pages.send_again": WriteRule(exempt="Sends a letter that was due anyway, to the address it was for."),
    "returns.edit": UPKEEP,
    "returns.new": UPKEEP,
    "returns.withdraw": UPKEEP,
}
