"""No inject of an exercise comes after its end."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from directory.errors import InvalidInput
from directory.exercises.service.preparation import version_of
from directory.vocabulary import InjectKind
from tests.exercises.conftest import MINUTES, NOON, add, make_play
from tests.exercises.test_scenario import FORM, address
from tests.html import parse


@pytest.mark.parametrize(("minutes", "status"), [("30", 422), ("90", 422), ("91", 303)])
def test_a_time_that_leaves_an_inject_after_the_end_is_refused_and_names_it(
    site: Flask, minutes: str, status: int
) -> None:
    play = make_play()
    add(play, 5)
    add(play, 90, InjectKind.NEWS)
    data = FORM | {"minutes": minutes, "desks": list(play.desks.values()), "seen": version_of(play.exercise)}

    with time_machine.travel(NOON - timedelta(days=1), tick=False):
        answer = play.client(site, "leader").post(address(play, "/edit"), data=data)

    assert answer.status_code == status
    if status == 422:
        told = parse(answer).one("section[role=alert]").text
        assert "News in the case: 90 minutes after the beginning" in told
        assert "5 minutes after" not in told.replace("90 minutes", "")
        assert play.exercise.ends_at - play.exercise.starts_at == timedelta(hours=2)


def test_an_inject_is_not_added_after_the_end_by_somebody_who_saw_a_longer_exercise(site: Flask) -> None:
    play = make_play(ends_at=NOON + 30 * MINUTES)

    with pytest.raises(InvalidInput):
        add(play, 30)

    assert play.injects == []
