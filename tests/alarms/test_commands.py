"""`alarms test` tries each way of an account at once, and says what each gateway replied."""

import pytest
from flask import Flask

from tests.alarms.conftest import add_way
from tests.alarms.gateway import Gateway
from tests.consultations.conftest import Scene

NUMBER = "+33155500001"


@pytest.mark.parametrize(
    ("status", "reply", "code"),
    [(200, "handed_over (accepted)", 0), (503, "failed (503)", 1), (400, "failed (400)", 1)],
)
def test_each_way_is_tried_and_the_reply_is_printed(
    scene: Scene, gateway: Gateway, gateways_app: Flask, status: int, reply: str, code: int
) -> None:
    add_way(scene, "asker", "sms", NUMBER, 0, 3)
    gateway.status = status

    result = gateways_app.test_cli_runner().invoke(args=["alarms", "test", "--account", scene.people["asker"].email])

    assert (result.exit_code, gateway.recipients) == (code, [NUMBER])
    assert reply in result.output
    assert NUMBER not in result.output
