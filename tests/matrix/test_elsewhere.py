"""No word that is not for everyone is in a log, a mail, a file of the index, or the answer to a fault."""

import email
import email.policy
import io
from pathlib import Path

import pytest
from prometheus_client import generate_latest
from sqlalchemy import select, text

from directory.extensions import db
from directory.models import Mail
from directory.operation.metrics import registry_of
from tests.conftest import copy_of, make_app
from tests.matrix.canaries import WORD
from tests.matrix.conftest import Crawled
from tests.matrix.crawl import logged, text_of
from tests.matrix.entries import pages_of
from tests.matrix.site import Site
from tests.matrix.table import PEOPLE, SPOTS
from tests.people_pages.test_accounts import files_with

pytestmark = pytest.mark.xdist_group("matrix")
DATABASE = "directory.sqlite3"
LINKS = ("link", "link of a test", "link of an alarm", "calendar", "feed")


def test_a_log_line_holds_no_word(crawled: Crawled) -> None:
    for person in PEOPLE:
        crawled.of(person)

    log, secrets = crawled.log.getvalue(), (*crawled.site.tokens.values(), *crawled.browsers.cookies)

    assert log.count('"event": "request"') > 1000
    assert set(WORD.findall(log)) == set()
    assert [secret for secret in secrets if secret in log] == []


def test_a_mail_holds_no_word_but_the_address_that_it_goes_to(site: Site) -> None:
    folder = site.folder / "mail"
    mails = [email.message_from_bytes(file.read_bytes(), policy=email.policy.default) for file in folder.iterdir()]

    assert len(mails) > 20
    for mail in mails:
        without_address = f"{mail}{mail.get_content()}".replace(mail["To"], "")
        assert set(WORD.findall(without_address)) == set()


def test_a_mail_that_waits_holds_no_word_but_the_address_that_it_goes_to(site: Site) -> None:
    with site.app.app_context():
        mails = db.session.scalars(select(Mail)).all()

        found = {word for mail in mails for word in WORD.findall(f"{mail.key}{mail.letter}{mail.values}{mail.fault}")}

    assert mails
    assert found == set()


def test_no_file_beside_the_database_holds_a_word_that_is_not_for_everyone(site: Site) -> None:
    folders = ("mail", DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm")
    files = [file for file in site.folder.rglob("*") if file.is_file()]
    others = [file for file in files if file.relative_to(site.folder).parts[0] not in folders]

    words = {word for file in others for word in WORD.findall(file.read_bytes().decode(errors="replace"))}

    assert {site.canaries.by_word[word].what for word in words} == {f"public note {spot.name}" for spot in SPOTS}


def test_the_figures_of_the_operation_hold_no_word(site: Site) -> None:
    given = generate_latest(registry_of(site.app)).decode()

    assert given.count("# TYPE") > 10
    assert set(WORD.findall(given.lower())) == set()


@pytest.mark.sqlite
def test_a_secret_that_was_handed_out_is_not_in_the_database(site: Site) -> None:
    links = {thing.id for kind in LINKS for thing in site.things.by_kind[kind]}
    secrets = (*site.tokens.values(), *links, *site.browsers().cookies)

    with site.app.app_context():
        assert DATABASE in files_with(site.app, SPOTS[0].authority)
    kept = (site.folder / DATABASE).read_bytes()

    assert [secret for secret in secrets if secret.encode() in kept] == []


@pytest.mark.parametrize("person", ["visitor", "administrator"])
def test_a_fault_tells_of_nothing(site: Site, tmp_path: Path, person: str) -> None:
    app, log = make_app(copy_of(site.folder, tmp_path / "data")), io.StringIO()
    app.config["PROPAGATE_EXCEPTIONS"] = False
    browsers = site.browsers(app)
    with app.app_context():
        db.session.execute(text("DROP TABLE provenance"))
        db.session.commit()

    with logged(log):
        addresses = [page if page.startswith("/api") else f"/en/{page}" for page in pages_of("authority", SPOTS[0])]
        answers = [browsers.ask(person, "GET", address) for address in addresses]

    assert [answer.status_code for answer in answers] == [500, 500]
    assert WORD.findall("".join(map(text_of, answers)).lower()) == []
    assert '"event": "fault"' in log.getvalue()
    assert WORD.findall(log.getvalue()) == []
