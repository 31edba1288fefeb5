"""Webhooks on PostgreSQL: two workers at once send each message once, of one subject in order."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier

import pytest
import time_machine
from flask import Flask

from directory import clock
from directory.consultations.service import answering
from directory.consultations.service.answering import Reply
from directory.consultations.service.entries import WrittenText
from directory.jobs.batches import in_batches
from directory.transaction import committing
from directory.webhooks.delivery import send_due
from directory.webhooks.events import queue_next
from tests.consultations.conftest import make_scene
from tests.webhooks.conftest import START, add_webhook, ask
from tests.webhooks.receiver import serving

QUESTIONS = 8


@pytest.mark.xdist_group("postgresql")
def test_two_workers_send_each_message_once_and_of_one_subject_in_order(
    postgresql_app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene, start = make_scene(), Barrier(2)
    for who in ("asker", "member", "head"):
        add_webhook(scene.people[who], f"https://receiver.example.org/{who}")
    for number in range(QUESTIONS):
        made = ask(scene)
        with time_machine.travel(START + timedelta(seconds=number), tick=False), committing():
            answering.acknowledge(scene.viewer("member"), made)
            answering.answer(scene.viewer("member"), made, Reply("welcome", (), WrittenText("Yes.", "en")))

    def run() -> None:
        with postgresql_app.app_context():
            start.wait()
            in_batches(queue_next)
            send_due(receiver.sender(), clock.now())

    at = START + timedelta(seconds=QUESTIONS)
    with serving(tmp_path) as receiver, time_machine.travel(at, tick=False):
        monkeypatch.setenv("SSL_CERT_FILE", str(receiver.certificate))
        with ThreadPoolExecutor(2) as workers:
            for done in [workers.submit(run) for _ in range(2)]:
                done.result()
        with postgresql_app.app_context():
            send_due(receiver.sender(), clock.now())

    told: dict[tuple[str, str], list[str]] = {}
    for one in receiver.received:
        content = json.loads(one.body)
        told.setdefault((one.path, content["data"]["id"]), []).append(content["type"])
    in_order = [f"consultation.{act}" for act in ("asked", "acknowledged", "answered")]
    assert len({one.id for one in receiver.received}) == len(receiver.received) == 3 * 3 * QUESTIONS
    assert [acts for acts in told.values() if acts != in_order] == []
