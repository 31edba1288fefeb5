"""Every link of a campaign to 200 entries, opened ten times as mail scanners do: nothing has changed."""

from flask import Flask
from sqlalchemy import select

from directory.extensions import db
from directory.models import CampaignEntry
from directory.vocabulary import Role
from tests import factories
from tests.people import visit
from tests.verification.conftest import everything, link_to, offices, start, take_steps

TIMES = 10


def test_links_opened_ten_times_each_change_nothing(own_app: Flask) -> None:
    offices(200)
    campaign = start(factories.account(Role.COORDINATOR, jurisdiction_key="KG"))
    take_steps()
    links = [link_to(campaign, one.key) for one in db.session.scalars(select(CampaignEntry))]
    client, before = own_app.test_client(), everything()
    visit(client)

    for _ in range(TIMES):
        for link in links:
            assert client.head(link).status_code == client.get(link).status_code == 200

    assert everything() == before
