"""Long lists in pages: which page an address asks for, and what stands on it."""

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from directory.clock import now
from directory.models import Invitation, Jurisdiction
from directory.paging import PER_PAGE, page_number, paginate
from directory.vocabulary import Role
from tests import factories
from tests.people import signed_in


@pytest.mark.parametrize(
    ("asked", "page"),
    [("", 1), ("1", 1), ("2", 2), ("0", 1), ("-3", 1), ("two", 1), ("٢", 1), ("9" * 7, 1), ("999999", 999_999)],
)
def test_an_address_asks_for_a_page_by_a_plain_number(asked: str, page: int) -> None:
    assert page_number(MultiDict({"page": asked})) == page


def test_the_pages_of_a_list_hold_each_row_once_and_one_past_the_end_is_the_last(context: None) -> None:
    query = select(Jurisdiction).order_by(Jurisdiction.key)
    first = paginate(query, 1)

    keys = [row.key for number in range(1, first.pages + 1) for row in paginate(query, number).rows]
    beyond = paginate(query, first.pages + 7)

    assert len(first.rows) == PER_PAGE
    assert keys == sorted(set(keys))
    assert len(keys) == first.total
    assert beyond == paginate(query, first.pages)


def test_more_invitations_than_a_page_holds_are_on_further_pages(small_app: Flask) -> None:
    inviter = factories.account(Role.ADMINISTRATOR)
    values = {"role": Role.PRACTITIONER, "language": "en", "inviter_id": inviter.id, "expires_at": now()}
    numbers = range(PER_PAGE + 1)
    factories.add(
        *(Invitation(public_id=f"p{n}", digest=f"d{n}", email=f"invited-{n:02}@example.org", **values) for n in numbers)
    )
    client = signed_in(small_app, inviter)

    first, second = (client.get(f"/en/people/invitations?page={page}").text for page in (1, 2))

    assert "invited-50@example.org" in first
    assert "invited-00@example.org" not in first
    assert 'rel="next" href="/en/people/invitations?page=2"' in first
    assert "invited-00@example.org" in second
