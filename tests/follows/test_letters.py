"""Letters to followers: what everyone may read in words, of the rest only that something changed; each once."""

import signal
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from itertools import count
from threading import Barrier
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import update

from directory import clock
from directory.accounts.queries import viewer_of
from directory.audit.chain import erase
from directory.clock import as_utc
from directory.extensions import db
from directory.follows import queries, service
from directory.follows.letters import FollowLetter, load_touched_rows, send, write_next
from directory.jobs import schedule
from directory.jobs.batches import RowsFailed
from directory.jobs.leases import LEASE, Lease, claim, holding
from directory.jobs.schedule import tell_followers
from directory.models import Account, ContactDetail, FollowSettings, Mail, RecurringJob, TreatyStatus
from directory.outbox.delivery import send_due
from directory.people.service.forgetting import forget
from directory.proposals.edits import Edit, EditAction
from directory.transaction import committing
from directory.vocabulary import Audience, Pace, Role
from tests import factories, forked
from tests.changes import apply
from tests.conftest import PROJECT, environment_of
from tests.follows.conftest import DAY, NUMBERS, add_phone, edit, follower, later, letters, tell

MORE = "A restricted detail changed."


def test_a_letter_says_what_changed_and_where(site: Flask) -> None:
    reader = follower()
    key = add_phone("+996 555 0101")
    edit(Edit(EditAction.CHANGE, ContactDetail.KIND, key, "value", "+996 555 0101", "+996 555 0102"))

    tell()

    [news] = letters(reader)
    assert news.startswith("Office of Followers (Authority, Kyrgyzstan)\n")
    assert "- Number or address: changed from “\u2068+996 555 0101\u2069” to “\u2068+996 555 0102\u2069”." in news


@pytest.mark.parametrize(
    ("audience", "person", "is_told"),
    [
        (Audience.PRACTITIONERS, {}, True),
        (Audience.NETWORK, {}, False),
        (Audience.NETWORK, {"networks": ["casc"]}, True),
        (Audience.COORDINATORS, {"networks": ["casc"]}, False),
        (Audience.COORDINATORS, {"role": Role.COORDINATOR, "jurisdiction_key": "KG"}, True),
    ],
)
def test_of_what_is_not_for_everyone_its_readers_alone_hear_and_only_that_it_changed(
    site: Flask, audience: Audience, person: dict[str, Any], is_told: bool
) -> None:
    reader = follower(**person)
    add_phone("+996 555 0199", audience)

    tell()

    news = letters(reader)
    assert [MORE in one for one in news] == [True] * is_told
    assert "0199" not in "".join(news)


@pytest.mark.parametrize(
    ("followed", "is_told"),
    [
        (("jurisdiction", "KG"), True),
        (("jurisdiction", "KZ"), False),
        (("treaty", "untoc"), False),
    ],
)
def test_who_follows_a_state_hears_of_its_authorities(site: Flask, followed: tuple[str, str], is_told: bool) -> None:
    reader = follower(followed)
    add_phone("+996 555 0103")

    tell()

    assert len(letters(reader)) == is_told


def test_of_a_treaty_a_state_is_told_what_it_did_itself(site: Flask) -> None:
    of_state, of_other, of_treaty = (
        follower(one) for one in (("jurisdiction", "KG"), ("jurisdiction", "KZ"), ("treaty", "untoc"))
    )
    status = db.session.query(TreatyStatus).filter_by(treaty_key="untoc", jurisdiction_key="KG").first()
    assert status is not None

    edit(Edit(EditAction.CHANGE, "treaty_status", status.key, "note.en", None, "A declaration was made."))
    tell()

    assert [len(letters(one)) for one in (of_state, of_other, of_treaty)] == [1, 0, 1]


def test_nobody_is_told_what_they_changed_themselves(site: Flask) -> None:
    writer, other = follower(), follower()

    add_phone("+996 555 0104", by=writer.id)
    tell()

    assert (letters(writer), len(letters(other))) == ([], 1)


def test_what_came_before_is_no_news(site: Flask) -> None:
    add_phone("+996 555 0105")
    reader = follower()

    tell()

    assert letters(reader) == []


@pytest.mark.parametrize(("pace", "wait"), [(Pace.AT_ONCE, timedelta()), (Pace.DAILY, DAY), (Pace.WEEKLY, 7 * DAY)])
def test_a_letter_comes_when_its_reader_wants_it(site: Flask, pace: Pace, wait: timedelta) -> None:
    reader = follower()
    at = later()
    with time_machine.travel(at, tick=False), committing():
        service.choose_pace(viewer_of(reader), pace)
    add_phone("+996 555 0106")

    if wait:
        tell(at + wait - timedelta(seconds=1))
        assert letters(reader) == []
    tell(at + wait)

    assert len(letters(reader)) == 1


