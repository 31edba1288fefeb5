"""What fails of one entry or desk stops neither the others of its job nor what comes after it."""

import pytest
from flask import Flask

from directory.extensions import db
from directory.jobs.batches import RowsFailed
from directory.jobs.schedule import run_reachability_tests, send_campaigns
from directory.models import Account, ReachabilityTest
from tests.verification.conftest import asked_of, letters, offices, start
from tests.verification.tested import member, schedule


def test_an_entry_of_a_campaign_that_fails_leaves_the_others_their_letters(
    small_app: Flask, coordinator: Account
) -> None:
    first, second = offices(2)
    campaign = start(coordinator)
    asked_of(campaign, first).next_step = "broken"
    db.session.commit()

    with pytest.raises(RowsFailed):
        send_campaigns()

    told = {one.address for one in letters()}
    assert f"{second}@example.org" in told
    assert f"{first}@example.org" not in told
    assert asked_of(campaign, first).next_step == "broken"


def test_a_test_of_a_desk_that_fails_leaves_the_others_theirs(small_app: Flask, tester: Account) -> None:
    member()
    broken, other = schedule(tester), schedule(tester)
    broken.button = "broken"
    db.session.commit()

    with pytest.raises(RowsFailed):
        run_reachability_tests()

    steps = [db.session.get_one(ReachabilityTest, one.id).next_step for one in (broken, other)]
    assert steps == ["ask", "judge"]
