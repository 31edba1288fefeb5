"""The site with the demonstration data, and consultations without words."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from directory.extensions import db
from directory.models import Consultation, ConsultationEntry, Jurisdiction
from directory.tokens import public_id
from tests import factories
from tests.focal_points.desks import add_desk
from tests.seeding.conftest import Shown, demo_app, demonstrated, show, undemonstrated

__all__ = ["demo_app", "demonstrated", "undemonstrated"]

Consult = Callable[..., None]


@pytest.fixture(scope="module")
def shown(demonstrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Shown:
    """Return the demonstration, with one State more: figures count States of which nothing is known, too."""
    shown = show(demonstrated, tmp_path_factory.mktemp("shown") / "data")
    with shown.app.app_context():
        factories.add(Jurisdiction(key="LI", name=factories.english("Liechtenstein"), alpha3="LIE", region="155"))
    return shown


@pytest.fixture
def consult(small_app: Flask) -> Consult:
    """Return a function that stores some consultations of a desk in another State, opened at an instant."""
    for state in ("KG", "KZ", "UZ"):
        add_desk(f"desk-{state}", f"office-{state}", jurisdiction_key=state)
    asker = factories.account(jurisdiction_key="TJ").id

    def consult(asking: str, asked: str, count: int, at: datetime, **values: object) -> None:
        times = {"opened_at": at, "round_started_at": at, "acknowledge_by": at, "answer_by": at}
        kept = {"wrapped_key": None, "key_name": "none", "sealed_subject": b"", "asker_id": asker}
        about = {"measure": "extradition", "offence": "tip", "urgency": "normal", "language": "en"}
        place = {"from_jurisdiction_key": asking, "to_jurisdiction_key": asked, "focal_point_key": f"desk-{asked}"}
        made = {**times, **kept, **about, **place, "network_key": "casc", **values}
        rows = [Consultation(**made) for _ in range(count)]
        factories.add(*rows)
        factories.add(*(entry for row in rows for entry in acts_of(row)))
        db.session.expire_all()

    return consult


def acts_of(row: Consultation) -> Iterator[ConsultationEntry]:
    """Yield the acts by which a consultation came to be as it is."""
    of = {"consultation_id": row.id, "author_id": None}
    if row.acknowledged_at:
        yield ConsultationEntry(public_id=public_id(), act="acknowledged", at=row.acknowledged_at, **of)
    if row.answered_at:
        said = {"outcome": row.outcome, "missing_items": row.missing_items}
        act = "answered" if row.outcome else "commented"
        yield ConsultationEntry(public_id=public_id(), act=act, at=row.answered_at, **said, **of)


def answered(at: datetime, outcome: str = "welcome", **values: object) -> dict[str, object]:
    """Return what a consultation that was opened then has after two hours."""
    times = {"acknowledged_at": at + timedelta(hours=1), "answered_at": at + timedelta(hours=2)}
    return {**times, "outcome": outcome, **values}
