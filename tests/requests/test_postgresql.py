"""The docket on PostgreSQL: two workers number entries of one State at once, without a gap and without a pair."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import select

from directory.extensions import db
from directory.models import DocketEntry
from tests.consultations.conftest import make_scene
from tests.requests.conftest import entered

WORKERS, EACH = 2, 25


@pytest.mark.xdist_group("postgresql")
def test_two_workers_give_each_entry_a_number_of_its_own_without_a_gap(postgresql_app: Flask) -> None:
    scene, start = make_scene(), Barrier(WORKERS)

    def run() -> None:
        with postgresql_app.app_context():
            here = scene.here()
            start.wait()
            for _time in range(EACH):
                entered(here)

    with ThreadPoolExecutor(WORKERS) as workers:
        for done in [workers.submit(run) for _ in range(WORKERS)]:
            done.result()

    db.session.rollback()
    numbers = db.session.scalars(select(DocketEntry.number).where(DocketEntry.jurisdiction_key == "KG")).all()
    assert sorted(numbers) == list(range(1, WORKERS * EACH + 1))
