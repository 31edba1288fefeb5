"""Seals addresses and secrets of webhooks."""

from directory.clock import now
from directory.envelope_encryption import EnvelopeEncryption
from directory.models import Webhook

WEBHOOK_ENCRYPTION = EnvelopeEncryption("webhooks")
URL, SECRET, FORMER_SECRET = "url", "secret", "former secret"


def seal(webhook: Webhook, url: str, secret: str) -> None:
    """Seal the address and the first secret of a new webhook, under a key of its own."""
    cipher = WEBHOOK_ENCRYPTION.new_cipher(webhook)
    webhook.sealed_url, webhook.sealed_secret = cipher.seal(URL, url), cipher.seal(SECRET, secret)


def replace_secret(webhook: Webhook, secret: str) -> None:
    """Seal a new secret. The present secret becomes the former one."""
    cipher = WEBHOOK_ENCRYPTION.cipher_of(webhook)
    former = cipher.open(SECRET, webhook.sealed_secret)
    webhook.sealed_former_secret = cipher.seal(FORMER_SECRET, former)
    webhook.sealed_secret = cipher.seal(SECRET, secret)


def open_url(webhook: Webhook) -> str:
    """Return the address of a webhook. Raises NotOpened if no key opens it."""
    return WEBHOOK_ENCRYPTION.cipher_of(webhook).open(URL, webhook.sealed_url)


def open_secrets(webhook: Webhook) -> list[str]:
    """Return the secrets that sign now: the present one, then the former one if it still counts. Raises NotOpened if no
    key opens them."""
    cipher = WEBHOOK_ENCRYPTION.cipher_of(webhook)
    secrets = [cipher.open(SECRET, webhook.sealed_secret)]
    if webhook.former_until is not None and now() < webhook.former_until:
        secrets.append(cipher.open(FORMER_SECRET, webhook.sealed_former_secret))
    return secrets
