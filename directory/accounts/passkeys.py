"""Passkeys of phones, laptops and security keys. A passkey is accepted only if the device has verified its user (by
finger, face or PIN); the passkey then counts as both factors.

Call the functions that write rows inside `committing`. Source: W3C Web Authentication, level 3.
"""

import secrets as randomness
from typing import Any
from urllib.parse import urlsplit

import webauthn
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from webauthn.helpers import options_to_json_dict, parse_authentication_credential_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticationCredential,
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from directory.accounts.flask_security import ISSUER
from directory.accounts.notices import note
from directory.accounts.queries import get, has_generator, list_passkeys, needs_passkey, secrets_of
from directory.accounts.service import secrets_for
from directory.accounts.totp import LAST_ONE
from directory.clock import now
from directory.errors import Conflict, InvalidInput, NotFound
from directory.extensions import db
from directory.models import Account, Passkey

CHALLENGE_BYTES = 32
LONGEST_CREDENTIAL_CHARACTERS = 20_000
# Errors of the library for malformed credentials; the last one is for endlessly nested lists.
REFUSALS = (WebAuthnException, ValueError, KeyError, RecursionError)
NOT_TAKEN = _l("This passkey was not accepted. Try again, or use another way to sign in.")
NOT_ADDED = _l("The device did not confirm this passkey. Try again; it must ask for your finger, face or PIN.")


def new_challenge() -> str:
    """Return a random text for a device to sign. Use each challenge only once."""
    return randomness.token_urlsafe(CHALLENGE_BYTES)


def options_to_add(account: Account, challenge: str, site: str) -> dict[str, Any]:
    """Return the options with which a browser makes a passkey for this person. Call this inside `committing`."""
    options = webauthn.generate_registration_options(
        rp_id=_domain(site),
        rp_name=ISSUER,
        user_id=secrets_for(account).user_handle.encode(),
        user_name=account.email,
        user_display_name=account.name,
        challenge=challenge.encode(),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
        exclude_credentials=_descriptors(account),
    )
    return options_to_json_dict(options)


def options_to_show(account: Account | None, challenge: str, site: str) -> dict[str, Any]:
    """Return the options with which a browser asks for a passkey of this account, or of any account if none is
    given."""
    options = webauthn.generate_authentication_options(
        rp_id=_domain(site),
        challenge=challenge.encode(),
        allow_credentials=None if account is None else _descriptors(account),
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return options_to_json_dict(options)


def add(account: Account, name: str, credential: str, challenge: str, site: str) -> None:
    """Store a new passkey, and tell the person by mail. Raises InvalidInput if the passkey is not accepted or is stored
    already."""
    _require(challenge, credential)
    try:
        made = webauthn.verify_registration_response(
            credential=credential,
            expected_challenge=challenge.encode(),
            expected_rp_id=_domain(site),
            expected_origin=site,
            require_user_verification=True,
        )
    except REFUSALS as refused:
        raise InvalidInput(NOT_ADDED) from refused
    if _is_known(made.credential_id):
        raise InvalidInput(NOT_ADDED)
    key = Passkey(
        account_id=account.id,
        name=name,
        credential_id=made.credential_id,
        public_key=made.credential_public_key,
        sign_count=made.sign_count,
    )
    db.session.add(key)
    note(account, "passkey_added")


def verify(credential: str, challenge: str, site: str) -> Account:
    """Return the account whose passkey signed the challenge, and store the passkey's new counter and time of use.

    Raises InvalidInput if the passkey is not accepted or its person is not active.
    """
    _require(challenge, credential)
    try:
        shown = parse_authentication_credential_json(credential)
        key = _key_of(shown)
        proof = webauthn.verify_authentication_response(
            credential=shown,
            expected_challenge=challenge.encode(),
            expected_rp_id=_domain(site),
            expected_origin=site,
            credential_public_key=key.public_key,
            credential_current_sign_count=key.sign_count,
            require_user_verification=True,
        )
    except REFUSALS as refused:
        raise InvalidInput(NOT_TAKEN) from refused
    key.sign_count, key.used_at = proof.new_sign_count, now()
    account = get(key.account_id)
    if account is None or not account.active or not _is_handle_of(account, shown):
        raise InvalidInput(NOT_TAKEN)
    return account


def remove(account: Account, passkey_id: int) -> None:
    """Remove a passkey of this person. Raises NotFound if the person has no such passkey, and Conflict if too few
    factors would remain."""
    key = db.session.get(Passkey, passkey_id)
    if key is None or key.account_id != account.id:
        raise NotFound
    if len(list_passkeys(account)) == 1 and (needs_passkey(account) or not has_generator(account)):
        raise Conflict(LAST_ONE)
    db.session.delete(key)
    note(account, "passkey_removed")


def _require(challenge: str, credential: str) -> None:
    # Anybody could answer an empty challenge.
    if not challenge or len(credential) > LONGEST_CREDENTIAL_CHARACTERS:
        raise InvalidInput(NOT_TAKEN)


def _is_known(credential_id: bytes) -> bool:
    return db.session.scalar(select(Passkey.id).where(Passkey.credential_id == credential_id)) is not None


def _key_of(shown: AuthenticationCredential) -> Passkey:
    key = db.session.scalar(select(Passkey).where(Passkey.credential_id == shown.raw_id))
    if key is None:
        raise InvalidInput(NOT_TAKEN)
    return key


def _is_handle_of(account: Account, shown: AuthenticationCredential) -> bool:
    secrets, handle = secrets_of(account), shown.response.user_handle
    return handle is None or (secrets is not None and handle == secrets.user_handle.encode())


def _descriptors(account: Account) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=key.credential_id) for key in list_passkeys(account)]


def _domain(site: str) -> str:
    return urlsplit(site).hostname or ""
