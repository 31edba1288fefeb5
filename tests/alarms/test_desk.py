"""The desk sees whom alarms woke, and how; others see as much as they may of the question."""

import pytest
import time_machine
from flask import Flask

from directory import clock
from directory.alarms.service import acknowledge
from directory.transaction import committing
from tests.alarms.conftest import MINUTES, NIGHT, alarms_of, ask, work
from tests.consultations.conftest import Scene
from tests.html import parse
from tests.people import signed_in


@pytest.fixture
def address(scene: Scene) -> str:
    """Return the page of a question: nobody heard the SMS to the member on duty, the call woke the member."""
    made = ask(scene)
    work(NIGHT)
    work(NIGHT + 3 * MINUTES)
    with time_machine.travel(NIGHT + 4 * MINUTES, tick=False), committing():
        acknowledge(alarms_of(made)[0].attempts[1], clock.now())
    return f"/en/consultations/{made.public_id}"


def page_of(app: Flask, scene: Scene, who: str, address: str) -> str:
    with time_machine.travel(NIGHT + 5 * MINUTES, tick=False):
        return signed_in(app, scene.people[who]).get(address).text


def test_the_desk_sees_whom_by_which_way_when_and_what_the_gateway_replied(
    gateways_app: Flask, scene: Scene, address: str
) -> None:
    page = parse(page_of(gateways_app, scene, "deputy", address))

    part = page.one("[aria-labelledby=alarms]")
    assert scene.people["member"].name in part.one("h3").text
    sms, call = (one.text for one in part.all("ol li"))
    assert "SMS · handed over to the gateway · Thu, 26 Nov 2026, 03:00 (Paris)" in sms
    assert "reply: accepted" in sms
    assert "Automatic phone call" in call
    assert "acknowledged" in call
    assert "…012" not in part.text


@pytest.mark.parametrize("who", ["asker"])
def test_the_asking_side_sees_when_it_was_acknowledged_and_no_alarm(
    gateways_app: Flask, scene: Scene, address: str, who: str
) -> None:
    text = page_of(gateways_app, scene, who, address)

    assert "Alarms about this question" not in text
    assert "done:" in parse(text).one("main").text


def test_who_oversees_sees_times_and_ways_and_no_name(gateways_app: Flask, scene: Scene, address: str) -> None:
    page = parse(page_of(gateways_app, scene, "coordinator there", address))

    part = page.one("[aria-labelledby=alarms]")
    assert "Automatic phone call" in part.text
    assert scene.people["member"].name not in part.text


def test_print_and_file_hold_each_attempt_for_the_desk(gateways_app: Flask, scene: Scene, address: str) -> None:
    printed = parse(page_of(gateways_app, scene, "deputy", f"{address}/print")).all("[aria-labelledby=alarms] ol li")
    file = page_of(gateways_app, scene, "deputy", f"{address}/export")

    assert "Automatic phone call · handed over to the gateway" in printed[1].text
    told = "- Automatic phone call, handed over to the gateway, Thu, 26 Nov 2026, 03:03 (Paris), reply: accepted"
    assert f"{told}, acknowledged Thu, 26 Nov 2026, 03:04 (Paris)" in file
    assert scene.people["member"].name in file.partition("Alarms about this question")[2]


@pytest.mark.parametrize("part", ["print", "export"])
def test_print_and_file_of_the_asking_side_hold_no_alarm(
    gateways_app: Flask, scene: Scene, address: str, part: str
) -> None:
    assert "Automatic phone call" not in page_of(gateways_app, scene, "asker", f"{address}/{part}")
