"""Seals the addresses of ways: phone numbers, and push subscriptions. Checks what people type."""

import json
from dataclasses import dataclass
from urllib.parse import urlsplit

import phonenumbers
from flask_babel import lazy_gettext as _l

from directory.envelope_encryption import EnvelopeEncryption
from directory.errors import InvalidInput
from directory.models import AlarmWay
from directory.tokens import signed

ALARM_ENCRYPTION = EnvelopeEncryption("alarm ways")
ADDRESS = "address"
SHOWN_DIGITS = 3
LONGEST_ENDPOINT_CHARACTERS = 1000
NO_NUMBER = _l("This is not a phone number in international form. An example: +996 312 123456.")
NO_DEVICE = _l("This browser gave no usable subscription. Update the browser, or use another one.")


@dataclass(frozen=True)
class PushSubscription:
    """The subscription of one browser. Source of the names: W3C Push API, PushSubscription."""

    endpoint: str
    p256dh: str
    auth: str

    @classmethod
    def of(cls, text: str, services: tuple[str, ...]) -> "PushSubscription":
        """Return the subscription that a browser sent as JSON. Raises InvalidInput if a part is missing, or if the
        endpoint is not at one of `services` (origins; `https://*.` begins a host with any name before it)."""
        try:
            sent = json.loads(text)
            found = cls(sent["endpoint"], sent["keys"]["p256dh"], sent["keys"]["auth"])
            parts = [found.endpoint, found.p256dh, found.auth]
            is_whole = all(isinstance(one, str) and 0 < len(one) <= LONGEST_ENDPOINT_CHARACTERS for one in parts)
            is_known = is_whole and is_at_service(found.endpoint, services)
        except (ValueError, TypeError, KeyError) as error:
            raise InvalidInput(NO_DEVICE) from error
        if not is_known:
            raise InvalidInput(NO_DEVICE)
        return found

    @classmethod
    def opened(cls, way: AlarmWay) -> "PushSubscription":
        """Return the stored subscription of a way. Raises NotOpened if no key opens it."""
        return cls(*json.loads(open_address(way)))

    @property
    def device(self) -> str:
        """The signature of the endpoint. It reveals nothing of the endpoint."""
        return signed("push endpoint", self.endpoint)

    def as_text(self) -> str:
        """Return the subscription as text to be sealed."""
        return json.dumps([self.endpoint, self.p256dh, self.auth])


def is_at_service(endpoint: str, services: tuple[str, ...]) -> bool:
    """Return whether an address belongs to one of these push services. Raises ValueError for an unreadable address."""
    parts = urlsplit(endpoint)
    host = parts.hostname or ""
    if parts.username is not None or parts.password is not None:
        return False
    for service in map(urlsplit, services):
        known = service.hostname or ""
        is_host = host.endswith(known[1:]) if known.startswith("*.") else host == known
        if is_host and (parts.scheme, parts.port) == (service.scheme, service.port):
            return True
    return False


def phone_of(text: str) -> str:
    """Return a phone number in the form E.164. Raises InvalidInput if it is none, or has no country code."""
    try:
        number = phonenumbers.parse(text)
    except phonenumbers.NumberParseException as error:
        raise InvalidInput(NO_NUMBER) from error
    if not phonenumbers.is_possible_number(number):
        raise InvalidInput(NO_NUMBER)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def hint_of(phone: str) -> str:
    """Return a phone number with all but its last SHOWN_DIGITS digits left out."""
    return f"…{phone[-SHOWN_DIGITS:]}"


def seal_address(way: AlarmWay, address: str) -> None:
    """Store the address of a way, sealed. The way must have a `public_id`."""
    way.sealed_address = ALARM_ENCRYPTION.new_cipher(way).seal(ADDRESS, address)


def open_address(way: AlarmWay) -> str:
    """Return the address of a way. Raises NotOpened if no key opens it."""
    return ALARM_ENCRYPTION.cipher_of(way).open(ADDRESS, way.sealed_address)