@pytest.mark.parametrize(("pace", "ahead"), [(Pace.AT_ONCE, DAY), (Pace.DAILY, 3 * DAY), (Pace.WEEKLY, 15 * DAY)])
def test_a_letter_that_a_clock_ahead_has_put_off_comes_once_it_is_set_right(
    site: Flask, pace: Pace, ahead: timedelta
) -> None:
    reader, at = follower(pace=pace), later()
    add_phone("+996 555 0109")
    tell(at + ahead)
    add_phone("+996 555 0110")

    tell(at)

    assert len(letters(reader)) == 2


def test_who_turns_letters_off_and_on_again_is_not_told_of_what_came_between(site: Flask) -> None:
    reader = follower(pace=Pace.NEVER)
    add_phone("+996 555 0107")
    tell()
    with time_machine.travel(later(), tick=False), committing():
        service.choose_pace(viewer_of(reader), Pace.AT_ONCE)
    tell()

    assert letters(reader) == []
    add_phone("+996 555 0108")
    tell()
    assert len(letters(reader)) == 1


def test_who_may_no_longer_sign_in_gets_no_letter(site: Flask) -> None:
    reader = follower()
    with committing():
        reader.active = False
    add_phone("+996 555 0109")

    tell()

    assert letters(reader) == []


def test_of_who_is_forgotten_nothing_is_kept(site: Flask) -> None:
    reader, administrator = follower(), factories.account(Role.ADMINISTRATOR)

    with committing():
        forget(viewer_of(administrator), reader)

    assert queries.list_follows(reader.id) == []
    assert queries.get_following(reader.id) is None


def test_a_letter_to_a_reader_of_another_language_is_in_that(site: Flask) -> None:
    reader = follower(language="ru")
    add_phone("+996 555 0110")
    at = later()

    tell(at)
    send_due(at)

    [file] = [
        file for file in (site.config["SETTINGS"].data_dir / "mail").iterdir() if reader.email in file.read_text()
    ]
    assert "Content-Language: ru" in file.read_text()
    assert "/ru/follows" in file.read_text()


def test_two_workers_at_once_write_each_letter_once(site: Flask) -> None:
    readers = [follower() for _ in range(12)]
    add_phone("+996 555 0111")
    start, at = Barrier(2), later()

    def run() -> None:
        with site.app_context():
            start.wait()
            tell_followers()

    db.session.rollback()
    with time_machine.travel(at, tick=False), ThreadPoolExecutor(2) as workers:
        for done in [workers.submit(run) for _ in range(2)]:
            done.result()

    assert [len(letters(one)) for one in readers] == [1] * 12


def test_what_happens_between_looking_and_telling_is_told_once(site: Flask) -> None:
    reader = follower()
    key = add_phone("+996 555 0113")
    at = later()
    with time_machine.travel(at, tick=False):
        touched = load_touched_rows(at)
    edit(Edit(EditAction.CHANGE, ContactDetail.KIND, key, "value", "+996 555 0113", "+996 555 0114"))

    with time_machine.travel(later(), tick=False):
        assert touched is not None
        while letter := write_next(touched, clock.now()):
            with committing():
                send(letter, clock.now())
    tell()

    assert [letter.count("0114") for letter in letters(reader)] == [0, 1]


KILLED = """
import os, signal, sys
from datetime import datetime
import time_machine
from directory.app import create_app
from directory.config import Config
from directory.transaction import before_commit
from directory.jobs.schedule import tell_followers
app = create_app(Config.from_env())
with app.app_context(), time_machine.travel(datetime.fromisoformat(sys.argv[1]), tick=False):
    before_commit(app, lambda: os.kill(os.getpid(), signal.SIGKILL))
    tell_followers()
"""


def test_a_worker_that_is_killed_leaves_its_letters_whole_to_the_next(site: Flask) -> None:
    reader = follower()
    add_phone("+996 555 0112")
    at = later()
    environment = environment_of(site)
    db.session.rollback()

    command = [sys.executable, "-c", KILLED, at.isoformat()]
    ended = forked.run(command, cwd=PROJECT, env=environment, check=False).returncode

    assert ended == -signal.SIGKILL
    assert letters(reader) == []
    tell(at)
    tell(at)
    assert len(letters(reader)) == 1


def test_a_letter_is_a_summary_of_much_news(site: Flask) -> None:
    reader = follower()
    for number in range(9):
        add_phone(f"+996 555 02{number:02} {'9' * 400}")

    tell()

    [news] = letters(reader)
    assert "And 2 more changes." in news
    assert max(map(len, news.splitlines())) < 350


