"""Fifty people who read and five who write, for a minute: nobody is refused, and nobody waits for long."""

from collections import Counter

import pytest
from flask import Flask

from directory.vocabulary import Role
from tests import factories
from tests.crashes.site import Site
from tests.long.faults.load import Load
from tests.long.faults.sessions import headers_of
from tests.long.faults.test_soak import PUBLIC, Taken, add_editor, read

SECONDS, READERS, EDITORS = 60, 50, 5
MOST_MILLISECONDS = 500


@pytest.mark.alone
def test_fifty_who_read_and_five_who_write_are_answered_in_time(app: Flask, site: Site) -> None:
    with app.app_context():
        people = [factories.account(Role.COORDINATOR, ["casc"]) for _ in range(EDITORS)]
        editors = [headers_of(app, one) for one in people]
    load, taken = Load(), Taken()
    for _ in range(READERS):
        read(load, site, taken, {}, PUBLIC, pause_seconds=1)
    for headers in editors:
        add_editor(load, site, headers, taken)

    with load:
        load.wait_for(SECONDS)

    slowest = sorted(load.milliseconds)
    late = slowest[len(slowest) * 95 // 100]
    print(f"{len(slowest)} answers, {taken.notices} of them writes, p95 {late:.0f} ms, longest {slowest[-1]:.0f} ms")
    assert +taken.refused == Counter()
    assert taken.notices > EDITORS
    assert late < MOST_MILLISECONDS
