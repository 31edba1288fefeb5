"""Who may read a rota, asked of one desk and as a condition of a query."""

import pytest
from flask import Flask
from sqlalchemy import select

from directory.access.viewer import Viewer
from directory.extensions import db
from directory.focal_points.queries import may_read_rota, rota_is_readable
from directory.models import Authority, FocalPoint
from tests.focal_points.desks import OTHERS, READERS, add_desk

EVERYONE = (*READERS, *OTHERS)


@pytest.mark.parametrize("viewer", EVERYONE, ids=lambda viewer: str(viewer.account_id))
def test_a_rota_is_for_the_network_its_own_members_and_the_coordinators_in_scope(app: Flask, viewer: Viewer) -> None:
    place = FocalPoint(key="test-desk", network_key="casc", authority=Authority(jurisdiction_key="KG")).place()

    assert may_read_rota(viewer, place) == (viewer in READERS)


def test_the_condition_of_a_query_finds_the_desks_that_may_be_read_one_by_one(small_app: Flask) -> None:
    add_desk()
    add_desk("abroad", "kz-other", jurisdiction_key="KZ")
    add_desk("elsewhere", "kg-other", network_key="globe")
    desks = db.session.scalars(select(FocalPoint)).all()

    for viewer in EVERYONE:
        query = select(FocalPoint.key).join(FocalPoint.authority).where(rota_is_readable(viewer))
        assert {*db.session.scalars(query)} == {one.key for one in desks if may_read_rota(viewer, one.place())}
