"""Push subscriptions as browsers make them."""

import json
from base64 import urlsafe_b64encode

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, derive_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

ENDPOINT = "https://fcm.googleapis.com/fcm/send/one"


def in_base64(sent: bytes) -> str:
    return urlsafe_b64encode(sent).decode().rstrip("=")


POINT = derive_private_key(7, SECP256R1()).public_key()
P256DH = in_base64(POINT.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))
COMPRESSED = in_base64(POINT.public_bytes(Encoding.X962, PublicFormat.CompressedPoint))
AUTH = in_base64(b"sixteen bytes it")


def subscription(endpoint: object = ENDPOINT, p256dh: object = P256DH, auth: object = AUTH) -> str:
    return json.dumps({"endpoint": endpoint, "keys": {"p256dh": p256dh, "auth": auth}})