def test_a_follower_to_whom_no_letter_can_be_written_leaves_the_others_theirs(site: Flask) -> None:
    broken, reader = follower(), follower()
    broken.email = "broken"
    db.session.commit()
    add_phone("+996 555 0177")

    with pytest.raises(RowsFailed):
        tell()

    assert len(letters(reader)) == 1
    broken.email = f"mended-{broken.id}@example.org"
    db.session.commit()
    tell()
    assert ["0177" in news for news in letters(broken)] == [True]


def test_letters_that_take_long_leave_the_other_duties_of_the_worker_their_turn(
    site: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    readers = follower(), follower()
    stop_letters_but_for(*readers)
    tell()
    add_phone("+996 555 0178")
    at = later()
    monkeypatch.setattr(schedule, "LETTERS_SECONDS", 0)

    for _ in range(2):
        before = count_of_letters()
        tell(at)
        assert count_of_letters() == before + 1

    monkeypatch.undo()
    tell(at)
    assert [len(letters(reader)) for reader in readers] == [1, 1]


def stop_letters_but_for(*readers: Account) -> None:
    """Let no letter be due to people of other tests: a run may otherwise handle one of theirs that has no news."""
    others = FollowSettings.account_id.not_in([reader.id for reader in readers])
    db.session.execute(update(FollowSettings).where(others).values(pace=Pace.NEVER))
    db.session.commit()


def count_of_letters() -> int:
    db.session.rollback()
    return db.session.query(Mail).filter(Mail.letter == "follows").count()


def test_a_letter_of_many_entries_counts_all_that_it_does_not_name(site: Flask) -> None:
    reader = follower(("jurisdiction", "KG"))
    keys = [f"many-{number}" for number in range(70)]
    factories.add(*(factories.authority(key) for key in keys))
    edit(*(Edit(EditAction.CHANGE, "authority", key, "name.en", "Office of Tests", "Office of Many") for key in keys))

    tell()

    [news] = letters(reader)
    assert news.count("Office of Many (") == 20
    assert news.endswith("And 50 more entries.")


def written_for(reader: Account, at: datetime) -> FollowLetter:
    """Return the letter that is written for a reader, with those of others before it sent."""
    touched = load_touched_rows(at)
    assert touched is not None
    letter = write_next(touched, at)
    while letter is not None and letter.account_id != reader.id:
        with committing():
            send(letter, at)
        letter = write_next(touched, at)
    assert letter is not None
    return letter


def test_a_reader_who_may_read_less_by_the_time_of_sending_gets_no_letter_written_before(site: Flask) -> None:
    reader = follower(networks=["casc"])
    add_phone("+996 555 0188", Audience.NETWORK)
    at = later()
    with time_machine.travel(at, tick=False):
        letter = written_for(reader, at)
        with committing():
            db.session.get_one(Account, reader.id).networks = []
        with committing():
            send(letter, at)

    assert letters(reader) == []


def restrict(key: str) -> None:
    apply(None, [Edit(EditAction.CHANGE, ContactDetail.KIND, key, "audience", Audience.PUBLIC, Audience.COORDINATORS)])


def erase_values(key: str) -> None:
    erase(None, (ContactDetail.KIND, key), "value")


@pytest.mark.parametrize("narrow", [restrict, erase_values])
def test_what_may_be_read_by_fewer_by_the_time_of_sending_is_in_no_letter(
    site: Flask, narrow: Callable[[str], None]
) -> None:
    reader, number = follower(), f"+996 555 0{next(NUMBERS):03}"
    key = add_phone(number)
    at = later()
    with time_machine.travel(at, tick=False):
        letter = written_for(reader, at)
        assert number in letter.text
        with committing():
            narrow(key)
        with committing():
            send(letter, at)
        tell_followers()

    assert not any(number in news for news in letters(reader))


def test_a_worker_that_reads_long_for_one_letter_keeps_what_it_holds(
    site: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    follower()
    phones = [add_phone(f"+996 555 03{number:02}") for number in range(4)]
    held = hold("followers of many")
    now, passed = later(), count()
    monkeypatch.setattr(clock, "now", lambda: now + next(passed) * timedelta(minutes=1))

    with holding(held):
        touched = load_touched_rows(now)
        assert touched is not None
        after_looking = leased_until("followers of many")
        write_next(touched, now)

    assert len(touched.rows) >= len(phones)
    assert after_looking >= now + LEASE
    assert leased_until("followers of many") > after_looking


def hold(name: str) -> Lease:
    """Hold a recurring job until a time that is long over when letters are written."""
    with committing():
        db.session.add(RecurringJob(name=name, due_at=clock.now()))
    claimed = claim(RecurringJob, RecurringJob.name == name, order=(RecurringJob.name,))
    assert claimed is not None
    return claimed[1]


def leased_until(name: str) -> datetime:
    db.session.rollback()
    until = db.session.get_one(RecurringJob, name).leased_until
    assert until is not None
    return as_utc(until)
