"""The operator's guide names the address of each gateway that the site takes, as the site takes it."""

import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask

from directory.alarms.gateways import PERMITTED, configure_gateways
from directory.vocabulary import AlarmWayKind

GUIDE = Path(__file__).parents[2] / "docs" / "operators.md"
NAMES = {"SMS": AlarmWayKind.SMS, "call": AlarmWayKind.VOICE, "messenger": AlarmWayKind.MESSENGER}
SETTINGS = {AlarmWayKind.SMS: "alarm_sms_url", AlarmWayKind.VOICE: "alarm_voice_url"}
# What accounts at gateways look like where Apprise asks for a form. The rest may be any word.
ACCOUNTS = {
    "HOST": "gateway.example",
    "KEY": "0123456789abcdef012345678",
    "ID": "0123456789abcdef01234",
    "TOKEN": "0123456789abcdef0123456789abcdef",
    "PLAN": "0123456789abcdef",
    "SID": "AC0123456789abcdef",
    "PHONE": "15551230000",
    "GATEWAY": "GATEWAY",
    "REGION": "eu-central-1",
}


def told() -> list[tuple[AlarmWayKind, str]]:
    """Return each kind and address of the table of gateways."""
    rows = re.findall(r"^\| ((?:SMS|call|messenger)[^|]*) \|[^|]*\| (.*) \|$", GUIDE.read_text(), re.MULTILINE)
    found = []
    for kinds, addresses in rows:
        for address in re.findall(r"`(\w+://[^`]*\{to\}[^`]*)`", addresses):
            is_call = "method=call" in address
            found += [
                (NAMES[kind], address)
                for kind in kinds.split(", ")
                if "twilio" not in address or (kind == "call") == is_call
            ]
    return found


@pytest.mark.parametrize(("kind", "address"), told())
def test_an_address_of_the_guide_is_taken(small_app: Flask, kind: AlarmWayKind, address: str) -> None:
    url = re.sub(r"[A-Z]{2,}", lambda word: ACCOUNTS.get(word.group(), "sender"), address)
    setting = SETTINGS.get(kind, "alarm_messenger_url")
    small_app.config["SETTINGS"] = replace(small_app.config["SETTINGS"], **{setting: url})

    configure_gateways(small_app)


def test_the_guide_names_each_kind() -> None:
    rows = [line for line in GUIDE.read_text().splitlines() if "://" in line and line.startswith("| ")]
    named = {kind: set(re.findall(r"(\w+)://", " ".join(rows))) for kind in NAMES.values()}

    assert {(kind, scheme) for kind, own in PERMITTED.items() for scheme in own if scheme not in named[kind]} == set()
    assert {urlsplit(address).scheme for _, address in told()} <= set().union(*PERMITTED.values())
