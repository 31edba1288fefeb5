"""Web Push (RFC 8030, RFC 8291) with a key of this site (VAPID, RFC 8292)."""

import json
from base64 import urlsafe_b64encode
from typing import Any
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey, derive_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from directory.alarms.addresses import PushSubscription
from directory.alarms.gateways import (
    NO_REPLY,
    TIMEOUT_SECONDS,
    AddressUnusable,
    AlarmText,
    GatewayFailed,
    MessageRefused,
)
from directory.config import Config
from directory.key_derivation import derive

PURPOSE = "web push"
# The order of the curve P-256. Source: SEC 2, 2.4.2.
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
# A push service keeps a message this long for a device that is out of reach. An alarm that arrives later would only
# confuse.
KEPT_SECONDS = 600
# The subscription has ended. Source: RFC 8030, 7.3.
ENDED = (404, 410)
UNUSABLE = "subscription"


class SubscriptionEnded(MessageRefused):
    """The browser has ended its subscription: no message will reach it any more."""


def public_key(config: Config) -> str:
    """Return the public key of this site in the form that browsers accept: a point of P-256, uncompressed, in
    base64url."""
    point = _private_key(config).public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return urlsafe_b64encode(point).decode().rstrip("=")


def service_of(subscription: PushSubscription) -> str:
    """Return the name of the gateway of a subscription: `push` and the host of the push service."""
    return f"push {urlsplit(subscription.endpoint).hostname}"


def hand_over(config: Config, subscription: PushSubscription, text: AlarmText) -> str:
    """Hand an encrypted message to the push service, and return the service's status code.

    Raises SubscriptionEnded, MessageRefused, AddressUnusable or GatewayFailed. A thread may call this without an app
    context.
    """
    # Pages, which need only the public key, do not load these packages.
    import requests  # noqa: PLC0415
    from py_vapid import Vapid02  # noqa: PLC0415
    from pywebpush import WebPushException, webpush  # noqa: PLC0415

    keys = {"p256dh": subscription.p256dh, "auth": subscription.auth}
    message = {"title": text.title, "body": text.body, "link": text.link}
    session = requests.Session()
    session.max_redirects = 0
    try:
        reply: Any = webpush(
            {"endpoint": subscription.endpoint, "keys": keys},
            json.dumps(message),
            vapid_private_key=Vapid02(_private_key(config)),
            vapid_claims={"sub": _contact(config)},
            timeout=TIMEOUT_SECONDS,
            ttl=KEPT_SECONDS,
            headers={"Urgency": "high"},
            requests_session=session,
        )
    except WebPushException as error:
        if error.response is None:
            raise AddressUnusable(UNUSABLE) from error
        status = error.response.status_code
        if status in ENDED:
            raise SubscriptionEnded(str(status)) from error
        if status >= 500 or status == 429:
            raise GatewayFailed(str(status)) from error
        raise MessageRefused(str(status)) from error
    # Errors that `requests` raises before it connects are both ValueError and RequestException.
    except ValueError as error:
        raise AddressUnusable(UNUSABLE) from error
    except requests.RequestException as error:
        raise GatewayFailed(NO_REPLY, type(error).__name__) from error
    finally:
        session.close()
    return str(reply.status_code)


def _private_key(config: Config) -> EllipticCurvePrivateKey:
    """Return the private key of this site. It is derived from SECRET_KEY, so that all nodes have the same key."""
    number = int.from_bytes(derive(config.secret_key, PURPOSE)) % (ORDER - 1) + 1
    return derive_private_key(number, SECP256R1())


def _contact(config: Config) -> str:
    """Return the address at which a push service reaches the operator. Source: RFC 8292, 2.1 (mailto: or https:)."""
    if config.security_contact.startswith(("mailto:", "https:")):
        return config.security_contact
    return config.site_address if config.site_address.startswith("https:") else "mailto:operator@localhost"
