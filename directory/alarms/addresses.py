"""Seals the addresses of ways: phone numbers, and push subscriptions. Checks what people type."""

import json
import re
from base64 import b64decode
from dataclasses import dataclass
from urllib.parse import urlsplit

import phonenumbers
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
from flask_babel import lazy_gettext as _l

from directory.envelope_encryption import EnvelopeEncryption
from directory.errors import InvalidInput
from directory.models import AlarmWay
from directory.tokens import signed

ALARM_ENCRYPTION = EnvelopeEncryption("alarm ways")
ADDRESS = "address"
SHOWN_DIGITS = 3
LONGEST_ENDPOINT_CHARACTERS = 1000
# A host name without empty labels (RFC 1123, 2.1), a port, and a path of the characters of RFC 3986. In other addresses
# urlsplit and urllib3 may find different hosts.
ENDPOINT = re.compile(
    r"https?://[a-z0-9-]+(\.[a-z0-9-]+)*(:[0-9]{1,5})?(/[a-z0-9._~:/?@!$&'()*+,;=%-]*)?", re.ASCII | re.IGNORECASE
)
# The public key and the secret of a subscription.
KEY_BYTES = 65, 16
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
        """Return the subscription that a browser sent as JSON. Raises InvalidInput if it is not usable."""
        try:
            sent = json.loads(text)
            found = cls(sent["endpoint"], sent["keys"]["p256dh"], sent["keys"]["auth"])
        except (ValueError, TypeError, KeyError) as error:
            raise InvalidInput(NO_DEVICE) from error
        if not found.is_usable(services):
            raise InvalidInput(NO_DEVICE)
        return found

    @classmethod
    def opened(cls, way: AlarmWay) -> "PushSubscription":
        """Return the stored subscription of a way. Raises NotOpened if no key opens it."""
        return cls(*json.loads(open_address(way)))

    def is_usable(self, services: tuple[str, ...]) -> bool:
        """Return whether the endpoint is at one of `services` (see `is_at_service`), and the keys are a point of P-256
        and 16 bytes. Source of the keys: RFC 8291, 3.1 and 3.2."""
        parts = self.endpoint, self.p256dh, self.auth
        if not all(isinstance(one, str) and len(one) <= LONGEST_ENDPOINT_CHARACTERS for one in parts):
            return False
        try:
            point, secret = _bytes_of(self.p256dh), _bytes_of(self.auth)
            EllipticCurvePublicKey.from_encoded_point(SECP256R1(), point)
            return (len(point), len(secret)) == KEY_BYTES and is_at_service(self.endpoint, services)
        except ValueError:
            return False

    @property
    def device(self) -> str:
        """A keyed signature of the endpoint: equal for equal endpoints, without revealing the endpoint."""
        return signed("push endpoint", self.endpoint)

    def as_text(self) -> str:
        """Return the subscription as text to be sealed."""
        return json.dumps([self.endpoint, self.p256dh, self.auth])


def is_at_service(endpoint: str, services: tuple[str, ...]) -> bool:
    """Return whether an address belongs to one of these push services. A service is an origin. `https://*.example.org`
    stands for every host whose name ends with `.example.org`. Raises ValueError for an unreadable address."""
    # Pages that add no device do not load this package.
    from urllib3.util import parse_url  # noqa: PLC0415

    if not ENDPOINT.fullmatch(endpoint):
        return False
    parts, connected = urlsplit(endpoint), parse_url(endpoint)
    host = parts.hostname or ""
    # The host that is judged must be the host to which urllib3 connects.
    if (connected.scheme, connected.host, connected.port) != (parts.scheme, host, parts.port):
        return False
    for service in map(urlsplit, services):
        known = service.hostname or ""
        is_host = host.endswith(known[1:]) if known.startswith("*.") else host == known
        if is_host and (parts.scheme, parts.port) == (service.scheme, service.port):
            return True
    return False


def _bytes_of(key: str) -> bytes:
    """Return the bytes of a key in base64url. Raises ValueError for a key that is not base64url."""
    return b64decode(key + "=" * (-len(key) % 4), altchars=b"-_", validate=True)


def phone_of(text: str) -> str:
    """Return a phone number in the form E.164. Raises InvalidInput if the text is not a phone number with a country
    code."""
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
