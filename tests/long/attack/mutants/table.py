"""Which modules are made wrong, and the tests that are to notice, nearest first."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Group:
    """Modules that the same tests are about."""

    modules: tuple[str, ...]
    tests: tuple[str, ...]


GROUPS: Mapping[str, Group] = {
    "policy": Group(
        ("directory.access.policy", "directory.access.viewer"),
        ("tests/access/test_policy.py", "tests/access/test_viewer.py"),
    ),
    "gate": Group(
        (
            "directory.access.gate",
            "directory.access.current_viewer",
            "directory.access.disclosure_log",
            "directory.access.provenance",
        ),
        (
            "tests/access/test_current_viewer.py",
            "tests/access/test_masks.py",
            "tests/access/test_disclosures.py",
            "tests/access/test_conditions.py",
            "tests/access/test_gate.py",
            "tests/access/test_provenance.py",
            "tests/access/test_ceiling.py",
        ),
    ),
    "past": Group(
        ("directory.access.history_gate", "directory.access.past_audiences", "directory.access.past_versions"),
        (
            "tests/access/test_history_gate.py",
            "tests/access/test_past_audiences.py",
            "tests/access/test_past_versions.py",
            "tests/requirements/test_versions.py",
            "tests/history/test_pages.py",
            "tests/history/test_passed_on.py",
        ),
    ),
    "facts": Group(
        ("directory.access.facts", "directory.access.word_filter"),
        (
            "tests/access/test_facts.py",
            "tests/access/test_word_filter.py",
            "tests/verification/test_verification_age.py",
        ),
    ),
    "keeping": Group(
        (
            "directory.cache.store",
            "directory.cache.invalidation",
            "directory.cache.personal_fragments",
            "directory.cache.page_cache",
            "directory.cache.fragments",
        ),
        ("tests/cache/test_store.py", "tests/cache/test_page_cache.py", "tests/cache/test_invalidation.py"),
    ),
    "deadlines": Group(
        ("directory.consultations.working_days", "directory.consultations.queries.rules"),
        (
            "tests/consultations/test_working_days.py",
            "tests/consultations/test_deadlines.py",
            "tests/consultations/test_shorter_retention.py",
            "tests/focal_points/test_rota_holidays.py",
        ),
    ),
    "clock": Group(
        (
            "directory.consultations.service.escalation",
            "directory.consultations.service.retention",
            "directory.consultations.service.succession",
        ),
        (
            "tests/consultations/test_escalation.py",
            "tests/consultations/test_shredding.py",
            "tests/consultations/test_succession.py",
        ),
    ),
    "reach": Group(
        ("directory.consultations.queries.people", "directory.consultations.queries.succession"),
        (
            "tests/consultations/test_reach.py",
            "tests/consultations/test_succession.py",
            "tests/consultations/test_shorter_retention.py",
        ),
    ),
    "campaigns": Group(
        (
            "directory.verification.service.campaigns",
            "directory.verification.queries.recipients",
            "directory.verification.queries.candidates",
            "directory.verification.queries.campaigns",
        ),
        (
            "tests/verification/test_campaign_steps.py",
            "tests/verification/test_candidates.py",
            "tests/verification/test_recipients.py",
            "tests/verification/test_campaigns.py",
            "tests/verification/test_campaign_pages.py",
        ),
    ),
    "confirming": Group(
        (
            "directory.verification.service.entries",
            "directory.verification.service.ageing",
            "directory.verification.queries.entries",
        ),
        (
            "tests/verification/test_confirming.py",
            "tests/verification/test_shown.py",
            "tests/verification/test_ageing.py",
            "tests/verification/test_verify.py",
            "tests/verification/test_reports.py",
        ),
    ),
    "sealing": Group(
        ("directory.key_derivation", "directory.envelope_encryption", "directory.tokens"),
        ("tests/test_envelope_encryption.py", "tests/consultations/test_encryption.py"),
    ),
}
