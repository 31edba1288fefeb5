"""What tests of webhooks share: a receiver, and the scene of consultations with a webhook of the asker."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from directory import clock
from directory.extensions import db
from directory.jobs.batches import in_batches
from directory.models import Account, ApiToken, Consultation, Webhook, WebhookDelivery
from directory.people.queries.api_tokens import of_secret
from directory.people.service import api_tokens
from directory.transaction import committing
from directory.webhooks import service
from directory.webhooks.delivery import send_due
from directory.webhooks.events import queue_next
from directory.webhooks.transport import WebhookSender
from tests.consultations.conftest import Scene, make_scene, written
from tests.webhooks.receiver import URL, Receiver, serving

__all__ = ["written"]
START = datetime(2026, 12, 7, 9, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Receiver]:
    with serving(tmp_path_factory.mktemp("receiver")) as receiver:
        yield receiver


@pytest.fixture
def receiver(served: Receiver, monkeypatch: pytest.MonkeyPatch) -> Receiver:
    fresh = Receiver(served.port, served.certificate)
    served.__dict__.update(fresh.__dict__)
    monkeypatch.setenv("SSL_CERT_FILE", str(served.certificate))
    return served


@pytest.fixture
def scene(written: Flask) -> Iterator[Scene]:
    """Return a scene of its own, whose people have no webhook yet."""
    with written.app_context():
        with committing():
            for webhook in db.session.scalars(select(Webhook)):
                db.session.delete(webhook)
        yield make_scene()
        db.session.rollback()


def make_token(account: Account, days: int = 300) -> ApiToken:
    with committing():
        token = of_secret(api_tokens.create(account, "write", days, "Case system"))
    assert token is not None
    return token


def add_webhook(account: Account, url: str = URL) -> tuple[Webhook, str]:
    """Add a webhook for a new token of a person. Return it with its secret."""
    token = make_token(account)
    with committing():
        return service.add(account, token, url)


def work(sender: WebhookSender, at: datetime) -> int:
    """Do what the worker does of webhooks at this time, and return how many deliveries were accepted."""
    with time_machine.travel(at, tick=False):
        in_batches(queue_next)
        accepted = send_due(sender, clock.now())
    db.session.rollback()
    return accepted


def ask(scene: Scene, at: datetime = START) -> Consultation:
    with time_machine.travel(at, tick=False):
        return scene.ask()


def deliveries_of(webhook: Webhook) -> list[WebhookDelivery]:
    own = select(WebhookDelivery).where(WebhookDelivery.webhook_id == webhook.id)
    return list(db.session.scalars(own.order_by(WebhookDelivery.id)))
