"""The table of secrets is whole: a column or a module that holds or makes a secret and stands nowhere fails here."""

import ast
import re
from collections.abc import Iterable

import pytest
from sqlalchemy import JSON, Column, Integer, LargeBinary, MetaData, String, Table, Text
from sqlalchemy.orm import InstrumentedAttribute

from directory.accounts.revocation import SECRET_KINDS
from directory.extensions import db
from tests.conftest import PROJECT

# What secrets are called, and the shape of what is kept of one: a digest, random bytes.
NAMES = re.compile(
    r"digest|hash|token|secret|password|passw|credential|codes|handle|cookie|nonce|salt|otp|signature|link|feed|sealed"
    r"|wrapped|public_id|challenge"
)
DIGEST_CHARACTERS = 64
# How secrets are made; `secrets` is the library.
MAKERS = {"new_token", "signed", "token_urlsafe", "token_hex", "token_bytes", "urandom", "uuid4", "SystemRandom"}

# Columns that look like one, and why each is none that a person could go on using.
NO_SECRETS = {
    "a random name in addresses, behind which the page asks who reads": (
        "access_request.public_id",
        "alarm_attempt.public_id",
        "alarm_way.public_id",
        "api_token.public_id",
        "campaign.public_id",
        "consultation.public_id",
        "consultation_entry.public_id",
        "docket_entry.public_id",
        "draft.public_id",
        "exercise.public_id",
        "exercise_finding.public_id",
        "exercise_inject.public_id",
        "exercise_participant.public_id",
        "handover.public_id",
        "invitation.public_id",
        "issuer.public_id",
        "job.public_id",
        "office_account.public_id",
        "office_session.public_id",
        "question_round.public_id",
        "reachability_test.public_id",
        "report.public_id",
        "vouch.public_id",
        "source_change.public_id",
        "webhook.public_id",
        "webhook_delivery.public_id",
        "wording_suggestion.public_id",
    ),
    "the random name that the link of a campaign is made of, renewed with it": (
        "campaign_entry.public_id",
        "campaign_recipient.public_id",
    ),
    "the digest of an address to which a campaign writes": ("campaign_recipient.address_digest",),
    "the random name by which a device knows an account": ("account_secrets.user_handle",),
    "the public half of a key": ("passkey.public_key",),
    "content that opens with the keys of the site alone, and the key of its row": (
        "alarm_way.wrapped_key",
        "consultation.sealed_reference",
        "consultation.sealed_subject",
        "consultation.wrapped_key",
        "consultation_entry.sealed_phrases",
        "consultation_entry.sealed_text",
        "consultation_outline.sealed_content",
        "consultation_outline_comment.sealed_comment",
        "docket_entry.sealed_file_number",
        "docket_entry.wrapped_key",
        "draft.wrapped_key",
        "issuer.wrapped_key",
        "office_session.wrapped_key",
        "question_round.sealed_phrases",
        "question_round.sealed_subject",
        "question_round.sealed_text",
        "question_round.wrapped_key",
        "webhook.wrapped_key",
        "draft_outline.sealed_marks",
        "draft_version.sealed_content",
    ),
    "what keeps a recorded value apart from its line in the chain, so that it can be erased": ("audit_values.key",),
    "the secret by which an issuer knows this site, sealed, and what the issuer publishes": (
        "issuer.sealed_client_secret",
        "issuer.keys_read",
        "issuer.metadata_read",
    ),
    "which kind of token is kept": ("office_session.token_kind",),
    "a checksum": (
        "audit_event.digest",
        "audit_event.previous",
        "audit_event.values_digest",
        "backup.digest",
        "repeated_request.asked",
        "seed_state.digest",
        "source_page.digest",
        "source_sentence.digest",
    ),
    "the name of an answer to a program, which is given to the same account alone": ("repeated_request.name",),
    "content of files": ("job_file.content", "published_file.content"),
    "a checksum of the text that a translation was made of": (
        "proposed_change.translated_of",
        "provenance.translated_of",
    ),
    "a word or an address of an entry": ("legislation.link", "restricted_word.word"),
}


def unlisted(tables: Iterable[Table], listed: set[str]) -> list[str]:
    """Return the columns that could hold a secret and are not listed."""
    return sorted(
        name
        for table in tables
        for column in table.columns
        if (name := f"{table.name}.{column.name}") not in listed and could_hold_a_secret(column)
    )


def could_hold_a_secret(column: Column) -> bool:
    if column.foreign_keys:
        return False
    kind = getattr(column.type, "impl_instance", column.type)
    if not isinstance(kind, String | LargeBinary | JSON):
        return False
    is_shaped = isinstance(kind, LargeBinary) or getattr(kind, "length", None) == DIGEST_CHARACTERS
    return is_shaped or bool(NAMES.search(column.name))


