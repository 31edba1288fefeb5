"""Hands messages to the operator's gateways for SMS, calls and messengers, through the library Apprise.

ALARM_SMS_URL, ALARM_VOICE_URL and ALARM_MESSENGER_URL are URLs of Apprise with `{to}` in place of the recipient.
"""

import logging
import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from flask import Flask

from directory.config import Config
from directory.errors import BadConfiguration
from directory.vocabulary import AlarmWayKind

TIMEOUT_SECONDS = 5
RECIPIENT = "{to}"
# The only thing that a person is told after an error. The class of the error would reveal which hosts and ports answer.
NO_REPLY = "no reply"
# A number that no telephone network assigns. Source: ITU-T E.164, code 999 is spare.
SAMPLE = "+99900000000"
# The method by which Twilio calls.
CALL = "call"
# Schemes for a gateway that the operator runs, called by HTTP.
OWN = frozenset({"json", "jsons", "form", "forms", "xml", "xmls"})
SMS = frozenset(
    {"atalk", "bulksms", "burstsms", "clickatell", "clicksend", "d7sms", "elks", "exotel", "httpsms", "infobip"}
    | {"kaleyra", "kavenegar", "msgbird", "octopush", "plivo", "seven", "sinch", "smsc", "smseagle", "smseagles"}
    | {"smsmanager", "sns", "telnyx", "twilio", "vonage"}
)
MESSENGERS = frozenset({"signal", "signals", "threema", "whatsapp"})
# The schemes of Apprise that each setting permits: those that name the recipient by a phone number, of any State. The
# others name people by a user name (Matrix, Telegram, Viber), reach one State alone (Mobile Message, VoIP.ms), or write
# to a channel, a file or a program of the machine.
PERMITTED: Mapping[AlarmWayKind, frozenset[str]] = {
    AlarmWayKind.SMS: OWN | SMS,
    AlarmWayKind.VOICE: OWN | {"twilio"},
    AlarmWayKind.MESSENGER: OWN | MESSENGERS,
}
SETTINGS: Mapping[AlarmWayKind, str] = {
    AlarmWayKind.SMS: "ALARM_SMS_URL",
    AlarmWayKind.VOICE: "ALARM_VOICE_URL",
    AlarmWayKind.MESSENGER: "ALARM_MESSENGER_URL",
}
_CODE = re.compile(r"error=(\w{1,20})")


class GatewayFailed(Exception):
    """The gateway did not answer, or answered that it is out of order. The exception's text is a code or reason that
    the person reads; `fault` is for operators."""

    def __init__(self, reply: str, fault: str = "") -> None:
        super().__init__(reply)
        self.fault = fault or reply


class MessageRefused(Exception):
    """The gateway refused this message, but may accept others. The exception's text is a code or reason."""


class AddressUnusable(MessageRefused):
    """The address cannot be used, so the gateway was not called."""


@dataclass(frozen=True)
class AlarmText:
    """The text of an alarm's message: the number of the alarm and a link, never the subject of the alarm.

    `link` is empty for a call.
    """

    title: str
    body: str
    link: str = ""


class _Replies(logging.Handler):
    """Stores the last code that Apprise logged in each thread. The rest of the log is dropped, since it contains
    recipients."""

    def __init__(self) -> None:
        super().__init__()
        self._last = threading.local()

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the code in a message, if there is one."""
        found = _CODE.search(record.getMessage())
        self._last.code = found.group(1) if found else getattr(self._last, "code", "")

    def take(self) -> str:
        """Return the last code of this thread, and forget it. Return "" if there is none."""
        code, self._last.code = getattr(self._last, "code", ""), ""
        return code


_replies = _Replies()


def configure_gateways(app: Flask) -> None:
    """Check the settings of the gateways, without contacting one. Raises BadConfiguration if a setting is wrong."""
    for kind in gateway_urls(app.config["SETTINGS"]):
        _require_usable(kind, app.config["SETTINGS"])


def gateway_urls(config: Config) -> dict[AlarmWayKind, str]:
    """Return the address of each gateway that the operator has set."""
    found = {
        AlarmWayKind.SMS: config.alarm_sms_url,
        AlarmWayKind.VOICE: config.alarm_voice_url,
        AlarmWayKind.MESSENGER: config.alarm_messenger_url,
    }
    return {kind: url for kind, url in found.items() if url}


def hand_over(config: Config, kind: AlarmWayKind, address: str, text: AlarmText) -> str:
    """Hand a message to the gateway of this kind, and return what the gateway replied.

    Raises GatewayFailed, MessageRefused or AddressUnusable. A thread may call this without an app context.
    """
    url = gateway_urls(config).get(kind)
    if url is None:
        raise GatewayFailed("not set up")
    plugin = _plugin(url, address)
    # Apprise drops a number that it considers too short; `targets` is then empty.
    if plugin is None or not getattr(plugin, "targets", True):
        raise AddressUnusable("address")
    _replies.take()
    try:
        is_sent = plugin.notify(body=f"{text.body}\n{text.link}".strip(), title=text.title)
    # Apprise knows a hundred gateways, which may raise any error. The alarm must go on by its next way.
    except Exception as error:
        raise GatewayFailed(NO_REPLY, type(error).__name__) from error
    code = _replies.take()
    if is_sent:
        return "accepted"
    if code.isdigit() and 400 <= int(code) < 500 and int(code) not in (401, 403, 407, 408, 429):
        raise MessageRefused(code)
    raise GatewayFailed(code or NO_REPLY)


def _require_usable(kind: AlarmWayKind, config: Config) -> None:
    name, url = SETTINGS[kind], gateway_urls(config)[kind]
    scheme = urlsplit(url).scheme.lower()
    if scheme not in PERMITTED[kind]:
        raise BadConfiguration(f"{name} must begin with one of: {', '.join(sorted(PERMITTED[kind]))}.")
    if url.count(RECIPIENT) != 1:
        raise BadConfiguration(f"{name} must contain {RECIPIENT} once, in place of the recipient.")
    plugin = _plugin(url, SAMPLE)
    if plugin is None or not getattr(plugin, "targets", True):
        raise BadConfiguration(f"{name} is not a complete address of Apprise for {scheme}://.")
    # Twilio sends an SMS unless it is told to call.
    if kind is AlarmWayKind.VOICE and scheme not in OWN and plugin.method != CALL:
        raise BadConfiguration(f"{name} must end with ?method={CALL}, else {scheme}:// sends an SMS.")


def _plugin(url: str, address: str) -> Any:
    import apprise  # noqa: PLC0415 (its many plugins are loaded only where a gateway is set up)

    log = apprise.logger
    if _replies not in log.handlers:
        log.handlers, log.propagate = [_replies], False
        log.setLevel(logging.WARNING)
    limits = f"cto={TIMEOUT_SECONDS}&rto={TIMEOUT_SECONDS}&redirect=no&overflow=truncate"
    whole = url.replace(RECIPIENT, quote(address, safe=""))
    return apprise.Apprise.instantiate(f"{whole}{'&' if '?' in whole else '?'}{limits}")
