"""Who reads a draft: its owner, and the co-workers of the same authority whom the owner let in. Nobody else."""

from collections.abc import Callable, Sequence

import pytest
from flask import Flask
from sqlalchemy import func, select

from directory.access.viewer import Viewer
from directory.drafts.queries import drafts
from directory.drafts.queries.drafts import content_of
from directory.drafts.service import retention, writing
from directory.errors import InvalidInput, NotFound
from directory.extensions import db
from directory.models import Account, AuditEvent, Draft, DraftVersion, Mail
from directory.people.service.forgetting import forget
from directory.transaction import committing
from directory.vocabulary import Role
from tests import factories
from tests.drafts.conftest import begun, browser_of, office, person, viewer


def reads(account: Account, draft: Draft) -> bool:
    try:
        drafts.get(viewer(account), draft.public_id)
    except NotFound:
        return False
    return True


def test_a_draft_is_read_by_its_owner_alone(site: Flask) -> None:
    authority = office()
    owner, colleague = person(authority), person(authority)
    others = [factories.account(Role.ADMINISTRATOR), factories.account(Role.COORDINATOR, jurisdiction_key="KG")]
    draft = begun(owner)

    assert reads(owner, draft)
    assert [reads(one, draft) for one in (colleague, *others)] == [False, False, False]


def test_a_co_worker_reads_once_let_in_and_no_longer_once_taken_out_or_gone_elsewhere(site: Flask) -> None:
    authority, elsewhere = office(), office()
    owner, colleague, leaver = person(authority), person(authority), person(authority)
    draft = begun(owner)
    with committing():
        retention.share(viewer(owner), draft, colleague.id)
        retention.share(viewer(owner), draft, leaver.id)
    assert reads(colleague, draft)
    assert reads(leaver, draft)

    with committing():
        retention.unshare(viewer(owner), drafts.get_owned(viewer(owner), draft.public_id), colleague.id)
        leaver.authority_key = elsewhere
    assert not reads(colleague, draft)
    assert not reads(leaver, draft)


def leave(owner: Account, elsewhere: str) -> None:
    owner.authority_key = elsewhere


def end(owner: Account, _elsewhere: str) -> None:
    owner.active = False


def be_forgotten(owner: Account, _elsewhere: str) -> None:
    forget(Viewer(Role.ADMINISTRATOR), owner)


@pytest.mark.parametrize(
    ("happen", "stays"),
    [
        ((leave,), False),
        ((end,), True),
        ((be_forgotten,), True),
        ((end, be_forgotten), True),
        ((leave, end), False),
        ((leave, be_forgotten), False),
        ((leave, end, be_forgotten), False),
    ],
    ids=lambda happen: " ".join(one.__name__ for one in happen) if isinstance(happen, tuple) else str(happen),
)
def test_co_workers_keep_a_draft_whose_owner_ends_and_lose_one_whose_owner_moves(
    site: Flask, happen: Sequence[Callable[[Account, str], None]], stays: bool
) -> None:
    authority, elsewhere = office(), office("FR")
    owner, colleague, stranger = person(authority), person(authority), person(elsewhere)
    draft = begun(owner)
    with committing():
        retention.share(viewer(owner), draft, colleague.id)

    for one in happen:
        with committing():
            one(owner, elsewhere)

    assert reads(colleague, draft) is stays
    assert not reads(stranger, draft)


def test_what_its_owner_writes_elsewhere_stays_closed_to_the_co_workers_of_before(site: Flask) -> None:
    authority, elsewhere = office(), office("FR")
    owner, colleague = person(authority), person(authority)
    draft = begun(owner)
    with committing():
        retention.share(viewer(owner), draft, colleague.id)
    with committing():
        leave(owner, elsewhere)
        writing.save(viewer(owner), draft, "facts", content_of(draft).with_texts({"facts": "new"}, "en"), 1)

    with committing():
        be_forgotten(owner, elsewhere)

    assert not reads(colleague, draft)


def test_the_owner_is_told_of_a_co_workers_copy_and_each_copy_is_recorded(site: Flask) -> None:
    authority = office()
    owner, colleague = person(authority), person(authority)
    draft = begun(owner)
    with committing():
        retention.share(viewer(owner), draft, colleague.id)

    for one in (owner, colleague):
        with committing():
            writing.copy(viewer(one), drafts.get(viewer(one), draft.public_id), "KZ")

    told = select(Mail.letter).where(Mail.address == owner.email)
    acts = select(AuditEvent.actor_id).where(AuditEvent.action == "draft_copied", AuditEvent.key == draft.public_id)
    assert db.session.scalars(told).all() == ["draft_copied"]
    assert db.session.scalars(acts).all() == [owner.id, colleague.id]


def test_nobody_of_another_authority_is_let_in(site: Flask) -> None:
    owner, stranger = person(office()), person(office())
    draft = begun(owner)

    with pytest.raises(InvalidInput), committing():
        retention.share(viewer(owner), draft, stranger.id)


PAGES = ("", "/parties", "/facts", "/checklist", "/document", "/copy", "/delete", "/co-workers", "/differences?of=x")


@pytest.mark.parametrize("page", PAGES)
def test_a_draft_of_another_is_as_absent_as_one_that_is_not_there(site: Flask, page: str) -> None:
    draft, client = begun(person()), browser_of(site, person())

    there, not_there = (client.get(f"/en/drafts/{one}{page}") for one in (draft.public_id, "A" * 16))

    assert there.status_code == not_there.status_code == 404
    number = "<p class"
    assert there.text.count(number) == not_there.text.count(number)


@pytest.mark.parametrize(
    "page", ["/facts", "/checklist", "/document", "/delete", "/keep", "/versions/1", "/co-workers"]
)
def test_nothing_is_written_to_a_draft_of_another(site: Flask, page: str) -> None:
    draft, client = begun(person()), browser_of(site, person())

    answer = client.post(f"/en/drafts/{draft.public_id}{page}", data={"text-facts": "mine", "sent": "yes"})

    assert answer.status_code == 404
    db.session.rollback()
    assert db.session.scalar(select(Draft.version).where(Draft.id == draft.id)) == 1


def test_a_co_worker_changes_a_draft_and_neither_shares_nor_deletes_it(site: Flask) -> None:
    authority = office()
    owner, colleague = person(authority), person(authority)
    draft = begun(owner)
    with committing():
        retention.share(viewer(owner), draft, colleague.id)
    client, address = browser_of(site, colleague), f"/en/drafts/{draft.public_id}"

    assert client.post(f"{address}/facts", data={"text-facts": "ours", "seen": "1"}).status_code == 303
    for page in ("/delete", "/co-workers"):
        assert client.get(f"{address}{page}").status_code == 404
    assert client.post(f"{address}/keep", data={"keep": "yes"}).status_code == 404


def test_a_visitor_is_led_to_the_sign_in(site: Flask) -> None:
    draft = begun(person())

    for path in ("/en/drafts", "/en/drafts/new", f"/en/drafts/{draft.public_id}"):
        assert "sign-in" in site.test_client().get(path).headers["Location"]


def test_what_is_deleted_leaves_no_row(site: Flask) -> None:
    owner = person()
    draft = begun(owner)
    number = draft.id

    assert browser_of(site, owner).post(f"/en/drafts/{draft.public_id}/delete", data={"sent": "yes"}).status_code == 303

    db.session.rollback()
    left = select(func.count()).select_from(DraftVersion).where(DraftVersion.draft_id == number)
    assert db.session.scalar(left) == 0
    assert db.session.get(Draft, number) is None
