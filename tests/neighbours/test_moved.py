"""What a coordinator made in one State is theirs no more once an administrator has given them another: every address
that is read or changes something, asked by whoever made all of it. Drafts are personal and stay."""

import pytest

from directory.accounts.queries import viewer_of
from directory.extensions import db
from directory.models import Account
from directory.people.service import accounts
from directory.people.service.accounts import RoleAndScope
from directory.transaction import committing
from directory.vocabulary import Role
from tests import factories
from tests.neighbours.asking import Asking
from tests.neighbours.reading import READS, Read
from tests.neighbours.site import Site, copied
from tests.neighbours.table import OWN, reaches
from tests.neighbours.test_writing import act
from tests.neighbours.writing import WRITES, Write

pytestmark = [pytest.mark.xdist_group("neighbours"), pytest.mark.sqlite]
AUTHOR, ELSEWHERE = "author", "TJ"
# A draft is its owner's, wherever they work; a person's own programs and follows go with them.
PERSONAL = ("draft", "token", "follow")


@pytest.fixture(scope="module")
def moved(built: Site, tmp_path_factory: pytest.TempPathFactory) -> Asking:
    """Return browsers of a site whose author has become the coordinator of another State, in no network."""
    site = copied(built, tmp_path_factory.mktemp("moved") / "data")
    with site.app.app_context():
        author, owner = db.session.get_one(Account, site.accounts[AUTHOR]), factories.account(Role.ADMINISTRATOR)
        with committing():
            accounts.change_rights(viewer_of(owner), author, RoleAndScope(Role.COORDINATOR, ELSEWHERE, "", frozenset()))
        db.session.remove()
    return Asking(site)


def is_lost(named: Read | Write) -> bool:
    """Return whether something was the author's, by scope or by hand, and is neither for everyone nor personal."""
    kinds = [kind for _name, kind in named.things]
    is_personal = any(kind.endswith(PERSONAL) for kind in kinds)
    return named.right != "everyone" and reaches(AUTHOR, named.right, OWN.name) and not is_personal


LOST_WRITES = [one for one in WRITES if is_lost(one)]
# What was not sent yet is looked at by its writer wherever they are, with what they may read there; it is not sent.
LOST_READS = [one for one in READS if is_lost(one) and one.things != (("proposal_id", "unfinished proposal"),)]


@pytest.mark.long(each=18)
@pytest.mark.parametrize("read", LOST_READS, ids=[one.name for one in LOST_READS])
def test_what_was_read_by_the_scope_of_before_is_not_shown(moved: Asking, read: Read) -> None:
    answer = moved.ask(AUTHOR, "GET", moved.address(read.endpoint, OWN.name, read.things, read.texts))
    moved.settle()

    assert answer.status_code in (403, 404)


@pytest.mark.parametrize("write", LOST_WRITES, ids=[one.name for one in LOST_WRITES])
def test_what_was_changed_by_the_scope_of_before_is_not_changed(moved: Asking, write: Write) -> None:
    answer, changed = act(moved, write, AUTHOR, OWN.name)

    assert changed == set()
    assert answer.status_code < 500
