"""The threats of docs/threats.md, row by row: the tests that show each defence, and the switch that turns it off."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.threats.switches import content, people, reading, records


@dataclass(frozen=True)
class Row:
    """A threat. `tests` run in seconds, on both databases unless no data are touched, and fail once `switch` is thrown.

    `longer` names what tries the same for minutes or by hand; `missing` what is not there, and why.
    """

    number: int
    threat: str
    switch: Callable[[], None]
    tests: tuple[str, ...]
    is_of_data: bool = True
    is_fault: bool = False
    longer: str = ""
    missing: str = ""


_ROWS = (
    Row(
        1,
        "other people's records by their names",
        reading.any_thread_is_found,
        (
            "tests/consultations/test_pages.py::test_a_thread_is_as_unknown_to_others_as_one_that_is_not_there",
            "tests/consultations/test_access.py::test_a_thread_is_read_by_the_asker_and_the_members_of_the_desk_alone",
            "tests/drafts/test_access.py::test_a_draft_of_another_is_as_absent_as_one_that_is_not_there",
            "tests/matrix/test_alike.py::test_what_one_may_not_see_is_as_unknown_as_what_is_not_there[visitor-GET]",
            "tests/matrix/test_alike.py::test_what_one_may_not_see_is_as_unknown_as_what_is_not_there[desk member-GET]",
            "tests/matrix/test_alike.py::test_what_one_may_not_see_is_as_unknown_as_what_is_not_there[coordinator of another network-POST]",
            "tests/matrix/test_alike.py::test_what_one_may_not_see_is_as_unknown_as_what_is_not_there[coordinator of another State-GET]",
            "tests/matrix/test_alike.py::test_a_line_that_one_may_not_read_is_as_unknown_as_one_that_is_not_there",
        ),
        longer="make long-pages",
    ),
    Row(
        2,
        "restricted details on pages, in files, logs, mail, index",
        reading.the_policy_says_yes,
        (
            "tests/access/test_gate.py::test_a_visitor_reads_nothing_of_a_contact_for_others",
            "tests/test_pages.py::test_a_contact_for_others_is_on_no_page",
            "tests/api/test_audience.py",
            "tests/matrix/test_elsewhere.py::test_a_mail_holds_no_word_but_the_address_that_it_goes_to",
            "tests/matrix/test_elsewhere.py::test_no_file_beside_the_database_holds_a_word_that_is_not_for_everyone",
            "tests/matrix/test_elsewhere.py::test_a_fault_tells_of_nothing",
            "tests/exchange/test_commands.py::test_an_export_for_everyone_holds_what_is_public_alone",
        ),
        longer="tests/matrix/test_matrix.py, make long-pages, tests/long/attack/test_wapiti.py",
    ),
    Row(
        3,
        "search as an oracle",
        reading.every_word_is_searched,
        (
            "tests/search/test_people.py::test_a_word_is_found_by_those_who_may_read_it_and_by_no_one_else",
            "tests/search/test_people.py::test_restrictions_stand_inside_the_count_the_facets_and_the_filters",
            "tests/search/test_people.py::test_whoever_may_not_read_a_word_is_answered_as_a_visitor_is",
            "tests/search_index/test_execution.py::test_no_syntax_reaches_another_field",
            "tests/matrix/test_search.py",
        ),
    ),
    Row(
        4,
        "which addresses have an account",
        reading.nobody_has_no_hash,
        (
            "tests/accounts/test_signing_in.py::test_a_known_and_an_unknown_address_are_answered_alike_for_the_same_work",
            "tests/accounts/test_sign_in_links.py::test_asking_for_a_reset_is_answered_alike_and_sends_a_link_only_to_a_person",
            "tests/accounts/test_sign_in_links.py::test_asking_for_a_reset_writes_as_much_for_an_unknown_address",
            "tests/people_pages/test_links.py::test_known_and_unknown_addresses_are_answered_alike",
            "tests/people_pages/test_invitations.py::test_the_inviter_cannot_tell_an_address_that_has_an_account",
        ),
        longer="tests/long/attack/test_timing.py",
    ),
    Row(
        5,
        "scraping",
        reading.reads_are_not_counted,
        (
            "tests/accounts/test_attempt_limits.py::test_reads_are_refused_for_the_address_that_reads_too_much",
            "tests/accounts/test_attempt_limits.py::test_a_program_is_told_how_many_requests_it_has_left",
            "tests/accounts/test_attempt_limits.py::test_two_workers_count_together",
            "tests/people_pages/test_api_tokens.py::test_guessing_a_token_has_to_wait_but_a_good_one_works",
            "tests/history/test_ceiling.py",
            "tests/operation/test_alerts.py::test_each_account_at_its_ceiling_is_told_of_once_a_day",
        ),
    ),
    Row(
        6,
        "stale caches",
        reading.nothing_is_personal,
        (
            "tests/web/test_response_headers.py::test_what_is_sent_to_a_person_is_kept_nowhere_and_not_compressed",
            "tests/web/test_response_headers.py::test_a_page_with_a_form_of_a_visitor_is_kept_nowhere_and_not_compressed",
            "tests/accounts/test_sessions.py::test_the_answers_to_a_session_are_kept_by_nobody",
            "tests/cache/test_invalidation.py",
        ),
    ),
    Row(
        7,
        "forged forms, framing, other origins",
        people.forms_need_no_token,
        (
            "tests/accounts/test_sessions.py::test_a_form_without_this_browsers_token_or_from_another_site_changes_nothing",
            "tests/accounts/test_sessions.py::test_a_session_speaks_for_nobody_in_the_api",
            "tests/test_forms.py::test_every_form_that_posts_carries_a_form_token",
            "tests/verification/test_links.py::test_heads_and_gets_of_all_links_change_nothing",
            "tests/accounts/test_sign_in_links.py::test_opening_a_link_ten_times_changes_nothing",
        ),
    ),
    Row(
        8,
        "stored markup",
        content.templates_do_not_escape,
        (
            "tests/matrix/test_payloads.py",
            "tests/proposals/test_pages.py::test_markup_in_a_detail_is_text_on_every_page",
            "tests/consultations/test_pages.py::test_what_was_written_is_shown_as_text",
        ),
        longer="tests/long/attack/test_wapiti.py",
    ),
    Row(
        9,
        "characters that mislead",
        content.unseen_characters_are_taken,
        (
            "tests/proposals/test_overtaken.py::test_a_name_holds_nothing_that_is_not_seen",
            "tests/proposals/test_overtaken.py::test_what_is_copied_to_be_called_or_written_to_holds_nothing_that_is_not_seen",
            "tests/proposals/test_overtaken.py::test_a_name_may_hold_the_joiners_that_its_script_needs",
            "tests/proposals/test_validation.py::test_a_word_of_two_alphabets_is_doubted",
            "tests/proposals/test_odd_forms.py::test_who_decides_is_told_what_to_look_at_twice",
            "tests/drafts/test_limits.py::test_more_marks_on_a_letter_than_any_language_has_are_refused_and_what_was_typed_stays",
        ),
    ),
    Row(
        10,
        "headers and bodies of mail",
        content.any_text_is_an_address,
        (
            "tests/outbox/test_delivery.py::test_anything_but_one_address_is_refused_before_it_is_queued",
            "tests/outbox/test_delivery.py::test_a_value_that_would_add_a_header_is_never_sent",
            "tests/outbox/test_delivery.py::test_a_server_gets_one_recipient_and_a_message_number_that_follows_from_the_key",
        ),
    ),
    Row(
        11,
        "formulas, cards and calendars that are run",
        content.cells_are_not_guarded,
        (
            "tests/formats/test_tables.py::test_a_guarded_text_is_never_run_and_comes_back",
            "tests/formats/test_tables.py::test_a_cell_of_a_workbook_is_text_whatever_it_begins_with",
            "tests/formats/test_vcards.py",
            "tests/exchange/test_exchange.py::test_no_cell_is_a_formula",
            "tests/exchange/test_commands.py::test_no_cell_of_an_export_is_a_formula",
            "tests/history/test_export.py::test_no_cell_is_a_formula",
        ),
    ),
    Row(
        12,
        "languages, paths and file names that lead elsewhere",
        content.any_language_is_taken,
        (
            "tests/test_paths.py",
            "tests/exchange/test_exchange.py::test_no_other_file_is_sent",
            "tests/test_routes.py::test_an_unknown_address_is_not_found_and_never_a_fault",
        ),
    ),
    Row(
        13,
        "takeover by invitation",
        people.an_invitation_waits_for_ever,
        (
            "tests/people_pages/test_invitations.py",
            "tests/people_pages/test_links.py::test_nothing_that_the_invited_person_sends_changes_role_or_scope",
            "tests/people_pages/test_links.py::test_links_in_mail_do_not_follow_the_host_of_a_request",
            "tests/people_pages/test_links.py::test_an_invitation_leads_to_an_account_that_is_not_in_before_its_second_factor",
        ),
    ),
    Row(
        14,
        "second factors",
        people.codes_are_forgotten,
        (
            "tests/accounts/test_signing_in.py::test_a_code_is_good_once",
            "tests/accounts/test_signing_in.py::test_of_four_workers_that_are_shown_the_same_code_at_once_one_takes_it",
            "tests/accounts/test_signing_in.py::test_a_recovery_code_is_good_once_and_is_not_kept_as_it_is",
            "tests/accounts/test_signing_in.py::test_after_five_wrong_codes_a_person_waits_and_others_do_not",
            "tests/accounts/test_signing_in.py::test_who_has_a_second_factor_cannot_set_up_another_before_showing_it",
            "tests/accounts/test_sign_in_links.py::test_a_new_password_by_mail_ends_all_sessions_and_keeps_the_second_factor",
        ),
    ),
    Row(
        15,
        "sessions",
        people.sessions_never_end,
        (
            "tests/accounts/test_sessions.py",
            "tests/accounts/test_own_account.py::test_a_role_that_changes_ends_the_sessions",
        ),
    ),
    Row(
        16,
        "fields that a form does not have",
        people.forms_fill_accounts,
        (
            "tests/people_pages/test_links.py::test_nothing_that_the_invited_person_sends_changes_role_or_scope",
            "tests/accounts/test_own_account.py::test_nobody_raises_their_role_or_scope_by_a_field_more_in_a_form",
            "tests/proposals/test_pages.py::test_fields_that_the_form_does_not_have_change_nothing",
            "tests/proposals/test_pages.py::test_a_row_of_another_entry_cannot_be_smuggled_into_a_form",
            "tests/people_pages/test_pages.py::test_a_coordinators_form_gives_no_more_than_it_offers",
            "tests/api/test_openapi.py::test_what_the_document_does_not_name_would_be_noticed",
        ),
        longer="tests/long/attack/test_api_fuzz.py",
    ),
    Row(
        17,
        "deciding on one's own, or twice",
        people.authors_decide,
        (
            "tests/proposals/test_service.py::test_nobody_publishes_their_own_proposal",
            "tests/proposals/test_service.py::test_an_administrator_does_not_publish_their_own_proposal_either",
            "tests/proposals/test_service.py::test_of_two_decisions_the_first_stands",
            "tests/imports/test_applying.py::test_the_author_may_not_approve_and_a_coordinator_elsewhere_knows_nothing_of_it",
            "tests/imports/test_applying.py::test_two_decisions_at_once_are_one",
            "tests/people_pages/test_access_requests.py::test_nobody_approves_their_own_request",
            "tests/people_pages/test_both_databases.py::test_of_several_who_decide_on_one_request_at_once_one_decides",
        ),
    ),
    Row(
        18,
        "lost updates",
        people.the_last_write_stands,
        (
            "tests/api/test_preconditions.py",
            "tests/proposals/test_service.py::test_a_value_that_changed_meanwhile_is_a_conflict_and_nothing_is_written",
            "tests/proposals/test_concurrency.py::test_no_edit_of_several_processes_is_lost",
        ),
        longer="tests/long/faults/test_concurrent_edits.py, test_programs_at_once.py",
    ),
    Row(
        19,
        "changes to the audit record",
        records.hashes_are_believed,
        ("tests/audit/test_verification.py", "tests/audit/test_chain.py", "tests/audit/test_both_databases.py"),
    ),
    Row(
        20,
        "crashes in the middle of something",
        records.halves_are_stored,
        (
            "tests/crashes/test_commits.py",
            "tests/imports/test_applying.py::test_a_worker_that_is_killed_half_way_leaves_nothing_behind",
            "tests/outbox/test_delivery.py::test_a_process_killed_between_sending_and_marking_leaves_one_message",
            "tests/search_index/test_generations.py::test_a_writer_killed_at_any_step_leaves_the_old_index_or_the_new",
        ),
        is_fault=True,
        longer="tests/long/faults/test_kills.py, test_full_disk.py, test_large_import.py, test_failover.py, test_index_folder.py, test_mail_server.py, test_clock.py",
    ),
    Row(
        21,
        "files that unpack to too much",
        content.bombs_are_unpacked,
        (
            "tests/formats/test_tables.py",
            "tests/imports/test_pages.py::test_a_file_of_fifty_megabytes_is_refused_before_it_is_read",
        ),
        is_of_data=False,
        longer="tests/long/faults/test_large_import.py",
    ),
    Row(
        22,
        "words that are worked out or fetched",
        content.words_are_markup,
        (
            "tests/formats/test_papers.py::test_words_are_neither_worked_out_nor_fetched",
            "tests/formats/test_papers.py::test_words_are_never_read_as_markup",
        ),
        is_of_data=False,
    ),
    Row(
        23,
        "what is sent as part of a statement",
        content.keys_stand_in_statements,
        (
            "tests/test_injection.py",
            "tests/test_odd_input.py",
            "tests/search_index/test_execution.py::test_any_text_is_just_text",
        ),
        longer="tests/long/attack/test_odd_input.py, test_sqlmap.py, test_wapiti.py",
    ),
    Row(
        24,
        "the API",
        content.numbers_have_no_bounds,
        ("tests/api/test_resources.py", "tests/api/test_fuzz.py"),
        longer="tests/long/attack/test_api_fuzz.py",
    ),
    Row(
        25,
        "what was written in a consultation",
        reading.the_seal_is_the_text,
        (
            "tests/consultations/test_secrecy.py",
            "tests/consultations/test_encryption.py",
            "tests/drafts/test_secrecy.py",
            "tests/consultations/test_retention.py",
        ),
    ),
    Row(
        26,
        "escalation",
        records.nobody_stands_behind_a_desk,
        (
            "tests/consultations/test_escalation.py",
            "tests/focal_points/test_duty.py",
            "tests/focal_points/test_fallback_chain.py",
        ),
        is_fault=True,
    ),
    Row(
        27,
        "verification campaigns",
        records.links_can_be_made_up,
        (
            "tests/verification/test_links.py::test_a_forged_link_is_not_found",
            "tests/verification/test_links.py::test_a_link_confirms_its_own_entry_alone_and_once",
            "tests/verification/test_links.py::test_the_database_holds_no_link",
            "tests/verification/test_campaigns.py",
        ),
    ),
    Row(
        28,
        "redirects and headers of a proxy",
        people.every_address_is_ours,
        (
            "tests/accounts/test_signing_in.py::test_nobody_is_led_to_another_site",
            "tests/people_pages/test_links.py::test_links_in_mail_do_not_follow_the_host_of_a_request",
            "tests/test_server.py",
        ),
    ),
    Row(
        29,
        "headers of every answer",
        content.pages_may_run_anything,
        ("tests/test_observatory.py", "tests/web/test_response_headers.py"),
        longer="the Observatory itself is a service outside: its rules are applied here",
    ),
    Row(
        30,
        "a backup that cannot be restored, or brings back too much",
        records.everything_comes_back,
        ("tests/operation/backups/test_restore.py", "tests/operation/backups/test_refusals.py"),
        is_fault=True,
    ),
    Row(
        31,
        "load",
        records.writers_do_not_wait,
        ("tests/test_transaction.py",),
        is_fault=True,
        longer="tests/long/faults/test_load.py, test_soak.py, test_database_gone.py",
    ),
    Row(
        32,
        "readers who cannot use a page",
        content.every_script_runs_left_to_right,
        (
            "tests/test_pages.py::test_every_page_says_its_language_direction_and_title",
            "tests/matrix/test_languages.py",
        ),
        longer="tests/browser/test_every_page.py, make long-pages",
    ),
    Row(
        33,
        "a wrong line in the policy",
        reading.a_scope_has_no_end,
        (
            "tests/proposals/test_service.py::test_who_is_out_of_scope_can_neither_propose_nor_find_nor_publish",
            "tests/access/test_policy.py",
            "tests/people_pages/test_invitations.py::test_a_coordinator_invites_within_the_own_scope",
            "tests/focal_points/test_rota_readers.py",
            "tests/access/test_two_files.py",
        ),
        longer="tests/long/attack/test_mutants.py",
        missing="mutants of who reads a consultation, of asking, answering and seats, of reports and reachability",
    ),
    Row(
        34,
        "denial by cost",
        people.tries_are_not_counted,
        (
            "tests/accounts/test_attempt_limits.py",
            "tests/web/test_concurrency_limit.py",
            "tests/formats/test_calendar_reading.py::test_a_rule_that_never_comes_is_not_followed_for_ever",
            "tests/test_personal_data.py::test_a_long_text_of_digits_is_looked_through_and_little_of_it_shown",
            "tests/drafts/test_limits.py::test_a_draft_larger_than_any_document_is_refused_and_what_was_typed_stays",
            "tests/imports/test_pages.py::test_nobody_fills_the_database_with_files",
        ),
        longer="tests/long/attack/test_costly.py",
    ),
    Row(
        35,
        "the neighbour",
        people.offices_are_given_unasked,
        (
            "tests/neighbours/test_fields.py::test_an_invitation_into_an_office_is_sent_again_and_accepted_where_its_inviter_may_admit",
        ),
        is_of_data=False,
        longer="tests/neighbours",
    ),
    Row(
        36,
        "reading without a record",
        reading.restricted_words_are_met_by_their_beginning,
        (
            "tests/search/test_whole_words.py::test_no_part_of_a_restricted_number_finds_its_entry",
            "tests/search/test_whole_words.py::test_what_a_search_finds_by_a_restricted_word_is_recorded_as_a_look",
        ),
    ),
    Row(
        38,
        "secrets that outlive their owner",
        people.addresses_outlive_recovery,
        ("tests/accounts/test_revocation.py::test_a_secret_of_a_person_is_worth_nothing_afterwards",),
    ),
    Row(
        39,
        "addresses that lead the site into a private network",
        content.any_host_is_public,
        (
            "tests/sources/test_fetching.py::test_a_host_with_one_private_address_among_public_ones_is_refused",
            "tests/sources/test_watch.py::test_no_source_and_no_table_in_a_private_network_is_connected_to",
            "tests/sources/test_fetching.py::test_a_redirect_into_a_private_network_is_refused",
            "tests/sources/test_fetching.py::test_a_name_is_looked_up_once_for_a_request",
        ),
    ),
)
ROWS = {row.number: row for row in _ROWS}