def name_of(column: InstrumentedAttribute) -> str:
    return f"{column.class_.__tablename__}.{column.key}"


LISTED = {name_of(column) for kind in SECRET_KINDS for column in kind.columns}
EXPLAINED = {name for names in NO_SECRETS.values() for name in names}


def test_each_column_that_could_hold_a_secret_is_in_the_table_or_is_explained() -> None:
    assert unlisted(db.metadata.tables.values(), LISTED | EXPLAINED) == []
    assert not LISTED & EXPLAINED


@pytest.mark.parametrize(
    "column", [Column("share_digest", Text), Column("door", String(64)), Column("door", LargeBinary)], ids=str
)
def test_a_new_kind_of_secret_is_found(column: Column) -> None:
    planted = Table("planted", MetaData(), Column("id", Integer, primary_key=True), column)

    assert unlisted([planted], LISTED | EXPLAINED) == [f"planted.{column.name}"]


def makers_in(source: str) -> set[str]:
    """Return what a module calls that makes secrets; most modules name none of them and are not parsed."""
    if not any(name in source for name in MAKERS):
        return set()
    calls = (node.func for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    return {name for call in calls if (name := getattr(call, "attr", getattr(call, "id", ""))) in MAKERS}


# Modules that make secrets or names nobody may guess, each with the kinds of the table that it makes.
MADE_IN: dict[str, set[str]] = {
    "directory/alarms/service.py": {"links of alarms"},
    "directory/alarms/addresses.py": {"devices that alarms notify"},
    "directory/accounts/sign_in_links.py": {"links to sign in"},
    "directory/accounts/passkeys.py": {"sessions"},
    "directory/accounts/recovery_codes.py": {"sets of recovery codes"},
    "directory/accounts/sessions.py": {"sessions"},
    "directory/focal_points/rotas/service/links.py": {"calendar links"},
    "directory/follows/service.py": {"feed addresses"},
    "directory/models/campaign.py": {"links of campaigns"},
    "directory/people/service/access_requests.py": {"requests for access to be confirmed"},
    "directory/people/service/agreements.py": {"invitations"},
    "directory/people/service/api_tokens.py": {"tokens of the API"},
    # State, nonce and verifier of a sign-in that was begun stand in the session. The name of a version of a form.
    "directory/office_accounts/flow.py": {"sessions"},
    "directory/office_accounts/service.py": set(),
    "directory/verification/service/reachability_messages.py": {"links of tests"},
    "directory/webhooks/signatures.py": {"webhooks"},
    # The mark by which a browser is known, which opens nothing.
    "directory/accounts/known_browsers.py": set(),
    # The name of an account for devices; marks, names and keys of rows that nobody is given.
    "directory/accounts/service.py": set(),
    "directory/cache/personal_fragments.py": set(),
    "directory/audit/chain.py": set(),
    "directory/logs.py": set(),
    "directory/migrations/versions/0087_names_of_findings.py": set(),
    "directory/proposals/entry_parts.py": set(),
    # Names of counts; the mark of what a page or a form showed, by which a decision is known to be of that.
    "directory/accounts/attempt_limits.py": set(),
    "directory/imports/queries.py": set(),
    "directory/proposals/queries.py": set(),
    "directory/envelope_encryption.py": set(),
    "directory/tokens.py": set(),
    # Hours of tests, which nobody may foresee.
    "directory/verification/service/plans.py": set(),
    # A forgotten person's links are replaced by ones that nobody has.
    "directory/people/service/forgetting.py": set(),
    # Versions of what a form or a program has read.
    "directory/api/idempotency.py": set(),
    "directory/imports/cells.py": set(),
    "directory/proposals/forms.py": set(),
    "directory/verification/service/entries.py": set(),
    "directory/verification/service/reports.py": set(),
}


def test_each_module_that_makes_secrets_says_of_which_kind() -> None:
    modules = {str(path.relative_to(PROJECT)): path for path in sorted((PROJECT / "directory").rglob("*.py"))}
    made_in = {name for name, path in modules.items() if makers_in(path.read_text(encoding="utf-8"))}

    assert made_in == set(MADE_IN)
    assert {kind for kinds in MADE_IN.values() for kind in kinds} <= {kind.label for kind in SECRET_KINDS}


def test_a_module_that_makes_a_new_kind_is_found() -> None:
    assert makers_in("from directory.tokens import new_token\ntoken, digest = new_token()") == {"new_token"}
    assert makers_in("import secrets\nname = secrets.token_urlsafe(9)") == {"token_urlsafe"}
